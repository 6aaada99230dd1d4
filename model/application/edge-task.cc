/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-task.h"

#include "ns3/forwarding-policy.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <set>

namespace ns3::edgelearning
{

EdgeTask::EdgeTask(OwnerId owner,
                   uint32_t edge,
                   Ptr<RoundPolicy> policy,
                   Ptr<Aggregator> aggregator,
                   Time grace,
                   Sinks sinks)
    : m_owner(owner),
      m_edge(edge),
      m_sinks(std::move(sinks)),
      m_grace(grace),
      m_point(CreateObject<AggregationPoint>()),
      m_aggregating(policy),
      m_forwarding(CreateObject<ForwardingPolicy>())
{
    m_point->SetAttribute("Aggregator", PointerValue(aggregator));
}

EdgeTask::~EdgeTask()
{
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    m_point->Dispose();
}

OwnerId
EdgeTask::GetOwner() const
{
    return m_owner;
}

// Rounds

std::optional<RejectReason>
EdgeTask::Open(uint32_t number, const RoundOpenBody& body)
{
    if (m_round && number == *m_round)
    {
        // The owner came back in the middle of the round; what it should know it may have missed.
        const bool last = m_edgeRound + 1 == m_body.edgeRounds;
        if (last && (!m_point->IsOpen() || m_selectionDone))
        {
            TellSelectionDone(m_point->GetSelected());
        }
        return std::nullopt;
    }
    if ((m_round && number < *m_round) || body.task.deadline <= Simulator::Now())
    {
        return RejectReason::STALE;
    }
    m_sinks.closeMarket();
    GiveUp();
    m_round = number;
    m_body = body;
    m_model = ModelParameters();
    m_members.clear();
    m_task = body.task;
    m_edgeRound = 0;
    while (GetDeadline(m_edgeRound) <= Simulator::Now())
    {
        ++m_edgeRound; // This server came late to the round.
    }
    OpenEdgeRound(m_edgeRound == 0 ? body.selectionEnd : Time::Max());
    return std::nullopt;
}

Time
EdgeTask::GetDeadline(uint32_t edgeRound) const
{
    return m_body.task.deadline -
           m_body.roundTime * static_cast<int64_t>(m_body.edgeRounds - 1 - edgeRound);
}

void
EdgeTask::OpenEdgeRound(Time selectionEnd)
{
    m_opened = Simulator::Now();
    m_task.deadline = Min(GetDeadline(m_edgeRound), m_opened + m_body.roundTime);
    m_leasesAsked = 0;
    m_quiet = false;
    m_selectionDone = false;
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    const Time left = Max(m_task.deadline - m_opened, Time());
    m_deadlineEvent = Simulator::Schedule(left, &EdgeTask::DropSilent, this, false);
    m_graceEvent = Simulator::Schedule(left + m_grace, &EdgeTask::DropSilent, this, true);
    m_point->SetAttribute("Policy", PointerValue(m_body.forward ? m_forwarding : m_aggregating));
    // When it ends, a moment later, only what relays hold is still missing.
    m_point->Open(m_task,
                  m_task.deadline + m_grace + TimeStep(1),
                  DropReason::FAULT,
                  {[this](AggregationPoint::Merged merged) { TakeMerged(std::move(merged)); },
                   [this](const AggregationPoint::Result& result) { EndEdgeRound(result); }});
    m_sinks.openMarket(Min(selectionEnd, m_opened + m_body.selectionWindow));
}

void
EdgeTask::TakeNews(uint32_t round, const RoundNewsBody& news)
{
    if (m_round && round == GetRound() && m_point->IsOpen() && m_body.forward &&
        news.version >= m_task.modelVersion)
    {
        m_task.modelVersion = news.version;
        m_point->SetVersion(news.version);
        m_sinks.pauseMarket(!news.buying);
    }
}

void
EdgeTask::Close(uint32_t round)
{
    if (!m_round || round != GetRound() || !m_point->IsOpen())
    {
        return;
    }
    for (const auto& [ticket, participation] : m_participations)
    {
        if (m_point->IsPending(ticket))
        {
            DismissWorker(ticket, participation.worker);
        }
    }
    m_point->Close();
}

void
EdgeTask::OwnerJoined()
{
    for (const auto& [ticket, participation] : m_participations)
    {
        TellSelected(ticket, participation);
    }
}

void
EdgeTask::MarketClosed()
{
    m_quiet = true;
    EndSelectionIfQuiet();
}

void
EdgeTask::EndSelectionIfQuiet()
{
    if (m_point->IsOpen() && m_quiet && m_leasesAsked == 0 && !m_selectionDone)
    {
        m_selectionDone = true;
        if (m_edgeRound + 1 == m_body.edgeRounds)
        {
            TellSelectionDone(m_point->GetSelected());
        }
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
}

void
EdgeTask::TellSelectionDone(uint32_t granted)
{
    SelectionDoneBody body;
    body.granted = granted;
    m_sinks.owner(GetRound(), Message(MessageType::SELECTION_DONE, Encode(body)));
}

void
EdgeTask::TellCollector(uint32_t relay)
{
    SelectionDoneBody body;
    for (const auto& [ticket, participation] : m_participations)
    {
        body.granted += participation.collector == relay ? 1 : 0;
    }
    Message message(MessageType::SELECTION_DONE, Encode(body));
    message.header.task = m_owner;
    message.header.round = GetRound();
    m_sinks.relay(relay, message);
}

void
EdgeTask::TellSelected(Ticket ticket, const Participation& participation)
{
    Message message(MessageType::SELECTED, Encode(participation.selected));
    message.header.ticket = ticket;
    m_sinks.owner(participation.round, message);
}

void
EdgeTask::EndEdgeRound(const AggregationPoint::Result& result)
{
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    m_sinks.closeMarket();
    SendDropped(result.dropped);
    const bool last = m_edgeRound + 1 == m_body.edgeRounds;
    if (last && !m_members.empty())
    {
        SendUpdate(m_body.task.modelVersion, m_members, m_model);
    }
    Record(result);
    ReleaseAll();
    if (!last)
    {
        ++m_edgeRound;
        OpenEdgeRound(Time::Max());
    }
}

void
EdgeTask::Record(const AggregationPoint::Result& result)
{
    RoundRecord record;
    record.owner = m_owner;
    record.node = m_edge;
    record.round = GetRound();
    record.aggregated = result.aggregated.size();
    record.dropped = result.dropped.size();
    record.selected = record.aggregated + record.dropped;
    record.opened = m_opened;
    record.uplinkBytes = result.updateBytes;
    m_sinks.ended(record);
}

void
EdgeTask::TakeMerged(AggregationPoint::Merged merged)
{
    if (m_body.forward)
    {
        SendUpdate(merged.baseVersion, std::move(merged.members), merged.model);
        return;
    }
    m_model = std::move(merged.model);
    m_members.insert(m_members.end(), merged.members.begin(), merged.members.end());
    ++m_task.modelVersion;
    ModelBody body;
    body.version = m_task.modelVersion;
    body.values = m_model.values;
    m_modelMessage = Message(MessageType::MODEL, Encode(body), m_model.virtualBytes);
}

void
EdgeTask::SendUpdate(uint32_t baseVersion,
                     std::vector<Member> members,
                     const ModelParameters& model)
{
    UpdateBody body;
    body.baseVersion = baseVersion;
    body.members = std::move(members);
    body.values = model.values;
    m_sinks.owner(GetRound(), Message(MessageType::UPDATE, Encode(body), model.virtualBytes));
}

void
EdgeTask::SendDropped(std::vector<DroppedMember> members)
{
    if (!members.empty())
    {
        DroppedBody body;
        body.members = std::move(members);
        m_sinks.owner(GetRound(), Message(MessageType::DROPPED, Encode(body)));
    }
}

void
EdgeTask::Drop(Ticket ticket, DropReason reason)
{
    if (m_body.forward && m_point->IsPending(ticket))
    {
        SendDropped({{ticket, reason}}); // The owner may want another worker in its place.
    }
    m_point->Drop(ticket, reason);
}

void
EdgeTask::DismissWorker(Ticket ticket, uint32_t worker)
{
    Message message(MessageType::UPDATE_ANSWER, Encode(UpdateAnswerBody()));
    message.header.ticket = ticket;
    m_sinks.worker(worker, message);
}

const Message*
EdgeTask::FindModel(uint32_t version) const
{
    return !m_members.empty() && version == m_task.modelVersion ? &m_modelMessage : nullptr;
}

void
EdgeTask::GiveUp()
{
    m_deadlineEvent.Cancel();
    m_graceEvent.Cancel();
    if (const auto lost = m_point->Abort())
    {
        Record(*lost);
    }
    ReleaseAll();
}

void
EdgeTask::Lose()
{
    GiveUp();
    m_round.reset();
    m_sales.clear();
}

// Leases

void
EdgeTask::Sold(const CellMarket::Sale& sale)
{
    if (!IsSelecting())
    {
        NotSelected(sale);
        return;
    }
    LeaseRequestBody body;
    body.auction = sale.auction;
    body.worker = sale.worker;
    body.price = sale.price;
    body.deadline = m_task.deadline;
    if (m_sinks.house(AboutLease(GetRound(), 0, Message(MessageType::LEASE_REQUEST, Encode(body)))))
    {
        m_sales.emplace(sale.auction, sale);
        ++m_leasesAsked;
    }
    else
    {
        NotSelected(sale);
    }
}

bool
EdgeTask::IsSelecting() const
{
    return m_point->IsOpen() && Simulator::Now() < m_task.deadline;
}

void
EdgeTask::NotSelected(const CellMarket::Sale& sale)
{
    AuctionBody body;
    body.auction = sale.auction;
    m_sinks.owner(GetRound(), Message(MessageType::NOT_SELECTED, Encode(body)));
    OfferClosedBody closed;
    closed.retry = Simulator::Now();
    m_sinks.worker(sale.worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
}

void
EdgeTask::LeaseAnswered(uint32_t round)
{
    if (m_point->IsOpen() && round == GetRound() && m_leasesAsked > 0)
    {
        --m_leasesAsked;
        EndSelectionIfQuiet();
    }
}

void
EdgeTask::LeaseGranted(uint32_t auction, Ticket ticket, uint32_t round)
{
    const auto found = m_sales.find(auction);
    if (found == m_sales.end())
    {
        return;
    }
    const CellMarket::Sale sale = found->second;
    m_sales.erase(found);
    if (round == GetRound() && IsSelecting() &&
        m_point->Select(ticket, sale.worker, sale.offer.samples))
    {
        Award(ticket, sale);
    }
    else
    {
        EndLease(round, ticket, MessageType::RELEASE);
        NotSelected(sale);
    }
    LeaseAnswered(round);
}

void
EdgeTask::Award(Ticket ticket, const CellMarket::Sale& sale)
{
    Participation& participation = m_participations[ticket];
    participation.round = GetRound();
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
}

void
EdgeTask::TellAward(Ticket ticket, const Participation& participation)
{
    AwardBody award;
    award.price = participation.selected.price;
    award.task = m_task;
    award.samples = participation.selected.samples;
    Message toWorker(MessageType::AWARD, Encode(award));
    toWorker.header.task = m_owner;
    toWorker.header.round = GetRound();
    toWorker.header.ticket = ticket;
    m_sinks.worker(participation.worker, toWorker);
}

void
EdgeTask::WorkerMoved(uint32_t worker)
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
EdgeTask::LeaseRefused(const LeaseRefusedBody& body, uint32_t round)
{
    const auto found = m_sales.find(body.auction);
    if (found == m_sales.end())
    {
        return;
    }
    const uint32_t worker = found->second.worker;
    m_sales.erase(found);
    AuctionBody notSelected;
    notSelected.auction = body.auction;
    m_sinks.owner(round, Message(MessageType::NOT_SELECTED, Encode(notSelected)));
    OfferClosedBody closed;
    closed.barred = body.barred;
    closed.retry = Max(body.until, Simulator::Now());
    m_sinks.worker(worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
    LeaseAnswered(round);
}

void
EdgeTask::HouseLost()
{
    // Leases granted meanwhile expire at the clearing house.
    const std::map<uint32_t, CellMarket::Sale> sales = std::move(m_sales);
    m_sales.clear();
    for (const auto& [auction, sale] : sales)
    {
        NotSelected(sale);
    }
    m_leasesAsked = 0;
    EndSelectionIfQuiet();
}

void
EdgeTask::LeaseBarred(Ticket ticket)
{
    const Participation* participation = Find(ticket);
    if (participation && !participation->held)
    {
        DismissWorker(ticket, participation->worker);
        Drop(ticket, DropReason::BARRED);
    }
}

std::optional<RejectReason>
EdgeTask::Accept(uint32_t worker, Ticket ticket)
{
    const Participation* participation = Find(ticket);
    if (!participation || participation->worker != worker || !m_point->IsPending(ticket))
    {
        return RejectReason::STALE;
    }
    LeaseAcceptBody accept;
    accept.worker = worker;
    if (m_sinks.house(AboutLease(participation->round,
                                 ticket,
                                 Message(MessageType::LEASE_ACCEPT, Encode(accept)))))
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
EdgeTask::Deliver(uint32_t worker,
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
        found->second.settled = true; // The update may end the round, and this participation.
        reason = m_point->Deliver(std::move(*body), virtualBytes);
    }
    if (!reason)
    {
        EndLease(participation.round, ticket, MessageType::SETTLE);
        m_sinks.counted(participation, Simulator::Now());
    }
    else
    {
        found->second.settled = false;
        Drop(ticket, DropReason::REJECTED);
    }
    return reason;
}

std::optional<RejectReason>
EdgeTask::HoldOne(uint32_t relay, const Member& member)
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
        EndLease(participation.round, member.ticket, MessageType::SETTLE);
        m_sinks.counted(participation, member.completion);
    }
    return std::nullopt;
}

std::optional<RejectReason>
EdgeTask::Hold(uint32_t relay, const std::vector<Member>& members)
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
EdgeTask::DeliverAggregate(uint32_t relay, UpdateBody body, uint64_t virtualBytes)
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
EdgeTask::Drop(uint32_t relay, const std::vector<DroppedMember>& members)
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
EdgeTask::DropSilent(bool withCollector)
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

const EdgeTask::Participation*
EdgeTask::Find(Ticket ticket) const
{
    const auto found = m_participations.find(ticket);
    return found == m_participations.end() ? nullptr : &found->second;
}

std::optional<Time>
EdgeTask::IsAwaited(uint32_t worker) const
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

uint32_t
EdgeTask::GetRound() const
{
    return m_round.value_or(0) * m_body.edgeRounds + m_edgeRound;
}

uint32_t
EdgeTask::GetModelVersion() const
{
    return m_task.modelVersion;
}

void
EdgeTask::ReleaseAll()
{
    const std::map<Ticket, Participation> left = std::move(m_participations);
    m_participations.clear();
    for (const auto& [ticket, participation] : left)
    {
        if (!participation.settled)
        {
            EndLease(participation.round, ticket, MessageType::RELEASE);
        }
    }
}

void
EdgeTask::EndLease(uint32_t round, Ticket ticket, MessageType how)
{
    m_sinks.report(AboutLease(round, ticket, Message(how)));
}

Message
EdgeTask::AboutLease(uint32_t round, Ticket ticket, Message message) const
{
    message.header.task = m_owner;
    message.header.round = round;
    message.header.ticket = ticket;
    return message;
}

} // namespace ns3::edgelearning
