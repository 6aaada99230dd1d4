/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "batch-sequence.h"

#include <algorithm>
#include <numeric>

namespace ns3::edgelearning
{

BatchSequence::BatchSequence(const DataSet& data, uint32_t batchSize)
    : m_data(data),
      m_batchSize(batchSize),
      m_order(data.GetSize())
{
    std::iota(m_order.begin(), m_order.end(), 0);
}

void
BatchSequence::Shuffle(const Ptr<UniformRandomVariable>& random)
{
    edgelearning::Shuffle(m_order, random);
    m_next = 0;
}

bool
BatchSequence::Next()
{
    const std::size_t left = m_order.size() - m_next;
    const std::size_t size =
        left == m_batchSize + std::size_t{1} ? left : std::min<std::size_t>(left, m_batchSize);
    m_features.clear();
    m_labels.clear();
    for (const std::size_t end = m_next + size; m_next != end; ++m_next)
    {
        const std::size_t row = m_order[m_next];
        const float* const first = m_data.GetFeatures().data() + row * m_data.GetFeatureCount();
        m_features.insert(m_features.end(), first, first + m_data.GetFeatureCount());
        m_labels.push_back(m_data.GetLabels()[row]);
    }
    return size > 0;
}

const std::vector<float>&
BatchSequence::GetFeatures() const
{
    return m_features;
}

const std::vector<int64_t>&
BatchSequence::GetLabels() const
{
    return m_labels;
}

} // namespace ns3::edgelearning
