/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/aoi-tracker.h"
#include "ns3/double.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double FLOP = 1e9;
constexpr double BYTES = 1e6;

Ptr<AoiTracker>
MakeTracker(double ridge = 1)
{
    auto tracker = CreateObject<AoiTracker>();
    tracker->SetAttribute("MaxAge", TimeValue(Seconds(20)));
    tracker->SetAttribute("ReferenceFlop", DoubleValue(FLOP));
    tracker->SetAttribute("ReferenceBytes", DoubleValue(BYTES));
    tracker->SetAttribute("InitialServiceTime", TimeValue(Seconds(4)));
    tracker->SetAttribute("Ridge", DoubleValue(ridge));
    return tracker;
}

TEST(AoiTrackerTest, HandComputedTimeline)
{
    auto tracker = MakeTracker();
    // Collected at 2 s, sold at 5 s, completed at 8.5 s: predicted 3 + 4 s, measured 6.5 s.
    const Time predicted = tracker->Predict(1, Seconds(2), Seconds(5));
    EXPECT_EQ(predicted, Seconds(7));
    EXPECT_DOUBLE_EQ(tracker->Normalise(predicted), .35);
    EXPECT_EQ(AoiTracker::Measure(Seconds(2), Seconds(8.5)), Seconds(6.5));
    EXPECT_TRUE(tracker->Observe(1, FLOP, BYTES, Seconds(3.5)));
    // The market: a and b minimise (a + b - 3.5)^2 + (a - 2)^2 + (b - 2)^2, so a = b = 11/6.
    EXPECT_NEAR(tracker->PredictServiceTime(2).GetSeconds(), 11 / 3., 1e-9);
    // The worker, drawn towards 11/6 instead: a = b = (3.5 + 11/6) / 3 = 16/9.
    EXPECT_NEAR(tracker->PredictServiceTime(1).GetSeconds(), 32 / 9., 1e-9);
}

TEST(AoiTrackerTest, NormalisedAgeIsClamped)
{
    auto tracker = MakeTracker();
    EXPECT_DOUBLE_EQ(tracker->Normalise(Seconds(0)), .1);
    EXPECT_DOUBLE_EQ(tracker->Normalise(Seconds(2)), .1);
    EXPECT_DOUBLE_EQ(tracker->Normalise(Seconds(10)), .5);
    EXPECT_DOUBLE_EQ(tracker->Normalise(Seconds(20)), 1);
    EXPECT_DOUBLE_EQ(tracker->Normalise(Seconds(2000)), 1);
    tracker->SetAttribute("MinAge", DoubleValue(.25));
    EXPECT_DOUBLE_EQ(tracker->Normalise(Seconds(1)), .25);
}

TEST(AoiTrackerTest, FindsTheTimesPerFlopAndPerByte)
{
    auto tracker = MakeTracker(1e-3);
    // Worker 1 takes 2 s for the reference work and 0.5 s for the reference bytes, worker 2 twice.
    for (int i = 1; i <= 40; ++i)
    {
        const double work = i % 7 + 1;
        const double bytes = i % 5 + 1;
        const double seconds = 2 * work + .5 * bytes;
        EXPECT_TRUE(tracker->Observe(1, work * FLOP, bytes * BYTES, Seconds(seconds)));
        EXPECT_TRUE(tracker->Observe(2, work * FLOP, bytes * BYTES, Seconds(2 * seconds)));
    }
    EXPECT_NEAR(tracker->PredictServiceTime(1).GetSeconds(), 2.5, 1e-3);
    EXPECT_NEAR(tracker->PredictServiceTime(2).GetSeconds(), 5, 1e-3);
    EXPECT_NEAR(tracker->PredictServiceTime(3).GetSeconds(), 3.75, 1e-2);
}

