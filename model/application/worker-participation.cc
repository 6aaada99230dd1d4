/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "worker-participation.h"

#include "ns3/market-bodies.h"

#include <utility>

namespace ns3::edgelearning
{

void
WorkerParticipation::Begin(uint32_t worker,
                           const MessageHeader& award,
                           const AwardBody& body,
                           Time collected)
{
    m_ticket = award.ticket;
    m_worker = worker;
    m_award = award;
    m_offer = body.offer;
    m_collected = collected;
    m_task = body.task;
    m_markedDropped = false;
    m_update.reset();
}

void
WorkerParticipation::End()
{
    m_update.reset();
    m_ticket = 0;
}

bool
WorkerParticipation::IsOpen() const
{
    return m_ticket != 0;
}

bool
WorkerParticipation::IsMeant(const MessageHeader& header) const
{
    return IsOpen() && header.ticket == m_ticket;
}

Ticket
WorkerParticipation::GetTicket() const
{
    return m_ticket;
}

uint32_t
WorkerParticipation::GetSeller() const
{
    return m_award.sender;
}

Time
WorkerParticipation::GetCollected() const
{
    return m_collected;
}

bool
WorkerParticipation::TakeVersion(uint32_t version)
{
    if (version < m_task.modelVersion)
    {
        return false;
    }
    m_task.modelVersion = version; // The model may have moved on since the award.
    return true;
}

Message
WorkerParticipation::MakeAcceptance() const
{
    Message accept(MessageType::LEASE_ACCEPT, Encode(LeaseAcceptBody{{}, m_worker, m_offer}));
    accept.header.ticket = m_ticket;
    return accept;
}

void
WorkerParticipation::SetUpdate(ModelParameters model, uint32_t samples)
{
    UpdateBody body;
    body.baseVersion = m_task.modelVersion;
    body.members.push_back({m_ticket, m_worker, samples, Time()});
    body.values = std::move(model.values);
    m_update = Message(MessageType::UPDATE, Encode(body), model.virtualBytes);
    m_update->header.task = m_award.task;
    m_update->header.round = m_award.round;
    m_update->header.ticket = m_ticket;
    m_update->deadline = m_task.deadline;
}

const std::optional<Message>&
WorkerParticipation::GetUpdate() const
{
    return m_update;
}

std::optional<DropRecord>
WorkerParticipation::MarkDropped(DropReason reason)
{
    if (!IsOpen() || m_markedDropped || reason == DropReason::DEADLINE)
    {
        return std::nullopt;
    }
    m_markedDropped = true;
    DropRecord record;
    record.owner = m_award.task;
    record.round = m_award.round;
    record.worker = m_worker;
    record.ticket = m_ticket;
    record.reason = reason;
    return record;
}

} // namespace ns3::edgelearning
