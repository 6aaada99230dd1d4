/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "least-frequently-used-policy.h"

#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(LeastFrequentlyUsedPolicy);

TypeId
LeastFrequentlyUsedPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::LeastFrequentlyUsedPolicy")
                            .SetParent<CachePolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<LeastFrequentlyUsedPolicy>();
    return tid;
}

bool
LeastFrequentlyUsedPolicy::GoesBefore(const CacheEntry& a, const CacheEntry& b) const
{
    return std::make_pair(a.uses, a.used) < std::make_pair(b.uses, b.used);
}

} // namespace ns3::edgelearning
