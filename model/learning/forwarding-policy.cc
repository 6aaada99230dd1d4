/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "forwarding-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ForwardingPolicy);

TypeId
ForwardingPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::ForwardingPolicy")
                            .SetParent<RoundPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<ForwardingPolicy>();
    return tid;
}

RoundDecision
ForwardingPolicy::Decide(const RoundState& state) const
{
    if (state.IsOver())
    {
        return state.arrived > 0 ? RoundDecision::CLOSE : RoundDecision::VOID;
    }
    return state.unmerged > 0 ? RoundDecision::MERGE : RoundDecision::WAIT;
}

bool
ForwardingPolicy::NeedsEachUpdate() const
{
    return true;
}

uint32_t
ForwardingPolicy::GetMaxStaleness() const
{
    return UINT32_MAX;
}

} // namespace ns3::edgelearning
