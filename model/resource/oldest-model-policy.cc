/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "oldest-model-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OldestModelPolicy);

TypeId
OldestModelPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::OldestModelPolicy")
                            .SetParent<CachePolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<OldestModelPolicy>();
    return tid;
}

bool
OldestModelPolicy::GoesBefore(const CacheEntry& a, const CacheEntry& b) const
{
    return a.inserted < b.inserted;
}

} // namespace ns3::edgelearning
