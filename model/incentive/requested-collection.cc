/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "requested-collection.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RequestedCollection);

TypeId
RequestedCollection::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::RequestedCollection")
            .SetParent<CollectionProcess>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<RequestedCollection>()
            .AddAttribute("Duration",
                          "Time from the request until the data are there, up to 1e9 s; they count "
                          "as collected then.",
                          TimeValue(MilliSeconds(50)),
                          MakeTimeAccessor(&RequestedCollection::m_duration),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)));
    return tid;
}

std::optional<Time>
RequestedCollection::Request(Time now)
{
    if (!m_pending || *m_pending <= now)
    {
        GetLast(now);
        m_pending = now + m_duration;
    }
    return m_pending;
}

CollectionProcess::State
RequestedCollection::Advance(State state, Time now)
{
    if (m_pending && *m_pending <= now)
    {
        state.last = *m_pending;
        m_pending.reset();
    }
    return state;
}

} // namespace ns3::edgelearning
