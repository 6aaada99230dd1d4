/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-checks.h"
#include "ns3/bid-memory.h"
#include "ns3/boolean.h"
#include "ns3/callback.h"
#include "ns3/deep-auction.h"
#include "ns3/double.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/second-price-auction.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/valuation-source.h"
#include "ns3/valuation.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

std::vector<RetrainingRecord> g_records; ///< what the agent's trace told

void
AddRecord(const RetrainingRecord& record)
{
    g_records.push_back(record);
}

/// An agent that expects owners of weight 1, and trains again every 100 s.
Ptr<DeepAuction>
MakeAgent(const std::string& weights = "1")
{
    auto agent = CreateObject<DeepAuction>();
    agent->AssignStreams(9);
    agent->SetAttribute("ClassWeights", StringValue(weights));
    agent->SetAttribute("TrainingSteps", UintegerValue(1));
    agent->SetAttribute("BatchSize", UintegerValue(1024));
    agent->SetAttribute("ShowProgress", BooleanValue(false));
    agent->SetAttribute("RetrainInterval", TimeValue(Seconds(100)));
    agent->SetAttribute("RetrainMinimum", UintegerValue(1000));
    agent->SetAttribute("RetrainSteps", UintegerValue(1));
    agent->Prepare();
    g_records.clear();
    agent->TraceConnectWithoutContext("Retrained", MakeCallback(&AddRecord));
    return agent;
}

/// Auctions of two owners of some weights, at all ages.
std::vector<SampleAuction>
MakeAuctions(const std::vector<double>& weights, uint32_t count, uint32_t seed = 4)
{
    std::mt19937_64 generator(seed);
    auto auctions = ValuationSource(.1, weights).GetSample(count, 2, generator);
    // Sources draw in the order of ages, markets meet them in any order.
    for (size_t i = auctions.size() - 1; i > 0; --i)
    {
        std::swap(auctions[i], auctions[generator() % (i + 1)]);
    }
    return auctions;
}

/// Hold auctions, one a second. @return the revenue
double
Hold(Ptr<DeepAuction> agent, const std::vector<SampleAuction>& auctions, double start = 0)
{
    double revenue = 0;
    for (size_t i = 0; i < auctions.size(); ++i)
    {
        const SampleAuction& auction = auctions[i];
        revenue += agent->Decide(auction.age, auction.ask, auction.bids).price;
        agent->Observe(Seconds(start + 1. * i), auction.age, auction.ask, auction.bids);
    }
    return revenue;
}

TEST(ContinuedTrainingTest, AnAgentThatExpectsLessLearnsFromTheBidsItSees)
{
    auto agent = MakeAgent();
    agent->SetAttribute("RetrainMinimum", UintegerValue(3000));
    auto old = CreateObject<DeepAuction>();
    old->CopyFrom(*agent);
    const auto auctions = MakeAuctions({4}, 3200);
    // Until it is replaced, and not an auction longer, the agent decides as it did.
    for (size_t i = 0; i < auctions.size(); ++i)
    {
        const SampleAuction& auction = auctions[i];
        const bool wasReplaced = !g_records.empty();
        const auto outcome = agent->Decide(auction.age, 0, auction.bids);
        EXPECT_EQ(agent->Decide(auction.age, 0, auction.bids).price, outcome.price);
        if (!wasReplaced)
        {
            const auto expected = old->Decide(auction.age, 0, auction.bids);
            ASSERT_EQ(outcome.winner, expected.winner) << i;
            ASSERT_EQ(outcome.price, expected.price) << i;
            ASSERT_EQ(agent->GetTransform().GetParameters(), old->GetTransform().GetParameters());
        }
        agent->Observe(Seconds(i), auction.age, 0, auction.bids);
    }
    ASSERT_EQ(g_records.size(), 1U);
    const RetrainingRecord& record = g_records.front();
    EXPECT_EQ(record.time, Seconds(2999));
    EXPECT_EQ(record.auctions, 2400U);
    EXPECT_EQ(record.heldOut, 600U);
    EXPECT_TRUE(record.replaced);
    EXPECT_GT(record.newRevenue, record.oldRevenue);

    const auto others = MakeAuctions({4}, 20000, 5);
    double before = 0;
    double after = 0;
    double optimum = 0;
    for (const SampleAuction& auction : others)
    {
        before += old->Decide(auction.age, 0, auction.bids).price;
        after += agent->Decide(auction.age, 0, auction.bids).price;
        optimum += Valuation::OptimalRevenue(auction.age, 2, 4);
    }
    // Who expects a fourth earns .76 of the optimum; 3000 auctions teach .95 at least. The mean of
    // 20000 auctions has a standard error of 1 percent.
    EXPECT_GT(after, 1.15 * before);
    EXPECT_GT(after, .91 * optimum);
}

