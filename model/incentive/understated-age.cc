/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "understated-age.h"

#include "ns3/double.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(UnderstatedAge);

TypeId
UnderstatedAge::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::UnderstatedAge")
            .SetParent<AgeReport>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<UnderstatedAge>()
            .AddAttribute("Factor",
                          "Share, 0 to 1, of the data's true age that is admitted; 0: collected "
                          "just now.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&UnderstatedAge::m_factor),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Period",
                          "Time after which an offer is made anew, with a fresher claim, 1 ms to "
                          "1e9 s.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&UnderstatedAge::m_period),
                          MakeTimeChecker(MilliSeconds(1), Seconds(1e9)));
    return tid;
}

Time
UnderstatedAge::Claim(Time collected, Time now) const
{
    return now - TimeStep(static_cast<int64_t>(m_factor * (now - collected).GetTimeStep()));
}

std::optional<Time>
UnderstatedAge::GetPeriod() const
{
    return m_period;
}

} // namespace ns3::edgelearning
