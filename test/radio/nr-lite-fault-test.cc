/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bulk-message.h"
#include "nr-lite-scenario.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();

/// A bulk upload that may fail.
struct BulkUpload : public BulkMessage
{
    BulkUpload(NrLiteScenario& s, uint32_t terminal, uint32_t cell, uint32_t bytes)
        : BulkMessage(s.terminals.Get(terminal),
                      s.cells.Get(cell),
                      s.gnbDevices.Get(cell)->GetAddress(),
                      80 + terminal,
                      bytes,
                      Seconds(0.1))
    {
    }
};

} // namespace

TEST(NrLiteFaultTest, TerminalRemovedInMidBulkTransfer)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}, {150, 0, 1.5}});
    s.Install();
    BulkUpload doomed(s, 0, 0, 100000000);
    BulkUpload other(s, 1, 0, 2000000);
    Simulator::Schedule(MilliSeconds(300), [&]() { s.Ue(0)->Dispose(); });
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    EXPECT_EQ(doomed.received, 0U);
    EXPECT_EQ(doomed.lost, 1U);
    EXPECT_EQ(doomed.broken, 1U);
    EXPECT_EQ(other.received, 2000000U);
    EXPECT_EQ(other.lost, 0U);
}

TEST(NrLiteFaultTest, CellRemovedInMidBulkTransferHandsItOver)
{
    NrLiteScenario s({{0, 0, 25}, {300, 0, 25}}, {{100, 0, 1.5}, {290, 0, 1.5}});
    s.Install();
    BulkUpload moved(s, 0, 1, 3000000);
    BulkUpload other(s, 1, 1, 2000000);
    Simulator::Schedule(MilliSeconds(300), [&]() { s.Gnb(0)->Dispose(); });
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_EQ(s.Ue(0)->GetServing(), PeekPointer(s.Gnb(1)));
    EXPECT_EQ(moved.received, 3000000U);
    EXPECT_EQ(other.received, 2000000U);
}

TEST(NrLiteFaultTest, BulkMessageToOrFromARemovedCellIsATracedLoss)
{
    // The other cell takes over the terminals and what they send, but the first one is not there
    // any more to receive it or to answer.
    NrLiteScenario s({{0, 0, 25}, {300, 0, 25}}, {{100, 0, 1.5}, {120, 0, 1.5}});
    s.Install();
    BulkUpload doomed(s, 0, 0, 3000000);
    BulkUpload answered(s, 1, 0, 1000);
    Simulator::Schedule(MilliSeconds(300), [&]() { s.Gnb(0)->Dispose(); });
    int sent[2] = {0, 0};
    Simulator::Schedule(MilliSeconds(310), [&]() {
        for (int& result : sent)
        {
            result = answered.accepted->Send(Create<Packet>(1000));
        }
    });
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_EQ(s.Ue(0)->GetServing(), PeekPointer(s.Gnb(1)));
    EXPECT_EQ(doomed.received, 0U);
    EXPECT_EQ(doomed.lost, 1U);
    EXPECT_EQ(doomed.broken, 1U);
    EXPECT_EQ(answered.received, 1000U);
    EXPECT_EQ(answered.broken, 1U);
    EXPECT_EQ(sent[0], 1000); // accepted and lost, which the sender learns at once
    EXPECT_EQ(sent[1], -1);
}

TEST(NrLiteFaultTest, PositionThatIsNoNumberBreaksBulkLikeOutage)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}, {150, 0, 1.5}});
    s.Install();
    BulkUpload doomed(s, 0, 0, 100000000);
    BulkUpload other(s, 1, 0, 2000000);
    Simulator::Schedule(Seconds(1), [&]() {
        s.terminals.Get(0)->GetObject<MobilityModel>()->SetPosition({100, NOT_A_NUMBER, 1.5});
    });
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_FALSE(s.Ue(0)->GetServing());
    EXPECT_EQ(doomed.lost, 1U);
    EXPECT_EQ(doomed.broken, 1U);
    EXPECT_EQ(other.received, 2000000U);
}

