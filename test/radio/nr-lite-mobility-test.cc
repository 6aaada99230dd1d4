/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/energy-module.h"
#include "ns3/nr-lite-energy-model.h"
#include "ns3/upload-tag.h"

#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Attachments of a terminal that crosses from one cell to another at 20 m/s.
std::vector<std::pair<double, std::string>>
Cross(double hysteresis, Time timeToTrigger)
{
    NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{300, 0, 1.5}});
    s.radio.SetChannelAttribute("Hysteresis", DoubleValue(hysteresis));
    s.radio.SetChannelAttribute("TimeToTrigger", TimeValue(timeToTrigger));
    s.Install();
    std::vector<std::pair<double, std::string>> changes;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Attachment",
        Callback<void, uint32_t, int32_t, int32_t, const char*>(
            [&](uint32_t, int32_t, int32_t, const char* why) {
                changes.emplace_back(Simulator::Now().GetSeconds(), why);
            }));
    s.terminals.Get(0)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({20, 0, 0});
    auto sink = s.Upload(s.terminals.Get(0),
                         s.cells.Get(0),
                         InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                         5000000,
                         Seconds(0.1));
    Simulator::Stop(Seconds(25));
    Simulator::Run();
    EXPECT_EQ(sink->GetTotalRx(), 5000000U);
    return changes;
}

} // namespace

TEST(NrLiteMobilityTest, HandoverWaitsForHysteresisAndTimeToTrigger)
{
    const auto early = Cross(0.0, Time(0));
    const auto late = Cross(3.0, Time(0));
    const auto latest = Cross(3.0, Seconds(2));
    for (const auto& changes : {early, late, latest})
    {
        ASSERT_EQ(changes.size(), 2U);
        EXPECT_EQ(changes[0].second, "initial");
        EXPECT_EQ(changes[1].second, "handover");
    }
    // Equal distance at 10 s. In free space 3 dB more from the other cell come at x = 585.6 m.
    EXPECT_NEAR(early[1].first, 10.0, 0.4);
    EXPECT_NEAR(late[1].first, (585.6 - 300.0) / 20.0, 0.4);
    EXPECT_NEAR(latest[1].first, late[1].first + 2.0, 0.4);
}

TEST(NrLiteMobilityTest, LoadOfOtherCellsInterferes)
{
    double alone = 0.0;
    double disturbed = 0.0;
    for (bool busy : {false, true})
    {
        NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{400, 0, 1.5}, {900, 0, 1.5}});
        s.Install();
        double& last = busy ? disturbed : alone;
        s.ueDevices.Get(0)->TraceConnectWithoutContext(
            "Sinr",
            Callback<void, uint32_t, uint32_t, double, uint32_t>(
                [&](uint32_t, uint32_t direction, double sinr, uint32_t) {
                    last = direction == NR_LITE_DOWNLINK ? sinr : last;
                }));
        s.Upload(s.cells.Get(0),
                 s.terminals.Get(0),
                 InetSocketAddress(s.ueAddresses.GetAddress(0), 80),
                 0,
                 Seconds(0.1));
        if (busy)
        {
            s.Upload(s.cells.Get(1),
                     s.terminals.Get(1),
                     InetSocketAddress(s.ueAddresses.GetAddress(1), 80),
                     0,
                     Seconds(0.1));
        }
        Simulator::Stop(Seconds(3));
        Simulator::Run();
    }
    EXPECT_GT(alone, disturbed + 20.0);
}

TEST(NrLiteMobilityTest, EnergyCountsSlotsAndSwitchesOff)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    BasicEnergySourceHelper sources;
    sources.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(1.0));
    sources.Set("PeriodicEnergyUpdateInterval", TimeValue(MilliSeconds(100)));
    auto source = sources.Install(s.terminals).Get(0);
    auto model = NrLiteEnergyModel::Install(s.Ue(0), source);
    model->SetAttribute("IdlePower", DoubleValue(0.1));
    model->SetAttribute("TransmitPower", DoubleValue(2.0));
    double atRest = 0.0;
    Simulator::Schedule(Seconds(1.0), [&]() { atRest = model->GetTotalEnergyConsumption(); });
    s.Upload(s.terminals.Get(0),
             s.cells.Get(0),
             InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
             0,
             Seconds(2.0));
    std::string cause;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Attachment",
        Callback<void, uint32_t, int32_t, int32_t, const char*>(
            [&](uint32_t, int32_t, int32_t, const char* why) { cause = why; }));
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_NEAR(atRest, 0.1, 0.02);
    EXPECT_EQ(cause, "energy");
    EXPECT_FALSE(s.Ue(0)->IsLinkUp());
    EXPECT_NEAR(source->GetRemainingEnergy(), 0.1, 0.1);
}

TEST(NrLiteMobilityTest, EnergyIsPowerTimesSlots)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    BasicEnergySourceHelper sources;
    sources.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(1000.0));
    auto model = NrLiteEnergyModel::Install(s.Ue(0), sources.Install(s.terminals).Get(0));
    model->SetAttribute("IdlePower", DoubleValue(0.1));
    model->SetAttribute("TransmitPower", DoubleValue(2.0));
    model->SetAttribute("ReceivePower", DoubleValue(0.7));
    uint64_t slots[2]{0, 0};
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "TransportBlock",
        Callback<void, uint32_t, uint32_t, const NrLiteTransportBlock&, bool>(
            [&](uint32_t, uint32_t direction, const NrLiteTransportBlock&, bool) {
                slots[direction]++;
            }));
    s.Upload(s.cells.Get(0),
             s.terminals.Get(0),
             InetSocketAddress(s.ueAddresses.GetAddress(0), 80),
             5000000,
             Seconds(0.1));
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    ASSERT_GT(slots[NR_LITE_DOWNLINK], 100U);
    ASSERT_GT(slots[NR_LITE_UPLINK], 50U);
    const double active = 0.7 * slots[NR_LITE_DOWNLINK] + 2.0 * slots[NR_LITE_UPLINK];
    EXPECT_NEAR(model->GetTotalEnergyConsumption(), 0.1 * 3.0 + active * 500e-6, 1e-9);
}

TEST(NrLiteMobilityTest, UploadTagSurvivesSegmentation)
{
    auto packet = Create<Packet>(3000);
    packet->AddByteTag(UploadTag(Seconds(7), 3000));
    auto head = Create<Packet>(10);
    head->AddAtEnd(packet->CreateFragment(1400, 1400));
    const auto tag = UploadTag::Find(*head);
    ASSERT_TRUE(tag);
    EXPECT_EQ(tag->GetDeadline(), Seconds(7));
    EXPECT_EQ(tag->GetBytesLeft(), 3000U);
    EXPECT_FALSE(UploadTag::Find(*Create<Packet>(5)));
}
