/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partitioner.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Partitioner);

TypeId
Partitioner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Partitioner").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

Partitioner::Partitioner()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

Partitioner::Parts
Partitioner::Partition(const std::vector<int64_t>& labels, uint32_t parts)
{
    if (parts == 0 || parts > labels.size())
    {
        throw std::invalid_argument("cannot deal " + std::to_string(labels.size()) +
                                    " samples out to " + std::to_string(parts) +
                                    " parts: at least one part, and at most as many as samples");
    }
    Parts result = DoPartition(labels, parts);
    for (auto& part : result)
    {
        if (part.empty())
        {
            auto largest =
                std::max_element(result.begin(), result.end(), [](const auto& a, const auto& b) {
                    return a.size() < b.size();
                });
            part.push_back(largest->back());
            largest->pop_back();
        }
    }
    for (auto& part : result)
    {
        std::sort(part.begin(), part.end());
    }
    return result;
}

int64_t
Partitioner::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3::edgelearning
