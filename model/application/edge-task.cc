/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-task.h"

#include "ns3/forwarding-policy.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <algorithm>

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
      m_aggregator(aggregator),
      m_aggregating(policy),
      m_forwarding(CreateObject<ForwardingPolicy>())
{
}

// Rounds

std::optional<RejectReason>
EdgeTask::Open(uint32_t number, const RoundOpenBody& body)
{
    if (m_round && number == *m_round)
    {
        // The owner came back in the middle of the round; what it should know it may have missed.
        if (IsLast() && m_current->IsSelectionDone())
        {
            TellSelectionDone(m_current->GetSelected());
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

bool
EdgeTask::IsLast() const
{
    return m_edgeRound + 1 == m_body.edgeRounds;
}

void
EdgeTask::OpenEdgeRound(Time selectionEnd)
{
    m_task.deadline = Min(GetDeadline(m_edgeRound), Simulator::Now() + m_body.roundTime);
    m_leasesAsked = 0;
    m_quiet = false;
    Simulator::ScheduleNow([old = m_current]() {}); // It may be what ended just now.
    m_current = Create<EdgeRound>(
        EdgeRound::Setup{m_owner, GetRound(), m_task, m_grace, m_body.forward},
        m_body.forward ? m_forwarding : m_aggregating,
        m_aggregator,
        m_sinks,
        AggregationPoint::Sinks{
            [this](AggregationPoint::Merged merged) { TakeMerged(std::move(merged)); },
            [this](const AggregationPoint::Result& result) { EndEdgeRound(result); }});
    m_sinks.openMarket(Min(selectionEnd, Simulator::Now() + m_body.selectionWindow));
}

void
EdgeTask::TakeNews(uint32_t round, const RoundNewsBody& news)
{
    if (IsOpen(round) && m_body.forward && news.version >= m_task.modelVersion)
    {
        m_task.modelVersion = news.version;
        m_current->SetVersion(news.version);
        m_sinks.pauseMarket(!news.buying);
    }
}

void
EdgeTask::Close(uint32_t round)
{
    if (IsOpen(round))
    {
        m_current->Close();
    }
}

bool
EdgeTask::IsOpen(uint32_t round) const
{
    return m_round && round == GetRound() && m_current->IsOpen();
}

void
EdgeTask::OwnerJoined()
{
    if (m_current)
    {
        m_current->OwnerJoined();
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
    if (m_quiet && m_leasesAsked == 0 && m_current && !m_current->IsSelectionDone())
    {
        if (IsLast())
        {
            TellSelectionDone(m_current->GetSelected());
        }
        m_current->CloseSelection();
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
EdgeTask::EndEdgeRound(const AggregationPoint::Result& result)
{
    m_sinks.closeMarket();
    m_current->GetNotices().Dropped(result.dropped);
    const bool last = IsLast();
    if (last && !m_members.empty())
    {
        SendUpdate(m_body.task.modelVersion, m_members, m_model);
    }
    Record(result);
    m_current->ReleaseAll();
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
    record.opened = m_current->GetOpened();
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

const Message*
EdgeTask::FindModel(uint32_t version) const
{
    return !m_members.empty() && version == m_task.modelVersion ? &m_modelMessage : nullptr;
}

void
EdgeTask::GiveUp()
{
    if (!m_current)
    {
        return;
    }
    if (const auto lost = m_current->Abort())
    {
        Record(*lost);
    }
    m_current->ReleaseAll();
}

void
EdgeTask::Lose()
{
    GiveUp();
    m_current = nullptr;
    m_round.reset();
    m_sales.clear();
}

// Leases

void
EdgeTask::Sold(const CellMarket::Sale& sale)
{
    if (!m_current || !m_current->IsSelecting())
    {
        NotSelected(sale);
        return;
    }
    LeaseRequestBody body;
    body.auction = sale.auction;
    body.worker = sale.worker;
    body.price = sale.price;
    body.deadline = m_task.deadline;
    body.offer = sale.offer.number;
    if (m_sinks.house(
            m_current->GetNotices().AboutLease(0,
                                               Message(MessageType::LEASE_REQUEST, Encode(body)))))
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
EdgeTask::IsSelling(uint32_t worker) const
{
    return std::any_of(m_sales.begin(), m_sales.end(), [worker](const auto& sale) {
        return sale.second.worker == worker;
    });
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
    if (IsOpen(round) && m_leasesAsked > 0)
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
    if (!IsOpen(round) || !m_current->Award(ticket, sale))
    {
        Message release(MessageType::RELEASE);
        release.header.task = m_owner;
        release.header.round = round;
        release.header.ticket = ticket;
        m_sinks.report(release);
        NotSelected(sale);
    }
    LeaseAnswered(round);
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
    if (body.funds && IsOpen(round))
    {
        m_sinks.closeMarket(); // Whoever bids what it has not got would win again and again.
    }
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

Ptr<EdgeRound>
EdgeTask::GetEdgeRound() const
{
    return m_current;
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

} // namespace ns3::edgelearning
