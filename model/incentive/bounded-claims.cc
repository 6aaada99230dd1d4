/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bounded-claims.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BoundedClaims);

TypeId
BoundedClaims::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::BoundedClaims")
                            .SetParent<CollectionWitness>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<BoundedClaims>();
    return tid;
}

Time
BoundedClaims::Price(Time claimed, Time bound) const
{
    return Min(claimed, bound);
}

} // namespace ns3::edgelearning