TEST(ContinuedTrainingTest, AReplacedAgentIsTruthful)
{
    auto agent = MakeAgent();
    Hold(agent, MakeAuctions({4}, 1050));
    ASSERT_EQ(g_records.size(), 1U);
    ASSERT_TRUE(g_records.front().replaced);
    TruthfulnessReport report;
    for (const SampleAuction& auction : MakeAuctions({4}, 200, 8))
    {
        report.Add(CheckTruthfulness(*agent, auction, 12, 4));
    }
    EXPECT_GT(report.checks, 500000U);
    EXPECT_TRUE(report.IsClean());
}

TEST(ContinuedTrainingTest, AnAgentThatKnowsTheModelStaysWhenFewBidsTeachNothingBetter)
{
    auto agent = MakeAgent();
    const auto parameters = agent->GetTransform().GetParameters();
    Hold(agent, MakeAuctions({1}, 1050));
    ASSERT_EQ(g_records.size(), 1U);
    EXPECT_FALSE(g_records.front().replaced);
    EXPECT_GT(g_records.front().newRevenue, 0);
    EXPECT_EQ(agent->GetTransform().GetParameters(), parameters);
}

TEST(ContinuedTrainingTest, TheSameBidsTeachTheSameBitsAndCopiesLearnAlone)
{
    auto first = MakeAgent();
    auto second = MakeAgent();
    auto copy = MakeAgent();
    copy->CopyFrom(*first);
    const auto auctions = MakeAuctions({4}, 1050);
    Hold(first, auctions);
    Hold(second, auctions);
    EXPECT_EQ(first->GetTransform().GetParameters(), second->GetTransform().GetParameters());
    EXPECT_NE(first->GetTransform().GetParameters(), copy->GetTransform().GetParameters());
}

TEST(ContinuedTrainingTest, TrainingTakesNoStreamFromWhatIsMadeAfterIt)
{
    auto agent = MakeAgent();
    const uint64_t before = RngSeedManager::GetNextStreamIndex();
    Hold(agent, MakeAuctions({4}, 1050));
    ASSERT_EQ(g_records.size(), 1U);
    EXPECT_EQ(RngSeedManager::GetNextStreamIndex(), before + 1);
}

TEST(ContinuedTrainingTest, WithoutAnIntervalNothingIsLearned)
{
    auto agent = MakeAgent();
    agent->SetAttribute("RetrainInterval", TimeValue(Seconds(0)));
    Hold(agent, MakeAuctions({4}, 1050));
    EXPECT_TRUE(g_records.empty());
}

TEST(ContinuedTrainingTest, TrainingWaitsUntilEveryClassHasBid)
{
    auto agent = MakeAgent("1,2");
    Hold(agent, MakeAuctions({4}, 1050));
    EXPECT_TRUE(g_records.empty());
    // Only the second class is missing: it bids now.
    auto auctions = MakeAuctions({3, 6}, 150);
    Hold(agent, auctions, 1050);
    ASSERT_EQ(g_records.size(), 1U);
    EXPECT_EQ(agent->GetTransform().GetShape().classes, 2U);
}

TEST(ContinuedTrainingTest, WorthlessAndHostileBidsLeaveTheAgentAsItIs)
{
    auto agent = MakeAgent();
    const auto parameters = agent->GetTransform().GetParameters();
    for (double amount : {std::numeric_limits<double>::quiet_NaN(),
                          std::numeric_limits<double>::infinity(),
                          -1.,
                          0.,
                          std::numeric_limits<double>::max()})
    {
        for (int i = 0; i < 1100; ++i)
        {
            agent->Observe(Seconds(1000 + i), .5, 0, {{0, amount, 0}, {1, amount, 77}});
        }
    }
    ASSERT_FALSE(g_records.empty());
    for (const RetrainingRecord& record : g_records)
    {
        EXPECT_FALSE(record.replaced);
    }
    EXPECT_EQ(agent->GetTransform().GetParameters(), parameters);
}

