/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-trainer.h"
#include "ns3/distribution-source.h"

#include <gtest/gtest.h>
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

TEST(AuctionTrainerTest, SettingsOutOfRangeAreNamed)
{
    EXPECT_THROW(Train(0, 1e-3), std::invalid_argument);
    EXPECT_THROW(Train(10, 0), std::invalid_argument);
    EXPECT_THROW(Train(10, 2), std::invalid_argument);
}

} // namespace
