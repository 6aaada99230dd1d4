/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-checks.h"
#include "ns3/first-price-auction.h"
#include "ns3/object.h"
#include "ns3/second-price-auction.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Sells to the first bidder above a threshold, at a price that it makes up.
class FaultyAuction : public AuctionMechanism
{
  public:
    enum Fault
    {
        OVERCHARGE,
        UNDERCUT_BY_TWO_ULPS,
        REVERSAL,
    };

    explicit FaultyAuction(Fault fault)
        : m_fault(fault)
    {
    }

    std::string GetName() const override
    {
        return "faulty";
    }

  private:
    AuctionOutcome DoDecide(double, const std::vector<Bid>& bids) const override
    {
        AuctionOutcome outcome;
        const double bid = bids.front().amount;
        switch (m_fault)
        {
        case OVERCHARGE:
            outcome.winner = 0;
            outcome.price = 2;
            break;
        case UNDERCUT_BY_TWO_ULPS:
            outcome.winner = bid >= 1 ? 0 : -1;
            // One unit lower would leave no value between the price and the threshold.
            outcome.price = std::nextafter(std::nextafter(1., 0.), 0.);
            break;
        case REVERSAL:
            outcome.winner = bid < 1 ? 0 : -1;
            outcome.price = 0;
            break;
        }
        return outcome;
    }

    Fault m_fault;
};

TruthfulnessReport
Check(const AuctionMechanism& mechanism, const std::vector<double>& values, double ask = 0)
{
    SampleAuction auction;
    auction.ask = ask;
    for (double value : values)
    {
        auction.bids.push_back({0, value, 0});
    }
    return CheckTruthfulness(mechanism, auction);
}

TEST(AuctionChecksTest, FiguresAreMeansOfTheSample)
{
    auto mechanism = CreateObject<SecondPriceAuction>();
    int next = 0;
    const MarketFigures figures = MeasureMarket(*mechanism, 4, [&next](SampleAuction& auction) {
        auction = {};
        auction.ask = 1;
        const std::vector<std::vector<Bid>> bids{{{0, 5, 0}, {1, 3, 0}},
                                                 {{0, .5, 0}},
                                                 {},
                                                 {{0, 2, 0}}};
        auction.bids = bids[next++];
    });
    EXPECT_EQ(figures.auctions, 4U);
    EXPECT_DOUBLE_EQ(figures.revenue, (3 + 1) / 4.);
    EXPECT_DOUBLE_EQ(figures.saleRate, .5);
    EXPECT_DOUBLE_EQ(figures.welfare, (4 + 1) / 4.);
    EXPECT_EQ(MeasureMarket(*mechanism, 0, [](SampleAuction&) {}).revenue, 0);
}

TEST(AuctionChecksTest, FirstPriceIsCaught)
{
    const TruthfulnessReport report = Check(*CreateObject<FirstPriceAuction>(), {1, 2});
    EXPECT_FALSE(report.IsClean());
    EXPECT_GT(report.regrets, 0U);
    EXPECT_GT(report.priceChanges, 0U);
    EXPECT_EQ(report.overcharges, 0U);
    EXPECT_EQ(report.undersales, 0U);
    EXPECT_EQ(report.reversals, 0U);
    EXPECT_GT(report.worstRegret, 1);
}

TEST(AuctionChecksTest, OverchargeIsCaught)
{
    const TruthfulnessReport report =
        Check(*CreateObject<FaultyAuction>(FaultyAuction::OVERCHARGE), {1});
    EXPECT_GT(report.overcharges, 0U);
}

TEST(AuctionChecksTest, TwoUnitsInTheLastPlaceAreCaught)
{
    const TruthfulnessReport report =
        Check(*CreateObject<FaultyAuction>(FaultyAuction::UNDERCUT_BY_TWO_ULPS), {3});
    EXPECT_GT(report.regrets, 0U);
    EXPECT_EQ(report.overcharges, 0U);
}

TEST(AuctionChecksTest, ReversalIsCaught)
{
    const TruthfulnessReport report =
        Check(*CreateObject<FaultyAuction>(FaultyAuction::REVERSAL), {.5});
    EXPECT_GT(report.reversals, 0U);
    EXPECT_GT(report.regrets, 0U);
}

TEST(AuctionChecksTest, ReportsAddUp)
{
    TruthfulnessReport sum = Check(*CreateObject<SecondPriceAuction>(), {1, 2});
    EXPECT_TRUE(sum.IsClean());
    const uint64_t checks = sum.checks;
    const TruthfulnessReport other = Check(*CreateObject<FirstPriceAuction>(), {1, 2});
    sum.Add(other);
    EXPECT_EQ(sum.checks, checks + other.checks);
    EXPECT_EQ(sum.regrets, other.regrets);
    EXPECT_EQ(sum.worstRegret, other.worstRegret);
    EXPECT_FALSE(sum.IsClean());
}

} // namespace