/// Find the bids, whole numbers of auctions of one, that a memory does not learn from.
std::vector<double>
FindHeldOut(const BidMemory& memory, int first, int last)
{
    const auto learned = memory.GetLearned();
    std::vector<double> heldOut;
    for (int bid = first; bid <= last; ++bid)
    {
        if (std::none_of(learned.begin(), learned.end(), [bid](const SampleAuction& auction) {
                return auction.bids.front().amount == bid;
            }))
        {
            heldOut.push_back(bid);
        }
    }
    return heldOut;
}

TEST(BidMemoryTest, KeepsTheLatestAndHoldsOutAFifth)
{
    BidMemory memory;
    for (int i = 0; i < 30; ++i)
    {
        memory.Add(.5, 0, {{0, 1. + i, 0}}, 1, 20);
    }
    const auto learned = memory.GetLearned();
    ASSERT_EQ(learned.size(), 16U);
    EXPECT_EQ(learned.front().bids.front().amount, 11);
    EXPECT_EQ(memory.GetNew(), 30U);
    memory.SetMark();
    EXPECT_EQ(memory.GetNew(), 0U);
    memory.Add(.5, 0, {{0, -1., 0}, {0, 1., 5}}, 1, 20);
    EXPECT_EQ(memory.GetNew(), 0U) << "nothing is left of such an auction";
    EXPECT_TRUE(memory.HasAll(1, 16));
    EXPECT_FALSE(memory.HasAll(1, 17));
    EXPECT_FALSE(memory.HasAll(2, 1));
    // What is not learned from is held out, one of every five; with a reserve, half of that sells.
    const auto heldOut = FindHeldOut(memory, 11, 30);
    ASSERT_EQ(heldOut.size(), 4U);
    for (size_t i = 0; i < 4; ++i)
    {
        EXPECT_EQ(static_cast<int>(heldOut[i] - 11) / 5, static_cast<int>(i));
    }
    const double price = heldOut[2];
    const auto none = CreateObject<SecondPriceAuction>();
    auto reserve = CreateObject<SecondPriceAuction>();
    reserve->SetAttribute("Reserve", DoubleValue(price));
    const auto comparison = memory.Compare(*none, *reserve);
    EXPECT_EQ(comparison.auctions, 4U);
    EXPECT_EQ(comparison.first, 0);
    EXPECT_DOUBLE_EQ(comparison.second, price / 2);
    EXPECT_NEAR(comparison.error, price / std::sqrt(12.), 1e-12);
}

TEST(BidMemoryTest, NoPeriodOfTheMarketIsHeldOutAsAWhole)
{
    // Whatever the period, an owner that bids in every n-th auction only is learned from and
    // judged.
    for (int period : {2, 3, 4, 5, 10, 15, 20})
    {
        BidMemory memory;
        for (int i = 0; i < 2000; ++i)
        {
            memory.Add(.5, 0, {{0, 1. + i % period, 0}}, 1, 2000);
        }
        const auto learned = memory.GetLearned();
        ASSERT_EQ(learned.size(), 1600U);
        std::vector<double> shares(period, 0);
        for (const SampleAuction& auction : learned)
        {
            shares[static_cast<size_t>(auction.bids.front().amount) - 1] += period / 2000.;
        }
        for (double share : shares)
        {
            // Of 100 auctions or more 0.8 are learned from; 4 standard deviations are .16.
            EXPECT_NEAR(share, .8, .16) << period;
        }
    }
}

TEST(BidMemoryTest, AbsurdBidsDecideNothing)
{
    BidMemory first;
    for (int i = 0; i < 30; ++i)
    {
        first.Add(.5, 0, {{0, 1. + i, 0}}, 1, 30);
    }
    const double absurd = FindHeldOut(first, 1, 30).back();
    BidMemory memory;
    for (int i = 0; i < 30; ++i)
    {
        memory.Add(.5, 0, {{0, 1. + i == absurd ? 1e200 : 1. + i, 0}}, 1, 30);
    }
    const auto none = CreateObject<SecondPriceAuction>();
    auto reserve = CreateObject<SecondPriceAuction>();
    reserve->SetAttribute("Reserve", DoubleValue(1e199));
    const auto comparison = memory.Compare(*none, *reserve);
    EXPECT_GT(comparison.second, comparison.first);
    EXPECT_FALSE(comparison.second - comparison.first > comparison.error);
}

} // namespace
