/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/link-estimator.h"

#include <gtest/gtest.h>
#include <limits>

using namespace ns3::edgelearning;

namespace
{

constexpr double RATE = 1e5;   ///< in bit/s
constexpr double DELAY = 0.03; ///< in s

/// @param messages over the link @param bytes of them @return how long they take, in s
double
GetTime(double messages, double bytes)
{
    return messages * DELAY + 8 * bytes / RATE;
}

} // namespace

TEST(LinkEstimatorTest, FindsRateAndDelay)
{
    LinkEstimator estimator(7);
    EXPECT_EQ(estimator.GetLink().uplinkRate, 7);
    estimator.TakeHandshake(GetTime(2, 150), 150);
    EXPECT_EQ(estimator.GetLink().uplinkRate, 7);
    EXPECT_NEAR(estimator.GetLink().delay, DELAY + 75 * 8 / RATE, 1e-12);
    estimator.TakeExchange(GetTime(10, 5000), 10, 5000);
    EXPECT_NEAR(estimator.GetLink().uplinkRate, RATE, 1e-6);
    EXPECT_NEAR(estimator.GetLink().downlinkRate, RATE, 1e-6);
    EXPECT_NEAR(estimator.GetLink().delay, DELAY, 1e-12);
}

TEST(LinkEstimatorTest, WhatCannotBeChangesNothing)
{
    LinkEstimator estimator(7);
    estimator.TakeHandshake(0.1, 150);
    estimator.TakeExchange(0.4, 10, 5000); // faster than ten messages of the handshake
    estimator.TakeExchange(2, 10, 700);    // shorter ones than those
    estimator.TakeExchange(-std::numeric_limits<double>::infinity(), 10, 5000);
    estimator.TakeExchange(std::numeric_limits<double>::quiet_NaN(), 10, 5000);
    EXPECT_EQ(estimator.GetLink().uplinkRate, 7);
    EXPECT_EQ(estimator.GetLink().delay, 0.05);
    estimator.TakeExchange(0.51, 10, 1e6);   // on a link whose small messages took long, the delay
    EXPECT_GE(estimator.GetLink().delay, 0); // cannot become negative
}
