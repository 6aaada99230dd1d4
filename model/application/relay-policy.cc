/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RelayPolicy);

TypeId
RelayPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::RelayPolicy").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

int64_t
RelayPolicy::AssignStreams(int64_t)
{
    return 0;
}

} // namespace ns3::edgelearning
