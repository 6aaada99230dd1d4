/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "periodic-collection.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(PeriodicCollection);

TypeId
PeriodicCollection::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::PeriodicCollection")
            .SetParent<CollectionProcess>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<PeriodicCollection>()
            .AddAttribute("Period",
                          "Time between two collections, at most 1e9 s; zero: never again.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&PeriodicCollection::m_period),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)));
    return tid;
}

CollectionProcess::State
PeriodicCollection::Advance(State state, Time now)
{
    if (m_period.IsZero())
    {
        return {state.last, std::nullopt};
    }
    const int64_t periods = (now - state.last).GetTimeStep() / m_period.GetTimeStep();
    const Time last = state.last + m_period * periods;
    return {last, last + m_period};
}

} // namespace ns3::edgelearning
