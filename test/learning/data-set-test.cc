/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/data-set.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/**
 * @param size the number of samples
 * @return samples of two values, twice and thrice the row's number
 */
Ptr<DataSet>
MakeNumbered(uint32_t size)
{
    std::vector<float> features;
    std::vector<int64_t> labels;
    for (uint32_t row = 0; row < size; ++row)
    {
        features.push_back(2.0F * row);
        features.push_back(3.0F * row);
        labels.push_back(row % 3);
    }
    return Create<DataSet>(features, labels, std::vector<uint32_t>{2}, 3);
}

Ptr<UniformRandomVariable>
MakeStream(int64_t number)
{
    auto stream = CreateObject<UniformRandomVariable>();
    stream->SetStream(number);
    return stream;
}

} // namespace

TEST(DataSetTest, SubsetTakesTheRowsInTheirOrder)
{
    const auto subset = MakeNumbered(10)->Subset({7, 0, 7});
    EXPECT_EQ(subset->GetSize(), 3U);
    EXPECT_EQ(subset->GetFeatureCount(), 2U);
    EXPECT_EQ(subset->GetClassCount(), 3U);
    EXPECT_EQ(subset->GetFeatures(), (std::vector<float>{14, 21, 0, 0, 14, 21}));
    EXPECT_EQ(subset->GetLabels(), (std::vector<int64_t>{1, 0, 1}));
    EXPECT_THROW(subset->Subset({3}), std::out_of_range);
}

TEST(DataSetTest, RefusesWhatDoesNotFitTogether)
{
    const std::vector<uint32_t> two{2};
    EXPECT_THROW(DataSet({1, 2, 3}, {0, 0}, two, 1), std::invalid_argument);
    EXPECT_THROW(DataSet({1, 2}, {1}, two, 1), std::invalid_argument);
    EXPECT_THROW(DataSet({1, 2}, {-1}, two, 1), std::invalid_argument);
    EXPECT_THROW(DataSet({}, {}, {0x10000, 0x10000}, 1), std::invalid_argument);
    EXPECT_NO_THROW(DataSet({}, {0, 0, 0}, {0}, 1));
}

TEST(DataSetTest, SplitHoldsOutTheFractionAndLosesNothing)
{
    const auto [train, test] = MakeNumbered(50)->Split(0.2, MakeStream(1));
    EXPECT_EQ(train->GetSize(), 40U);
    EXPECT_EQ(test->GetSize(), 10U);
    std::vector<float> rows;
    for (const auto& part : {train, test})
    {
        for (uint32_t i = 0; i < part->GetSize(); ++i)
        {
            rows.push_back(part->GetFeatures()[2 * i] / 2);
            EXPECT_EQ(part->GetLabels()[i], static_cast<int64_t>(rows.back()) % 3);
        }
    }
    std::sort(rows.begin(), rows.end());
    std::vector<float> expected(50);
    std::iota(expected.begin(), expected.end(), 0.0F);
    EXPECT_EQ(rows, expected);
}

TEST(DataSetTest, SplitDependsOnTheStreamOnly)
{
    const auto data = MakeNumbered(50);
    const auto first = data->Split(0.2, MakeStream(1)).second;
    const auto same = data->Split(0.2, MakeStream(1)).second;
    const auto other = data->Split(0.2, MakeStream(2)).second;
    EXPECT_EQ(first->GetFeatures(), same->GetFeatures());
    EXPECT_NE(first->GetFeatures(), other->GetFeatures());
}

TEST(DataSetTest, SplitKeepsASampleOnEitherSide)
{
    const auto pair = MakeNumbered(2);
    for (const double fraction : {0.001, 0.999})
    {
        const auto [train, test] = pair->Split(fraction, MakeStream(1));
        EXPECT_EQ(train->GetSize(), 1U);
        EXPECT_EQ(test->GetSize(), 1U);
    }
    for (const double fraction : {-0.1, 0.0, 1.0, 2.0})
    {
        EXPECT_THROW(pair->Split(fraction, MakeStream(1)), std::invalid_argument) << fraction;
    }
    EXPECT_THROW(MakeNumbered(1)->Split(0.5, MakeStream(1)), std::invalid_argument);
}
