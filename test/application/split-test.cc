/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-scenario.h"

#include "ns3/fed-avg-aggregator.h"
#include "ns3/fixed-split.h"
#include "ns3/split-partitioner.h"
#include "ns3/torch-learner.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning::test
{

namespace
{

/// @param a a model @param b a model @return the largest difference of a value
double
GetDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    EXPECT_EQ(a.size(), b.size());
    double largest = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    {
        largest = std::max(largest, std::abs(double{a[i]} - b[i]));
    }
    return largest;
}

} // namespace

/// Split training over links.
class SplitTest : public SplitScenario
{
  protected:
    /// @param isUShaped whether workers run the last layer
    void SetUShaped(bool isUShaped)
    {
        auto policy = CreateObject<FixedSplit>();
        policy->SetAttribute("UShaped", BooleanValue(isUShaped));
        server->SetAttribute("Policy", PointerValue(policy));
    }

    /// Learners of the whole network, whose random streams are those of server and workers.
    Ptr<TorchLearner> MakeWhole(int64_t stream)
    {
        auto whole = CreateObject<TorchLearner>();
        whole->SetAttribute("Architecture", StringValue(architecture));
        whole->SetAttribute("Epochs", UintegerValue(1));
        whole->AssignStreams(stream);
        return whole;
    }
};

TEST_F(SplitTest, SequentialTrainingEqualsUnsplitTraining)
{
    Build(2);
    server->SetAttribute("Epochs", UintegerValue(2));
    Run(300);

    auto model = MakeWhole(SERVER_LEARNER_STREAM)->Initialise();
    std::vector<Ptr<TorchLearner>> learners;
    for (uint32_t i = 0; i < 2; ++i)
    {
        learners.push_back(MakeWhole(GetLearnerStream(i)));
    }
    for (uint32_t epoch = 0; epoch < 2; ++epoch)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            model = learners[i]->Train(model, GetData(i)).parameters;
        }
    }
    EXPECT_LE(GetDifference(server->GetModel(), model.values), 1e-6);
    ASSERT_EQ(rounds.size(), 2U);
    EXPECT_EQ(rounds[1].selected, 2U);
    EXPECT_EQ(rounds[1].aggregated, 2U);
    EXPECT_TRUE(drops.empty());
    EXPECT_TRUE(rejects.empty());
}

TEST_F(SplitTest, ParallelTrainingEqualsFederatedAveraging)
{
    Build(3);
    server->SetAttribute("Order", StringValue("Parallel"));
    server->SetAttribute("Epochs", UintegerValue(2));
    Run(300);

    auto model = MakeWhole(SERVER_LEARNER_STREAM)->Initialise();
    std::vector<Ptr<TorchLearner>> learners;
    for (uint32_t i = 0; i < 3; ++i)
    {
        learners.push_back(MakeWhole(GetLearnerStream(i)));
    }
    const auto average = CreateObject<FedAvgAggregator>();
    for (uint32_t epoch = 0; epoch < 2; ++epoch)
    {
        std::vector<ModelParameters> trained;
        std::vector<WeightedModel> weighted;
        for (uint32_t i = 0; i < 3; ++i)
        {
            trained.push_back(learners[i]->Train(model, GetData(i)).parameters);
        }
        for (uint32_t i = 0; i < 3; ++i)
        {
            weighted.push_back({&trained[i], static_cast<double>(GetData(i)->GetSize())});
        }
        model = average->Aggregate(weighted);
    }
    EXPECT_LE(GetDifference(server->GetModel(), model.values), 1e-6);
    EXPECT_EQ(rounds.size(), 2U);
}

TEST_F(SplitTest, BytesOnTheWireAreWhatTheShapesSay)
{
    architecture = "cnn:1x8x8-4-6-10"; // behind the first layer 4 x 4 x 4 values, then 6 x 2 x 2
    Build(1);
    server->SetAttribute("Epochs", UintegerValue(1));
    Run(300);
    // 60 samples in batches of 16, 16, 16 and 12.
    const uint64_t parameters = 4 * (9 + 1);
    const uint64_t activations = 4 * 68 + 4 * 60 * (64 + 1);
    const uint64_t gradients = 4 * 64 + 4 * 60 * 64;
    EXPECT_EQ(bytes[MessageType::ACTIVATIONS], activations);
    EXPECT_EQ(bytes[MessageType::GRADIENTS], gradients);
    EXPECT_EQ(bytes[MessageType::SPLIT_BEGIN], 52 + 13 + 4 * parameters);
    EXPECT_EQ(bytes[MessageType::SPLIT_END], 52 + 20 + 4 * parameters);
    ASSERT_EQ(sessions.size(), 1U);
    EXPECT_EQ(sessions[0].uplinkBytes, activations + bytes[MessageType::SPLIT_END]);
    EXPECT_EQ(sessions[0].downlinkBytes,
              gradients + bytes[MessageType::SPLIT_BEGIN] + bytes[MessageType::SPLIT_CLOSED]);
}

