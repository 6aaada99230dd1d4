/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/upload-tag.h"

#include <set>

namespace ns3::edgelearning::test
{

using UploadDeadlineTest = MarketScenario;

TEST_F(UploadDeadlineTest, SchedulersSeeTheDeadlineOfEachUpdate)
{
    CreateNodes(1, 2);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(2),
                       "Rounds",
                       UintegerValue(2),
                       "Deadline",
                       TimeValue(Seconds(12)));
    const NetDeviceContainer access = Install("nr-lite");
    std::set<Time> deadlines;
    uint64_t most = 0;
    for (auto device = access.Begin(); device != access.End(); ++device)
    {
        (*device)->TraceConnectWithoutContext(
            "MacTx",
            Callback<void, Ptr<const Packet>>([&](Ptr<const Packet> packet) {
                if (const auto tag = UploadTag::Find(*packet))
                {
                    deadlines.insert(tag->GetDeadline());
                    most = std::max(most, tag->GetBytesLeft());
                }
            }));
    }
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 2U);
    std::set<Time> expected;
    for (const RoundRecord& round : ownerRounds)
    {
        expected.insert(round.opened + Seconds(12));
    }
    EXPECT_EQ(deadlines, expected);
    EXPECT_GE(most, 20000U); // The whole update is announced by its first segment.
    EXPECT_LE(most, 20500U);
}

} // namespace ns3::edgelearning::test
