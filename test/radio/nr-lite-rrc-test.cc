/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

using AttachmentSink = Callback<void, uint32_t, int32_t, int32_t, const char*>;

/// When the attachment of a terminal changed, and why.
struct Changes
{
    explicit Changes(const NrLiteScenario& s)
    {
        s.ueDevices.Get(0)->TraceConnectWithoutContext(
            "Attachment",
            AttachmentSink([this](uint32_t, int32_t, int32_t, const char* why) {
                times.push_back(Simulator::Now().GetSeconds());
                causes.push_back(why);
            }));
    }

    std::vector<double> times;       //!< [s]
    std::vector<std::string> causes; //!< as traced
};

/// Saturates the uplink of the first terminal from 0.1 s on.
void
Saturate(NrLiteScenario& s)
{
    for (int i = 0; i < 5000; i++)
    {
        Simulator::Schedule(MilliSeconds(100 + 2 * i), [&s]() {
            s.Ue(0)->Send(Create<Packet>(1000), s.Ue(0)->GetBroadcast(), 0x1234);
        });
    }
}

} // namespace

TEST(NrLiteRrcTest, NoPingPongWithinTheHysteresis)
{
    // The terminal jumps across the border every second: 2 dB to and fro.
    std::vector<size_t> handovers;
    for (double hysteresis : {0.5, 3.0})
    {
        NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{440, 0, 1.5}});
        s.radio.SetChannelAttribute("Hysteresis", DoubleValue(hysteresis));
        s.Install();
        const Changes changes(s);
        auto mobility = s.terminals.Get(0)->GetObject<ConstantVelocityMobilityModel>();
        // Between the jumps it rests.
        for (int i = 1; i < 10; i++)
        {
            Simulator::Schedule(Seconds(i), [mobility, i]() {
                mobility->SetPosition({i % 2 ? 560.0 : 440.0, 0, 1.5});
            });
        }
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        handovers.push_back(
            std::count(changes.causes.begin(), changes.causes.end(), std::string("handover")));
    }
    EXPECT_EQ(handovers, (std::vector<size_t>{9, 0}));
}

TEST(NrLiteRrcTest, NoDataFlowsDuringTheInterruption)
{
    for (int64_t interruption : {0, 50, 400})
    {
        NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{480, 0, 1.5}});
        s.radio.SetChannelAttribute("Hysteresis", DoubleValue(1.0));
        s.radio.SetChannelAttribute("HandoverInterruption", TimeValue(MilliSeconds(interruption)));
        s.Install();
        const Changes changes(s);
        s.terminals.Get(0)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({20, 0, 0});
        double first = 0.0;
        s.ueDevices.Get(0)->TraceConnectWithoutContext(
            "TransportBlock",
            Callback<void, uint32_t, uint32_t, const NrLiteTransportBlock&, bool>(
                [&](uint32_t, uint32_t, const NrLiteTransportBlock&, bool) {
                    if (changes.times.size() == 2 && first == 0.0)
                    {
                        first = Simulator::Now().GetSeconds();
                    }
                }));
        Saturate(s);
        Simulator::Stop(Seconds(8));
        Simulator::Run();
        ASSERT_EQ(changes.causes, (std::vector<std::string>{"initial", "handover"}));
        const double gap = first - changes.times[1];
        EXPECT_GE(gap, 1e-3 * interruption);
        // The next packet, its grant and the next uplink slot.
        EXPECT_LE(gap, 1e-3 * interruption + 0.012);
    }
}

TEST(NrLiteRrcTest, LinkFailureFollowsItsTimers)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.radio.SetChannelAttribute("FailureTimer", TimeValue(Seconds(2)));
    s.radio.SetChannelAttribute("ReestablishmentTimer", TimeValue(Seconds(1)));
    s.radio.SetChannelAttribute("ReestablishmentDelay", TimeValue(MilliSeconds(300)));
    s.Install();
    const Changes changes(s);
    auto mobility = s.terminals.Get(0)->GetObject<ConstantVelocityMobilityModel>();
    mobility->SetVelocity({0, 0.1, 0});
    Saturate(s);
    // Out of reach for less than T310; for longer, but back before T311; and for good.
    for (auto [time, away] : {std::pair{1.0, true},
                              std::pair{2.5, false},
                              std::pair{3.0, true},
                              std::pair{5.7, false},
                              std::pair{8.0, true}})
    {
        Simulator::Schedule(Seconds(time), [mobility, away]() {
            mobility->SetPosition({away ? 10e6 : 100.0, 0, 1.5});
        });
    }
    std::vector<double> flushed;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Drop",
        Callback<void, Ptr<const Packet>, NrLiteDropReason>(
            [&](Ptr<const Packet>, NrLiteDropReason reason) {
                if (reason == NrLiteDropReason::OUTAGE)
                {
                    flushed.push_back(Simulator::Now().GetSeconds());
                }
            }));
    double resumed = 0.0;
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "TransportBlock",
        Callback<void, uint32_t, uint32_t, const NrLiteTransportBlock&, bool>(
            [&](uint32_t, uint32_t, const NrLiteTransportBlock&, bool) {
                if (changes.times.size() == 3 && resumed == 0.0)
                {
                    resumed = Simulator::Now().GetSeconds();
                }
            }));
    Simulator::Stop(Seconds(15));
    Simulator::Run();
    ASSERT_EQ(changes.causes,
              (std::vector<std::string>{"initial", "outage", "re-established", "outage"}));
    // Timers are counted in measurements of 200 ms.
    EXPECT_NEAR(changes.times[1], 5.0, 0.41);
    EXPECT_NEAR(changes.times[2], 5.7, 0.21);
    EXPECT_GE(resumed, changes.times[2] + 0.3);
    EXPECT_LE(resumed, changes.times[2] + 0.31);
    EXPECT_NEAR(changes.times[3], 10.0, 0.41);
    // What was queued at the first failure has survived it, what was queued at the second has not.
    ASSERT_FALSE(flushed.empty());
    EXPECT_NEAR(flushed.front(), changes.times[3] + 1.0, 0.21);
}

TEST(NrLiteRrcTest, TraceSinkMayDisposeOfTheTerminal)
{
    for (const std::string cause : {"initial", "handover", "outage", "re-established"})
    {
        NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{480, 0, 1.5}, {480, 0, 1.5}});
        s.radio.SetChannelAttribute("Hysteresis", DoubleValue(1.0));
        s.Install();
        const auto sink = AttachmentSink([&](uint32_t, int32_t, int32_t, const char* why) {
            if (why == cause)
            {
                s.Ue(0)->Dispose();
            }
        });
        s.ueDevices.Get(0)->TraceConnectWithoutContext("Attachment", sink);
        const Changes changes(s);
        auto mobility = s.terminals.Get(0)->GetObject<ConstantVelocityMobilityModel>();
        mobility->SetVelocity({20, 0, 0});
        s.terminals.Get(1)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({20, 0, 0});
        Simulator::Schedule(Seconds(6), [&]() { mobility->SetPosition({10e6, 0, 1.5}); });
        Simulator::Schedule(Seconds(9), [&]() { mobility->SetPosition({100, 0, 1.5}); });
        Simulator::Stop(Seconds(15));
        Simulator::Run();
        EXPECT_NE(std::find(changes.causes.begin(), changes.causes.end(), cause),
                  changes.causes.end());
        EXPECT_FALSE(s.Ue(0)->IsLinkUp()) << cause;
        EXPECT_FALSE(s.Ue(0)->GetServing()) << cause;
        EXPECT_EQ(s.Ue(1)->GetServing(), PeekPointer(s.Gnb(1))) << cause;
    }
}
