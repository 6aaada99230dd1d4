/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/data-set-reader.h"
#include "ns3/dirichlet-partitioner.h"
#include "ns3/double.h"
#include "ns3/fed-avg-aggregator.h"
#include "ns3/string.h"
#include "ns3/torch-learner.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/**
 * @param architecture the network
 * @param stream of its random numbers
 * @return a learner
 */
Ptr<TorchLearner>
MakeLearner(const std::string& architecture, int64_t stream)
{
    auto learner = CreateObject<TorchLearner>();
    learner->SetAttribute("Architecture", StringValue(architecture));
    learner->AssignStreams(stream);
    return learner;
}

/**
 * @return the digits
 */
Ptr<DataSet>
LoadDigits()
{
    static const Ptr<DataSet> digits =
        LoadDataSet(std::string(EDGE_LEARNING_DATA_DIR) + "/digits.csv");
    return digits;
}

/**
 * @param size the number of digits
 * @return the first digits
 */
Ptr<DataSet>
TakeDigits(uint32_t size)
{
    std::vector<uint32_t> rows(size);
    std::iota(rows.begin(), rows.end(), 0);
    return LoadDigits()->Subset(rows);
}

/**
 * @param a a model
 * @param b a model of the same shape
 * @return the Euclidean distance
 */
double
GetDistance(const ModelParameters& a, const ModelParameters& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
    {
        sum += std::pow(a.values[i] - b.values[i], 2);
    }
    return std::sqrt(sum);
}

class TorchLearnerGradientTest : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST(TorchLearnerTest, TellsSizeAndWorkOfTheNetwork)
{
    const auto learner = MakeLearner("64-32-10", 1);
    EXPECT_EQ(learner->GetModelBytes(), 4U * (64 * 32 + 32 + 32 * 10 + 10));
    EXPECT_DOUBLE_EQ(learner->GetFlopPerSample(), 3 * 2 * (64 * 32 + 32 * 10));
    const auto model = learner->Initialise();
    EXPECT_EQ(model.GetBytes(), learner->GetModelBytes());
    EXPECT_EQ(model.virtualBytes, 0U);
    EXPECT_TRUE(learner->IsAcceptable(model));
}

TEST(TorchLearnerTest, ANetworkOfZerosGuesses)
{
    const auto learner = MakeLearner("64-32-10", 1);
    const ModelParameters zeros{std::vector<float>(learner->GetModelBytes() / 4), 0};
    const auto result = learner->Evaluate(zeros, LoadDigits());
    EXPECT_NEAR(result.loss, std::log(10), 1e-6);
    // All scores are equal, so that the first class is taken: the share of zeros.
    EXPECT_DOUBLE_EQ(result.accuracy, 178.0 / 1797);
}

TEST(TorchLearnerTest, SameStreamGivesTheSameBytes)
{
    const auto data = TakeDigits(75);
    const auto run = [&data](int64_t stream) {
        const auto learner = MakeLearner("64-32-10", stream);
        return learner->Train(learner->Initialise(), data).parameters.values;
    };
    const auto first = run(1);
    EXPECT_EQ(first, run(1));
    EXPECT_NE(first, run(2));
}

TEST(TorchLearnerTest, ResultsDoNotDependOnOtherLearnersOrEarlierCalls)
{
    const auto data = TakeDigits(75);
    const auto alone = MakeLearner("64-32-10", 1);
    const auto model = alone->Initialise();
    const auto expected = alone->Train(model, data).parameters;

    const auto learner = MakeLearner("64-32-10", 1);
    EXPECT_EQ(learner->Initialise().values, model.values);
    const auto other = MakeLearner("cnn:1x8x8-4-10", 2);
    other->SetAttribute("Epochs", UintegerValue(1));
    other->Train(other->Initialise(), data);
    learner->Evaluate(expected, data);
    EXPECT_EQ(learner->Train(model, data).parameters.values, expected.values);
}

TEST_P(TorchLearnerGradientTest, AStepFollowsTheGradientOfTheLoss)
{
    const auto data = TakeDigits(20);
    const auto learner = MakeLearner(GetParam(), 1);
    const double rate = 1e-2;
    learner->SetAttribute("BatchSize", UintegerValue(20));
    learner->SetAttribute("Epochs", UintegerValue(1));
    learner->SetAttribute("LearningRate", DoubleValue(rate));
    // A step away from the start, where biases of zero put dark pixels into the kinks of ReLU.
    auto model = learner->Train(learner->Initialise(), data).parameters;
    const auto result = learner->Train(model, data);
    EXPECT_NEAR(result.loss, learner->Evaluate(model, data).loss, 1e-5);

    const float step = 1e-3F;
    double error = 0;
    double norm = 0;
    for (std::size_t i = 0; i < model.values.size(); i += 7)
    {
        const double gradient = (model.values[i] - result.parameters.values[i]) / rate;
        const float value = model.values[i];
        model.values[i] = value + step;
        const double above = learner->Evaluate(model, data).loss;
        model.values[i] = value - step;
        const double below = learner->Evaluate(model, data).loss;
        model.values[i] = value;
        error += std::pow(gradient - (above - below) / (2 * step), 2);
        norm += std::pow(gradient, 2);
    }
    EXPECT_GT(norm, 0);
    EXPECT_LT(std::sqrt(error / norm), 0.03);
}

INSTANTIATE_TEST_SUITE_P(Networks,
                         TorchLearnerGradientTest,
                         testing::Values("64-10",
                                         "64-32-16-10",
                                         "cnn:1x8x8-4-10",
                                         "cnn:1x8x8-3-4-10",
                                         "cnn:4x4x4-4-10"));