TEST_F(SplitTest, UShapedTrainingKeepsLabelsAndEqualsUnsplitTraining)
{
    architecture = "64-32-24-10";
    Build(1);
    SetUShaped(true);
    server->SetAttribute("Epochs", UintegerValue(2));
    Run(300);

    auto model = MakeWhole(SERVER_LEARNER_STREAM)->Initialise();
    const auto learner = MakeWhole(GetLearnerStream(0));
    model = learner->Train(learner->Train(model, GetData(0)).parameters, GetData(0)).parameters;
    EXPECT_LE(GetDifference(server->GetModel(), model.values), 1e-6);
    // Two epochs of four batches, one way and the other, without labels.
    EXPECT_EQ(bytes[MessageType::ACTIVATIONS], 2U * (2 * 4 * 68 + 4 * 60 * (32 + 24)));
    EXPECT_EQ(bytes[MessageType::GRADIENTS], 2U * (2 * 4 * 64 + 4 * 60 * (32 + 24)));
}

TEST_F(SplitTest, EvaluationEqualsUnsplitEvaluation)
{
    for (const bool isUShaped : {false, true})
    {
        Reset();
        architecture = "64-32-24-10";
        Build(2);
        workers[1]->SetData(nullptr, GetData(1)); // only evaluates
        workers[0]->SetData(GetData(0), GetData(2));
        SetUShaped(isUShaped);
        server->SetAttribute("Workers", UintegerValue(1));
        server->SetAttribute("Epochs", UintegerValue(1));
        Run(300);
        const ModelParameters model{server->GetModel(), 0};
        const auto learner = MakeWhole(1);
        const auto first = learner->Evaluate(model, GetData(1));
        const auto second = learner->Evaluate(model, GetData(2));
        ASSERT_EQ(rounds.size(), 1U);
        ASSERT_TRUE(rounds[0].accuracy);
        EXPECT_NEAR(*rounds[0].loss, (first.loss + second.loss) / 2, 1e-6);
        EXPECT_NEAR(*rounds[0].accuracy, (first.accuracy + second.accuracy) / 2, 1e-9);
    }
}

TEST_F(SplitTest, TimeIsThatOfComputationAndLink)
{
    Build(1);
    server->SetAttribute("Epochs", UintegerValue(2));
    workers[0]->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
    Run(600);
    ASSERT_EQ(sessions.size(), 2U);
    const Time device = Seconds(3 * 2.0 * 64 * 32 * 60 / 1e5);
    for (const auto& [record, ended] : ends)
    {
        EXPECT_GT(ended - record.opened, device);
    }
    // The first session's link rate was assumed, the second one's measured.
    const double second = (ends[1].second - ends[1].first.opened).GetSeconds();
    EXPECT_NEAR(ends[1].first.predictedLatency, second, 0.02 * second);
}

TEST_F(SplitTest, ThePartitionerCutsAnewWhenTheLinkChanges)
{
    // Behind the first layer 60 values, behind the second 4; the second one's work is the most.
    architecture = "64-60-4-10";
    Build(1);
    server->SetAttribute("Policy", PointerValue(CreateObject<SplitPartitioner>()));
    server->SetAttribute("AssumedLinkRate", DoubleValue(1e3));
    server->SetAttribute("Epochs", UintegerValue(3));
    workers[0]->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
    Run(600);
    ASSERT_EQ(sessions.size(), 3U);
    EXPECT_EQ(sessions[0].split.cut, 2U); // a slow link, as far as known
    EXPECT_EQ(sessions[1].split.cut, 1U); // it is fast
    EXPECT_EQ(sessions[2].split.cut, 1U);
}

} // namespace ns3::edgelearning::test
