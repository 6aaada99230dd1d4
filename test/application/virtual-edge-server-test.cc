/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-scenario.h"
#include "rogue.h"

#include "ns3/virtual-edge-server.h"

#include <numeric>

namespace ns3::edgelearning::test
{

/**
 * A car park: the device of the scenario is the head, its neighbours are the members, and node 1,
 * no edge server now, is somebody outside with tasks.
 */
class VirtualEdgeServerTest : public OffloadScenario
{
  protected:
    /// Make the car park. @param members besides the head
    void BuildPark(uint32_t members)
    {
        Build(members);
        client->SetAttribute("UseEdge", BooleanValue(false));
        servers[0]->SetAttribute("Local",
                                 AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT + 1)));
        park = CreateObject<VirtualEdgeServer>();
        park->SetDispatcher(client);
        park->SetAttribute("Local", AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT)));
        nodes.Get(0)->AddApplication(park);
        park->AssignStreams(900);
        auto locator = CreateObject<StaticLocator>();
        locator->SetAttribute("Remote", AddressValue(InetSocketAddress("10.1.1.1", PORT)));
        outsider = CreateObject<OffloadClient>();
        outsider->SetAttribute("Locator", PointerValue(locator));
        outsider->SetAttribute(
            "Policy",
            PointerValue(
                ObjectFactory("ns3::edgelearning::EdgeOnlyPolicy").Create<OffloadPolicy>()));
        nodes.Get(1)->AddApplication(outsider);
        outsider->SetStartTime(Seconds(START));
        outsider->AssignStreams(950);
        outsider->TraceConnectWithoutContext(
            "Task",
            Callback<void, const OffloadRecord&>([this](const OffloadRecord& record) {
                if (record.isFinal)
                {
                    results.push_back(record);
                    durations.push_back((Simulator::Now() - record.submitted).GetSeconds());
                }
            }));
    }

    /// @param at when, in s
    void AskAt(double at, const ComputeTask& task)
    {
        Simulator::Schedule(Seconds(at), [this, task]() {
            outsider->Submit(task, [this](const OffloadRecord&, const std::vector<float>& output) {
                answers.push_back(output);
            });
        });
    }

    /// @return parts that were done, by node
    std::map<uint32_t, uint32_t> CountParts() const
    {
        std::map<uint32_t, uint32_t> count;
        for (const OffloadRecord& end : ends)
        {
            if (!end.reason)
            {
                ++count[end.to];
            }
        }
        return count;
    }

    Ptr<VirtualEdgeServer> park;
    Ptr<OffloadClient> outsider;
    std::vector<OffloadRecord> results; ///< of the outsider's tasks
    std::vector<double> durations;      ///< of the outsider's tasks, in s
    std::vector<std::vector<float>> answers;
};

TEST_F(VirtualEdgeServerTest, PartsAddUpToTheTask)
{
    ComputeTask task;
    task.inputBytes = 103;
    task.input = {1, 2, 3, 4, 5, 6, 7};
    task.flop = 10;
    task.outputBytes = 11;
    task.memory = 10;
    task.deadline = Seconds(3);
    const auto parts = VirtualEdgeServer::Divide(task, 4);
    ASSERT_EQ(parts.size(), 4U);
    std::vector<float> input;
    uint32_t inputBytes = 0;
    uint32_t outputBytes = 0;
    for (const ComputeTask& part : parts)
    {
        EXPECT_LE(4 * part.input.size(), part.inputBytes);
        EXPECT_EQ(part.flop, 2.5);
        EXPECT_EQ(part.memory, 3U);
        EXPECT_EQ(part.deadline, Seconds(3));
        input.insert(input.end(), part.input.begin(), part.input.end());
        inputBytes += part.inputBytes;
        outputBytes += part.outputBytes;
    }
    EXPECT_EQ(input, task.input);
    EXPECT_EQ(inputBytes, 103U);
    EXPECT_EQ(outputBytes, 11U);
}

TEST_F(VirtualEdgeServerTest, MembersPoolTheirProcessors)
{
    BuildPark(3);
    ComputeTask task = MakeTask();
    task.flop = 12e9;
    AskAt(READY, task);
    Run(60);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_FALSE(results[0].reason);
    EXPECT_EQ(results[0].where, OffloadPlace::EDGE);
    EXPECT_EQ(results[0].to, nodes.Get(0)->GetId());
    // 8 parts of 1.5 GFLOP: three members of 1 GFLOP/s do them in three goes, the slow head none.
    const std::map<uint32_t, uint32_t> expected = {{nodes.Get(2)->GetId(), 3},
                                                   {nodes.Get(3)->GetId(), 3},
                                                   {nodes.Get(4)->GetId(), 2}};
    EXPECT_EQ(CountParts(), expected);
    EXPECT_NEAR(durations[0], 4.5 + 0.1, 0.15);
    EXPECT_TRUE(rejects.empty());
}

TEST_F(VirtualEdgeServerTest, TellsTheRatesOfAllWhoAreThere)
{
    BuildPark(3);
    Simulator::Schedule(Seconds(READY + 1), [this]() {
        const auto known = outsider->GetServers();
        ASSERT_EQ(known.size(), 1U);
        EXPECT_DOUBLE_EQ(known[0].rate, DEVICE_RATE + 3 * NEIGHBOUR_RATE);
    });
    Simulator::Schedule(Seconds(READY + 2), [this]() { servers[1]->Fail(); });
    Simulator::Schedule(Seconds(READY + 10), [this]() {
        EXPECT_DOUBLE_EQ(outsider->GetServers().at(0).rate, DEVICE_RATE + 2 * NEIGHBOUR_RATE);
    });
    Run(READY + 11);
}

