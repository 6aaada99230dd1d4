/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <memory>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What the bearers of all terminals have counted.
NrLiteFlow::Counters
Total(const NrLiteScenario& scenario, uint64_t& queued)
{
    NrLiteFlow::Counters sum;
    queued = 0;
    for (uint32_t i = 0; i < scenario.ueDevices.GetN(); i++)
    {
        for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
        {
            const auto& flow = scenario.Ue(i)->GetBearer(direction)->flow;
            sum.sentPackets += flow.counters.sentPackets;
            sum.deliveredPackets += flow.counters.deliveredPackets;
            sum.droppedPackets += flow.counters.droppedPackets;
            sum.sentBytes += flow.counters.sentBytes;
            sum.deliveredBytes += flow.counters.deliveredBytes;
            sum.droppedBytes += flow.counters.droppedBytes;
            queued += flow.GetQueuedPackets();
        }
    }
    return sum;
}

/// UDP packets of random sizes at random times, both ways, more than the buffers hold.
void
AddRandomTraffic(NrLiteScenario& s)
{
    for (uint32_t i = 0; i < s.ueDevices.GetN(); i++)
    {
        for (bool up : {false, true})
        {
            const Ipv4Address to = up ? s.gnbAddresses.GetAddress(0) : s.ueAddresses.GetAddress(i);
            OnOffHelper source("ns3::UdpSocketFactory", InetSocketAddress(to, 5000));
            source.SetAttribute("DataRate", StringValue(up ? "3Mbps" : "12Mbps"));
            source.SetAttribute("PacketSize", UintegerValue(200 + 300 * (i % 4)));
            source.SetAttribute("OnTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.1]"));
            source.SetAttribute("OffTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.1]"));
            auto apps = source.Install(up ? s.terminals.Get(i) : s.cells.Get(0));
            apps.Start(Seconds(0.1));
            apps.Stop(Seconds(2.0));
            source.AssignStreams(NodeContainer(up ? s.terminals.Get(i) : s.cells.Get(0)), 900 + i);
        }
        PacketSinkHelper sink("ns3::UdpSocketFactory",
                              InetSocketAddress(Ipv4Address::GetAny(), 5000));
        sink.Install(s.terminals.Get(i));
    }
    PacketSinkHelper sink("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 5000));
    sink.Install(s.cells.Get(0));
}

} // namespace

TEST(NrLiteLinkTest, TcpUploadArrivesCompletely)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}, {200, 0, 1.5}});
    s.Install();
    auto first = s.Upload(s.terminals.Get(0),
                          s.cells.Get(0),
                          InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                          200000,
                          Seconds(0.1));
    auto second = s.Upload(s.terminals.Get(1),
                           s.cells.Get(0),
                           Inet6SocketAddress(s.gnbAddresses6.GetAddress(0, 1), 81),
                           200000,
                           Seconds(2.0));
    Simulator::Stop(Seconds(5));
    Simulator::Run();
    EXPECT_EQ(first->GetTotalRx(), 200000U);
    EXPECT_EQ(second->GetTotalRx(), 200000U);
}

TEST(NrLiteLinkTest, DownloadAndTerminalToTerminalArrive)
{
    NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{100, 0, 1.5}, {900, 0, 1.5}});
    s.Install();
    auto down = s.Upload(s.cells.Get(0),
                         s.terminals.Get(0),
                         InetSocketAddress(s.ueAddresses.GetAddress(0), 80),
                         100000,
                         Seconds(0.1));
    auto across = s.Upload(s.terminals.Get(0),
                           s.terminals.Get(1),
                           InetSocketAddress(s.ueAddresses.GetAddress(1), 80),
                           100000,
                           Seconds(0.1));
    // The first cell sends to a terminal of the second one.
    auto forwarded = s.Upload(s.cells.Get(0),
                              s.terminals.Get(1),
                              Inet6SocketAddress(s.ueAddresses6.GetAddress(1, 1), 81),
                              100000,
                              Seconds(2.0));
    Simulator::Stop(Seconds(5));
    Simulator::Run();
    EXPECT_EQ(s.Ue(0)->GetServing(), PeekPointer(s.Gnb(0)));
    EXPECT_EQ(s.Ue(1)->GetServing(), PeekPointer(s.Gnb(1)));
    EXPECT_EQ(down->GetTotalRx(), 100000U);
    EXPECT_EQ(across->GetTotalRx(), 100000U);
    EXPECT_EQ(forwarded->GetTotalRx(), 100000U);
}