TEST(NrLiteFaultTest, CellRecoversFromAPositionThatIsNoNumber)
{
    // With shadowing, which ns-3 correlates over the distance moved.
    NodeContainer cells(1);
    NodeContainer terminals(1);
    NrLiteScenario::Place(cells, {{0, 0, 25}});
    NrLiteScenario::Place(terminals, {{50, 0, 1.5}});
    NrLiteHelper radio;
    radio.AssignStreams(radio.InstallGnb(cells), 1);
    auto terminal = DynamicCast<NrLiteUeNetDevice>(radio.InstallUe(terminals).Get(0));
    auto mobility = cells.Get(0)->GetObject<MobilityModel>();
    bool served[3];
    Simulator::Schedule(Seconds(1), [&]() {
        served[0] = terminal->GetServing();
        mobility->SetPosition({NOT_A_NUMBER, 0, 25});
    });
    Simulator::Schedule(Seconds(5), [&]() {
        served[1] = terminal->GetServing();
        mobility->SetPosition({0, 0, 25});
    });
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    served[2] = terminal->GetServing();
    EXPECT_TRUE(served[0]);
    EXPECT_FALSE(served[1]);
    EXPECT_TRUE(served[2]);
    Simulator::Destroy();
}

TEST(NrLiteFaultTest, CellsAtOnePointShareTheirTerminalsCalmly)
{
    NrLiteScenario s({{0, 0, 25}, {0, 0, 25}}, {{0, 0, 25}, {200, 0, 1.5}});
    s.radio.SetChannelAttribute("Hysteresis", DoubleValue(0.0));
    s.radio.SetChannelAttribute("TimeToTrigger", TimeValue(Time(0)));
    s.Install();
    uint32_t changes = 0;
    for (uint32_t i = 0; i < 2; i++)
    {
        s.ueDevices.Get(i)->TraceConnectWithoutContext(
            "Attachment",
            Callback<void, uint32_t, int32_t, int32_t, const char*>(
                [&](uint32_t, int32_t, int32_t, const char*) { changes++; }));
    }
    s.terminals.Get(1)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({10, 0, 0});
    auto first = s.Upload(s.terminals.Get(0),
                          s.cells.Get(1),
                          InetSocketAddress(s.gnbAddresses.GetAddress(1), 80),
                          500000,
                          Seconds(0.1));
    auto second = s.Upload(s.terminals.Get(1),
                           s.cells.Get(0),
                           InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                           500000,
                           Seconds(0.1));
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    EXPECT_EQ(changes, 2U);
    EXPECT_EQ(first->GetTotalRx(), 500000U);
    EXPECT_EQ(second->GetTotalRx(), 500000U);
}

TEST(NrLiteFaultTest, PacketForARemovedTerminalIsATracedDrop)
{
    NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{900, 0, 1.5}});
    s.Install();
    uint32_t removed = 0;
    s.gnbDevices.Get(0)->TraceConnectWithoutContext(
        "Drop",
        Callback<void, Ptr<const Packet>, NrLiteDropReason>(
            [&](Ptr<const Packet>, NrLiteDropReason reason) {
                removed += reason == NrLiteDropReason::REMOVED;
            }));
    Simulator::Schedule(Seconds(1), [&]() {
        s.Gnb(0)->Send(Create<Packet>(100), s.Ue(0)->GetAddress(), 0x1234);
        s.Gnb(0)->Send(Create<Packet>(100), s.Gnb(1)->GetAddress(), 0x1234);
    });
    // On their way from one gNB to the other for 2 ms.
    Simulator::Schedule(Seconds(1) + MilliSeconds(1), [&]() {
        s.Ue(0)->Dispose();
        s.Gnb(1)->Dispose();
    });
    Simulator::Stop(Seconds(2));
    Simulator::Run();
    EXPECT_EQ(removed, 2U);
}

