/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-round.h"

#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <algorithm>

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
      m_notices(setup.owner, setup.number, sinks),
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
    for (const auto& [ticket, participation] : m_participations.GetAll())
    {
        if (m_point->IsPending(ticket))
        {
            m_notices.Dismiss(ticket, participation.worker);
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

const EdgeNotices&
EdgeRound::GetNotices() const
{
    return m_notices;
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
    for (const uint32_t relay : m_participations.GetCollectors())
    {
        TellCollector(relay);
    }
    m_point->CloseSelection();
}

void
EdgeRound::OwnerJoined() const
{
    for (const auto& [ticket, participation] : m_participations.GetAll())
    {
        m_notices.Selected(ticket, participation);
    }
}

bool
EdgeRound::Award(Ticket ticket, const CellMarket::Sale& sale)
{
    if (!IsSelecting() || !m_point->Select(ticket, sale.worker, sale.offer.samples))
    {
        return false;
    }
    Participation participation;
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
    participation.selected.offer = sale.offer.number;
    participation.collector = m_sinks.collector(sale.worker);
    m_participations.Add(ticket, participation);
    m_notices.Selected(ticket, participation);
    m_notices.Award(ticket, participation, m_task);
    return true;
}

void
EdgeRound::TellCollector(uint32_t relay) const
{
    m_notices.SelectionDone(relay, m_participations.CountBehind(relay));
}

void
EdgeRound::WorkerMoved(uint32_t worker)
{
    if (Simulator::Now() >= m_task.deadline)
    {
        return;
    }
    for (const Ticket ticket : m_participations.FindOf(worker))
    {
        if (m_point->IsPending(ticket))
        {
            Participation& participation = *m_participations.Find(ticket);
            participation.collector = m_sinks.collector(worker);
            m_notices.Award(ticket, participation, m_task);
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
        m_notices.Dismiss(ticket, participation->worker);
        Drop(ticket, DropReason::BARRED);
    }
}

std::optional<RejectReason>
EdgeRound::Accept(uint32_t worker, Ticket ticket, uint32_t offer)
{
    const Participation* participation = Find(ticket);
    if (!participation || participation->worker != worker ||
        participation->selected.offer != offer || !m_point->IsPending(ticket))
    {
        return RejectReason::STALE;
    }
    if (m_notices.LeaseAccepted(ticket, worker, offer))
    {
        m_sinks.model(ticket, m_task.modelVersion);
    }
    else
    {
        m_notices.Dismiss(ticket, worker); // Nobody could find a double sale now.
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
    Participation* found = m_participations.Find(ticket);
    if (!found || found->worker != worker || Simulator::Now() > m_task.deadline)
    {
        return RejectReason::STALE;
    }
    if (found->settled)
    {
        return RejectReason::DUPLICATE;
    }
    const Participation participation = *found;
    std::optional<RejectReason> reason = RejectReason::MALFORMED;
    if (body && body->members.size() == 1 && body->members[0].ticket == ticket &&
        body->baseVersion >= participation.version)
    {
        body->members[0].completion = Simulator::Now();
        found->settled = true; // The round may end with it.
        reason = m_point->Deliver(std::move(*body), virtualBytes);
    }
    if (!reason)
    {
        m_notices.Settle(ticket, participation, Simulator::Now());
    }
    else
    {
        found->settled = false;
        Drop(ticket, DropReason::REJECTED);
    }
    return reason;
}

std::optional<RejectReason>
EdgeRound::HoldOne(uint32_t relay, const Member& member)
{
    Participation* found = m_participations.Find(member.ticket);
    if (!found)
    {
        return RejectReason::STALE;
    }
    Participation& participation = *found;
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
        m_notices.Settle(member.ticket, participation, member.completion);
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
    const auto held = m_participations.FindHeld(relay, body.members);
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
        m_notices.Dropped({{ticket, reason}}); // The owner may want another worker in its place.
    }
    m_point->Drop(ticket, reason);
}

void
EdgeRound::DropSilent(bool withCollector)
{
    const auto silent = m_participations.FindSilent(withCollector);
    m_point->CloseSelection();
    for (Ticket ticket : silent)
    {
        Drop(ticket, DropReason::DEADLINE); // The last one ends the round.
    }
}

const EdgeRound::Participation*
EdgeRound::Find(Ticket ticket) const
{
    return m_participations.Find(ticket);
}

std::optional<Time>
EdgeRound::IsAwaited(uint32_t worker) const
{
    const auto tickets = m_participations.FindOf(worker);
    const bool isAwaited = std::any_of(tickets.begin(), tickets.end(), [this](Ticket ticket) {
        return m_point->IsPending(ticket);
    });
    return isAwaited ? std::optional<Time>(m_task.deadline) : std::nullopt;
}

void
EdgeRound::ReleaseAll()
{
    for (const auto& [ticket, participation] : m_participations.TakeAll())
    {
        if (!participation.settled)
        {
            m_notices.Release(ticket);
        }
    }
}

} // namespace ns3::edgelearning
