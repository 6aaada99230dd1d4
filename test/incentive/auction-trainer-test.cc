/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-trainer.h"
#include "ns3/bid-source.h"
#include "ns3/curve-piece.h"
#include "ns3/distribution-source.h"
#include "ns3/initial-transform.h"

#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Train on values that are uniform on [0, 3] or, once in four times, on [3, 8].
std::vector<TrainingProgress>
Train(uint32_t steps, double learningRate)
{
    TrainingSettings settings;
    settings.steps = steps;
    settings.batch = 256;
    settings.learningRate = learningRate;
    const DistributionSource source(
        {[](double u) { return u < .75 ? 4 * u : 3 + 20 * (u - .75); }});
    std::vector<TrainingProgress> calls;
    TrainAuction(settings, source, 5, [&calls](const TrainingProgress& progress) {
        calls.push_back(progress);
    });
    return calls;
}

TEST(AuctionTrainerTest, ProgressIsToldUntilTheEnd)
{
    const auto calls = Train(20, 1e-4);
    ASSERT_EQ(calls.size(), 21U);
    for (size_t i = 0; i < 20; ++i)
    {
        EXPECT_EQ(calls[i].step, i + 1);
        EXPECT_EQ(calls[i].steps, 20U);
        EXPECT_FALSE(calls[i].done);
        // The optimum is 2.37487; 65536 held-out auctions tell it to .6 percent.
        EXPECT_NEAR(calls[i].revenue, 2.37, .05);
    }
    EXPECT_EQ(calls.back().step, 20U);
    EXPECT_TRUE(calls.back().done);
}

TEST(AuctionTrainerTest, TheRestGoesFasterWhenNothingIsGainedAnyMore)
{
    // At this rate nothing moves: from check 28 of 40 on, four steps are made in one.
    const auto calls = Train(400, 1e-12);
    EXPECT_EQ(calls.back().step, 310U);
    EXPECT_TRUE(calls.back().done);
}

TEST(AuctionTrainerTest, TrainingThatOnlyLosesEndsEarlyWithWhatItBeganWith)
{
    const auto calls = Train(400, .05);
    EXPECT_LT(calls.back().step, 200U);
    // Ten of these lines cannot iron the values; they have more than a strictly rising curve.
    EXPECT_GT(calls.back().revenue, .985 * 2.37487);
}

TEST(AuctionTrainerTest, EveryJumpOfATransformKeepsItsGradient)
{
    AgedTransform::Shape shape;
    shape.knots = 2;
    shape.groups = 2;
    shape.units = 2;
    // At the first knot lines 0 and 3 are jumps, at the second line 1. A transform has four slopes,
    // then four places, then four values.
    const InitialTransform initial{AgedTransform(shape), {{0, 1, 9}, {3, 1, 9}, {12 + 1, 1, 9}}};
    std::vector<double> all(24);
    std::iota(all.begin(), all.end(), 1);

    std::vector<double> single = all;
    initial.MaskGradient(true, single);
    std::vector<double> places(24, 0);
    for (size_t i : {4, 7, 12 + 5})
    {
        places[i] = all[i];
    }
    EXPECT_EQ(single, places);

    std::vector<double> several = all;
    initial.MaskGradient(false, several);
    std::vector<double> rest = all;
    for (size_t jump : {0, 3, 12 + 1})
    {
        rest[jump] = rest[jump + 4] = rest[jump + 8] = 0;
    }
    EXPECT_EQ(several, rest);
}

TEST(AuctionTrainerTest, CopiesThatDifferInTheirLastBitsAreOneBid)
{
    // Of 1000 uniform bids above the reserve chance irons a tenth, but no fourth, and it does so
    // however often each was copied.
    std::mt19937_64 generator(3);
    for (int sample = 0; sample < 20; ++sample)
    {
        std::vector<double> bids;
        for (int i = 0; i < 2000; ++i)
        {
            const double bid = BidSource::DrawUniform(generator);
            for (int copy = 0; copy < 32; ++copy)
            {
                bids.push_back(bid * (1 + copy * 1e-14));
            }
        }
        for (const CurvePiece& piece : FitPieces(bids, 5, .5))
        {
            EXPECT_GT(piece.slope, 0) << "sample " << sample << " from " << piece.begin;
        }
    }
}

TEST(AuctionTrainerTest, SettingsOutOfRangeAreNamed)
{
    EXPECT_THROW(Train(0, 1e-3), std::invalid_argument);
    EXPECT_THROW(Train(10, 0), std::invalid_argument);
    EXPECT_THROW(Train(10, 2), std::invalid_argument);
}

} // namespace
