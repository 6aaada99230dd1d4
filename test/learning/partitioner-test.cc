/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/dirichlet-partitioner.h"
#include "ns3/double.h"
#include "ns3/iid-partitioner.h"
#include "ns3/object-factory.h"
#include "ns3/shard-partitioner.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t CLASSES = 10;

/**
 * @param perClass samples of each class
 * @return labels, the classes taking turns
 */
std::vector<int64_t>
MakeLabels(uint32_t perClass)
{
    std::vector<int64_t> labels;
    for (uint32_t i = 0; i < perClass * CLASSES; ++i)
    {
        labels.push_back(i % CLASSES);
    }
    return labels;
}

/**
 * @param labels of all samples
 * @param part rows
 * @return the number of samples of the class that is commonest in the part
 */
std::size_t
CountCommonest(const std::vector<int64_t>& labels, const std::vector<uint32_t>& part)
{
    std::vector<std::size_t> counts(CLASSES);
    for (const auto row : part)
    {
        ++counts[labels[row]];
    }
    return *std::max_element(counts.begin(), counts.end());
}

/**
 * @param alpha of the Dirichlet distribution
 * @return the mean share of a part's commonest class, over parts by size
 */
double
MeasureSkew(double alpha)
{
    const auto labels = MakeLabels(100);
    auto partitioner = CreateObject<DirichletPartitioner>();
    partitioner->SetAttribute("Alpha", DoubleValue(alpha));
    partitioner->AssignStreams(1);
    std::size_t commonest = 0;
    for (const auto& part : partitioner->Partition(labels, 20))
    {
        commonest += CountCommonest(labels, part);
    }
    return static_cast<double>(commonest) / static_cast<double>(labels.size());
}

/// Every partitioner, by type name.
class PartitionerTest : public testing::TestWithParam<const char*>
{
  protected:
    static Partitioner::Parts Deal(uint32_t perClass, uint32_t parts, int64_t stream)
    {
        auto partitioner = ObjectFactory(GetParam()).Create<Partitioner>();
        partitioner->AssignStreams(stream);
        return partitioner->Partition(MakeLabels(perClass), parts);
    }
};

} // namespace

TEST_P(PartitionerTest, PutsEverySampleInExactlyOnePart)
{
    for (const uint32_t parts : {1U, 7U, 24U, 200U})
    {
        const auto dealt = Deal(20, parts, 1);
        ASSERT_EQ(dealt.size(), parts);
        std::set<uint32_t> rows;
        std::size_t count = 0;
        for (const auto& part : dealt)
        {
            EXPECT_FALSE(part.empty());
            EXPECT_TRUE(std::is_sorted(part.begin(), part.end()));
            rows.insert(part.begin(), part.end());
            count += part.size();
        }
        EXPECT_EQ(count, 200U);
        EXPECT_EQ(rows.size(), 200U);
        EXPECT_EQ(*rows.rbegin(), 199U);
    }
}

TEST_P(PartitionerTest, DependsOnTheStreamsOnly)
{
    EXPECT_EQ(Deal(20, 7, 1), Deal(20, 7, 1));
    EXPECT_NE(Deal(20, 7, 1), Deal(20, 7, 5));
}

TEST_P(PartitionerTest, RefusesMorePartsThanSamples)
{
    EXPECT_THROW(Deal(1, CLASSES + 1, 1), std::invalid_argument);
    EXPECT_THROW(Deal(1, 0, 1), std::invalid_argument);
    EXPECT_THROW(Deal(0, 1, 1), std::invalid_argument);
}

INSTANTIATE_TEST_SUITE_P(Kinds,
                         PartitionerTest,
                         testing::Values("ns3::edgelearning::IidPartitioner",
                                         "ns3::edgelearning::ShardPartitioner",
                                         "ns3::edgelearning::DirichletPartitioner"));

TEST(IidPartitionerTest, PartsAreAlikeInSizeAndClasses)
{
    const auto labels = MakeLabels(100);
    auto partitioner = CreateObject<IidPartitioner>();
    partitioner->AssignStreams(1);
    for (const auto& part : partitioner->Partition(labels, 7))
    {
        EXPECT_NEAR(part.size(), 1000.0 / 7, 1);
        EXPECT_LT(CountCommonest(labels, part), part.size() / 4);
    }
}

TEST(ShardPartitionerTest, PartsKnowAtMostAsManyClassesAsShards)
{
    const auto labels = MakeLabels(20);
    auto partitioner = CreateObject<ShardPartitioner>();
    partitioner->AssignStreams(1);
    for (const uint32_t shards : {1U, 2U})
    {
        partitioner->SetAttribute("ShardsPerPart", UintegerValue(shards));
        // Shards of 20 / shards samples: each lies within one class.
        for (const auto& part : partitioner->Partition(labels, 10))
        {
            std::set<int64_t> known;
            for (const auto row : part)
            {
                known.insert(labels[row]);
            }
            EXPECT_EQ(part.size(), 20U);
            EXPECT_LE(known.size(), shards);
        }
    }
}

TEST(DirichletPartitionerTest, SmallAlphaSkewsAndLargeAlphaEvensOut)
{
    EXPECT_GT(MeasureSkew(0.05), 0.6);
    EXPECT_LT(MeasureSkew(1000), 0.25);
    EXPECT_GT(MeasureSkew(0.5), MeasureSkew(5));
    // Every gamma draw underflows, and still each class goes somewhere.
    EXPECT_GT(MeasureSkew(1e-6), 0.1);
}
