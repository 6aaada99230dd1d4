/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "aggregator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Aggregator);

TypeId
Aggregator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Aggregator").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

} // namespace ns3::edgelearning
