/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "collection-process.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(CollectionProcess);

TypeId
CollectionProcess::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::CollectionProcess")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

void
CollectionProcess::Start(Time first, Time now)
{
    if (!m_started)
    {
        m_started = true;
        m_state.last = first;
        m_state = Advance(m_state, now);
    }
}

bool
CollectionProcess::IsStarted() const
{
    return m_started;
}

Time
CollectionProcess::GetLast(Time now)
{
    m_state = Advance(m_state, now);
    return m_state.last;
}

std::optional<Time>
CollectionProcess::GetNext(Time now)
{
    m_state = Advance(m_state, now);
    return m_state.next;
}

std::optional<Time>
CollectionProcess::Request(Time)
{
    return std::nullopt;
}

int64_t
CollectionProcess::AssignStreams(int64_t)
{
    return 0;
}

} // namespace ns3::edgelearning
