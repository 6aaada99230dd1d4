/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "worker-desk.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

WorkerDesk::WorkerDesk(const EdgeTasks& tasks)
    : m_tasks(tasks)
{
}

void
WorkerDesk::Start(Ptr<CellMarket> market, Sinks sinks)
{
    m_market = market;
    m_sinks = std::move(sinks);
}

void
WorkerDesk::Handle(uint32_t worker, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::OFFER:
        Offered(worker, message);
        break;
    case MessageType::LEASE_ACCEPT:
        LeaseAccepted(worker, message);
        break;
    case MessageType::UPDATE:
        UpdateArrived(worker, message);
        break;
    default:
        m_sinks.reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
WorkerDesk::Offered(uint32_t worker, const Message& message)
{
    auto body = Decode<OfferBody>(message.Bytes());
    if (!body)
    {
        m_sinks.reject(message.header, RejectReason::MALFORMED);
        return;
    }
    if (m_tasks.IsSelling(worker))
    {
        // On its way when the one before it was sold: award or refusal is about to come.
        m_sinks.reject(message.header, RejectReason::DUPLICATE);
        return;
    }
    if (const auto deadline = m_tasks.IsAwaited(worker))
    {
        m_sinks.reject(message.header, RejectReason::DUPLICATE);
        OfferClosedBody closed;
        closed.retry = *deadline;
        m_sinks.worker(worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
        return;
    }
    const auto finding = m_market->GetWitness()->Judge(worker,
                                                       body->collected,
                                                       message.header.ticket,
                                                       Simulator::Now());
    if (!finding)
    {
        m_sinks.reject(message.header, RejectReason::STALE);
        return;
    }
    body->collected = finding->collected;
    if (!m_market->AddOffer(worker, *body, finding->attested))
    {
        m_sinks.reject(message.header, RejectReason::DUPLICATE);
    }
}

void
WorkerDesk::LeaseAccepted(uint32_t worker, const Message& message)
{
    const auto body = Decode<LeaseAcceptBody>(message.Bytes());
    if (!body)
    {
        m_sinks.reject(message.header, RejectReason::MALFORMED);
        return;
    }
    const Ticket ticket = message.header.ticket;
    Ptr<EdgeRound> round = m_tasks.FindRound(ticket);
    if (const auto reason =
            round ? round->Accept(worker, ticket, body->offer) : RejectReason::STALE)
    {
        m_sinks.reject(message.header, *reason);
        AnswerUpdate(worker, ticket, false); // It need not wait for the model.
    }
}

void
WorkerDesk::UpdateArrived(uint32_t worker, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    std::optional<RejectReason> reason = RejectReason::STALE;
    if (Ptr<EdgeRound> round = m_tasks.FindRound(ticket))
    {
        reason = round->Deliver(worker,
                                ticket,
                                Decode<UpdateBody>(message.Bytes()),
                                message.header.virtualLength);
    }
    if (reason)
    {
        m_sinks.reject(message.header, *reason);
    }
    AnswerUpdate(worker, ticket, !reason || *reason == RejectReason::DUPLICATE);
}

void
WorkerDesk::AnswerUpdate(uint32_t worker, Ticket ticket, bool accepted) const
{
    UpdateAnswerBody body;
    body.accepted = accepted;
    Message answer(MessageType::UPDATE_ANSWER, Encode(body));
    answer.header.ticket = ticket;
    m_sinks.worker(worker, answer);
}

} // namespace ns3::edgelearning
