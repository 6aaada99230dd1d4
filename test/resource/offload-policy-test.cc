/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/double.h"
#include "ns3/edge-only-policy.h"
#include "ns3/energy-aware-policy.h"
#include "ns3/greedy-policy.h"
#include "ns3/local-only-policy.h"

#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// A device, an edge server and a neighbour, in round numbers.
class OffloadPolicyTest : public ::testing::Test
{
  protected:
    OffloadPolicyTest()
    {
        m_task.inputBytes = 125000; // 1 Mbit
        m_task.flop = 1e9;
        m_task.outputBytes = 12500; // 0.1 Mbit
        m_task.memory = 100;

        OffloadCandidate local;
        local.rate = 1e8;
        local.energyPerFlop = 2e-9;

        OffloadCandidate edge;
        edge.place = OffloadPlace::EDGE;
        edge.node = 1;
        edge.rate = 1e10;
        edge.energyPerFlop = 4e-9;
        edge.uplinkRate = 1e6;
        edge.downlinkRate = 2e6;
        edge.linkDelay = 0.01;
        edge.sendPower = 0.5;
        edge.receivePower = 0.2;
        edge.peerSendPower = 10;
        edge.peerReceivePower = 1;

        OffloadCandidate neighbour = edge;
        neighbour.place = OffloadPlace::NEIGHBOUR;
        neighbour.node = 2;
        neighbour.rate = 1e9;
        neighbour.energyPerFlop = 1e-9;
        neighbour.uplinkRate = 5e6;
        neighbour.downlinkRate = 5e6;
        neighbour.peerSendPower = 0.5;
        neighbour.peerReceivePower = 0.2;
        m_candidates = {local, edge, neighbour};
    }

    /// @tparam P the policy @return its choice
    template <typename P>
    OffloadPolicy::Choice Choose()
    {
        return CreateObject<P>()->Choose(m_task, m_candidates);
    }

    /// @param attribute of an EnergyAwarePolicy @param value its value @return its choice
    OffloadPolicy::Choice ChooseByEnergy(const std::string& attribute, double value)
    {
        auto policy = CreateObject<EnergyAwarePolicy>();
        policy->SetAttribute(attribute, DoubleValue(value));
        return policy->Choose(m_task, m_candidates);
    }

    ComputeTask m_task;
    std::vector<OffloadCandidate> m_candidates; //!< device, edge server, neighbour
};

TEST_F(OffloadPolicyTest, EstimatesAreAsWorkedByHand)
{
    // 1e9 / 1e8
    EXPECT_DOUBLE_EQ(m_candidates[0].GetLatency(m_task), 10);
    // 1 s up, 0.01 s, 0.1 s of work, 0.05 s down, 0.01 s
    EXPECT_DOUBLE_EQ(m_candidates[1].GetLatency(m_task), 1.17);
    // 0.2 s, 0.01 s, 1 s, 0.02 s, 0.01 s
    EXPECT_DOUBLE_EQ(m_candidates[2].GetLatency(m_task), 1.24);
    EXPECT_DOUBLE_EQ(m_candidates[0].GetOwnEnergy(m_task), 2);
    EXPECT_DOUBLE_EQ(m_candidates[0].GetPeerEnergy(m_task), 0);
    EXPECT_DOUBLE_EQ(m_candidates[1].GetOwnEnergy(m_task), 1 * 0.5 + 0.05 * 0.2);
    EXPECT_DOUBLE_EQ(m_candidates[1].GetPeerEnergy(m_task), 4 + 1 * 1 + 0.05 * 10);
    EXPECT_DOUBLE_EQ(m_candidates[2].GetOwnEnergy(m_task), 0.2 * 0.5 + 0.02 * 0.2);
    EXPECT_DOUBLE_EQ(m_candidates[2].GetPeerEnergy(m_task), 1 + 0.2 * 0.2 + 0.02 * 0.5);
}

