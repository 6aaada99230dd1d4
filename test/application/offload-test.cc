/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-scenario.h"

namespace ns3::edgelearning::test
{

/// Tasks over wires, where nothing goes wrong.
class OffloadTest : public OffloadScenario
{
};

TEST_F(OffloadTest, LocallyATaskTakesItsWork)
{
    Build(1, "LocalOnlyPolicy");
    SubmitAt(READY, MakeTask());
    SubmitAt(READY, MakeTask());
    Run(60);
    ASSERT_EQ(ends.size(), 2U);
    EXPECT_FALSE(ends[0].reason);
    EXPECT_EQ(ends[0].where, OffloadPlace::LOCAL);
    EXPECT_EQ(ends[0].to, nodes.Get(0)->GetId());
    EXPECT_DOUBLE_EQ(latencies[0], 10);
    EXPECT_DOUBLE_EQ(latencies[1], 20); // behind the other one
    EXPECT_DOUBLE_EQ(ends[0].joules, 0.1);
    EXPECT_EQ(bytes[MessageType::OFFLOAD_TASK], 0U);
}

TEST_F(OffloadTest, AtTheEdgeItTakesTheLinkToo)
{
    Build(1, "EdgeOnlyPolicy");
    client->SetAttribute("SendPower", DoubleValue(0.5));
    client->SetAttribute("ReceivePower", DoubleValue(0.25));
    SubmitAt(READY, MakeTask());
    SubmitAt(READY + 10, MakeTask());
    Run(60);
    ASSERT_EQ(ends.size(), 2U);
    for (const OffloadRecord& end : ends)
    {
        EXPECT_FALSE(end.reason);
        EXPECT_EQ(end.where, OffloadPlace::EDGE);
        EXPECT_EQ(end.to, nodes.Get(1)->GetId());
    }
    // 80 ms and 8 ms on the wire, 2 ms of delay each, 100 ms of work; TCP begins slowly.
    EXPECT_NEAR(latencies[0], 0.192, 0.03);
    EXPECT_NEAR(latencies[1], 0.192, 0.02);
    EXPECT_NEAR(ends[1].joules, 0.1 + 0.08 * 0.5 + 0.008 * 0.25, 0.01);
    // Header, FLOP, output size, deadline, memory, count of values; then the input.
    EXPECT_EQ(bytes[MessageType::OFFLOAD_TASK], 2 * (52U + 32 + 100000));
    EXPECT_EQ(bytes[MessageType::OFFLOAD_RESULT], 2 * (52U + 20 + 10000));
    EXPECT_TRUE(rejects.empty());
}

TEST_F(OffloadTest, ANeighbourComputesToo)
{
    Build(1);
    client->SetAttribute("UseEdge", BooleanValue(false));
    SubmitAt(READY, MakeTask());
    Run(60);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_FALSE(ends[0].reason);
    EXPECT_EQ(ends[0].where, OffloadPlace::NEIGHBOUR);
    EXPECT_EQ(ends[0].to, nodes.Get(2)->GetId());
    EXPECT_NEAR(latencies[0], 1.092, 0.03);
}

TEST_F(OffloadTest, GreedyGoesByTheQueuesThatServersTell)
{
    Build(1);
    // The edge server has 20 s to do of its own, the neighbour 0.5 s.
    Simulator::Schedule(Seconds(READY - 0.5), [this] {
        nodes.Get(1)->GetObject<ComputeResource>()->Submit(20 * EDGE_RATE, nullptr);
        nodes.Get(2)->GetObject<ComputeResource>()->Submit(NEIGHBOUR_RATE, nullptr);
    });
    for (int i = 0; i < 12; ++i)
    {
        SubmitAt(READY + 1, MakeTask());
    }
    Run(60);
    ASSERT_EQ(ends.size(), 12U);
    std::map<OffloadPlace, uint32_t> places;
    double last = 0;
    for (std::size_t i = 0; i < ends.size(); ++i)
    {
        EXPECT_FALSE(ends[i].reason);
        ++places[ends[i].where];
        last = std::max(last, latencies[i]);
    }
    // The neighbour does one a second, the device one in 10 s: the twelfth is done after 11 s.
    EXPECT_EQ(places[OffloadPlace::LOCAL], 1U);
    EXPECT_EQ(places[OffloadPlace::NEIGHBOUR], 11U);
    EXPECT_NEAR(last, 11.2, 0.3);
}

TEST_F(OffloadTest, RealInputIsWorkedOnForReal)
{
    Build(1, "EdgeOnlyPolicy");
    servers[0]->SetKernel([](const std::vector<float>& input) {
        return std::vector<float>{input.at(0) + input.at(1)};
    });
    ComputeTask task = MakeTask();
    task.input = {1.5F, 2.5F};
    SubmitAt(READY, task);
    Run(10);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_FALSE(ends[0].reason);
    ASSERT_EQ(outputs.size(), 1U);
    EXPECT_EQ(outputs[0], (std::vector<float>{4.0F}));
    EXPECT_EQ(bytes[MessageType::OFFLOAD_TASK], 52U + 32 + 100000);
    EXPECT_EQ(bytes[MessageType::OFFLOAD_RESULT], 52U + 20 + 10000);
}

} // namespace ns3::edgelearning::test