TEST_F(VirtualEdgeServerTest, AMemberThatLeavesLosesNoTask)
{
    BuildPark(3);
    ComputeTask task = MakeTask();
    task.flop = 12e9;
    AskAt(READY, task);
    // It has done one of its three parts.
    Simulator::Schedule(Seconds(READY + 2), [this]() { servers[1]->Fail(); });
    Run(60);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_FALSE(results[0].reason);
    const auto parts = CountParts();
    EXPECT_EQ(parts.at(nodes.Get(2)->GetId()), 1U);
    EXPECT_EQ(parts.at(nodes.Get(3)->GetId()) + parts.at(nodes.Get(4)->GetId()), 7U);
    ASSERT_EQ(retries.size(), 2U);
    for (const OffloadRecord& retry : retries)
    {
        EXPECT_EQ(retry.to, nodes.Get(2)->GetId());
        EXPECT_EQ(retry.reason, DropReason::FAULT);
    }
    EXPECT_NEAR(durations[0], 6.1, 0.15);
}

TEST_F(VirtualEdgeServerTest, WhenAllHaveLeftTheHeadDoesIt)
{
    BuildPark(2);
    outsider->SetAttribute("Patience", TimeValue(Seconds(20)));
    AskAt(READY, MakeTask());
    for (const uint32_t member : {1U, 2U})
    {
        Simulator::Schedule(Seconds(READY + 0.2), [this, member]() { servers[member]->Fail(); });
    }
    Run(60);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_FALSE(results[0].reason);
    EXPECT_EQ(CountParts(), (std::map<uint32_t, uint32_t>{{nodes.Get(0)->GetId(), 6}}));
    EXPECT_NEAR(durations[0], 10.2, 0.3);
}

TEST_F(VirtualEdgeServerTest, ALateTaskFailsOnce)
{
    BuildPark(2);
    ComputeTask task = MakeTask();
    task.deadline = Seconds(1.2);
    AskAt(READY, task);
    for (const uint32_t member : {1U, 2U})
    {
        Simulator::Schedule(Seconds(READY + 0.2), [this, member]() { servers[member]->Fail(); });
    }
    Run(60);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].reason, DropReason::DEADLINE);
    EXPECT_EQ(ends.size(), 6U);
}

TEST_F(VirtualEdgeServerTest, WhatNobodyWaitsForIsNotDone)
{
    BuildPark(2);
    ComputeTask task = MakeTask();
    task.flop = 12e9;
    AskAt(READY, task);
    Simulator::Schedule(Seconds(READY + 0.5), [this]() { outsider->Fail(); });
    Simulator::Schedule(Seconds(READY + 1.5), [this]() {
        EXPECT_EQ(ends.size(), 6U); // all parts
        for (const OffloadRecord& end : ends)
        {
            EXPECT_EQ(end.reason, DropReason::DEPARTED);
        }
    });
    Run(READY + 2);
}

TEST_F(VirtualEdgeServerTest, AnEndlessTaskIsRefused)
{
    BuildPark(2);
    ComputeTask task = MakeTask();
    task.flop = 1e300;
    AskAt(READY, task);
    AskAt(READY + 1, MakeTask());
    Run(60);
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].reason, DropReason::REJECTED);
    EXPECT_FALSE(results[1].reason);
}

TEST_F(VirtualEdgeServerTest, ADeadlineBeyondAllTimeIsNone)
{
    BuildPark(1);
    Rogue rogue(nodes.Get(1), InetSocketAddress("10.1.1.1", PORT), Role::WORKER, 9);
    OffloadTaskBody task{1e9, 1000, NanoSeconds(INT64_MAX / 4), 0, {}};
    Simulator::Schedule(Seconds(READY), [&] { rogue.Register(1234); });
    Simulator::Schedule(Seconds(READY + 1),
                        [&] { rogue.Say(MessageType::OFFLOAD_TASK, Encode(task), 1); });
    Run(30);
    EXPECT_EQ(rogue.Count(MessageType::OFFLOAD_RESULT), 1U);
}

TEST_F(VirtualEdgeServerTest, RealPartsGiveTheRealWhole)
{
    BuildPark(3);
    const auto square = [](const std::vector<float>& input) {
        std::vector<float> output;
        for (const float value : input)
        {
            output.push_back(value * value);
        }
        return output;
    };
    client->SetKernel(square);
    for (const auto& server : servers)
    {
        server->SetKernel(square);
    }
    ComputeTask task = MakeTask();
    task.input.resize(100);
    std::iota(task.input.begin(), task.input.end(), 0.0F);
    task.inputBytes = task.outputBytes = 400;
    AskAt(READY, task);
    Run(60);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0], square(task.input));
}

TEST_F(VirtualEdgeServerTest, AHeadThatFailsIsTriedAgainLater)
{
    BuildPark(2);
    AskAt(READY, MakeTask());
    Simulator::Schedule(Seconds(READY + 0.2), [this]() { park->Fail(); });
    Simulator::Schedule(Seconds(READY + 2), [this]() { park->Restart(); });
    AskAt(READY + 20, MakeTask());
    Run(80);
    ASSERT_EQ(results.size(), 2U);
    EXPECT_TRUE(results[0].reason);
    EXPECT_FALSE(results[1].reason);
}

} // namespace ns3::edgelearning::test
