/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "attested-collections.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AttestedCollections);

TypeId
AttestedCollections::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::AttestedCollections")
                            .SetParent<BoundedClaims>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<AttestedCollections>();
    return tid;
}

bool
AttestedCollections::IsAsking() const
{
    return true;
}

} // namespace ns3::edgelearning
