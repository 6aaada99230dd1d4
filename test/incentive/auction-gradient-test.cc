/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-gradient.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

using namespace ns3::edgelearning;

namespace
{

AgedTransform::Shape
MakeShape()
{
    AgedTransform::Shape shape;
    shape.classes = 2;
    shape.knots = 3;
    shape.groups = 2;
    shape.units = 3;
    return shape;
}

AgedTransform
MakeTransform(std::mt19937_64& generator)
{
    AgedTransform transform(MakeShape());
    std::uniform_real_distribution<double> slope(-.5, .5);
    std::uniform_real_distribution<double> offset(-1, .2);
    std::vector<double> parameters = transform.GetParameters();
    const uint32_t count = transform.GetLineCount();
    for (size_t i = 0; i < parameters.size(); ++i)
    {
        parameters[i] = i % (3 * count) < 2 * count ? slope(generator) : 1 + offset(generator);
    }
    transform.SetParameters(parameters);
    return transform;
}

AuctionBatch
MakeBatch(std::mt19937_64& generator, uint32_t bidders)
{
    std::uniform_real_distribution<double> age(.1, 1);
    std::uniform_real_distribution<double> amount(0, 2);
    AuctionBatch batch;
    batch.bidders = bidders;
    batch.perAge = 4;
    for (uint32_t i = 0; i < 10; ++i)
    {
        batch.ages.push_back(age(generator));
        for (uint32_t j = 0; j < batch.perAge * bidders; ++j)
        {
            batch.bids.push_back({j, amount(generator), j % 2});
        }
    }
    return batch;
}

class AuctionGradientTest : public testing::TestWithParam<uint32_t>
{
};

TEST_P(AuctionGradientTest, MatchesFiniteDifferences)
{
    std::mt19937_64 generator(5);
    AgedTransform transform = MakeTransform(generator);
    const AuctionBatch batch = MakeBatch(generator, GetParam());
    const double kappa = 5;
    const double step = 1e-7;
    AuctionGradient revenue(MakeShape());
    std::vector<double> gradient;
    std::vector<double> scratch;
    revenue.Compute(transform, batch, kappa, gradient);
    const std::vector<double> parameters = transform.GetParameters();
    ASSERT_EQ(gradient.size(), parameters.size());
    double size = 0;
    for (size_t i = 0; i < parameters.size(); ++i)
    {
        std::vector<double> moved = parameters;
        moved[i] = parameters[i] + step;
        transform.SetParameters(moved);
        const double above = revenue.Compute(transform, batch, kappa, scratch);
        moved[i] = parameters[i] - step;
        transform.SetParameters(moved);
        const double below = revenue.Compute(transform, batch, kappa, scratch);
        EXPECT_NEAR(gradient[i], (above - below) / (2 * step), 1e-7) << i;
        size += std::abs(gradient[i]);
    }
    EXPECT_GT(size, .01);
}

TEST_P(AuctionGradientTest, SharpAllocationEarnsWhatTheHardOneDoes)
{
    std::mt19937_64 generator(6);
    const AgedTransform transform = MakeTransform(generator);
    const AuctionBatch batch = MakeBatch(generator, GetParam());
    AuctionGradient revenue(MakeShape());
    std::vector<double> gradient;
    EXPECT_NEAR(revenue.Compute(transform, batch, 1e7, gradient),
                revenue.MeasureRevenue(transform, batch),
                1e-6);
}

INSTANTIATE_TEST_SUITE_P(Bidders, AuctionGradientTest, testing::Values(1, 2, 3, 5));

TEST(AuctionGradientValueTest, KnownAuctions)
{
    AgedTransform::Shape shape;
    shape.knots = 2;
    shape.groups = 1;
    shape.units = 1;
    AgedTransform transform(shape);
    // phi = b - 1 at every age.
    transform.SetParameters({0, 0, 0, 0, 0, 0});
    AuctionGradient revenue(shape);
    AuctionBatch batch;
    batch.ages = {.5};
    batch.perAge = 3;
    batch.bids = {{0, 3, 0}, {1, 2, 0}, {0, .5, 0}, {1, 1.5, 0}, {0, .2, 0}, {1, .1, 0}};
    EXPECT_DOUBLE_EQ(revenue.MeasureRevenue(transform, batch), (2 + 1 + 0) / 3.);
    batch.perAge = 1;
    batch.bids = {{0, 1, 0}, {1, 1, 0}};
    std::vector<double> gradient;
    // Both transformed bids are 0, as is the dummy: each gets a third and pays its bid.
    EXPECT_DOUBLE_EQ(revenue.Compute(transform, batch, 100, gradient), 2 / 3.);
    // A flat of 1 up to bids of 2, whose first bidder wins: it pays where the flat begins, 0, or,
    // from above the flat and after one on it, where it ends.
    const double flat = 2 * AgedTransform::FLAT;
    shape.units = 2;
    AgedTransform ironed(shape);
    const double log2 = std::log(2);
    ironed.SetParameters({flat, 0, 0, log2, 1, 1, flat, 0, 0, log2, 1, 1});
    AuctionGradient pricing(shape);
    batch.bids = {{0, 1.5, 0}, {1, 1.9, 0}};
    EXPECT_DOUBLE_EQ(pricing.MeasureRevenue(ironed, batch), 0);
    batch.bids = {{0, 1.5, 0}, {1, 2.5, 0}};
    EXPECT_DOUBLE_EQ(pricing.MeasureRevenue(ironed, batch), 2);
    batch.bids = {{0, 2.5, 0}, {1, 1.5, 0}};
    EXPECT_DOUBLE_EQ(pricing.MeasureRevenue(ironed, batch), 0);
}

} // namespace
