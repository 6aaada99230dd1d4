/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "availability-model.h"

#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AvailabilityModel);

TypeId
AvailabilityModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::AvailabilityModel")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddTraceSource("Available",
                            "The device left or came back.",
                            MakeTraceSourceAccessor(&AvailabilityModel::m_availableTrace),
                            "ns3::edgelearning::AvailabilityModel::AvailableTracedCallback");
    return tid;
}

AvailabilityModel::AvailabilityModel() = default;

AvailabilityModel::~AvailabilityModel() = default;

bool
AvailabilityModel::IsAvailable() const
{
    return m_available;
}

int64_t
AvailabilityModel::AssignStreams(int64_t)
{
    return 0;
}

void
AvailabilityModel::DoInitialize()
{
    Advance();
    Object::DoInitialize();
}

void
AvailabilityModel::DoDispose()
{
    m_event.Cancel();
    Object::DoDispose();
}

void
AvailabilityModel::Advance()
{
    Period period = GetNext();
    while (period.until <= Simulator::Now())
    {
        period = GetNext();
    }
    if (period.until < Time::Max())
    {
        m_event =
            Simulator::Schedule(period.until - Simulator::Now(), &AvailabilityModel::Advance, this);
    }
    if (period.available != m_available)
    {
        m_available = period.available;
        m_availableTrace(m_available);
    }
}

} // namespace ns3::edgelearning
