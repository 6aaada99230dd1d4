/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/min-max-transform.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <stdexcept>

using namespace ns3::edgelearning;

namespace
{

MinMaxTransform
MakeRandom(std::mt19937_64& generator)
{
    std::uniform_real_distribution<double> slope(-2, 2);
    std::uniform_real_distribution<double> offset(-2, 1);
    std::vector<MinMaxTransform::Line> lines(25);
    for (auto& line : lines)
    {
        line = {std::exp(slope(generator)), offset(generator)};
    }
    return MinMaxTransform(5, lines);
}

TEST(MinMaxTransformTest, IsTheLeastOfTheGreatest)
{
    // Groups max(x - 1, 3 x - 4) and max(2 x - 1, x).
    const MinMaxTransform transform(2, {{1, -1}, {3, -4}, {2, -1}, {1, 0}});
    EXPECT_DOUBLE_EQ(transform.Evaluate(0), -1);
    EXPECT_DOUBLE_EQ(transform.Evaluate(1), 0);
    EXPECT_DOUBLE_EQ(transform.Evaluate(2), 2);
    EXPECT_DOUBLE_EQ(transform.Evaluate(10), 19);
    EXPECT_DOUBLE_EQ(transform.Invert(-1), 0);
    EXPECT_DOUBLE_EQ(transform.Invert(0), 1);
    EXPECT_DOUBLE_EQ(transform.Invert(2), 2);
    EXPECT_DOUBLE_EQ(transform.Invert(19), 10);
}

TEST(MinMaxTransformTest, RefusesWhatIsNoTransform)
{
    const double inf = std::numeric_limits<double>::infinity();
    EXPECT_THROW(MinMaxTransform(0, {{1, 0}}), std::invalid_argument);
    EXPECT_THROW(MinMaxTransform(1, {}), std::invalid_argument);
    EXPECT_THROW(MinMaxTransform(2, {{1, 0}, {1, 0}, {1, 0}}), std::invalid_argument);
    EXPECT_THROW(MinMaxTransform(1, {{-1, 0}}), std::invalid_argument);
    EXPECT_THROW(MinMaxTransform(1, {{inf, 0}}), std::invalid_argument);
    EXPECT_THROW(MinMaxTransform(1, {{1, inf}}), std::invalid_argument);
    EXPECT_THROW(MinMaxTransform(1, {{std::nan(""), 0}}), std::invalid_argument);
}

TEST(MinMaxTransformTest, FlatsAreReachedAtTheirBeginAndExceededAtTheirEnd)
{
    // x up to 1, 1 up to 2, x - 1 beyond.
    const MinMaxTransform transform(2, {{1, 0}, {1, 0}, {0, 1}, {1, -1}});
    const MinMaxTransform capped(1, {{1, 0}, {0, 1}});
    EXPECT_EQ(transform.Evaluate(1.5), 1);
    EXPECT_EQ(transform.LeastBid(1, false, 3), 1);
    EXPECT_EQ(transform.LeastBid(1, true, 3), std::nextafter(2., 3.));
    EXPECT_EQ(transform.Invert(1), 1);
    EXPECT_EQ(capped.LeastBid(1, false, 3), 1);
    EXPECT_EQ(capped.LeastBid(.5, true, 3), std::nextafter(.5, 1.));
}

TEST(MinMaxTransformTest, ClosedFormInvertsInTheReals)
{
    std::mt19937_64 generator(1);
    std::uniform_real_distribution<double> draw(0, 10);
    for (int i = 0; i < 200; ++i)
    {
        const MinMaxTransform transform = MakeRandom(generator);
        const double x = draw(generator);
        EXPECT_NEAR(transform.Invert(transform.Evaluate(x)), x, 1e-12);
    }
}

TEST(MinMaxTransformTest, LeastBidIsExactToTheLastBit)
{
    std::mt19937_64 generator(2);
    std::uniform_real_distribution<double> draw(0, 10);
    for (int i = 0; i < 3000; ++i)
    {
        const MinMaxTransform transform = MakeRandom(generator);
        const double known = draw(generator);
        const double level = transform.Evaluate(draw(generator));
        const bool above = i % 2 == 0;
        const auto reaches = [&](double x) {
            const double value = transform.Evaluate(x);
            return above ? value > level : value >= level;
        };
        if (!reaches(known))
        {
            continue;
        }
        const double least = transform.LeastBid(level, above, known);
        EXPECT_TRUE(reaches(least));
        EXPECT_LE(least, known);
        EXPECT_TRUE(least == 0 || !reaches(std::nextafter(least, 0.)));
    }
}

TEST(MinMaxTransformTest, LeastBidHoldsAtTheEdgesOfTheDoubles)
{
    const double tiny = std::numeric_limits<double>::denorm_min();
    const double huge = std::numeric_limits<double>::max();
    const MinMaxTransform identity(1, {{1, 0}});
    EXPECT_EQ(identity.LeastBid(0, true, 1), tiny);
    EXPECT_EQ(identity.LeastBid(0, false, 1), 0);
    EXPECT_EQ(identity.LeastBid(0, true, tiny), tiny);
    EXPECT_EQ(identity.LeastBid(1, false, 1), 1);
    EXPECT_EQ(identity.LeastBid(1, true, huge), std::nextafter(1., 2.));
    EXPECT_EQ(identity.LeastBid(1e300, false, 1e308), 1e300);
    // Where the value overflows, bids are tied.
    const MinMaxTransform steep(1, {{4, -1}});
    const double least = steep.LeastBid(std::numeric_limits<double>::infinity(), false, huge);
    EXPECT_TRUE(std::isinf(steep.Evaluate(least)));
    EXPECT_FALSE(std::isinf(steep.Evaluate(std::nextafter(least, 0.))));
    // A closed form below zero must not lead astray.
    const MinMaxTransform positive(1, {{1, 5}});
    EXPECT_EQ(positive.LeastBid(0, true, 3), 0);
}

TEST(MinMaxTransformTest, EvaluationIsMonotoneInFloatingPoint)
{
    std::mt19937_64 generator(4);
    std::uniform_real_distribution<double> draw(0, 10);
    for (int i = 0; i < 20; ++i)
    {
        const MinMaxTransform transform = MakeRandom(generator);
        for (int j = 0; j < 50; ++j)
        {
            double x = draw(generator);
            double last = transform.Evaluate(x);
            for (int k = 0; k < 50; ++k)
            {
                x = std::nextafter(x, 100.);
                const double value = transform.Evaluate(x);
                ASSERT_GE(value, last);
                last = value;
            }
        }
    }
}

} // namespace
