/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/asynchronous-policy.h"
#include "ns3/buffered-policy.h"
#include "ns3/double.h"
#include "ns3/fed-avg-aggregator.h"
#include "ns3/forwarding-policy.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// @return versions 0 to 2 of a model of two parameters: (0, 0), (4, 8), (10, 20)
ModelHistory
MakeHistory()
{
    ModelHistory history;
    history.Add({{0, 0}, 6}, 3);
    history.Add({{4, 8}, 6}, 3);
    history.Add({{10, 20}, 6}, 3);
    return history;
}

ModelParameters
Merge(Ptr<RoundPolicy> policy, const std::vector<ModelUpdate>& updates)
{
    const ModelHistory history = MakeHistory();
    return policy->Merge(updates, &history, *CreateObject<FedAvgAggregator>());
}

template <typename Policy>
Ptr<Policy>
Make(const std::string& weighting, double decay, uint32_t hingeStart = 4)
{
    auto policy = CreateObject<Policy>();
    policy->SetAttribute("Weighting", StringValue(weighting));
    policy->SetAttribute("Decay", DoubleValue(decay));
    policy->SetAttribute("HingeStart", UintegerValue(hingeStart));
    return policy;
}

/// A moment of a round with the deadline at 10 s.
RoundState
At(double now, bool selecting, uint32_t selected, uint32_t arrived, uint32_t unmerged)
{
    return {Seconds(now), Seconds(10), selecting, selected, arrived, 0, unmerged};
}

} // namespace

TEST(StalenessPolicyTest, WeightsFollowTheirFormulas)
{
    const auto constant = Make<AsynchronousPolicy>("Constant", 3);
    const auto polynomial = Make<AsynchronousPolicy>("Polynomial", 2);
    const auto hinge = Make<AsynchronousPolicy>("Hinge", 10, 4);
    EXPECT_EQ(constant->GetWeight(9), 1);
    EXPECT_EQ(polynomial->GetWeight(0), 1);
    EXPECT_DOUBLE_EQ(polynomial->GetWeight(4), 1 / 25.0);
    EXPECT_EQ(hinge->GetWeight(0), 1);
    EXPECT_EQ(hinge->GetWeight(4), 1);
    EXPECT_DOUBLE_EQ(hinge->GetWeight(5), 1 / 11.0);
    EXPECT_DOUBLE_EQ(hinge->GetWeight(6), 1 / 21.0);
    EXPECT_DOUBLE_EQ(CreateObject<BufferedPolicy>()->GetWeight(3), 0.5); // 4^-0.5
}

TEST(AsynchronousPolicyTest, MixesByHand)
{
    const auto policy = Make<AsynchronousPolicy>("Polynomial", 1);
    policy->SetAttribute("MixingRate", DoubleValue(0.5));
    // Fresh: (10, 20) / 2 + (30, 0) / 2.
    ModelParameters merged = Merge(policy, {{{{30, 0}, 6}, 2, 7, 1}});
    EXPECT_EQ(merged.values, (std::vector<float>{20, 10}));
    EXPECT_EQ(merged.virtualBytes, 6U);
    // One version old, so that it weighs 0.5 / 2: 0.75 (10, 20) + 0.25 (30, 0).
    merged = Merge(policy, {{{{30, 0}, 6}, 1, 7, 1}});
    EXPECT_EQ(merged.values, (std::vector<float>{15, 15}));
    // One after the other: (20, 10), then 0.75 (20, 10) + 0.25 (40, 2).
    merged = Merge(policy, {{{{30, 0}, 6}, 2, 7, 1}, {{{40, 2}, 6}, 1, 1, 1}});
    EXPECT_EQ(merged.values, (std::vector<float>{25, 8}));
}

TEST(AsynchronousPolicyTest, FullMixingReplacesTheModel)
{
    const auto policy = Make<AsynchronousPolicy>("Constant", 0);
    policy->SetAttribute("MixingRate", DoubleValue(1));
    EXPECT_EQ(Merge(policy, {{{{7, 9}, 6}, 0, 1, 1}}).values, (std::vector<float>{7, 9}));
}

TEST(AsynchronousPolicyTest, MergesEachUpdateUntilNothingCanCome)
{
    const auto policy = CreateObject<AsynchronousPolicy>();
    EXPECT_EQ(policy->Decide(At(1, true, 2, 0, 0)), RoundDecision::WAIT);
    EXPECT_EQ(policy->Decide(At(1, true, 2, 1, 1)), RoundDecision::MERGE);
    EXPECT_EQ(policy->Decide(At(1, true, 2, 2, 0)), RoundDecision::WAIT);
    EXPECT_EQ(policy->Decide(At(1, false, 3, 2, 0)), RoundDecision::WAIT);
    EXPECT_EQ(policy->Decide(At(1, false, 2, 2, 1)), RoundDecision::CLOSE);
    EXPECT_EQ(policy->Decide(At(10, true, 3, 1, 0)), RoundDecision::CLOSE);
    EXPECT_EQ(policy->Decide(At(10, true, 3, 0, 0)), RoundDecision::VOID);
    EXPECT_TRUE(policy->NeedsEachUpdate());
    EXPECT_TRUE(policy->RefillsPlaces());
    EXPECT_EQ(policy->GetKeptVersions(), 1U);
}