TEST(NrLiteFaultTest, NothingHappensOnceAllDevicesAreGone)
{
    NrLiteScenario s({{0, 0, 25}, {600, 0, 25}}, {{100, 0, 1.5}, {300, 0, 1.5}, {500, 0, 1.5}});
    s.Install();
    const BulkUpload bulk(s, 1, 0, 100000000);
    for (uint32_t i = 0; i < 3; i++)
    {
        s.terminals.Get(i)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({15, 0, 0});
    }
    for (int i = 0; i < 2000; i++)
    {
        Simulator::Schedule(MilliSeconds(100 + i), [&s]() {
            for (auto device : {s.ueDevices.Get(0), s.ueDevices.Get(2), s.gnbDevices.Get(0)})
            {
                if (device->IsLinkUp() && device->GetNode())
                {
                    device->Send(Create<Packet>(1400), s.Ue(1)->GetAddress(), 0x1234);
                }
            }
        });
    }
    uint64_t moved = 0;
    for (uint32_t i = 0; i < 3; i++)
    {
        s.ueDevices.Get(i)->TraceConnectWithoutContext(
            "TransportBlock",
            Callback<void, uint32_t, uint32_t, const NrLiteTransportBlock&, bool>(
                [&](uint32_t, uint32_t, const NrLiteTransportBlock&, bool) { moved++; }));
    }
    uint64_t before = 0;
    uint64_t events = 0;
    Simulator::Schedule(Seconds(1.5) + MicroSeconds(100), [&]() {
        for (const auto& devices : {s.gnbDevices, s.ueDevices})
        {
            for (uint32_t i = 0; i < devices.GetN(); i++)
            {
                devices.Get(i)->Dispose();
            }
        }
        before = moved;
    });
    // What the offered packets and the stacks schedule has ended by then.
    Simulator::Schedule(Seconds(40), [&]() { events = Simulator::GetEventCount(); });
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    EXPECT_GT(before, 100U);
    EXPECT_EQ(moved, before);
    EXPECT_LE(Simulator::GetEventCount(), events + 5);
}

TEST(NrLiteFaultTest, SimulationThatNeverRanEndsQuietly)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    Simulator::Destroy();
    EXPECT_FALSE(s.Ue(0)->GetServing());
}

TEST(NrLiteFaultDeathTest, RefusesValuesByNameAndSaysWhatIsAllowed)
{
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("Bandwidth", DoubleValue(0.0)),
                 "Bandwidth cannot be 0; it is .*Channel bandwidth \\[Hz\\]");
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("Bandwidth", DoubleValue(1e15)),
                 "Bandwidth cannot be 1e\\+15");
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("Frequency", DoubleValue(NOT_A_NUMBER)),
                 "Frequency cannot be .*nan.*0.5 to 100 GHz");
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("Numerology", UintegerValue(9)),
                 "Numerology cannot be 9; it is .*0:4");
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("CoherenceTime", TimeValue(Time(0))),
                 "CoherenceTime cannot be .*above 0");
    EXPECT_DEATH(NrLiteHelper().SetChannelAttribute("Fading", StringValue("Nakagami")),
                 "Nakagami.*Rayleigh"); // Where ns-3 asserts, it says so first.
    EXPECT_DEATH(NrLiteHelper().SetGnbAttribute("MaxTransmissions", UintegerValue(0)),
                 "MaxTransmissions cannot be 0.*at least 1");
    EXPECT_DEATH(NrLiteHelper().SetUeAttribute("TxPower", DoubleValue(1e6)),
                 "TxPower cannot be 1e\\+06.*dBm");
    EXPECT_DEATH(NrLiteHelper().SetUeAttribute("BufferSize", EnumValue(3)),
                 "BufferSize cannot be a value of another type");
    EXPECT_DEATH(
        {
            NrLiteHelper radio;
            radio.SetSidelinkAttribute("Subchannels", UintegerValue(1000));
            radio.InstallSidelink(NodeContainer(1));
        },
        "Subchannels is 1000, the carrier has only 51");
    EXPECT_DEATH(
        {
            NrLiteHelper radio;
            radio.SetChannelAttribute("TddPattern", StringValue(""));
            radio.GetChannel();
        },
        "TddPattern is empty");
}
