/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/fed-avg-aggregator.h"

#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

TEST(FedAvgAggregatorTest, IsTheMeanWeightedBySamples)
{
    const ModelParameters a{{1, -2, 0.5F}, 0};
    const ModelParameters b{{5, 2, 0.5F}, 0};
    const auto mean = CreateObject<FedAvgAggregator>()->Aggregate({{&a, 30}, {&b, 10}});
    EXPECT_EQ(mean.values, (std::vector<float>{2, -1, 0.5F}));
    EXPECT_EQ(mean.virtualBytes, 0U);
}

TEST(FedAvgAggregatorTest, OneModelIsItsOwnMean)
{
    const ModelParameters model{{0.1F, 3e38F, -1e-38F}, 7};
    const auto mean = CreateObject<FedAvgAggregator>()->Aggregate({{&model, 3}});
    EXPECT_EQ(mean.values, model.values);
    EXPECT_EQ(mean.virtualBytes, 7U);
}

TEST(FedAvgAggregatorTest, AggregatingByTiersGivesTheSame)
{
    const ModelParameters a{{1}, 0};
    const ModelParameters b{{2}, 0};
    const ModelParameters c{{7}, 0};
    const auto aggregator = CreateObject<FedAvgAggregator>();
    const auto edge = aggregator->Aggregate({{&a, 2}, {&b, 4}});
    const auto tiers = aggregator->Aggregate({{&edge, 6}, {&c, 2}});
    const auto flat = aggregator->Aggregate({{&a, 2}, {&b, 4}, {&c, 2}});
    EXPECT_FLOAT_EQ(tiers.values[0], flat.values[0]);
    EXPECT_FLOAT_EQ(flat.values[0], 3);
}

TEST(FedAvgAggregatorTest, RefusesWhatHasNoMean)
{
    const auto aggregator = CreateObject<FedAvgAggregator>();
    const ModelParameters model{{1, 2}, 4};
    const ModelParameters shorter{{1}, 8};
    const ModelParameters lighter{{1, 2}, 3};
    EXPECT_THROW(aggregator->Aggregate({}), std::invalid_argument);
    EXPECT_THROW(aggregator->Aggregate({{&model, 1}, {&shorter, 1}}), std::invalid_argument);
    EXPECT_THROW(aggregator->Aggregate({{&model, 1}, {&lighter, 1}}), std::invalid_argument);
    for (const double weight : {0.0,
                                -1.0,
                                std::numeric_limits<double>::infinity(),
                                std::numeric_limits<double>::quiet_NaN()})
    {
        EXPECT_THROW(aggregator->Aggregate({{&model, 1}, {&model, weight}}), std::invalid_argument)
            << weight;
    }
}
