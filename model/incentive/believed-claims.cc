/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "believed-claims.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BelievedClaims);

TypeId
BelievedClaims::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::BelievedClaims")
                            .SetParent<CollectionWitness>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<BelievedClaims>();
    return tid;
}

Time
BelievedClaims::Price(Time claimed, Time) const
{
    return claimed;
}

} // namespace ns3::edgelearning
