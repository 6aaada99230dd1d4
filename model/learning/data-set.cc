/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "data-set.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace ns3::edgelearning
{

namespace
{

/**
 * @param shape the shape of a sample
 * @return its number of values
 */
uint32_t
CountValues(const std::vector<uint32_t>& shape)
{
    uint64_t count = 1;
    for (const auto extent : shape)
    {
        count *= extent;
        if (count > 0xffffffff)
        {
            throw std::invalid_argument("a sample of 2^32 values or more: at most 2^32 - 1");
        }
    }
    return static_cast<uint32_t>(count);
}

} // namespace

DataSet::DataSet(std::vector<float> features,
                 std::vector<int64_t> labels,
                 std::vector<uint32_t> shape,
                 uint32_t classes)
    : m_features(std::move(features)),
      m_labels(std::move(labels)),
      m_shape(std::move(shape)),
      m_featureCount(CountValues(m_shape)),
      m_classes(classes)
{
    if (m_labels.size() > 0xffffffff)
    {
        throw std::invalid_argument("a data set of " + std::to_string(m_labels.size()) +
                                    " samples: at most 2^32 - 1");
    }
    if (m_features.size() != m_labels.size() * m_featureCount)
    {
        throw std::invalid_argument("a data set of " + std::to_string(m_labels.size()) +
                                    " samples of " + std::to_string(m_featureCount) +
                                    " values has " + std::to_string(m_features.size()) +
                                    " values in all");
    }
    for (const auto label : m_labels)
    {
        if (label < 0 || label >= m_classes)
        {
            throw std::invalid_argument("label " + std::to_string(label) + " in a data set of " +
                                        std::to_string(m_classes) + " classes: from 0 to " +
                                        std::to_string(static_cast<int64_t>(m_classes) - 1));
        }
    }
}

uint32_t
DataSet::GetSize() const
{
    return static_cast<uint32_t>(m_labels.size());
}

uint32_t
DataSet::GetFeatureCount() const
{
    return m_featureCount;
}

uint32_t
DataSet::GetClassCount() const
{
    return m_classes;
}

const std::vector<float>&
DataSet::GetFeatures() const
{
    return m_features;
}

const std::vector<int64_t>&
DataSet::GetLabels() const
{
    return m_labels;
}

const std::vector<uint32_t>&
DataSet::GetShape() const
{
    return m_shape;
}

Ptr<DataSet>
DataSet::Subset(const std::vector<uint32_t>& rows) const
{
    std::vector<float> features;
    std::vector<int64_t> labels;
    features.reserve(rows.size() * m_featureCount);
    labels.reserve(rows.size());
    for (const auto row : rows)
    {
        labels.push_back(m_labels.at(row));
        const auto first = m_features.begin() + static_cast<std::ptrdiff_t>(row) * m_featureCount;
        features.insert(features.end(), first, first + m_featureCount);
    }
    return Create<DataSet>(std::move(features), std::move(labels), m_shape, m_classes);
}

std::pair<Ptr<DataSet>, Ptr<DataSet>>
DataSet::Split(double testFraction, Ptr<UniformRandomVariable> random) const
{
    if (!(testFraction > 0 && testFraction < 1))
    {
        throw std::invalid_argument("a test fraction of " + std::to_string(testFraction) +
                                    ": above 0 and below 1");
    }
    if (GetSize() < 2)
    {
        throw std::invalid_argument("a data set of " + std::to_string(GetSize()) +
                                    " samples cannot be split: at least 2");
    }
    std::vector<uint32_t> rows(GetSize());
    std::iota(rows.begin(), rows.end(), 0);
    Shuffle(rows, random);
    const auto wanted = static_cast<uint32_t>(std::lround(testFraction * GetSize()));
    const auto testSize = std::clamp<uint32_t>(wanted, 1, GetSize() - 1);
    const auto border = rows.begin() + testSize;
    return {Subset({border, rows.end()}), Subset({rows.begin(), border})};
}

void
Shuffle(std::vector<uint32_t>& rows, const Ptr<UniformRandomVariable>& random)
{
    // Fisher and Yates; std::shuffle's draws differ between standard libraries.
    for (std::size_t i = rows.size(); i > 1; --i)
    {
        std::swap(rows[i - 1], rows[random->GetInteger(0, static_cast<uint32_t>(i - 1))]);
    }
}

} // namespace ns3::edgelearning