TEST(BufferedPolicyTest, MovesByTheMeanChange)
{
    const auto policy = Make<BufferedPolicy>("Polynomial", 1);
    policy->SetAttribute("ServerRate", DoubleValue(2));
    // Changes (2, -4) of staleness 0, and (8, 4) since version 1 of staleness 1, which halves it;
    // (10, 20) + 2 ((2, -4) + (4, 2)) / 2.
    const ModelParameters merged =
        Merge(policy, {{{{12, 16}, 6}, 2, 100, 1}, {{{12, 12}, 6}, 1, 1, 1}});
    EXPECT_EQ(merged.values, (std::vector<float>{16, 18}));
    EXPECT_EQ(merged.virtualBytes, 6U);
}

TEST(BufferedPolicyTest, AnAggregateCountsAsOftenAsItHasWorkers)
{
    const auto policy = Make<BufferedPolicy>("Constant", 0);
    // (3 (4, 0) + (0, 8)) / 4 = (3, 2)
    EXPECT_EQ(Merge(policy, {{{{14, 20}, 6}, 2, 1, 3}, {{{10, 28}, 6}, 2, 1, 1}}).values,
              (std::vector<float>{13, 22}));
}

TEST(BufferedPolicyTest, StaysWithinTheNumbersOfTheWire)
{
    const auto policy = Make<BufferedPolicy>("Constant", 0);
    policy->SetAttribute("ServerRate", DoubleValue(1000));
    const float most = std::numeric_limits<float>::max();
    const ModelParameters merged = Merge(policy, {{{{most, -most}, 6}, 2, 1, 1}});
    EXPECT_EQ(merged.values, (std::vector<float>{most, -most}));
}

TEST(BufferedPolicyTest, MergesFullBuffersAndWhatIsLeft)
{
    const auto policy = CreateObject<BufferedPolicy>();
    policy->SetAttribute("BufferSize", UintegerValue(3));
    policy->SetAttribute("MaxStaleness", UintegerValue(7));
    EXPECT_EQ(policy->Decide(At(1, true, 5, 2, 2)), RoundDecision::WAIT);
    EXPECT_EQ(policy->Decide(At(1, true, 5, 3, 3)), RoundDecision::MERGE);
    EXPECT_EQ(policy->Decide(At(1, false, 4, 4, 1)), RoundDecision::CLOSE);
    EXPECT_EQ(policy->Decide(At(10, false, 9, 4, 1)), RoundDecision::CLOSE);
    EXPECT_EQ(policy->GetMaxStaleness(), 7U);
    EXPECT_EQ(policy->GetKeptVersions(), 8U);
}

TEST(ForwardingPolicyTest, PassesOnAtOnce)
{
    const auto policy = CreateObject<ForwardingPolicy>();
    EXPECT_EQ(policy->Decide(At(1, true, 2, 0, 0)), RoundDecision::WAIT);
    EXPECT_EQ(policy->Decide(At(1, true, 2, 1, 1)), RoundDecision::MERGE);
    EXPECT_EQ(policy->Decide(At(1, false, 1, 1, 1)), RoundDecision::CLOSE);
    EXPECT_EQ(policy->Decide(At(10, false, 1, 0, 0)), RoundDecision::VOID);
    EXPECT_EQ(
        policy->Merge({{{{3, 4}, 6}, 0, 5, 1}}, nullptr, *CreateObject<FedAvgAggregator>()).values,
        (std::vector<float>{3, 4}));
}

TEST(StalenessPolicyDeathTest, NeedsTheOwnersModel)
{
    const auto policy = CreateObject<AsynchronousPolicy>();
    const auto aggregator = CreateObject<FedAvgAggregator>();
    EXPECT_DEATH(policy->Merge({{{{1}, 0}, 0, 1, 1}}, nullptr, *aggregator),
                 "AsynchronousPolicy merges into the owner's model");
}

TEST(StalenessPolicyTest, RefusesAttributesOutOfRange)
{
    const auto asynchronous = CreateObject<AsynchronousPolicy>();
    const auto buffered = CreateObject<BufferedPolicy>();
    EXPECT_FALSE(asynchronous->SetAttributeFailSafe("MixingRate", DoubleValue(0)));
    EXPECT_FALSE(asynchronous->SetAttributeFailSafe("MixingRate", DoubleValue(1.1)));
    EXPECT_FALSE(asynchronous->SetAttributeFailSafe("Decay", DoubleValue(-1)));
    EXPECT_FALSE(buffered->SetAttributeFailSafe("BufferSize", UintegerValue(0)));
    EXPECT_FALSE(buffered->SetAttributeFailSafe("ServerRate", DoubleValue(0)));
    EXPECT_FALSE(buffered->SetAttributeFailSafe("MaxStaleness", UintegerValue(100001)));
}
