/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/nr-lite-flow.h"

#include <gtest/gtest.h>
#include <random>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

NrLiteSdu
MakeSdu(uint32_t size)
{
    return {Create<Packet>(size), 0x0800, Mac48Address(), Mac48Address()};
}

} // namespace

TEST(NrLiteFlowTest, SegmentsAndReassemblesInOrder)
{
    NrLiteFlow flow;
    flow.Configure(10000, 8);
    ASSERT_TRUE(flow.Enqueue(MakeSdu(92)));
    ASSERT_TRUE(flow.Enqueue(MakeSdu(192)));
    EXPECT_EQ(flow.GetPending(), 300U);
    std::vector<NrLiteRange> first;
    std::vector<NrLiteRange> second;
    EXPECT_EQ(flow.Take(150, first), 150U);
    EXPECT_EQ(flow.Take(1000, second), 150U);
    NrLiteSdu sdu;
    bool lost = true;
    // The second block alone holds the end of the second packet only.
    flow.Arrive(second);
    EXPECT_FALSE(flow.PopFinished(sdu, lost));
    flow.Arrive(first);
    ASSERT_TRUE(flow.PopFinished(sdu, lost));
    EXPECT_EQ(sdu.packet->GetSize(), 92U);
    EXPECT_FALSE(lost);
    ASSERT_TRUE(flow.PopFinished(sdu, lost));
    EXPECT_EQ(sdu.packet->GetSize(), 192U);
    EXPECT_EQ(flow.GetBacklog(), 0U);
}

TEST(NrLiteFlowTest, BufferIsBounded)
{
    NrLiteFlow flow;
    flow.Configure(1000, 0);
    EXPECT_TRUE(flow.Enqueue(MakeSdu(600)));
    EXPECT_FALSE(flow.Enqueue(MakeSdu(401)));
    EXPECT_TRUE(flow.Enqueue(MakeSdu(400)));
}

TEST(NrLiteFlowTest, LostBytesLoseTheirPacketsOnly)
{
    NrLiteFlow flow;
    flow.Configure(10000, 0);
    for (int i = 0; i < 3; i++)
    {
        flow.Enqueue(MakeSdu(100));
    }
    std::vector<NrLiteRange> first;
    std::vector<NrLiteRange> second;
    flow.Take(150, first);
    flow.Take(150, second);
    flow.Lose(first);
    flow.Arrive(second);
    NrLiteSdu sdu;
    bool lost = false;
    ASSERT_TRUE(flow.PopFinished(sdu, lost));
    EXPECT_TRUE(lost);
    ASSERT_TRUE(flow.PopFinished(sdu, lost));
    EXPECT_TRUE(lost);
    ASSERT_TRUE(flow.PopFinished(sdu, lost));
    EXPECT_FALSE(lost);
}

TEST(NrLiteFlowTest, NothingIsLostUnderRandomService)
{
    std::mt19937 random(7);
    NrLiteFlow flow;
    flow.Configure(20000, 9);
    std::vector<std::vector<NrLiteRange>> air;
    uint64_t accepted = 0;
    uint64_t refused = 0;
    uint64_t finished = 0;
    uint64_t offered = 0;
    for (int step = 0; step < 20000; step++)
    {
        switch (random() % 4)
        {
        case 0:
            offered++;
            (flow.Enqueue(MakeSdu(1 + random() % 1500)) ? accepted : refused)++;
            break;
        case 1: {
            std::vector<NrLiteRange> ranges;
            if (flow.Take(1 + random() % 2000, ranges) > 0)
            {
                air.push_back(ranges);
            }
            break;
        }
        case 2:
            if (!air.empty())
            {
                const auto which = random() % air.size();
                const auto fate = random() % 4;
                fate == 0   ? flow.Lose(air[which])
                : fate == 1 ? flow.Requeue(air[which])
                            : flow.Arrive(air[which]);
                air.erase(air.begin() + which);
            }
            break;
        default:
            if (random() % 500 == 0)
            {
                std::vector<NrLiteSdu> dropped;
                flow.Flush(dropped);
                finished += dropped.size();
            }
        }
        NrLiteSdu sdu;
        bool lost;
        while (flow.PopFinished(sdu, lost))
        {
            finished++;
        }
        ASSERT_EQ(accepted, finished + flow.GetQueuedPackets());
    }
    EXPECT_EQ(offered, accepted + refused);
    EXPECT_GT(refused, 0U);
    EXPECT_GT(finished, 1000U);
}
