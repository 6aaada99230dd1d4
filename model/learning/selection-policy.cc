/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "selection-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SelectionPolicy);

TypeId
SelectionPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::SelectionPolicy")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

void
SelectionPolicy::BeginRound()
{
}

void
SelectionPolicy::Observe(uint32_t /* worker */, bool /* aggregated */)
{
}

int64_t
SelectionPolicy::AssignStreams(int64_t /* stream */)
{
    return 0;
}

} // namespace ns3::edgelearning
