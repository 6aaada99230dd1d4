/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "age-selection.h"

#include "ns3/double.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AgeSelection);

TypeId
AgeSelection::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::AgeSelection")
            .SetParent<SelectionPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<AgeSelection>()
            .AddAttribute(
                "MaxAge",
                "Greatest predicted age of a wanted worker's data, as a share, 0 to 1, of "
                "the market's MaxAge.",
                DoubleValue(0.5),
                MakeDoubleAccessor(&AgeSelection::m_maxAge),
                MakeDoubleChecker<double>(0, 1));
    return tid;
}

bool
AgeSelection::IsWanted(const Candidate& candidate)
{
    return candidate.age <= m_maxAge;
}

} // namespace ns3::edgelearning
