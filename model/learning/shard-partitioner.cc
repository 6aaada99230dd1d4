/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "shard-partitioner.h"

#include "data-set.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <numeric>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ShardPartitioner);

TypeId
ShardPartitioner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::ShardPartitioner")
                            .SetParent<Partitioner>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<ShardPartitioner>()
                            .AddAttribute("ShardsPerPart",
                                          "Shards of the label-sorted samples that each part is "
                                          "dealt; about the number of classes it will know.",
                                          UintegerValue(2),
                                          MakeUintegerAccessor(&ShardPartitioner::m_shardsPerPart),
                                          MakeUintegerChecker<uint32_t>(1, 1000000));
    return tid;
}

Partitioner::Parts
ShardPartitioner::DoPartition(const std::vector<int64_t>& labels, uint32_t parts)
{
    std::vector<uint32_t> rows(labels.size());
    std::iota(rows.begin(), rows.end(), 0);
    // Shuffled first, so that which samples of a class share a shard is random too.
    Shuffle(rows, m_random);
    std::stable_sort(rows.begin(), rows.end(), [&labels](uint32_t a, uint32_t b) {
        return labels[a] < labels[b];
    });
    // Never more shards than samples: the rest would be empty and leave parts without any.
    const uint64_t shards =
        std::min<uint64_t>(static_cast<uint64_t>(parts) * m_shardsPerPart, labels.size());
    std::vector<uint32_t> deal(shards);
    std::iota(deal.begin(), deal.end(), 0);
    Shuffle(deal, m_random);
    Parts result(parts);
    for (std::size_t i = 0; i < deal.size(); ++i)
    {
        const uint64_t first = deal[i] * rows.size() / shards;
        const uint64_t last = (deal[i] + 1ULL) * rows.size() / shards;
        auto& part = result[i % parts];
        part.insert(part.end(),
                    rows.begin() + static_cast<std::ptrdiff_t>(first),
                    rows.begin() + static_cast<std::ptrdiff_t>(last));
    }
    return result;
}

} // namespace ns3::edgelearning
