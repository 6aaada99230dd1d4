/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "greedy-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(GreedyPolicy);

TypeId
GreedyPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::GreedyPolicy")
                            .SetParent<OffloadPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<GreedyPolicy>();
    return tid;
}

OffloadPolicy::Choice
GreedyPolicy::DoChoose(const ComputeTask& task,
                       const std::vector<OffloadCandidate>& candidates) const
{
    return FindLeast(candidates, [&task](const OffloadCandidate& candidate) {
        return candidate.GetLatency(task);
    });
}

} // namespace ns3::edgelearning
