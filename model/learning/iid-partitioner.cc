/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iid-partitioner.h"

#include "data-set.h"

#include <numeric>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(IidPartitioner);

TypeId
IidPartitioner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::IidPartitioner")
                            .SetParent<Partitioner>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<IidPartitioner>();
    return tid;
}

Partitioner::Parts
IidPartitioner::DoPartition(const std::vector<int64_t>& labels, uint32_t parts)
{
    std::vector<uint32_t> rows(labels.size());
    std::iota(rows.begin(), rows.end(), 0);
    Shuffle(rows, m_random);
    Parts result(parts);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
        result[i % parts].push_back(rows[i]);
    }
    return result;
}

} // namespace ns3::edgelearning
