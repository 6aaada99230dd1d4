/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "trace-availability-model.h"

#include "ns3/node.h"
#include "ns3/pointer.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(TraceAvailabilityModel);

TypeId
TraceAvailabilityModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::TraceAvailabilityModel")
            .SetParent<AvailabilityModel>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<TraceAvailabilityModel>()
            .AddAttribute("Trace",
                          "When which device is available, as AvailabilityTrace::Read() gives it; "
                          "required.",
                          PointerValue(),
                          MakePointerAccessor(&TraceAvailabilityModel::m_trace),
                          MakePointerChecker<AvailabilityTrace>());
    return tid;
}

TraceAvailabilityModel::TraceAvailabilityModel() = default;

TraceAvailabilityModel::~TraceAvailabilityModel() = default;

void
TraceAvailabilityModel::NotifyNewAggregate()
{
    Ptr<Node> node = GetObject<Node>();
    if (node && !m_changes)
    {
        NS_ABORT_MSG_IF(!m_trace,
                        "the TraceAvailabilityModel of node "
                            << node->GetId()
                            << " has no Trace; set the one that AvailabilityTrace::Read() gives");
        m_changes = &m_trace->GetChanges(node->GetId());
    }
    AvailabilityModel::NotifyNewAggregate();
}

void
TraceAvailabilityModel::DoDispose()
{
    AvailabilityModel::DoDispose();
    m_changes = nullptr;
    m_trace = nullptr;
}

AvailabilityModel::Period
TraceAvailabilityModel::GetNext()
{
    NS_ABORT_MSG_UNLESS(m_changes, "a TraceAvailabilityModel belongs to no node; aggregate it");
    const bool available = m_next == 0 || m_changes->at(m_next - 1).available;
    const Time until = m_next < m_changes->size() ? m_changes->at(m_next).at : Time::Max();
    ++m_next;
    return {available, until};
}

} // namespace ns3::edgelearning
