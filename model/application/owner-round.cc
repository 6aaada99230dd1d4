/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "owner-round.h"

#include "ns3/simulator.h"
#include "ns3/wire.h"

#include <utility>

namespace ns3::edgelearning
{

OwnerRound::OwnerRound() = default;

OwnerRound::~OwnerRound() = default;

void
OwnerRound::Start(Ptr<AggregationPoint> point, Sinks sinks)
{
    m_point = point;
    m_sinks = std::move(sinks);
}

void
OwnerRound::Dispose()
{
    m_point = nullptr;
    m_sinks = Sinks();
}

void
OwnerRound::Open(uint32_t number, const RoundOpenBody& announcement, uint32_t enough)
{
    m_number = number;
    m_announcement = announcement;
    m_news.version = announcement.task.modelVersion;
    m_news.buying = true;
    m_enough = enough;
    m_opened = Simulator::Now();
    m_isSelecting = true;
    m_selectingEdges.clear();
    m_selected.clear();
    m_selectedCount.clear();
}

void
OwnerRound::Close()
{
    m_isSelecting = false;
    m_selectingEdges.clear();
    m_bids.Clear();
}

void
OwnerRound::TellClosed() const
{
    m_sinks.edges(m_number, Message(MessageType::ROUND_CLOSE));
}

uint32_t
OwnerRound::GetNumber() const
{
    return m_number;
}

Time
OwnerRound::GetOpened() const
{
    return m_opened;
}

bool
OwnerRound::IsCurrent(const MessageHeader& header) const
{
    return m_point->IsOpen() && header.round / m_announcement.edgeRounds == m_number;
}

void
OwnerRound::Announce(uint32_t edge)
{
    if (m_sinks.edge(edge, m_number, Message(MessageType::ROUND_OPEN, Encode(m_announcement))))
    {
        m_selectingEdges.insert(edge);
    }
}

void
OwnerRound::EdgeJoined(uint32_t edge)
{
    if (m_isSelecting)
    {
        Announce(edge);
        if (m_point->GetPolicy()->RefillsPlaces())
        {
            m_sinks.edge(edge, m_number, Message(MessageType::ROUND_NEWS, Encode(m_news)));
        }
    }
}

void
OwnerRound::EdgeLost(uint32_t edge)
{
    m_bids.ForgetEdge(edge);
    SelectionDone(edge);
}

void
OwnerRound::SelectionDone(uint32_t edge)
{
    if (m_isSelecting && m_selectingEdges.erase(edge) > 0 && m_selectingEdges.empty())
    {
        Close();
        m_point->CloseSelection();
    }
}

void
OwnerRound::ShareNews(uint32_t version)
{
    if (!m_point->IsOpen() || !m_point->GetPolicy()->RefillsPlaces())
    {
        return;
    }
    RoundNewsBody news;
    news.version = version;
    news.buying = HasPlaces(m_number);
    if (news.version != m_news.version || news.buying != m_news.buying)
    {
        m_news = news;
        m_sinks.edges(m_number, Message(MessageType::ROUND_NEWS, Encode(news)));
    }
}

void
OwnerRound::SetFreeBudget(double free)
{
    m_bids.SetFree(free);
}

uint32_t
OwnerRound::CountSelected(uint32_t round) const
{
    const auto found = m_selectedCount.find(round);
    return found == m_selectedCount.end() ? 0 : found->second;
}

bool
OwnerRound::HasPlaces(uint32_t round) const
{
    const bool refills = m_point->GetPolicy()->RefillsPlaces();
    const uint32_t taken = refills ? m_point->GetPending() : CountSelected(round);
    return m_isSelecting && taken + m_bids.GetSize(round) < m_announcement.demand;
}

double
OwnerRound::Bid(uint32_t edge, uint32_t auction, uint32_t round, double value)
{
    return m_bids.Place(edge, auction, round, value);
}

void
OwnerRound::BidDecided(uint32_t edge, uint32_t auction)
{
    m_bids.Close(edge, auction);
}

bool
OwnerRound::Select(const MessageHeader& header, const SelectedBody& body)
{
    if (!m_point->Select(header.ticket, body.worker, body.samples))
    {
        return false;
    }
    m_selected.emplace(header.ticket, body.worker);
    ++m_selectedCount[header.round];
    return true;
}

std::optional<uint32_t>
OwnerRound::FindWorker(Ticket ticket) const
{
    const auto found = m_selected.find(ticket);
    return found == m_selected.end() ? std::nullopt : std::optional<uint32_t>(found->second);
}

void
OwnerRound::CloseMarketsIfMet(uint32_t round)
{
    const bool isMet =
        CountSelected(round) >= m_announcement.demand || m_point->GetArrived() >= m_enough;
    if (m_isSelecting && isMet && !m_point->GetPolicy()->RefillsPlaces())
    {
        m_sinks.edges(round, Message(MessageType::SELECTION_CLOSE));
    }
}

} // namespace ns3::edgelearning
