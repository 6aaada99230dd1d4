/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "least-recently-used-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(LeastRecentlyUsedPolicy);

TypeId
LeastRecentlyUsedPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::LeastRecentlyUsedPolicy")
                            .SetParent<CachePolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<LeastRecentlyUsedPolicy>();
    return tid;
}

bool
LeastRecentlyUsedPolicy::GoesBefore(const CacheEntry& a, const CacheEntry& b) const
{
    return a.used < b.used;
}

} // namespace ns3::edgelearning
