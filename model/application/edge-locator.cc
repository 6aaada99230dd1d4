/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-locator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EdgeLocator);

TypeId
EdgeLocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::EdgeLocator").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

int64_t
EdgeLocator::AssignStreams(int64_t /* stream */)
{
    return 0;
}

} // namespace ns3::edgelearning
