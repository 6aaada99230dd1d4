/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/double.h"
#include "ns3/fed-avg-aggregator.h"
#include "ns3/synthetic-learner.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/**
 * @param size the number of samples
 * @return samples without features
 */
Ptr<DataSet>
MakeData(uint32_t size)
{
    return Create<DataSet>(std::vector<float>{},
                           std::vector<int64_t>(size),
                           std::vector<uint32_t>{0},
                           1);
}

/**
 * @return a learner with every attribute set
 */
Ptr<SyntheticLearner>
MakeLearner()
{
    auto learner = CreateObject<SyntheticLearner>();
    learner->SetAttribute("ModelBytes", UintegerValue(5000));
    learner->SetAttribute("FlopPerSample", DoubleValue(3e6));
    learner->SetAttribute("Epochs", UintegerValue(2));
    learner->SetAttribute("InitialLoss", DoubleValue(2));
    learner->SetAttribute("FinalLoss", DoubleValue(0.5));
    learner->SetAttribute("Scale", DoubleValue(100));
    return learner;
}

} // namespace

TEST(SyntheticLearnerTest, IsAsLargeAndAsMuchWorkAsItIsTold)
{
    const auto learner = MakeLearner();
    const auto model = learner->Initialise();
    EXPECT_EQ(learner->GetModelBytes(), 5000U);
    EXPECT_EQ(model.GetBytes(), 5000U);
    EXPECT_EQ(model.values, std::vector<float>{0});
    EXPECT_EQ(model.virtualBytes, 4996U);
    EXPECT_DOUBLE_EQ(learner->GetFlopPerSample(), 3e6);
    EXPECT_EQ(learner->GetEpochs(), 2U);
}

TEST(SyntheticLearnerTest, LossFollowsTheCurve)
{
    const auto learner = MakeLearner();
    ModelParameters model = learner->Initialise();
    EXPECT_DOUBLE_EQ(learner->Evaluate(model, nullptr).loss, 2);
    EXPECT_DOUBLE_EQ(learner->Evaluate(model, nullptr).accuracy, std::exp(-2));

    const auto result = learner->Train(model, MakeData(50));
    EXPECT_EQ(result.parameters.values, std::vector<float>{100});
    EXPECT_DOUBLE_EQ(result.loss, 1.25);
    EXPECT_DOUBLE_EQ(learner->Evaluate(result.parameters, nullptr).loss, 1.25);

    model.values[0] = 300;
    EXPECT_DOUBLE_EQ(learner->Evaluate(model, nullptr).loss, 0.5 + 1.5 / 4);
    model.values[0] = 1e9F;
    EXPECT_NEAR(learner->Evaluate(model, nullptr).loss, 0.5, 1e-6);
}

TEST(SyntheticLearnerTest, AveragingModelsAveragesTheirProgress)
{
    const auto learner = MakeLearner();
    const auto small = learner->Train(learner->Initialise(), MakeData(10)).parameters;
    const auto large = learner->Train(learner->Initialise(), MakeData(30)).parameters;
    const auto mean = CreateObject<FedAvgAggregator>()->Aggregate({{&small, 10}, {&large, 30}});
    EXPECT_TRUE(learner->IsAcceptable(mean));
    EXPECT_FLOAT_EQ(mean.values[0], (10 * 20 + 30 * 60) / 40.0F);
}

TEST(SyntheticLearnerTest, AcceptsAnySizeAndFiniteProgress)
{
    const auto learner = MakeLearner();
    EXPECT_TRUE(learner->IsAcceptable({{7}, 4996}));
    EXPECT_TRUE(learner->IsAcceptable({{7}, 9}));
    EXPECT_EQ(learner->Train({{7}, 9}, MakeData(1)).parameters.virtualBytes, 9U);
    EXPECT_FALSE(learner->IsAcceptable({{}, 5000}));
    EXPECT_FALSE(learner->IsAcceptable({{7, 7}, 4992}));
    EXPECT_FALSE(learner->IsAcceptable({{-1}, 4996}));
    EXPECT_FALSE(learner->IsAcceptable({{std::numeric_limits<float>::infinity()}, 4996}));
    EXPECT_FALSE(learner->IsAcceptable({{std::numeric_limits<float>::quiet_NaN()}, 4996}));
}
