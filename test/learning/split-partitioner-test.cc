/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/fixed-split.h"
#include "ns3/split-partitioner.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Three layers: the first shrinks the sample little, the second much.
const SplitJob JOB{{{1000, 100, 50}, {4000, 100, 5}, {200, 20, 10}}, 10, 4, 60};

const SplitDevice DEVICE{1e4, 1e-3, 2, 0.5}; ///< slow
const SplitLink LINK{8000, 16000, 0.01};     ///< slow
constexpr double SERVER_RATE = 1e6;          ///< fast

/// @param goal as the attribute @param energyBudget likewise @param deadline likewise @return one
Ptr<SplitPartitioner>
MakePartitioner(const std::string& goal, double energyBudget, double deadline)
{
    auto partitioner = CreateObject<SplitPartitioner>();
    partitioner->SetAttribute("Goal", StringValue(goal));
    partitioner->SetAttribute("EnergyBudget", DoubleValue(energyBudget));
    partitioner->SetAttribute("Deadline", TimeValue(Seconds(deadline)));
    return partitioner;
}

/// @param partitioner chooses @param device the device @param link the link @return its cut
uint32_t
Cut(Ptr<SplitPartitioner> partitioner, const SplitDevice& device, const SplitLink& link)
{
    return partitioner->Choose(JOB, device, SERVER_RATE, link).split.cut;
}

} // namespace

TEST(SplitPartitionerTest, EstimatesAsComputedByHand)
{
    // 3 batches of 4, 4 and 2 samples. Up: activations of 50 values and a label for each of 10
    // samples, and the 100 parameters of the first layer, in 4 messages; down the same without the
    // labels.
    const auto cost = SplitPolicy::Estimate(JOB, {1, 3}, DEVICE, SERVER_RATE, LINK);
    EXPECT_EQ(cost.uplinkBytes, 10U * (50 + 1) * 4 + 100 * 4 + 4 * 60);
    EXPECT_EQ(cost.downlinkBytes, 10U * 50 * 4 + 100 * 4 + 4 * 60);
    const double compute = 3 * 1000 * 10 / 1e4 + 3 * (4000 + 200) * 10 / 1e6;
    const double up = 2680 * 8 / 8000.0;
    const double down = 2640 * 8 / 16000.0;
    EXPECT_NEAR(cost.latency, compute + up + down + 8 * 0.01, 1e-12);
    EXPECT_NEAR(cost.energy, 3 * 1000 * 10 * 1e-3 + 2 * up + 0.5 * down, 1e-12);
}

TEST(SplitPartitionerTest, EstimatesTheUShapedFormAsComputedByHand)
{
    // The last layer is the device's too: its inputs, 5 values a sample, cross as well; no labels.
    const auto cost = SplitPolicy::Estimate(JOB, {1, 2}, DEVICE, SERVER_RATE, LINK);
    EXPECT_EQ(cost.uplinkBytes, 10U * (50 + 5) * 4 + 120 * 4 + 7 * 60);
    EXPECT_EQ(cost.downlinkBytes, cost.uplinkBytes);
    const double link = 3100 * 8 / 8000.0 + 3100 * 8 / 16000.0 + 14 * 0.01;
    EXPECT_NEAR(cost.latency, 3 * 1200 * 10 / 1e4 + 3 * 4000 * 10 / 1e6 + link, 1e-12);
}

TEST(SplitPartitionerTest, ASingleLastSampleJoinsTheBatchBefore)
{
    SplitJob job = JOB;
    job.samples = 9;
    const auto cost = SplitPolicy::Estimate(job, {1, 3}, DEVICE, SERVER_RATE, LINK);
    EXPECT_EQ(cost.downlinkBytes, 9U * 50 * 4 + 100 * 4 + 3 * 60);
    job.batchSize = 1;
    EXPECT_EQ(SplitPolicy::Estimate(job, {1, 3}, DEVICE, SERVER_RATE, LINK).downlinkBytes,
              9U * 50 * 4 + 100 * 4 + 10 * 60);
}

