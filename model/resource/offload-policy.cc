/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OffloadPolicy);

TypeId
OffloadPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::OffloadPolicy").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

OffloadPolicy::Choice
OffloadPolicy::Choose(const ComputeTask& task,
                      const std::vector<OffloadCandidate>& candidates) const
{
    std::vector<OffloadCandidate> fitting;
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < candidates.size(); ++i)
    {
        if (candidates[i].memory >= task.memory)
        {
            fitting.push_back(candidates[i]);
            positions.push_back(i);
        }
    }
    const Choice choice = DoChoose(task, fitting);
    return choice ? Choice(positions.at(*choice)) : std::nullopt;
}

OffloadPolicy::Choice
OffloadPolicy::FindLeast(const std::vector<OffloadCandidate>& candidates,
                         const std::function<double(const OffloadCandidate&)>& cost)
{
    Choice best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < candidates.size(); ++i)
    {
        const double own = cost(candidates[i]);
        if (own < least)
        {
            least = own;
            best = i;
        }
    }
    return best;
}

} // namespace ns3::edgelearning
