/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fed-avg-aggregator.h"
#include "ns3/relay-task.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <vector>

namespace ns3::edgelearning::test
{

namespace
{

class RelayTaskTest : public ::testing::Test
{
  protected:
    static constexpr uint32_t WORKER = 7;

    RelayTaskTest()
    {
        m_award.task.deadline = Seconds(10);
        m_award.task.modelValues = 1;
        m_award.samples = 5;
        m_task = Create<RelayTask>(
            0,
            1,
            CreateObject<FedAvgAggregator>(),
            [this](const Message& message) { m_sent.push_back(message.header.type); },
            [this](const RoundRecord& record) { m_rounds.push_back(record); });
    }

    ~RelayTaskTest() override
    {
        m_task = nullptr;
        Simulator::Destroy();
    }

    AwardBody m_award;
    Ptr<RelayTask> m_task;
    std::vector<MessageType> m_sent;
    std::vector<RoundRecord> m_rounds;
};

} // namespace

TEST_F(RelayTaskTest, ARoundThatTheEdgeServerEndedEarlyIsRecorded)
{
    m_task->Select(0, 100, WORKER, m_award);
    m_task->Select(0, 101, WORKER + 1, m_award);
    Simulator::Schedule(Seconds(3), [this]() { m_task->Select(1, 102, WORKER, m_award); });
    Simulator::Run(); // to the deadline
    ASSERT_EQ(m_rounds.size(), 2U);
    EXPECT_EQ(m_rounds[0].round, 0U);
    EXPECT_EQ(m_rounds[0].selected, 2U);
    EXPECT_EQ(m_rounds[0].dropped, 2U);
    EXPECT_EQ(m_rounds[0].opened, Seconds(0));
    EXPECT_EQ(m_rounds[1].round, 1U);
    EXPECT_EQ(m_rounds[1].selected, 1U);
    EXPECT_EQ(m_sent, std::vector<MessageType>{MessageType::DROPPED}) << "of the second round";
}

} // namespace ns3::edgelearning::test
