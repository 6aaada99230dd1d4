/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lease-desk.h"

#include "ns3/market-bodies.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

LeaseDesk::LeaseDesk(Time grace, Time barTime, Sinks sinks)
    : m_sinks(std::move(sinks)),
      m_leases(m_ledger, grace, barTime)
{
}

LeaseDesk::~LeaseDesk()
{
    Stop();
}

void
LeaseDesk::Restart(Time noExpiryBefore)
{
    m_noExpiryBefore = noExpiryBefore;
    ScheduleExpiry();
}

void
LeaseDesk::Stop()
{
    m_expiryEvent.Cancel();
}

Ledger&
LeaseDesk::GetLedger()
{
    return m_ledger;
}

void
LeaseDesk::Handle(Ptr<MessageChannel> edge, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::LEASE_REQUEST:
        Requested(edge, message);
        break;
    case MessageType::LEASE_ACCEPT:
        Accepted(edge, message);
        break;
    case MessageType::SETTLE:
    case MessageType::RELEASE:
        Ended(edge, message);
        break;
    default:
        m_sinks.reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
LeaseDesk::Requested(Ptr<MessageChannel> edge, const Message& message)
{
    const auto body = Decode<LeaseRequestBody>(message.Bytes());
    if (!body)
    {
        m_sinks.reject(message.header, RejectReason::MALFORMED);
        return;
    }
    const Time now = Simulator::Now();
    const OwnerId owner = message.header.task;
    const Ticket ticket = m_sinks.draw();
    LeaseBook::GrantResult result = LeaseBook::GrantResult::STALE;
    if (m_sinks.isWorker(body->worker))
    {
        result = m_leases.Request({ticket,
                                   body->worker,
                                   owner,
                                   edge->GetPeerId(),
                                   message.header.round,
                                   body->offer,
                                   body->price,
                                   body->deadline},
                                  now);
    }
    Message answer;
    if (result == LeaseBook::GrantResult::GRANTED)
    {
        AuctionBody granted;
        granted.auction = body->auction;
        answer = Message(MessageType::LEASE_GRANTED, Encode(granted));
        answer.header.ticket = ticket;
        m_sinks.entered(*m_leases.Find(ticket));
        m_sinks.moved(owner);
        ScheduleExpiry();
    }
    else
    {
        LeaseRefusedBody refused;
        refused.auction = body->auction;
        refused.barred = result == LeaseBook::GrantResult::BARRED;
        refused.funds = result == LeaseBook::GrantResult::FUNDS;
        refused.until = refused.barred ? m_leases.GetBarEnd(body->worker) : now;
        answer = Message(MessageType::LEASE_REFUSED, Encode(refused));
    }
    answer.header.task = owner;
    answer.header.round = message.header.round;
    m_sinks.send(edge, answer);
}

void
LeaseDesk::Accepted(Ptr<MessageChannel> edge, const Message& message)
{
    const auto body = Decode<LeaseAcceptBody>(message.Bytes());
    if (!body)
    {
        m_sinks.reject(message.header, RejectReason::MALFORMED);
        return;
    }
    const Ticket ticket = message.header.ticket;
    const LeaseBook::Lease* lease = m_leases.Find(ticket);
    if (!lease || lease->edge != edge->GetPeerId())
    {
        m_sinks.reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    switch (m_leases.Accept(ticket, body->worker, body->offer, Simulator::Now()))
    {
    case LeaseBook::AcceptResult::ACCEPTED:
        m_sinks.entered(*lease);
        break;
    case LeaseBook::AcceptResult::DOUBLE_SALE:
    case LeaseBook::AcceptResult::BARRED: {
        m_sinks.entered(*lease);
        m_sinks.moved(lease->owner);
        Message barred(MessageType::LEASE_BARRED);
        barred.header.ticket = ticket;
        barred.header.task = lease->owner;
        barred.header.round = lease->round;
        m_sinks.send(edge, barred);
        break;
    }
    default:
        m_sinks.reject(message.header, RejectReason::STALE);
    }
}

void
LeaseDesk::Ended(Ptr<MessageChannel> edge, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    const LeaseBook::Lease* lease = m_leases.Find(ticket);
    const bool settle = message.header.type == MessageType::SETTLE;
    double share = 0;
    if (settle)
    {
        const auto body = Decode<SettleBody>(message.Bytes());
        if (!body)
        {
            m_sinks.reject(message.header, RejectReason::MALFORMED);
            return;
        }
        share = body->share;
    }
    else if (!Decode<EmptyBody>(message.Bytes()))
    {
        m_sinks.reject(message.header, RejectReason::MALFORMED);
        return;
    }
    if (!lease || lease->edge != edge->GetPeerId())
    {
        m_sinks.reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    const bool hadEnded = lease->HasEnded();
    const bool done = settle ? m_leases.Settle(ticket, share) : m_leases.Release(ticket);
    Message answer(MessageType::LEASE_ENDED);
    answer.header.ticket = ticket;
    answer.header.task = lease->owner;
    answer.header.round = lease->round;
    m_sinks.send(edge, answer);
    if (!done)
    {
        m_sinks.reject(message.header, RejectReason::STALE);
        return;
    }
    if (hadEnded)
    {
        return;
    }
    m_sinks.entered(*lease);
    m_sinks.moved(lease->owner);
    if (lease->state == LeaseBook::State::SETTLED)
    {
        Pay(edge, *lease);
    }
}

void
LeaseDesk::Pay(Ptr<MessageChannel> edge, const LeaseBook::Lease& lease)
{
    PaymentRecord record;
    record.worker = lease.worker;
    record.owner = lease.owner;
    record.amount = lease.paid;
    record.total = m_ledger.GetEarned(lease.worker);
    m_sinks.paid(record);
    PaidBody body;
    body.worker = lease.worker;
    body.amount = record.amount;
    body.total = record.total;
    Message paid(MessageType::PAID, Encode(body));
    paid.header.ticket = lease.ticket;
    paid.header.task = lease.owner;
    paid.header.round = lease.round;
    m_sinks.send(edge, paid);
}

void
LeaseDesk::Expire()
{
    for (const LeaseBook::Lease& lease : m_leases.Expire(Simulator::Now()))
    {
        m_sinks.entered(lease);
        m_sinks.moved(lease.owner);
    }
    ScheduleExpiry();
}

void
LeaseDesk::ScheduleExpiry()
{
    m_expiryEvent.Cancel();
    if (const auto next = m_leases.GetNextExpiry())
    {
        const Time due = Max(*next, m_noExpiryBefore);
        m_expiryEvent =
            Simulator::Schedule(Max(due - Simulator::Now(), Seconds(0)), &LeaseDesk::Expire, this);
    }
}

} // namespace ns3::edgelearning
