/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Statistics of the uplink of a saturated terminal whose error curve is so wide that many blocks
/// need several transmissions.
struct HarqRun
{
    std::map<uint32_t, double> sent;     //!< transmissions, by attempt
    std::map<uint32_t, double> failed;   //!< of these
    std::map<uint32_t, double> expected; //!< sum of the error curve over them
    bool combined{true};                 //!< the SINR was the sum over the attempts
    int64_t shortest{1 << 30};           //!< time between two attempts [us]
    NrLiteFlow::Counters counters;       //!< of the flow
    uint64_t lostByRadio{0};             //!< packets

    HarqRun(uint32_t maxTransmissions, bool acknowledged)
    {
        NrLiteScenario s({{0, 0, 25}}, {{9000, 0, 1.5}});
        s.radio.SetChannelAttribute("TddPattern", StringValue("F"));
        s.radio.SetChannelAttribute("CurveWidth", DoubleValue(10.0));
        s.radio.SetGnbAttribute("MaxTransmissions", UintegerValue(maxTransmissions));
        s.radio.SetGnbAttribute("RlcAcknowledged", BooleanValue(acknowledged));
        s.Install();
        const auto amc = s.radio.GetChannel()->GetAmc();
        std::map<const NrLiteTransportBlock*, std::pair<int64_t, double>> last;
        s.ueDevices.Get(0)->TraceConnectWithoutContext(
            "TransportBlock",
            Callback<void, uint32_t, uint32_t, const NrLiteTransportBlock&, bool>(
                [&](uint32_t, uint32_t way, const NrLiteTransportBlock& block, bool decoded) {
                    if (way != NR_LITE_UPLINK)
                    {
                        return;
                    }
                    const int64_t now = Simulator::Now().GetMicroSeconds();
                    sent[block.attempts]++;
                    failed[block.attempts] += !decoded;
                    expected[block.attempts] += amc->GetBler(block.mcs, block.sinr);
                    auto& [time, sinr] = last[&block];
                    if (block.attempts > 1)
                    {
                        combined = combined && std::abs(block.sinr / sinr - block.attempts) < 1e-9;
                        shortest = std::min(shortest, now - time);
                    }
                    time = now;
                    sinr = block.sinr / block.attempts;
                }));
        s.ueDevices.Get(0)->TraceConnectWithoutContext(
            "Drop",
            Callback<void, Ptr<const Packet>, NrLiteDropReason>(
                [&](Ptr<const Packet>, NrLiteDropReason reason) {
                    lostByRadio += reason == NrLiteDropReason::RADIO;
                }));
        for (int i = 0; i < 40000; i++)
        {
            Simulator::Schedule(MicroSeconds(100000 + 500 * i), [&]() {
                s.Ue(0)->Send(Create<Packet>(1000), s.Gnb(0)->GetAddress(), 0x1234);
            });
        }
        Simulator::Stop(Seconds(60));
        Simulator::Run();
        counters = s.Ue(0)->GetBearer(NR_LITE_UPLINK)->flow.counters;
    }
};

} // namespace

TEST(NrLiteHarqTest, EachAttemptFailsAsOftenAsItsCurveSays)
{
    const HarqRun run(4, true);
    for (uint32_t attempt = 1; attempt <= 3; attempt++)
    {
        ASSERT_GT(run.sent.at(attempt), 50.0) << attempt;
        const double expected = run.expected.at(attempt);
        EXPECT_NEAR(run.failed.at(attempt), expected, 4.0 * std::sqrt(expected + 1.0)) << attempt;
    }
    EXPECT_TRUE(run.combined);
    // Whoever failed is sent once more, up to the limit.
    EXPECT_NEAR(run.sent.at(2), run.failed.at(1), 1.0);
    EXPECT_NEAR(run.sent.at(3), run.failed.at(2), 1.0);
    EXPECT_EQ(run.sent.count(5), 0U);
    // A slot and the HarqDelay of 2 ms.
    EXPECT_EQ(run.shortest, 2500);
}

TEST(NrLiteHarqTest, AcknowledgedModeRecoversWhatUnacknowledgedModeLoses)
{
    const HarqRun kept(1, true);
    EXPECT_GT(kept.failed.at(1), 100.0);
    EXPECT_EQ(kept.counters.droppedPackets, 0U);
    EXPECT_EQ(kept.counters.deliveredPackets, kept.counters.sentPackets);
    const HarqRun lost(1, false);
    EXPECT_GT(lost.lostByRadio, 100U);
    EXPECT_EQ(lost.counters.droppedPackets, lost.lostByRadio);
    EXPECT_EQ(lost.counters.sentPackets,
              lost.counters.deliveredPackets + lost.counters.droppedPackets);
    EXPECT_EQ(lost.sent.count(2), 0U);
}
