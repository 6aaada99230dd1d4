/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/nr-lite-sidelink-net-device.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Sidelink devices at fixed places with addresses and UDP sinks.
class SidelinkScenario
{
  public:
    explicit SidelinkScenario(const std::vector<Vector>& places)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        nodes.Create(places.size());
        NrLiteScenario::Place(nodes, places);
    }

    ~SidelinkScenario()
    {
        Simulator::Destroy();
    }

    void Install()
    {
        devices = radio.InstallSidelink(nodes);
        radio.AssignStreams(devices, 100);
        InternetStackHelper stack;
        stack.Install(nodes);
        stack.AssignStreams(nodes, 200);
        Ipv4AddressHelper ipv4("10.2.0.0", "255.255.0.0");
        addresses = ipv4.Assign(devices);
        PacketSinkHelper sink("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 7));
        sinks = sink.Install(nodes);
    }

    uint64_t Received(uint32_t i) const
    {
        return DynamicCast<PacketSink>(sinks.Get(i))->GetTotalRx();
    }

    void Send(uint32_t from, Ipv4Address to, uint32_t bytes, Time at)
    {
        auto socket = Socket::CreateSocket(nodes.Get(from), UdpSocketFactory::GetTypeId());
        socket->SetAllowBroadcast(true);
        Simulator::Schedule(at, [socket, to, bytes]() {
            socket->SendTo(Create<Packet>(bytes), 0, InetSocketAddress(to, 7));
        });
    }

    NodeContainer nodes;
    NrLiteHelper radio;
    NetDeviceContainer devices;
    Ipv4InterfaceContainer addresses;
    ApplicationContainer sinks;
};

} // namespace

TEST(NrLiteSidelinkTest, BroadcastReachesAllInRangeOnly)
{
    SidelinkScenario s({{0, 0, 1.5}, {50, 0, 1.5}, {100, 0, 1.5}, {50000, 0, 1.5}});
    s.Install();
    s.Send(0, Ipv4Address("255.255.255.255"), 100, Seconds(1));
    Simulator::Stop(Seconds(2));
    Simulator::Run();
    EXPECT_EQ(s.Received(1), 100U);
    EXPECT_EQ(s.Received(2), 100U);
    EXPECT_EQ(s.Received(3), 0U);
}

TEST(NrLiteSidelinkTest, TcpWorksBetweenNeighbours)
{
    SidelinkScenario s({{0, 0, 1.5}, {50, 0, 1.5}});
    s.Install();
    const InetSocketAddress to(s.addresses.GetAddress(1), 80);
    PacketSinkHelper sink("ns3::TcpSocketFactory", to);
    auto apps = sink.Install(s.nodes.Get(1));
    BulkSendHelper source("ns3::TcpSocketFactory", to);
    source.SetAttribute("MaxBytes", UintegerValue(200000));
    source.Install(s.nodes.Get(0)).Start(Seconds(0.1));
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_EQ(DynamicCast<PacketSink>(apps.Get(0))->GetTotalRx(), 200000U);
}

TEST(NrLiteSidelinkTest, DeviceIsFoundByTheAddressItHasNow)
{
    SidelinkScenario s({{0, 0, 1.5}, {50, 0, 1.5}});
    s.Install();
    s.devices.Get(1)->SetAddress(Mac48Address("00:00:00:00:99:01"));
    s.Send(0, s.addresses.GetAddress(1), 100, Seconds(1));
    Simulator::Stop(Seconds(2));
    Simulator::Run();
    EXPECT_EQ(s.Received(1), 100U);
}

