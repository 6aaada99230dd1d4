/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-only-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EdgeOnlyPolicy);

TypeId
EdgeOnlyPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::EdgeOnlyPolicy")
                            .SetParent<OffloadPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<EdgeOnlyPolicy>();
    return tid;
}

OffloadPolicy::Choice
EdgeOnlyPolicy::DoChoose(const ComputeTask& task,
                         const std::vector<OffloadCandidate>& candidates) const
{
    return FindLeast(candidates, [&task](const OffloadCandidate& candidate) {
        return candidate.place == OffloadPlace::EDGE ? candidate.GetLatency(task)
                                                     : std::numeric_limits<double>::infinity();
    });
}

} // namespace ns3::edgelearning