TEST(NrLiteLinkTest, TerminalsBroadcastReachesItsCellOnly)
{
    NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{100, 0, 1.5}, {120, 0, 1.5}});
    s.Install();
    std::vector<Ptr<PacketSink>> sinks;
    PacketSinkHelper sink("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 7));
    auto apps = sink.Install(NodeContainer(s.cells, s.terminals.Get(1)));
    auto socket = Socket::CreateSocket(s.terminals.Get(0), UdpSocketFactory::GetTypeId());
    socket->SetAllowBroadcast(true);
    Simulator::Schedule(Seconds(0.5), [&]() {
        socket->SendTo(Create<Packet>(50), 0, InetSocketAddress(Ipv4Address("255.255.255.255"), 7));
    });
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    EXPECT_EQ(DynamicCast<PacketSink>(apps.Get(0))->GetTotalRx(), 50U);
    EXPECT_EQ(DynamicCast<PacketSink>(apps.Get(1))->GetTotalRx(), 0U);
    EXPECT_EQ(DynamicCast<PacketSink>(apps.Get(2))->GetTotalRx(), 0U);
}

TEST(NrLiteLinkTest, EveryPacketIsDeliveredOrDroppedWithAReason)
{
    std::map<NrLiteDropReason, uint64_t> reasons;
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}, {400, 0, 1.5}, {2000, 0, 1.5}, {30000, 0, 1.5}});
    s.radio.SetGnbAttribute("BufferSize", UintegerValue(20000));
    s.radio.SetUeAttribute("BufferSize", UintegerValue(20000));
    s.radio.SetGnbAttribute("RlcAcknowledged", BooleanValue(false));
    s.radio.SetGnbAttribute("MaxTransmissions", UintegerValue(1));
    s.Install();
    AddRandomTraffic(s);
    for (uint32_t i = 0; i < 4; i++)
    {
        s.ueDevices.Get(i)->TraceConnectWithoutContext(
            "Drop",
            Callback<void, Ptr<const Packet>, NrLiteDropReason>(
                [&](Ptr<const Packet>, NrLiteDropReason reason) { reasons[reason]++; }));
    }
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    uint64_t queued = 0;
    const auto sum = Total(s, queued);
    EXPECT_EQ(queued, 0U);
    EXPECT_GT(sum.deliveredPackets, 1000U);
    EXPECT_EQ(sum.sentPackets, sum.deliveredPackets + sum.droppedPackets);
    EXPECT_EQ(sum.sentBytes, sum.deliveredBytes + sum.droppedBytes);
    EXPECT_GT(reasons[NrLiteDropReason::BUFFER], 0U);
    EXPECT_GT(reasons[NrLiteDropReason::RADIO], 0U);
}

TEST(NrLiteLinkTest, SameSeedSameResult)
{
    auto run = []() {
        NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}, {400, 0, 1.5}, {4000, 0, 1.5}});
        s.Install();
        AddRandomTraffic(s);
        std::vector<int64_t> times;
        for (uint32_t i = 0; i < 3; i++)
        {
            s.ueDevices.Get(i)->TraceConnectWithoutContext(
                "MacRx",
                Callback<void, Ptr<const Packet>>(
                    [&](Ptr<const Packet>) { times.push_back(Simulator::Now().GetTimeStep()); }));
        }
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        return times;
    };
    const auto first = run();
    EXPECT_GT(first.size(), 100U);
    EXPECT_EQ(first, run());
}

TEST(NrLiteLinkTest, OutOfCoverageIsTracedAndRefused)
{
    NrLiteScenario s({{0, 0, 25}}, {{10e6, 0, 1.5}});
    s.Install();
    std::string cause;
    int32_t serving = 0;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Attachment",
        Callback<void, uint32_t, int32_t, int32_t, const char*>(
            [&](uint32_t, int32_t, int32_t to, const char* why) {
                cause = why;
                serving = to;
            }));
    uint64_t dropped = 0;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Drop",
        Callback<void, Ptr<const Packet>, NrLiteDropReason>(
            [&](Ptr<const Packet>, NrLiteDropReason reason) {
                dropped += reason == NrLiteDropReason::LINK_DOWN;
            }));
    bool accepted = true;
    uint64_t before = 0;
    Simulator::Schedule(Seconds(5.0), [&]() {
        before = dropped;
        accepted = s.Ue(0)->Send(Create<Packet>(100), s.Ue(0)->GetBroadcast(), 0x0800);
    });
    Simulator::Stop(Seconds(6));
    Simulator::Run();
    EXPECT_EQ(cause, "outage");
    EXPECT_EQ(serving, -1);
    EXPECT_FALSE(s.Ue(0)->IsLinkUp());
    EXPECT_FALSE(accepted);
    EXPECT_EQ(dropped, before + 1);
}