TEST(TorchLearnerTest, MomentumKeepsAShareOfTheLastStep)
{
    const auto data = TakeDigits(20);
    const auto learner = MakeLearner("64-32-10", 1);
    learner->SetAttribute("BatchSize", UintegerValue(20));
    learner->SetAttribute("Epochs", UintegerValue(1));
    const auto start = learner->Initialise();
    const auto one = learner->Train(start, data).parameters;
    const auto two = learner->Train(one, data).parameters;
    learner->SetAttribute("Epochs", UintegerValue(2));
    learner->SetAttribute("Momentum", DoubleValue(0.5));
    const auto kept = learner->Train(start, data).parameters;
    for (std::size_t i = 0; i < start.values.size(); ++i)
    {
        const float expected = two.values[i] + 0.5F * (one.values[i] - start.values[i]);
        EXPECT_NEAR(kept.values[i], expected, 1e-5);
    }
}

TEST(TorchLearnerTest, TheProximalTermPullsTowardsTheGlobalModel)
{
    const auto data = TakeDigits(75);
    const auto model = MakeLearner("64-32-10", 1)->Initialise();
    double last = std::numeric_limits<double>::max();
    for (const double mu : {0.0, 0.1, 1.0})
    {
        const auto learner = MakeLearner("64-32-10", 2);
        learner->SetAttribute("ProximalTerm", DoubleValue(mu));
        const double distance = GetDistance(learner->Train(model, data).parameters, model);
        EXPECT_GT(distance, 0);
        EXPECT_LT(distance, 0.95 * last) << mu;
        last = distance;
    }
}

TEST(TorchLearnerTest, FederatedAveragingLearnsTheDigits)
{
    auto choice = CreateObject<UniformRandomVariable>();
    choice->SetStream(1);
    const auto [train, test] = LoadDigits()->Split(0.2, choice);
    auto partitioner = CreateObject<DirichletPartitioner>();
    partitioner->AssignStreams(2);
    const auto parts = partitioner->Partition(train->GetLabels(), 24);
    const auto learner = MakeLearner("64-32-10", 4);
    const auto aggregator = CreateObject<FedAvgAggregator>();

    ModelParameters global = learner->Initialise();
    EXPECT_LT(learner->Evaluate(global, test).accuracy, 0.3);
    std::vector<uint32_t> workers(parts.size());
    std::iota(workers.begin(), workers.end(), 0);
    for (uint32_t round = 0; round < 30; ++round)
    {
        Shuffle(workers, choice);
        std::vector<TrainingResult> results;
        std::vector<WeightedModel> updates;
        results.reserve(4);
        for (uint32_t i = 0; i < 4; ++i)
        {
            const auto data = train->Subset(parts[workers[i]]);
            results.push_back(learner->Train(global, data));
            updates.push_back({&results.back().parameters, double(data->GetSize())});
        }
        global = aggregator->Aggregate(updates);
        ASSERT_TRUE(learner->IsAcceptable(global));
    }
    EXPECT_GT(learner->Evaluate(global, test).accuracy, 0.9);
}

TEST(TorchLearnerTest, AcceptsOnlyItsShapeAndFiniteValues)
{
    const auto learner = MakeLearner("64-32-10", 1);
    ModelParameters model = learner->Initialise();
    EXPECT_FALSE(learner->IsAcceptable({}));
    model.virtualBytes = 1;
    EXPECT_FALSE(learner->IsAcceptable(model));
    model.virtualBytes = 0;
    for (const float value : {std::numeric_limits<float>::quiet_NaN(),
                              std::numeric_limits<float>::infinity(),
                              -std::numeric_limits<float>::infinity()})
    {
        ModelParameters broken = model;
        broken.values[1234] = value;
        EXPECT_FALSE(learner->IsAcceptable(broken));
    }
    model.values.pop_back();
    EXPECT_FALSE(learner->IsAcceptable(model));
    model.virtualBytes = 4;
    EXPECT_FALSE(learner->IsAcceptable(model));
}

TEST(TorchLearnerDeathTest, SaysWhatIsWrongWithTheConfiguration)
{
    EXPECT_DEATH(MakeLearner("transformer", 1)->GetModelBytes(), "'transformer'.*64-32-10");
    const auto digits = TakeDigits(5);
    const auto narrow = MakeLearner("63-10", 1);
    EXPECT_DEATH(narrow->Train(narrow->Initialise(), digits),
                 "64 values a sample and 10 classes.*'63-10'.*63 values");
    const auto few = MakeLearner("64-9", 1);
    EXPECT_DEATH(few->Evaluate(few->Initialise(), digits), "10 classes.*at most 9 classes");
    const auto learner = MakeLearner("64-10", 1);
    EXPECT_DEATH(learner->Train(narrow->Initialise(), digits), "640 values.*have 650");
    EXPECT_DEATH(learner->Train(learner->Initialise(), nullptr), "at least one sample");
}

TEST(TorchLearnerDeathTest, SaysWhatIsWrongWithAScript)
{
    auto learner = CreateObject<TorchLearner>();
    learner->SetAttribute("ScriptFile", StringValue("no-such-script.pt"));
    EXPECT_DEATH(learner->GetModelBytes(), "no-such-script.pt.*shape of a sample ''");
    learner->SetAttribute("InputShape", StringValue("64"));
    EXPECT_DEATH(learner->GetModelBytes(), "no-such-script.pt.*must be a TorchScript module");
}