TEST(AoiTrackerTest, AnOwnersOwnTaskDoesNotMoveTheAge)
{
    // The same device seen through a light and through a heavy task is predicted alike.
    auto light = MakeTracker(1e-3);
    auto heavy = MakeTracker(1e-3);
    for (int i = 0; i < 20; ++i)
    {
        light->Observe(1, .1 * FLOP, .1 * BYTES, Seconds(.3));
        heavy->Observe(1, 50 * FLOP, 50 * BYTES, Seconds(150));
    }
    EXPECT_NEAR(light->PredictServiceTime(1).GetSeconds(), 3, 1e-3);
    EXPECT_NEAR(light->PredictServiceTime(1).GetSeconds(),
                heavy->PredictServiceTime(1).GetSeconds(),
                1e-6);
}

TEST(AoiTrackerTest, TimesAreNeverNegative)
{
    auto tracker = MakeTracker(1e-3);
    // More bytes, less time: the best unconstrained fit has a negative time per byte.
    for (int i = 0; i < 20; ++i)
    {
        tracker->Observe(1, 2 * FLOP, 0, Seconds(6));
        tracker->Observe(1, 2 * FLOP, 1 * BYTES, Seconds(3));
        tracker->Observe(1, 2 * FLOP, 4 * BYTES, Seconds(1));
    }
    // Per unit of size the points (work, bytes, s) are (2, 0, 6), (4/3, 2/3, 2), (2/3, 4/3, 1/3):
    // with no time for the bytes, (2 * 6 + 4/3 * 2 + 2/9) / (4 + 16/9 + 4/9) = 134/56.
    EXPECT_NEAR(tracker->PredictServiceTime(1).GetSeconds(), 134 / 56., 1e-3);
}

TEST(AoiTrackerTest, PredictionsAreFiniteAndPositiveWhateverWasObserved)
{
    std::mt19937_64 generator(1);
    std::uniform_real_distribution<double> exponent(-12, 12);
    auto tracker = MakeTracker();
    for (int i = 0; i < 2000; ++i)
    {
        tracker->Observe(i % 5,
                         FLOP * std::pow(10, exponent(generator)),
                         BYTES * std::pow(10, exponent(generator)),
                         Seconds(std::pow(10, exponent(generator) / 2)));
        const Time predicted = tracker->Predict(i % 7, Seconds(0), Seconds(1));
        ASSERT_GE(predicted, Seconds(1));
        ASSERT_GE(tracker->Normalise(predicted), .1);
    }
}

TEST(AoiTrackerTest, AbsurdObservationsAreRefused)
{
    const double inf = std::numeric_limits<double>::infinity();
    auto tracker = MakeTracker();
    EXPECT_FALSE(tracker->Observe(1, -1, BYTES, Seconds(1)));
    EXPECT_FALSE(tracker->Observe(1, FLOP, -1, Seconds(1)));
    EXPECT_FALSE(tracker->Observe(1, inf, BYTES, Seconds(1)));
    EXPECT_FALSE(tracker->Observe(1, FLOP, std::nan(""), Seconds(1)));
    EXPECT_FALSE(tracker->Observe(1, 0, 0, Seconds(1)));
    EXPECT_FALSE(tracker->Observe(1, 1e-30, 0, Seconds(1)));
    EXPECT_FALSE(tracker->Observe(1, FLOP, BYTES, Seconds(0)));
    EXPECT_FALSE(tracker->Observe(1, FLOP, BYTES, Time(0) - Seconds(1)));
    EXPECT_EQ(tracker->PredictServiceTime(1), Seconds(4));
}

TEST(AoiTrackerTest, ClaimedCollectionTimesCannotOverflow)
{
    auto tracker = MakeTracker();
    EXPECT_EQ(AoiTracker::Measure(Seconds(9), Seconds(5)), Seconds(0));
    EXPECT_EQ(tracker->Predict(1, Seconds(9), Seconds(5)), Seconds(4));
    const Time longest = tracker->Predict(1, TimeStep(INT64_MIN + 1), Seconds(5));
    EXPECT_GT(longest, Seconds(1e9));
    EXPECT_DOUBLE_EQ(tracker->Normalise(longest), 1);
    EXPECT_EQ(tracker->Predict(1, Time::Max(), Seconds(5)), Seconds(4));
    EXPECT_EQ(AoiTracker::Measure(Time(0) - Seconds(3), Seconds(5)), Seconds(8));
}

} // namespace
