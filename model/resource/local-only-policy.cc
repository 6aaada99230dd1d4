/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "local-only-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(LocalOnlyPolicy);

TypeId
LocalOnlyPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::LocalOnlyPolicy")
                            .SetParent<OffloadPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<LocalOnlyPolicy>();
    return tid;
}

OffloadPolicy::Choice
LocalOnlyPolicy::DoChoose(const ComputeTask& task,
                          const std::vector<OffloadCandidate>& candidates) const
{
    (void)task;
    return FindLeast(candidates, [](const OffloadCandidate& candidate) {
        return candidate.place == OffloadPlace::LOCAL ? 0 : std::numeric_limits<double>::infinity();
    });
}

} // namespace ns3::edgelearning