TEST(SplitPartitionerTest, CutsByLatencyAgainWhenTheLinkChanges)
{
    const auto partitioner = MakePartitioner("Latency", 0, 0);
    EXPECT_EQ(Cut(partitioner, DEVICE, {80000, 160000, 0.01}), 1U); // the slow device does little
    EXPECT_EQ(Cut(partitioner, DEVICE, {800, 1600, 0.01}), 2U);     // little crosses the slow link
    EXPECT_EQ(Cut(partitioner, {1e6, 1e-3, 2, 0.5}, {80000, 160000, 0.01}), 2U); // a fast device
}

TEST(SplitPartitionerTest, KeepsWithinTheEnergyBudget)
{
    const SplitLink slow{800, 1600, 0.01}; // where cut 2 is faster
    const double first = SplitPolicy::Estimate(JOB, {1, 3}, DEVICE, SERVER_RATE, slow).energy;
    const double second = SplitPolicy::Estimate(JOB, {2, 3}, DEVICE, SERVER_RATE, slow).energy;
    ASSERT_LT(first, second);
    EXPECT_EQ(Cut(MakePartitioner("Latency", second, 0), DEVICE, slow), 2U);
    EXPECT_EQ(Cut(MakePartitioner("Latency", (first + second) / 2, 0), DEVICE, slow), 1U);
    EXPECT_EQ(Cut(MakePartitioner("Latency", first / 2, 0), DEVICE, slow), 1U); // comes closest
}

TEST(SplitPartitionerTest, KeepsWithinTheDeadline)
{
    const SplitLink slow{800, 1600, 0.01};
    const double first = SplitPolicy::Estimate(JOB, {1, 3}, DEVICE, SERVER_RATE, slow).latency;
    const double second = SplitPolicy::Estimate(JOB, {2, 3}, DEVICE, SERVER_RATE, slow).latency;
    ASSERT_LT(second, first);
    EXPECT_EQ(Cut(MakePartitioner("Energy", 0, 0), DEVICE, slow), 1U);
    EXPECT_EQ(Cut(MakePartitioner("Energy", 0, first + 1), DEVICE, slow), 1U);
    EXPECT_EQ(Cut(MakePartitioner("Energy", 0, (first + second) / 2), DEVICE, slow), 2U);
    EXPECT_EQ(Cut(MakePartitioner("Energy", 0, second / 2), DEVICE, slow), 2U); // comes closest
}

TEST(SplitPolicyTest, TellsThePossibleCuts)
{
    const auto partitioner = CreateObject<SplitPartitioner>();
    EXPECT_TRUE(partitioner->GetSplits(1).empty());
    auto splits = partitioner->GetSplits(3);
    ASSERT_EQ(splits.size(), 2U);
    EXPECT_EQ(splits[1].cut, 2U);
    EXPECT_EQ(splits[1].tail, 3U);
    partitioner->SetAttribute("UShaped", BooleanValue(true));
    EXPECT_TRUE(partitioner->GetSplits(2).empty());
    splits = partitioner->GetSplits(4);
    ASSERT_EQ(splits.size(), 3U);
    EXPECT_EQ(splits[1].cut, 1U);
    EXPECT_EQ(splits[1].tail, 3U);
}

TEST(SplitPolicyTest, AFixedSplitKeepsToItsPlace)
{
    const auto fixed = CreateObject<FixedSplit>();
    fixed->SetAttribute("Cut", UintegerValue(2));
    EXPECT_EQ(fixed->Choose(JOB, DEVICE, SERVER_RATE, LINK).split.cut, 2U);
    EXPECT_TRUE(fixed->GetSplits(2).empty());
    fixed->SetAttribute("UShaped", BooleanValue(true));
    EXPECT_TRUE(fixed->GetSplits(3).empty());
    ASSERT_EQ(fixed->GetSplits(5).size(), 1U);
    EXPECT_EQ(fixed->GetSplits(5)[0].tail, 4U);
    fixed->SetAttribute("Tail", UintegerValue(3));
    ASSERT_EQ(fixed->GetSplits(5).size(), 1U);
    EXPECT_EQ(fixed->GetSplits(5)[0].tail, 3U);
    fixed->SetAttribute("Tail", UintegerValue(2));
    EXPECT_TRUE(fixed->GetSplits(5).empty());
}
