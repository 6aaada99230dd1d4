/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fixed-relay-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(FixedRelayPolicy);

TypeId
FixedRelayPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::FixedRelayPolicy")
                            .SetParent<RelayPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<FixedRelayPolicy>();
    return tid;
}

bool
FixedRelayPolicy::ShouldServe(const RelayState&)
{
    return true;
}

} // namespace ns3::edgelearning
