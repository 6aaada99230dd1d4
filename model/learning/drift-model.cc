/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "drift-model.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(DriftModel);

TypeId
DriftModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::DriftModel").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

} // namespace ns3::edgelearning
