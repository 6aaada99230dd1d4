/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-peer.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

namespace
{

/// An exchange tells of a link's rate if it is so many times as long as a query and its answer.
constexpr uint64_t TELLING = 8;

} // namespace

OffloadPeer::OffloadPeer(OffloadPlace place, uint32_t node, double assumedRate)
    : m_place(place),
      m_node(node),
      m_uplink(assumedRate),
      m_downlink(assumedRate)
{
}

bool
OffloadPeer::IsKnown() const
{
    return m_isKnown;
}

bool
OffloadPeer::IsSending() const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [](const Entry& entry) {
        return !entry.isAccepted;
    });
}

bool
OffloadPeer::CanBeAsked() const
{
    return !m_isAsked && !IsSending();
}

bool
OffloadPeer::IsSilent(Time patience) const
{
    const Time now = Simulator::Now();
    return m_isAsked && now - m_asked >= patience && !IsSending() &&
           std::none_of(m_entries.begin(), m_entries.end(), [now](const Entry& entry) {
               return entry.due <= now;
           });
}

void
OffloadPeer::QuerySent(uint64_t bytes)
{
    m_isAsked = true;
    m_asked = Simulator::Now();
    m_queryBytes = bytes;
}

void
OffloadPeer::TakeStatus(const OffloadStatusBody& body, uint64_t bytes)
{
    m_status = body;
    m_heard = Simulator::Now();
    // The first answer may wait for nothing; a later one that took longer waited for something.
    const double seconds = (m_heard - m_asked).GetSeconds();
    if (m_isAsked && (!m_isKnown || seconds < m_handshake))
    {
        m_handshake = seconds;
        m_handshakeBytes = m_queryBytes + bytes;
        m_uplink.TakeHandshake(seconds, m_handshakeBytes);
        m_downlink.TakeHandshake(seconds, m_handshakeBytes);
    }
    m_isKnown = true;
    m_isAsked = false;
}

void
OffloadPeer::TaskSent(Ticket ticket, double flop, uint64_t bytes)
{
    Entry entry;
    entry.ticket = ticket;
    entry.flop = flop;
    entry.bytes = bytes;
    entry.sent = Simulator::Now();
    entry.isAlone = !IsSending();
    m_entries.push_back(entry);
}

void
OffloadPeer::TakeAccepted(Ticket ticket, Time backlog, uint64_t bytes)
{
    m_status.backlog = backlog;
    m_heard = Simulator::Now();
    const auto entry = Find(ticket);
    if (entry == m_entries.end())
    {
        return;
    }
    entry->isAccepted = true;
    entry->accepted = m_heard;
    entry->due = m_heard + backlog;
    if (entry->isTelling && entry->bytes >= TELLING * m_handshakeBytes)
    {
        // What follows another message without a pause takes its bits alone.
        const double seconds = (m_heard - entry->sent).GetSeconds();
        entry->isAlone ? m_uplink.TakeExchange(seconds, 2, entry->bytes + bytes)
                       : m_uplink.TakeExchange(seconds, 0, entry->bytes);
    }
    StartAfter(entry);
}

void
OffloadPeer::StartAfter(std::list<Entry>::iterator arrived)
{
    for (auto next = std::next(arrived); next != m_entries.end(); ++next)
    {
        next->sent = Simulator::Now();
    }
}

void
OffloadPeer::TakeRefused(Ticket ticket)
{
    const auto entry = Find(ticket);
    if (entry != m_entries.end())
    {
        StartAfter(entry);
        m_entries.erase(entry);
    }
}

void
OffloadPeer::TakeResult(Ticket ticket, Time service, uint64_t bytes)
{
    const auto entry = Find(ticket);
    if (entry == m_entries.end())
    {
        return;
    }
    if (bytes >= TELLING * m_handshakeBytes)
    {
        // The acceptance left when the service began, and took half of a query's time.
        // A server may claim a longer service than there was time for.
        const Time transit = Max(Simulator::Now() - entry->accepted - service, Time());
        m_downlink.TakeExchange(transit.GetSeconds() + m_handshake / 2, 1, bytes);
    }
    m_entries.erase(entry);
}

void
OffloadPeer::Forget(Ticket ticket)
{
    const auto entry = Find(ticket);
    if (entry == m_entries.end())
    {
        return;
    }
    const auto next = std::next(entry);
    if (!entry->isAccepted && next != m_entries.end())
    {
        next->isTelling = false; // It waits for bytes whose arrival nobody will report.
    }
    m_entries.erase(entry);
}

OffloadCandidate
OffloadPeer::MakeCandidate(double sendPower, double receivePower) const
{
    OffloadCandidate candidate;
    candidate.place = m_place;
    candidate.node = m_node;
    const double elapsed = (Simulator::Now() - m_heard).GetSeconds();
    candidate.queueDelay = std::max(0.0, m_status.backlog.GetSeconds() - elapsed);
    candidate.rate = m_status.rate;
    candidate.energyPerFlop = m_status.energyPerFlop;
    candidate.memory = m_status.memory;
    if (m_status.hasBattery)
    {
        candidate.remainingEnergy = m_status.remainingEnergy;
    }
    candidate.uplinkRate = m_uplink.GetLink().uplinkRate;
    candidate.downlinkRate = m_downlink.GetLink().downlinkRate;
    candidate.linkDelay = m_uplink.GetLink().delay;
    for (const Entry& entry : m_entries)
    {
        if (!entry.isAccepted)
        {
            candidate.uplinkBacklog += entry.bytes;
            candidate.queueDelay += entry.flop / m_status.rate;
        }
    }
    candidate.sendPower = sendPower;
    candidate.receivePower = receivePower;
    candidate.peerSendPower = m_status.sendPower;
    candidate.peerReceivePower = m_status.receivePower;
    return candidate;
}

std::list<OffloadPeer::Entry>::iterator
OffloadPeer::Find(Ticket ticket)
{
    return std::find_if(m_entries.begin(), m_entries.end(), [ticket](const Entry& entry) {
        return entry.ticket == ticket;
    });
}

} // namespace ns3::edgelearning