TEST(NrLiteLinkTest, LinkFailsAndComesBackWithTheTerminal)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    std::vector<std::string> causes;
    uint32_t changes = 0;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Attachment",
        Callback<void, uint32_t, int32_t, int32_t, const char*>(
            [&](uint32_t, int32_t, int32_t, const char* why) { causes.push_back(why); }));
    s.ueDevices.Get(0)->AddLinkChangeCallback(Callback<void>([&]() { changes++; }));
    auto mobility = s.terminals.Get(0)->GetObject<MobilityModel>();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    Simulator::Schedule(Seconds(1), [&]() { mobility->SetPosition({10e6, 0, 1.5}); });
    Simulator::Schedule(Seconds(4), [&]() { mobility->SetPosition({100, 0, 1.5}); });
    Simulator::Schedule(Seconds(6), [&]() { mobility->SetPosition({nan, nan, 1.5}); });
    auto sink = s.Upload(s.terminals.Get(0),
                         s.cells.Get(0),
                         InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                         100000000,
                         Seconds(0.1));
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    EXPECT_EQ(causes, (std::vector<std::string>{"initial", "outage", "re-established", "outage"}));
    EXPECT_EQ(changes, 4U);
    uint64_t queued = 0;
    const auto sum = Total(s, queued);
    EXPECT_EQ(queued, 0U);
    EXPECT_EQ(sum.sentPackets, sum.deliveredPackets + sum.droppedPackets);
}

TEST(NrLiteLinkTest, TerminalRemovedInMidTransfer)
{
    NrLiteScenario s({{0, 0, 25}, {0, 0, 25}}, {{100, 0, 1.5}, {150, 0, 1.5}});
    s.Install();
    auto sink = s.Upload(s.terminals.Get(1),
                         s.cells.Get(0),
                         InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                         2000000,
                         Seconds(0.1));
    auto doomed = s.Upload(s.terminals.Get(0),
                           s.cells.Get(0),
                           InetSocketAddress(s.gnbAddresses.GetAddress(0), 81),
                           100000000,
                           Seconds(0.1));
    Simulator::Schedule(MilliSeconds(300), [&]() { s.Ue(0)->Dispose(); });
    Simulator::Stop(Seconds(5));
    Simulator::Run();
    EXPECT_GT(doomed->GetTotalRx(), 0U);
    EXPECT_EQ(sink->GetTotalRx(), 2000000U);
}

TEST(NrLiteLinkTest, CellRemovedInMidTransferHandsItsTerminalsOver)
{
    NrLiteScenario s({{0, 0, 25}, {300, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    auto sink = s.Upload(s.terminals.Get(0),
                         s.cells.Get(1),
                         InetSocketAddress(s.gnbAddresses.GetAddress(1), 80),
                         3000000,
                         Seconds(0.1));
    Simulator::Schedule(MilliSeconds(300), [&]() { s.Gnb(0)->Dispose(); });
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_EQ(s.Ue(0)->GetServing(), PeekPointer(s.Gnb(1)));
    EXPECT_EQ(sink->GetTotalRx(), 3000000U);
}

TEST(NrLiteLinkTest, IdleTerminalsCostNoEvents)
{
    NrLiteScenario s({{0, 0, 25}}, std::vector<Vector>(1000, Vector(100, 0, 1.5)));
    s.radio.InstallGnb(s.cells);
    s.radio.InstallUe(s.terminals);
    Simulator::Stop(Seconds(100));
    Simulator::Run();
    // Initialisation of nodes and devices only.
    EXPECT_LT(Simulator::GetEventCount(), 2100U);
}

TEST(NrLiteLinkDeathTest, RefusesBadConfiguration)
{
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("Sceanrio", StringValue("UMa")),
                 "no attribute \"Sceanrio\"");
    EXPECT_DEATH(NrLiteHelper().SetGnbAttribute("TxPower", DoubleValue(1e6)), "");
    EXPECT_DEATH(NrLiteHelper().SetSchedulerType("ns3::edgelearning::Nothing"), "Nothing");
    EXPECT_DEATH(NrLiteHelper().SetSchedulerType("ns3::edgelearning::NrLiteCarrier"),
                 "NrLiteScheduler");
    EXPECT_DEATH(
        {
            NrLiteHelper radio;
            radio.SetChannelAttribute("Scenario", StringValue("Moon"));
            radio.GetChannel();
        },
        "unknown Scenario \"Moon\"; allowed are UMa, UMi, RMa and InH");
    EXPECT_DEATH(
        {
            NrLiteHelper radio;
            radio.SetChannelAttribute("Bandwidth", DoubleValue(0.0));
            radio.GetChannel();
        },
        "");
    EXPECT_DEATH(
        {
            NodeContainer nodes(2);
            NrLiteHelper radio;
            radio.InstallGnb(nodes.Get(0));
            radio.InstallUe(nodes.Get(1));
            Simulator::Stop(Seconds(1));
            Simulator::Run();
        },
        "no mobility model");
    EXPECT_DEATH(
        {
            NrLiteHelper radio;
            radio.InstallGnb(NodeContainer(CreateObject<Node>(0)));
            radio.InstallUe(NodeContainer(CreateObject<Node>(1)));
        },
        "one channel needs one rank");
}
