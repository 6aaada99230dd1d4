/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-participations.h"

#include <algorithm>
#include <utility>

namespace ns3::edgelearning
{

void
EdgeParticipations::Add(Ticket ticket, const EdgeParticipation& participation)
{
    m_participations[ticket] = participation;
}

const EdgeParticipation*
EdgeParticipations::Find(Ticket ticket) const
{
    const auto found = m_participations.find(ticket);
    return found == m_participations.end() ? nullptr : &found->second;
}

EdgeParticipation*
EdgeParticipations::Find(Ticket ticket)
{
    const auto found = m_participations.find(ticket);
    return found == m_participations.end() ? nullptr : &found->second;
}

const EdgeParticipations::Map&
EdgeParticipations::GetAll() const
{
    return m_participations;
}

EdgeParticipations::Map
EdgeParticipations::TakeAll()
{
    return std::exchange(m_participations, {});
}

std::vector<Ticket>
EdgeParticipations::FindOf(uint32_t worker) const
{
    std::vector<Ticket> tickets;
    for (const auto& [ticket, participation] : m_participations)
    {
        if (participation.worker == worker && !participation.held)
        {
            tickets.push_back(ticket);
        }
    }
    return tickets;
}

std::vector<Ticket>
EdgeParticipations::FindSilent(bool withCollector) const
{
    std::vector<Ticket> silent;
    for (const auto& [ticket, participation] : m_participations)
    {
        if (!participation.held && (withCollector || !participation.collector))
        {
            silent.push_back(ticket);
        }
    }
    return silent;
}

std::vector<Ticket>
EdgeParticipations::FindHeld(uint32_t relay, const std::vector<Member>& members) const
{
    std::vector<Ticket> held;
    for (const Member& member : members)
    {
        const EdgeParticipation* participation = Find(member.ticket);
        if (participation && participation->held && participation->collector == relay)
        {
            held.push_back(member.ticket);
        }
    }
    return held;
}

std::set<uint32_t>
EdgeParticipations::GetCollectors() const
{
    std::set<uint32_t> collectors;
    for (const auto& [ticket, participation] : m_participations)
    {
        if (participation.collector)
        {
            collectors.insert(*participation.collector);
        }
    }
    return collectors;
}

uint32_t
EdgeParticipations::CountBehind(uint32_t relay) const
{
    return std::count_if(m_participations.begin(),
                         m_participations.end(),
                         [relay](const auto& entry) { return entry.second.collector == relay; });
}

} // namespace ns3::edgelearning
