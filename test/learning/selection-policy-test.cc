/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/age-selection.h"
#include "ns3/double.h"
#include "ns3/random-selection.h"
#include "ns3/reliability-selection.h"
#include "ns3/rng-seed-manager.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// @return which of 1000 workers a policy wants
std::vector<bool>
Draw(Ptr<SelectionPolicy> policy)
{
    std::vector<bool> wanted;
    policy->BeginRound();
    for (uint32_t worker = 0; worker < 1000; ++worker)
    {
        wanted.push_back(policy->IsWanted({worker, 0.5, 10}));
    }
    return wanted;
}

} // namespace

TEST(RandomSelectionTest, WantsItsFractionAnewEachRound)
{
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(1);
    const auto policy = CreateObject<RandomSelection>();
    policy->SetAttribute("Fraction", DoubleValue(0.3));
    EXPECT_EQ(policy->AssignStreams(50), 1);
    const std::vector<bool> first = Draw(policy);
    const double count = std::count(first.begin(), first.end(), true);
    EXPECT_NEAR(count, 300, 4 * std::sqrt(1000 * 0.3 * 0.7));
    for (uint32_t worker = 0; worker < 1000; ++worker)
    {
        EXPECT_EQ(policy->IsWanted({worker, 0.5, 10}), first[worker]); // the same all round
    }
    EXPECT_NE(Draw(policy), first);
    const auto again = CreateObject<RandomSelection>();
    again->SetAttribute("Fraction", DoubleValue(0.3));
    again->AssignStreams(50);
    EXPECT_EQ(Draw(again), first);
}

TEST(RandomSelectionTest, NobodyAndEverybody)
{
    const auto policy = CreateObject<RandomSelection>();
    policy->SetAttribute("Fraction", DoubleValue(0));
    EXPECT_EQ(Draw(policy), std::vector<bool>(1000, false));
    policy->SetAttribute("Fraction", DoubleValue(1));
    EXPECT_EQ(Draw(policy), std::vector<bool>(1000, true));
    EXPECT_FALSE(policy->SetAttributeFailSafe("Fraction", DoubleValue(1.01)));
}

TEST(AgeSelectionTest, WantsFreshData)
{
    const auto policy = CreateObject<AgeSelection>();
    policy->SetAttribute("MaxAge", DoubleValue(0.4));
    EXPECT_TRUE(policy->IsWanted({1, 0.1, 10}));
    EXPECT_TRUE(policy->IsWanted({1, 0.4, 10}));
    EXPECT_FALSE(policy->IsWanted({1, 0.41, 10}));
    EXPECT_EQ(policy->AssignStreams(50), 0);
    EXPECT_FALSE(policy->SetAttributeFailSafe("MaxAge", DoubleValue(-0.1)));
}

TEST(ReliabilitySelectionTest, WeighsTheRecordAgainstThePrior)
{
    const auto policy = CreateObject<ReliabilitySelection>();
    policy->SetAttribute("Prior", DoubleValue(0.75));
    policy->SetAttribute("PriorWeight", DoubleValue(4));
    policy->SetAttribute("Threshold", DoubleValue(0.6));
    EXPECT_DOUBLE_EQ(policy->GetReliability(1), 0.75);
    EXPECT_TRUE(policy->IsWanted({1, 1, 10}));
    policy->Observe(1, false);
    EXPECT_DOUBLE_EQ(policy->GetReliability(1), 3 / 5.0);
    EXPECT_TRUE(policy->IsWanted({1, 1, 10}));
    policy->Observe(1, false);
    EXPECT_DOUBLE_EQ(policy->GetReliability(1), 3 / 6.0);
    EXPECT_FALSE(policy->IsWanted({1, 1, 10}));
    policy->Observe(1, true);
    policy->Observe(1, true);
    EXPECT_DOUBLE_EQ(policy->GetReliability(1), 5 / 8.0);
    EXPECT_TRUE(policy->IsWanted({1, 1, 10}));
    EXPECT_DOUBLE_EQ(policy->GetReliability(2), 0.75);
    EXPECT_FALSE(policy->SetAttributeFailSafe("PriorWeight", DoubleValue(0)));
    EXPECT_FALSE(policy->SetAttributeFailSafe("Threshold", DoubleValue(2)));
}
