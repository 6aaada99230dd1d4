/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RoundPolicy);

TypeId
RoundPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::RoundPolicy").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

} // namespace ns3::edgelearning