TEST_F(OffloadPolicyTest, AQueueWorksOffWhileTheInputTravels)
{
    m_candidates[1].queueDelay = 0.5;
    EXPECT_DOUBLE_EQ(m_candidates[1].GetLatency(m_task), 1.17);
    m_candidates[1].queueDelay = 2; // instead of the 1.01 s until the input is there
    EXPECT_DOUBLE_EQ(m_candidates[1].GetLatency(m_task), 2.16);
    m_candidates[1].uplinkBacklog = 250000; // 2 s more
    EXPECT_DOUBLE_EQ(m_candidates[1].GetLatency(m_task), 3.17);
    m_candidates[0].queueDelay = 3;
    EXPECT_DOUBLE_EQ(m_candidates[0].GetLatency(m_task), 13);
}

TEST_F(OffloadPolicyTest, TheFixedOnesKeepToTheirPlace)
{
    EXPECT_EQ(Choose<LocalOnlyPolicy>(), 0U);
    EXPECT_EQ(Choose<EdgeOnlyPolicy>(), 1U);
    m_candidates[1].place = OffloadPlace::NEIGHBOUR;
    EXPECT_FALSE(Choose<EdgeOnlyPolicy>());
    m_candidates.erase(m_candidates.begin());
    EXPECT_FALSE(Choose<LocalOnlyPolicy>());
}

TEST_F(OffloadPolicyTest, GreedyTakesWhoIsDoneFirst)
{
    EXPECT_EQ(Choose<GreedyPolicy>(), 1U);
    m_candidates[1].queueDelay = 1.1; // 1.26 s
    EXPECT_EQ(Choose<GreedyPolicy>(), 2U);
    m_candidates[2].queueDelay = 10;
    m_candidates[1].queueDelay = 10;
    EXPECT_EQ(Choose<GreedyPolicy>(), 0U);
    m_candidates.clear();
    EXPECT_FALSE(Choose<GreedyPolicy>());
}

TEST_F(OffloadPolicyTest, MemoryComesFirst)
{
    m_candidates[1].memory = 99;
    EXPECT_EQ(Choose<GreedyPolicy>(), 2U); // a position among all
    EXPECT_FALSE(Choose<EdgeOnlyPolicy>());
    m_candidates[2].memory = 99;
    EXPECT_EQ(Choose<GreedyPolicy>(), 0U);
    m_candidates[0].memory = 99;
    EXPECT_FALSE(Choose<GreedyPolicy>());
}

TEST_F(OffloadPolicyTest, EnergyOfBothSidesCounts)
{
    // 2 J; 0.51 + 5.5 J; 0.104 + 1.05 J
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 2U);
    EXPECT_EQ(ChooseByEnergy("PeerWeight", 0), 2U);
    EXPECT_EQ(ChooseByEnergy("PeerWeight", 2), 0U); // 2 J; ...; 2.204 J
    m_candidates.pop_back();
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 0U);
    EXPECT_EQ(ChooseByEnergy("PeerWeight", 0), 1U);
    EXPECT_EQ(ChooseByEnergy("LatencyPrice", 0.4), 0U); // 2 + 4 J; 6.01 + 0.468 J
    EXPECT_EQ(ChooseByEnergy("LatencyPrice", 0.5), 1U); // 2 + 5 J; 6.01 + 0.585 J
}

TEST_F(OffloadPolicyTest, TheDeadlineBoundsWhatEnergyMayCost)
{
    m_task.deadline = Seconds(1.2); // Only the edge server meets it.
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 1U);
    m_task.deadline = Seconds(1); // Nobody does.
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 1U);
    m_task.deadline = Seconds(11);
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 2U);
    EXPECT_EQ(ChooseByEnergy("DeadlineShare", 0.11), 1U); // 1.21 s
}

TEST_F(OffloadPolicyTest, WhoHasLittleEnergyIsSpared)
{
    m_candidates[2].remainingEnergy = 1; // It would take 1.05 J.
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 0U);
    m_candidates[2].remainingEnergy = 2;
    EXPECT_EQ(Choose<EnergyAwarePolicy>(), 2U);
    EXPECT_EQ(ChooseByEnergy("Reserve", 1), 0U);
    m_candidates[0].remainingEnergy = 2.5;
    EXPECT_EQ(ChooseByEnergy("Reserve", 1), 1U);
    m_candidates[1].remainingEnergy = 3;
    EXPECT_FALSE(ChooseByEnergy("Reserve", 1));
}

} // namespace
