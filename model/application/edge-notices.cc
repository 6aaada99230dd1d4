/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-notices.h"

#include "ns3/market-bodies.h"
#include "ns3/wire.h"

#include <utility>

namespace ns3::edgelearning
{

EdgeNotices::EdgeNotices(OwnerId owner, uint32_t number, const Sinks& sinks)
    : m_owner(owner),
      m_number(number),
      m_sinks(sinks)
{
}

void
EdgeNotices::Selected(Ticket ticket, const EdgeParticipation& participation) const
{
    Message message(MessageType::SELECTED, Encode(participation.selected));
    message.header.ticket = ticket;
    m_sinks.owner(participation.round, message);
}

void
EdgeNotices::Dropped(std::vector<DroppedMember> members) const
{
    if (!members.empty())
    {
        DroppedBody body;
        body.members = std::move(members);
        m_sinks.owner(m_number, Message(MessageType::DROPPED, Encode(body)));
    }
}

void
EdgeNotices::Award(Ticket ticket,
                   const EdgeParticipation& participation,
                   const TaskDescription& task) const
{
    AwardBody award;
    award.price = participation.selected.price;
    award.task = task;
    award.samples = participation.selected.samples;
    award.offer = participation.selected.offer;
    m_sinks.worker(participation.worker,
                   AboutLease(ticket, Message(MessageType::AWARD, Encode(award))));
}

void
EdgeNotices::Dismiss(Ticket ticket, uint32_t worker) const
{
    Message message(MessageType::UPDATE_ANSWER, Encode(UpdateAnswerBody()));
    message.header.ticket = ticket;
    m_sinks.worker(worker, message);
}

void
EdgeNotices::SelectionDone(uint32_t relay, uint32_t granted) const
{
    SelectionDoneBody body;
    body.granted = granted;
    m_sinks.relay(relay, AboutLease(0, Message(MessageType::SELECTION_DONE, Encode(body))));
}

bool
EdgeNotices::LeaseAccepted(Ticket ticket, uint32_t worker, uint32_t offer) const
{
    LeaseAcceptBody accept;
    accept.worker = worker;
    accept.offer = offer;
    return m_sinks.house(AboutLease(ticket, Message(MessageType::LEASE_ACCEPT, Encode(accept))));
}

void
EdgeNotices::Settle(Ticket ticket, const EdgeParticipation& participation, Time completion) const
{
    SettleBody body;
    body.share = m_sinks.share(participation, completion);
    m_sinks.report(AboutLease(ticket, Message(MessageType::SETTLE, Encode(body))));
    m_sinks.counted(participation, completion);
}

void
EdgeNotices::Release(Ticket ticket) const
{
    m_sinks.report(AboutLease(ticket, Message(MessageType::RELEASE)));
}

Message
EdgeNotices::AboutLease(Ticket ticket, Message message) const
{
    message.header.task = m_owner;
    message.header.round = m_number;
    message.header.ticket = ticket;
    return message;
}

} // namespace ns3::edgelearning
