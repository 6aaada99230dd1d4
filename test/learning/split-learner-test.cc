/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/boolean.h"
#include "ns3/cross-entropy.h"
#include "ns3/data-set-reader.h"
#include "ns3/split-learner.h"
#include "ns3/split-partitioner.h"
#include "ns3/string.h"
#include "ns3/torch-learner.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// @return the digits
Ptr<DataSet>
LoadDigits()
{
    static const Ptr<DataSet> digits =
        LoadDataSet(std::string(EDGE_LEARNING_DATA_DIR) + "/digits.csv");
    return digits;
}

/// @param architecture the network @param stream of random numbers @return a learner
Ptr<SplitLearner>
MakeLearner(const std::string& architecture, int64_t stream)
{
    auto learner = CreateObject<SplitLearner>();
    learner->SetAttribute("Architecture", StringValue(architecture));
    learner->AssignStreams(stream);
    return learner;
}

/// @param learner trains @param split where to cut @param model to start from @return the model
/// after an epoch on the digits
std::vector<float>
TrainInParts(Ptr<SplitLearner> learner, const SplitPoint& split, const std::vector<float>& model)
{
    const auto layers = static_cast<uint32_t>(learner->GetProfile().size());
    const auto make = [&](uint32_t first, uint32_t last) {
        return learner->MakePart(first, last, learner->TakeValues(model, first, last));
    };
    const auto head = make(0, split.cut);
    const auto middle = make(split.cut, split.tail);
    const auto tail = make(split.tail, layers);
    BatchSequence batches = learner->MakeBatches(*LoadDigits(), true);
    std::vector<float> gradients;
    while (batches.Next())
    {
        std::vector<float> x = middle->Forward(head->Forward(batches.GetFeatures()));
        if (tail)
        {
            x = tail->Forward(x);
        }
        ComputeLoss(x.data(), batches.GetLabels(), learner->GetClassCount(), gradients);
        if (tail)
        {
            gradients = tail->Backward(gradients);
            tail->Step(learner->GetLearningRate());
        }
        EXPECT_TRUE(head->Backward(middle->Backward(gradients)).empty());
        middle->Step(learner->GetLearningRate());
        head->Step(learner->GetLearningRate());
    }
    std::vector<float> trained = head->GetValues();
    trained.insert(trained.end(), middle->GetValues().begin(), middle->GetValues().end());
    if (tail)
    {
        trained.insert(trained.end(), tail->GetValues().begin(), tail->GetValues().end());
    }
    return trained;
}

class SplitTrainingTest : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(SplitTrainingTest, EqualsUnsplitTrainingWhateverTheCut)
{
    auto whole = CreateObject<TorchLearner>();
    whole->SetAttribute("Architecture", StringValue(GetParam()));
    whole->SetAttribute("Epochs", UintegerValue(1));
    whole->AssignStreams(5);
    const auto model = whole->Initialise();
    const auto expected = whole->Train(model, LoadDigits()).parameters.values;
    const auto reference = MakeLearner(GetParam(), 5);
    const auto layers = static_cast<uint32_t>(reference->GetProfile().size());
    const auto policy = CreateObject<SplitPartitioner>();
    auto splits = policy->GetSplits(layers);
    policy->SetAttribute("UShaped", BooleanValue(true));
    const auto uShaped = policy->GetSplits(layers);
    splits.insert(splits.end(), uShaped.begin(), uShaped.end());
    ASSERT_FALSE(splits.empty());
    for (const auto& split : splits)
    {
        const auto learner = MakeLearner(GetParam(), 5);
        EXPECT_EQ(learner->Initialise(), model.values);
        const auto trained = TrainInParts(learner, split, model.values);
        ASSERT_EQ(trained.size(), expected.size());
        double largest = 0;
        for (std::size_t i = 0; i < trained.size(); ++i)
        {
            largest = std::max(largest, std::abs(double{trained[i]} - expected[i]));
        }
        EXPECT_LE(largest, 1e-6) << "cut " << split.cut << ", tail " << split.tail;
        EXPECT_NE(trained, model.values);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Networks,
    SplitTrainingTest,
    testing::Values("64-32-10", "64-32-24-16-10", "cnn:1x8x8-4-10", "cnn:1x8x8-4-8-6-10"));

TEST(SplitLearnerTest, TellsPossibleCuts)
{
    const auto learner = MakeLearner("64-32-24-10", 1);
    EXPECT_TRUE(learner->IsPossible({1, 3}));
    EXPECT_TRUE(learner->IsPossible({1, 2})); // U-shaped
    EXPECT_FALSE(learner->IsPossible({0, 3}));
    EXPECT_FALSE(learner->IsPossible({3, 3}));
    EXPECT_FALSE(learner->IsPossible({2, 2}));
    EXPECT_FALSE(learner->IsPossible({1, 4}));
}

TEST(SplitLearnerTest, TellsWhatEachLayerCosts)
{
    const auto learner = MakeLearner("cnn:1x9x8-4-10", 1);
    const auto& profile = learner->GetProfile();
    ASSERT_EQ(profile.size(), 2U);
    EXPECT_DOUBLE_EQ(profile[0].forwardFlop, 2 * 9 * 4 * (9 * 8));
    EXPECT_EQ(profile[0].parameters, 40U);
    EXPECT_EQ(profile[0].outputs, 4U * 4 * 4); // pooling drops the ninth row
    EXPECT_DOUBLE_EQ(profile[1].forwardFlop, 2 * 64 * 10);
    EXPECT_EQ(profile[1].outputs, 10U);
}

TEST(SplitLearnerTest, RefusesWhatDoesNotFit)
{
    const auto learner = MakeLearner("64-32-10", 1);
    EXPECT_THROW(learner->MakePart(0, 1, std::vector<float>(3)), std::invalid_argument);
    EXPECT_THROW(learner->MakePart(1, 3, std::vector<float>(330)), std::invalid_argument);
    EXPECT_EQ(learner->MakePart(2, 2, {}), nullptr);
    const auto part = learner->MakePart(1, 2, std::vector<float>(330));
    EXPECT_THROW(part->Backward(std::vector<float>(10)), std::invalid_argument);
    EXPECT_THROW(part->Forward({}), std::invalid_argument);
    EXPECT_THROW(part->Forward(std::vector<float>(33)), std::invalid_argument);
    EXPECT_EQ(part->Forward(std::vector<float>(64)).size(), 20U);
    EXPECT_THROW(part->Backward(std::vector<float>(10)), std::invalid_argument);
    EXPECT_EQ(part->Backward(std::vector<float>(20)).size(), 64U);
    learner->CheckData(*LoadDigits());
    EXPECT_THROW(MakeLearner("63-32-10", 1)->CheckData(*LoadDigits()), std::invalid_argument);
    EXPECT_THROW(MakeLearner("64-32-9", 1)->CheckData(*LoadDigits()), std::invalid_argument);
    EXPECT_THROW(MakeLearner("64-10", 1)->CheckData(*LoadDigits()), std::invalid_argument);
    EXPECT_THROW(MakeLearner("64+10", 1)->CheckData(*LoadDigits()), std::invalid_argument);
}