TEST(NrLiteSidelinkTest, InterferenceOnOneSubchannelCostsPackets)
{
    std::vector<uint64_t> received;
    for (bool disturbed : {false, true})
    {
        // The disturber is next to the receiver and starts in the same slots.
        SidelinkScenario s({{0, 0, 1.5}, {100, 0, 1.5}, {110, 0, 1.5}, {120, 0, 1.5}});
        s.radio.SetSidelinkAttribute("Subchannels", UintegerValue(1));
        s.radio.SetSidelinkAttribute("MaxTransmissions", UintegerValue(1));
        s.Install();
        for (int i = 0; i < 200; i++)
        {
            s.Send(0, s.addresses.GetAddress(1), 1000, MilliSeconds(1000 + 10 * i));
            if (disturbed)
            {
                s.Send(2, s.addresses.GetAddress(3), 1400, MilliSeconds(1000 + 10 * i));
            }
        }
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        received.push_back(s.Received(1));
    }
    EXPECT_GT(received[0], 150000U);
    EXPECT_LT(received[1], received[0] / 2);
}

TEST(NrLiteSidelinkTest, FarNeighbourIsATracedDrop)
{
    SidelinkScenario s({{0, 0, 1.5}, {50000, 0, 1.5}});
    s.Install();
    uint32_t drops = 0;
    s.devices.Get(0)->TraceConnectWithoutContext(
        "Drop",
        Callback<void, Ptr<const Packet>, NrLiteDropReason>(
            [&](Ptr<const Packet>, NrLiteDropReason reason) {
                drops += reason == NrLiteDropReason::RADIO;
            }));
    Simulator::Schedule(Seconds(1), [&]() {
        s.devices.Get(0)->Send(Create<Packet>(100), s.devices.Get(1)->GetAddress(), 0x0800);
    });
    Simulator::Stop(Seconds(2));
    Simulator::Run();
    EXPECT_EQ(drops, 1U);
}

TEST(NrLiteSidelinkTest, DevicesRemovedInMidTransferAccountForTheirPackets)
{
    for (uint32_t doomed : {0U, 1U})
    {
        SidelinkScenario s({{0, 0, 1.5}, {50, 0, 1.5}});
        s.Install();
        uint32_t received = 0;
        std::map<NrLiteDropReason, uint32_t> drops;
        s.devices.Get(1)->TraceConnectWithoutContext(
            "MacRx",
            Callback<void, Ptr<const Packet>>(
                [&](Ptr<const Packet> packet) { received += packet->GetSize() == 1111; }));
        s.devices.Get(0)->TraceConnectWithoutContext(
            "Drop",
            Callback<void, Ptr<const Packet>, NrLiteDropReason>(
                [&](Ptr<const Packet> packet, NrLiteDropReason reason) {
                    drops[reason] += packet->GetSize() == 1111;
                }));
        Simulator::Schedule(Seconds(20), [&]() {
            for (int i = 0; i < 100; i++)
            {
                s.devices.Get(0)->Send(Create<Packet>(1111),
                                       s.devices.Get(1)->GetAddress(),
                                       0x1234);
            }
        });
        Simulator::Schedule(Seconds(20) + MicroSeconds(10100),
                            [&]() { s.devices.Get(doomed)->Dispose(); });
        Simulator::Stop(Seconds(25));
        Simulator::Run();
        EXPECT_GT(received, 0U);
        const auto reason = doomed == 0 ? NrLiteDropReason::REMOVED : NrLiteDropReason::UNKNOWN;
        EXPECT_GT(drops[reason], 50U);
        EXPECT_EQ(received + drops[reason] + drops[NrLiteDropReason::RADIO], 100U);
    }
}

TEST(NrLiteSidelinkTest, PositionThatIsNoNumberIsOutOfRange)
{
    SidelinkScenario s({{0, 0, 1.5}, {50, 0, 1.5}, {60, 0, 1.5}});
    s.Install();
    Simulator::Schedule(Seconds(1), [&]() {
        s.nodes.Get(1)->GetObject<MobilityModel>()->SetPosition({NAN, 0, 1.5});
    });
    s.Send(0, Ipv4Address("255.255.255.255"), 100, Seconds(2));
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    EXPECT_EQ(s.Received(1), 0U);
    EXPECT_EQ(s.Received(2), 100U);
}
