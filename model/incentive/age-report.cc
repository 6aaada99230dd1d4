/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "age-report.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AgeReport);

TypeId
AgeReport::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::AgeReport").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

std::optional<Time>
AgeReport::GetPeriod() const
{
    return std::nullopt;
}

} // namespace ns3::edgelearning
