/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/valuation.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <stdexcept>

using namespace ns3::edgelearning;

namespace
{

/// Exact values by age and number of bidders.
struct RevenueRow
{
    double age;
    uint32_t bidders;
    double optimal;
    double secondPrice;
};

class ValuationRevenueTest : public testing::TestWithParam<RevenueRow>
{
};

TEST_P(ValuationRevenueTest, MatchesExactValues)
{
    const RevenueRow& row = GetParam();
    EXPECT_NEAR(Valuation::OptimalRevenue(row.age, row.bidders), row.optimal, 5.1e-5);
    EXPECT_NEAR(Valuation::SecondPriceRevenue(row.age, row.bidders), row.secondPrice, 5.1e-5);
    EXPECT_NEAR(Valuation::OptimalRevenue(row.age, row.bidders, 3), 3 * row.optimal, 16e-5);
}

INSTANTIATE_TEST_SUITE_P(Table,
                         ValuationRevenueTest,
                         testing::Values(RevenueRow{.1, 1, .9, 0},
                                         RevenueRow{.1, 2, 1.7133, .9033},
                                         RevenueRow{.1, 5, 3.7142, 3.1237},
                                         RevenueRow{.1, 20, 8.1792, 8.0576},
                                         RevenueRow{.3, 1, .7, 0},
                                         RevenueRow{.3, 2, 1.22, .73},
                                         RevenueRow{.3, 3, 1.6095, 1.2665},
                                         RevenueRow{.3, 10, 2.7016, 2.6733},
                                         RevenueRow{.5, 1, .5, 0},
                                         RevenueRow{.5, 3, 1.0625, .9375},
                                         RevenueRow{.5, 15, 1.75, 1.75},
                                         RevenueRow{.8, 1, .3125, 0},
                                         RevenueRow{.8, 2, .5208, .4133},
                                         RevenueRow{.8, 5, .8398, .8333},
                                         RevenueRow{.8, 10, 1.0228, 1.0227}));

/// Revenue, sale rate and second-price revenue by simulation.
class ValuationMonteCarloTest : public testing::TestWithParam<double>
{
};

TEST_P(ValuationMonteCarloTest, AgreesWithSimulation)
{
    const double age = GetParam();
    const double weight = 2;
    const uint32_t bidders = 3;
    const int auctions = 200000;
    const double reserve = Valuation::Reserve(age, weight);
    std::mt19937_64 generator(7);
    double optimal = 0;
    double secondPrice = 0;
    double sales = 0;
    double belowMedian = 0;
    double squares = 0;
    for (int i = 0; i < auctions; ++i)
    {
        double first = 0;
        double second = 0;
        for (uint32_t j = 0; j < bidders; ++j)
        {
            const double theta = (generator() >> 11) * 0x1p-53;
            const double value = Valuation::Value(theta, age, weight);
            belowMedian += Valuation::Cdf(value, age, weight) < 0.5;
            second = std::max(second, std::min(first, value));
            first = std::max(first, value);
        }
        if (first >= reserve)
        {
            ++sales;
            const double price = std::max(second, reserve);
            optimal += price;
            squares += price * price;
        }
        secondPrice += second;
    }
    const double tolerance = 4 * std::sqrt(squares) / auctions;
    EXPECT_NEAR(optimal / auctions, Valuation::OptimalRevenue(age, bidders, weight), tolerance);
    EXPECT_NEAR(secondPrice / auctions,
                Valuation::SecondPriceRevenue(age, bidders, weight),
                tolerance);
    EXPECT_NEAR(sales / auctions,
                Valuation::SaleProbability(age, bidders),
                2 / std::sqrt(auctions));
    EXPECT_NEAR(belowMedian / (auctions * bidders), 0.5, 2 / std::sqrt(auctions * bidders));
}

INSTANTIATE_TEST_SUITE_P(Ages, ValuationMonteCarloTest, testing::Values(.1, .3, .5, .8, 1.));

TEST(ValuationTest, ValuesFollowTheAgeOnlyAboveTheRequirement)
{
    EXPECT_DOUBLE_EQ(Valuation::Value(.2, .4), 2);
    EXPECT_DOUBLE_EQ(Valuation::Value(.2, .8), 1);
    EXPECT_DOUBLE_EQ(Valuation::Value(.5, .1), 1);
    EXPECT_DOUBLE_EQ(Valuation::Value(.5, .4), 1);
    EXPECT_DOUBLE_EQ(Valuation::Value(1, .4), 0);
    EXPECT_DOUBLE_EQ(Valuation::Value(0, .1, 3), 30);
}

TEST(ValuationTest, DistributionIsContinuousAndComplete)
{
    EXPECT_DOUBLE_EQ(Valuation::Cdf(-1, .3), 0);
    EXPECT_DOUBLE_EQ(Valuation::Cdf(0, .3), 0);
    EXPECT_DOUBLE_EQ(Valuation::Cdf(1, .3), .5);
    EXPECT_NEAR(Valuation::Cdf(.7 / .3 - 1e-12, .3), Valuation::Cdf(.7 / .3, .3), 1e-11);
    EXPECT_DOUBLE_EQ(Valuation::Cdf(1 / .3, .3), 1);
    EXPECT_DOUBLE_EQ(Valuation::Cdf(100, .3), 1);
    EXPECT_DOUBLE_EQ(Valuation::Cdf(4, .3, 4), .5);
}

TEST(ValuationTest, ReserveIsWhereTheVirtualValueTurnsPositive)
{
    EXPECT_NEAR(Valuation::Reserve(.1), 9, 1e-12);
    EXPECT_NEAR(Valuation::Reserve(.3), 2.3333, 5e-5);
    EXPECT_DOUBLE_EQ(Valuation::Reserve(.5), 1);
    EXPECT_DOUBLE_EQ(Valuation::Reserve(.8), .625);
    EXPECT_DOUBLE_EQ(Valuation::Reserve(.8, 4), 2.5);
    for (double age : {.1, .3, .5, .8, 1.})
    {
        const double reserve = Valuation::Reserve(age);
        EXPECT_GE(Valuation::VirtualValue(reserve + 1e-9, age), 0);
        EXPECT_LT(Valuation::VirtualValue(reserve - 1e-9, age), 0);
    }
}

TEST(ValuationTest, AskRaisesTheReserveUntilNoTradeIsLeft)
{
    // A seller cost of c0 / A: the reserve is max(v0, (1 + c0) / (2 A)), no trade from c0 = 1 on.
    EXPECT_DOUBLE_EQ(Valuation::Reserve(.5, 1, .5 / .5), 1.5 / (2 * .5));
    EXPECT_NEAR(Valuation::Reserve(.1, 1, .2 / .1), 9, 1e-12);
    EXPECT_TRUE(std::isinf(Valuation::Reserve(.5, 1, 1 / .5)));
}

TEST(ValuationTest, RefusesParametersOutsideTheModel)
{
    EXPECT_THROW(Valuation::Value(.5, 0), std::invalid_argument);
    EXPECT_THROW(Valuation::Value(.5, 1.1), std::invalid_argument);
    EXPECT_THROW(Valuation::Value(.5, std::nan("")), std::invalid_argument);
    EXPECT_THROW(Valuation::Value(-.1, .5), std::invalid_argument);
    EXPECT_THROW(Valuation::Value(1.1, .5), std::invalid_argument);
    EXPECT_THROW(Valuation::Reserve(.5, 0), std::invalid_argument);
    EXPECT_THROW(Valuation::OptimalRevenue(.5, 2, -1), std::invalid_argument);
    EXPECT_EQ(Valuation::OptimalRevenue(.3, 0), 0);
}

} // namespace
