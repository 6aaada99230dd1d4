/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "worker-presence.h"

namespace ns3::edgelearning
{

void
WorkerPresence::Start(Ptr<Node> node, GoneSink gone, BackSink back)
{
    m_gone = std::move(gone);
    m_back = std::move(back);
    m_compute.Start(
        node,
        [this]() { m_gone(DropReason::ENERGY); },
        [this]() { m_back(); });
    m_availability = node->GetObject<AvailabilityModel>();
    if (m_availability)
    {
        m_availability->TraceConnectWithoutContext(
            "Available",
            MakeCallback(&WorkerPresence::AvailabilityChanged, this));
    }
}

void
WorkerPresence::Stop()
{
    m_compute.Stop();
    if (m_availability)
    {
        m_availability->TraceDisconnectWithoutContext(
            "Available",
            MakeCallback(&WorkerPresence::AvailabilityChanged, this));
        m_availability = nullptr;
    }
}

bool
WorkerPresence::IsThere() const
{
    return !IsDepleted() && !(m_availability && !m_availability->IsAvailable());
}

bool
WorkerPresence::IsDepleted() const
{
    return m_compute && m_compute->IsDepleted();
}

void
WorkerPresence::AvailabilityChanged(bool available)
{
    if (available)
    {
        m_back();
    }
    else
    {
        m_gone(DropReason::DEPARTED);
    }
}

} // namespace ns3::edgelearning
