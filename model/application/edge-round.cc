/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-round.h"

#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <set>

namespace ns3::edgelearning
{

EdgeRound::EdgeRound(const Setup& setup,
                     Ptr<RoundPolicy> policy,
                     Ptr<Aggregator> aggregator,
                     const Sinks& sinks,
                     AggregationPoint::Sinks outcome)
    : m_owner(setup.owner),
      m_number(setup.number),
      m_task(setup.task),
      m_forward(setup.forward),
      m_sinks(sinks),
      m_outcome(std::move(outcome)),
      m_opened(Simulator::Now()),
      m_point(CreateObject<AggregationPoint>())
{
    const Time left = Max(m_task.deadline - m_opened, Time());
    m_deadlineEvent = Simulator::Schedule(left, &EdgeRound::DropSilent, this, false);
    m_graceEvent = Simulator::Schedule(left + setup.grace, &EdgeRound::DropSilent, this, true);
    m_point->SetAttribute("Policy", PointerValue(policy));
    m_point->SetAttribute("Aggregator", PointerValue(aggregator));
    // When it ends, a moment later, only what relays hold is still missing.
    m_point->Open(
        m_task,
        m_task.deadline + setup.grace + TimeStep(1),
        DropReason::FAULT,
        {m_outcome.merged, [this](const AggregationPoint::Result& result) { End(result); }});
}

EdgeRound::~EdgeRound()
{
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    m_point->Dispose();
}

void
EdgeRound::End(const AggregationPoint::Result& result)
{
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    m_outcome.done(result);
}

void
EdgeRound::Close()
{
    for (const auto& [ticket, participation] : m_participations)
    {
        if (m_point->IsPending(ticket))
        {
            DismissWorker(ticket, participation.worker);
        }
    }
    m_point->Close();
}

std::optional<AggregationPoint::Result>
EdgeRound::Abort()
{
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    return m_point->Abort();
}

OwnerId
EdgeRound::GetOwner() const
{
    return m_owner;
}

Time
EdgeRound::GetOpened() const
{
    return m_opened;
}

bool
EdgeRound::IsOpen() const
{
    return m_point->IsOpen();
}

bool
EdgeRound::IsSelecting() const
{
    return m_point->IsOpen() && Simulator::Now() < m_task.deadline;
}

bool
EdgeRound::IsSelectionDone() const
{
    return m_selectionDone || !m_point->IsOpen();
}

uint32_t
EdgeRound::GetSelected() const
{
    return m_point->GetSelected();
}

void
EdgeRound::SetVersion(uint32_t version)
{
    m_task.modelVersion = version;
    m_point->SetVersion(version);
}

void
EdgeRound::CloseSelection()
{
    m_selectionDone = true;
    std::set<uint32_t> collectors;
    for (const auto& [ticket, participation] : m_participations)
    {
        if (participation.collector)
        {
            collectors.insert(*participation.collector);
        }
    }
    for (uint32_t relay : collectors)
    {
        TellCollector(relay);
    }
    m_point->CloseSelection();
}

void
EdgeRound::OwnerJoined() const
{
    for (const auto& [ticket, participation] : m_participations)
    {
        TellSelected(ticket, participation);
    }
}

bool
EdgeRound::Award(Ticket ticket, const CellMarket::Sale& sale)
{
    if (!IsSelecting() || !m_point->Select(ticket, sale.worker, sale.offer.samples))
    {
        return false;
    }
    Participation& participation = m_participations[ticket];
    participation.round = m_number;
    participation.worker = sale.worker;
    participation.version = m_task.modelVersion;
    participation.collected = sale.offer.collected;
    participation.predicted = sale.predicted;
    participation.awarded = Simulator::Now();
    participation.flop = m_task.flopPerSample * m_task.epochs * sale.offer.samples;
    participation.bytes = 2 * m_task.GetModelBytes();
    participation.selected.auction = sale.auction;
    participation.selected.worker = sale.worker;
    participation.selected.price = sale.price;
    participation.selected.samples = sale.offer.samples;
    participation.collector = m_sinks.collector(sale.worker);
    TellSelected(ticket, participation);
    TellAward(ticket, participation);
    return true;
}

void
EdgeRound::TellSelected(Ticket ticket, const Participation& participation) const
{
    Message message(MessageType::SELECTED, Encode(participation.selected));
    message.header.ticket = ticket;
    m_sinks.owner(participation.round, message);
}

void
EdgeRound::TellAward(Ticket ticket, const Participation& participation)
{
    AwardBody award;
    award.price = participation.selected.price;
    award.task = m_task;
    award.samples = participation.selected.samples;
    Message toWorker(MessageType::AWARD, Encode(award));
    toWorker.header.task = m_owner;
    toWorker.header.round = m_number;
    toWorker.header.ticket = ticket;
    m_sinks.worker(participation.worker, toWorker);
}

void
EdgeRound::TellCollector(uint32_t relay)
{
    SelectionDoneBody body;
    for (const auto& [ticket, participation] : m_participations)
    {
        body.granted += participation.collector == relay ? 1 : 0;
    }
    Message message(MessageType::SELECTION_DONE, Encode(body));
    message.header.task = m_owner;
    message.header.round = m_number;
    m_sinks.relay(relay, message);
}

void
EdgeRound::WorkerMoved(uint32_t worker)
{
    for (auto& [ticket, participation] : m_participations)
    {
        if (participation.worker == worker && !participation.held && m_point->IsPending(ticket) &&
            Simulator::Now() < m_task.deadline)
        {
            participation.collector = m_sinks.collector(worker);
            TellAward(ticket, participation);
            if (participation.collector && m_selectionDone)
            {
                TellCollector(*participation.collector);
            }
        }
    }
}

void
EdgeRound::LeaseBarred(Ticket ticket)
{
    const Participation* participation = Find(ticket);
    if (participation && !participation->held)
    {
        DismissWorker(ticket, participation->worker);
        Drop(ticket, DropReason::BARRED);
    }
}

std::optional<RejectReason>
EdgeRound::Accept(uint32_t worker, Ticket ticket)
{
    const Participation* participation = Find(ticket);
    if (!participation || participation->worker != worker || !m_point->IsPending(ticket))
    {
        return RejectReason::STALE;
    }
    LeaseAcceptBody accept;
    accept.worker = worker;
    if (m_sinks.house(AboutLease(ticket, Message(MessageType::LEASE_ACCEPT, Encode(accept)))))
    {
        m_sinks.model(ticket, m_task.modelVersion);
    }
    else
    {
        DismissWorker(ticket, worker); // Nobody could find a double sale now.
        Drop(ticket, DropReason::FAULT);
    }
    return std::nullopt;
}

std::optional<RejectReason>
EdgeRound::Deliver(uint32_t worker,
                   Ticket ticket,
                   std::optional<UpdateBody> body,
                   uint64_t virtualBytes)
{
    const auto found = m_participations.find(ticket);
    if (found == m_participations.end() || found->second.worker != worker ||
        Simulator::Now() > m_task.deadline)
    {
        return RejectReason::STALE;
    }
    if (found->second.settled)
    {
        return RejectReason::DUPLICATE;
    }
    const Participation participation = found->second;
    std::optional<RejectReason> reason = RejectReason::MALFORMED;
    if (body && body->members.size() == 1 && body->members[0].ticket == ticket &&
        body->baseVersion >= participation.version)
    {
        body->members[0].completion = Simulator::Now();
        found->second.settled = true; // The round may end with it.
        reason = m_point->Deliver(std::move(*body), virtualBytes);
    }
    if (!reason)
    {
        Settle(ticket, participation, Simulator::Now());
    }
    else
    {
        found->second.settled = false;
        Drop(ticket, DropReason::REJECTED);
    }
    return reason;
}

std::optional<RejectReason>
EdgeRound::HoldOne(uint32_t relay, const Member& member)
{
    const auto found = m_participations.find(member.ticket);
    if (found == m_participations.end())
    {
        return RejectReason::STALE;
    }
    Participation& participation = found->second;
    if (participation.collector != relay || participation.worker != member.worker ||
        member.completion < participation.awarded || member.completion > Simulator::Now() ||
        member.completion > m_task.deadline)
    {
        return RejectReason::UNAUTHORISED;
    }
    if (!participation.held)
    {
        if (!m_point->IsPending(member.ticket))
        {
            return RejectReason::DUPLICATE;
        }
        participation.held = true;
        participation.settled = true;
        Settle(member.ticket, participation, member.completion);
    }
    return std::nullopt;
}

std::optional<RejectReason>
EdgeRound::Hold(uint32_t relay, const std::vector<Member>& members)
{
    std::optional<RejectReason> refused;
    for (const Member& member : members)
    {
        const auto reason = HoldOne(relay, member);
        refused = reason ? reason : refused;
    }
    return refused;
}

std::optional<RejectReason>
EdgeRound::DeliverAggregate(uint32_t relay, UpdateBody body, uint64_t virtualBytes)
{
    std::optional<RejectReason> reason = Hold(relay, body.members);
    std::vector<Ticket> held;
    for (const Member& member : body.members)
    {
        const Participation* participation = Find(member.ticket);
        if (participation && participation->held && participation->collector == relay)
        {
            held.push_back(member.ticket);
        }
    }
    if (!reason)
    {
        reason = m_point->Deliver(std::move(body), virtualBytes);
    }
    if (reason && *reason != RejectReason::DUPLICATE)
    {
        for (Ticket ticket : held)
        {
            Drop(ticket, DropReason::FAULT);
        }
    }
    return reason;
}

std::optional<RejectReason>
EdgeRound::Drop(uint32_t relay, const std::vector<DroppedMember>& members)
{
    std::optional<RejectReason> refused;
    for (const DroppedMember& member : members)
    {
        const Participation* participation = Find(member.ticket);
        if (!participation || participation->collector != relay || participation->held)
        {
            refused = RejectReason::UNAUTHORISED;
        }
        else
        {
            Drop(member.ticket, member.reason);
        }
    }
    return refused;
}

void
EdgeRound::Drop(Ticket ticket, DropReason reason)
{
    if (m_forward && m_point->IsPending(ticket))
    {
        TellDropped({{ticket, reason}}); // The owner may want another worker in its place.
    }
    m_point->Drop(ticket, reason);
}

void
EdgeRound::TellDropped(std::vector<DroppedMember> members) const
{
    if (!members.empty())
    {
        DroppedBody body;
        body.members = std::move(members);
        m_sinks.owner(m_number, Message(MessageType::DROPPED, Encode(body)));
    }
}

void
EdgeRound::DropSilent(bool withCollector)
{
    std::vector<Ticket> silent;
    for (const auto& [ticket, participation] : m_participations)
    {
        if (!participation.held && (withCollector || !participation.collector))
        {
            silent.push_back(ticket);
        }
    }
    m_point->CloseSelection();
    for (Ticket ticket : silent)
    {
        Drop(ticket, DropReason::DEADLINE); // The last one ends the round.
    }
}

void
EdgeRound::DismissWorker(Ticket ticket, uint32_t worker) const
{
    Message message(MessageType::UPDATE_ANSWER, Encode(UpdateAnswerBody()));
    message.header.ticket = ticket;
    m_sinks.worker(worker, message);
}

const EdgeRound::Participation*
EdgeRound::Find(Ticket ticket) const
{
    const auto found = m_participations.find(ticket);
    return found == m_participations.end() ? nullptr : &found->second;
}

std::optional<Time>
EdgeRound::IsAwaited(uint32_t worker) const
{
    for (const auto& [ticket, participation] : m_participations)
    {
        if (participation.worker == worker && !participation.held && m_point->IsPending(ticket))
        {
            return m_task.deadline;
        }
    }
    return std::nullopt;
}

void
EdgeRound::ReleaseAll()
{
    const std::map<Ticket, Participation> left = std::move(m_participations);
    m_participations.clear();
    for (const auto& [ticket, participation] : left)
    {
        if (!participation.settled)
        {
            m_sinks.report(AboutLease(ticket, Message(MessageType::RELEASE)));
        }
    }
}

void
EdgeRound::Settle(Ticket ticket, const Participation& participation, Time completion)
{
    SettleBody body;
    body.share = m_sinks.share(participation, completion);
    m_sinks.report(AboutLease(ticket, Message(MessageType::SETTLE, Encode(body))));
    m_sinks.counted(participation, completion);
}

Message
EdgeRound::AboutLease(Ticket ticket, Message message) const
{
    message.header.task = m_owner;
    message.header.round = m_number;
    message.header.ticket = ticket;
    return message;
}

} // namespace ns3::edgelearning
