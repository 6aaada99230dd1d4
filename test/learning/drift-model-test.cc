/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/data-set-reader.h"
#include "ns3/double.h"
#include "ns3/feature-drift.h"
#include "ns3/label-drift.h"
#include "ns3/object-factory.h"
#include "ns3/torch-learner.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3::edgelearning::test
{

TEST(LabelDriftTest, ExchangesTwoLabelsAStep)
{
    auto drift = CreateObjectWithAttributes<LabelDrift>("Interval", TimeValue(Seconds(10)));
    using Labels = std::vector<int64_t>;
    EXPECT_EQ(drift->GetLabels(3, Seconds(-50)), (Labels{0, 1, 2}));
    EXPECT_EQ(drift->GetLabels(3, Seconds(9.9)), (Labels{0, 1, 2}));
    EXPECT_EQ(drift->GetLabels(3, Seconds(10)), (Labels{1, 0, 2}));
    EXPECT_EQ(drift->GetLabels(3, Seconds(20)), (Labels{1, 2, 0}));
    EXPECT_EQ(drift->GetLabels(3, Seconds(30)), (Labels{0, 2, 1}));
    EXPECT_EQ(drift->GetLabels(1, Seconds(30)), (Labels{0}));
    Ptr<const DataSet> data =
        Create<DataSet>(std::vector<float>{1, 2, 3}, Labels{2, 0, 1}, std::vector<uint32_t>{1}, 3U);
    EXPECT_EQ(drift->Apply(data, Seconds(5)), data);
    EXPECT_EQ(drift->Apply(data, Seconds(10))->GetLabels(), (Labels{2, 1, 0}));
    EXPECT_EQ(drift->Apply(data, Seconds(10))->GetFeatures(), data->GetFeatures());
    drift->SetAttribute("Interval", TimeValue(Seconds(0)));
    EXPECT_EQ(drift->Apply(data, Seconds(1e6)), data);
}

TEST(FeatureDriftTest, ValuesMoveAlongTheSample)
{
    auto drift = CreateObjectWithAttributes<FeatureDrift>("Speed", DoubleValue(0.5));
    Ptr<const DataSet> data = Create<DataSet>(std::vector<float>{1, 2, 4, 8, 16, 32},
                                              std::vector<int64_t>{0, 1},
                                              std::vector<uint32_t>{3},
                                              2U);
    using Features = std::vector<float>;
    EXPECT_EQ(drift->Apply(data, Seconds(-1)), data);
    EXPECT_EQ(drift->Apply(data, Seconds(0)), data);
    EXPECT_EQ(drift->Apply(data, Seconds(2))->GetFeatures(), (Features{4, 1, 2, 32, 8, 16}));
    EXPECT_EQ(drift->Apply(data, Seconds(1))->GetFeatures(), (Features{2.5, 1.5, 3, 20, 12, 24}));
    EXPECT_EQ(drift->Apply(data, Seconds(6))->GetFeatures(), data->GetFeatures());
    EXPECT_EQ(drift->Apply(data, Seconds(2))->GetLabels(), data->GetLabels());
}

/// Train on old data, test on new ones.
TEST(DriftModelTest, OldDataHurtAccuracy)
{
    const Ptr<const DataSet> digits =
        LoadDataSet(std::string(EDGE_LEARNING_SOURCE_DIR) + "/examples/data/digits.csv");
    auto labels = CreateObjectWithAttributes<LabelDrift>("Interval", TimeValue(Seconds(10)));
    auto features = CreateObjectWithAttributes<FeatureDrift>("Speed", DoubleValue(0.05));
    for (const Ptr<DriftModel>& drift : {Ptr<DriftModel>(labels), Ptr<DriftModel>(features)})
    {
        auto learner = CreateObject<TorchLearner>();
        learner->SetAttribute("Epochs", UintegerValue(20));
        learner->AssignStreams(1);
        const ModelParameters model =
            learner->Train(learner->Initialise(), drift->Apply(digits, Seconds(0))).parameters;
        double accuracy[3];
        for (int i = 0; i < 3; ++i)
        {
            accuracy[i] =
                learner->Evaluate(model, drift->Apply(digits, Seconds(15.0 * i))).accuracy;
        }
        EXPECT_GT(accuracy[0], 0.9);
        EXPECT_LT(accuracy[1], accuracy[0] - 0.1);
        EXPECT_LT(accuracy[2], accuracy[1] - 0.1);
    }
}

} // namespace ns3::edgelearning::test
