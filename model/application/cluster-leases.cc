/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cluster-leases.h"

#include <iterator>

namespace ns3::edgelearning
{

void
ClusterLeases::Award(const MessageHeader& header, uint32_t version, uint32_t worker)
{
    for (auto lease = m_leases.begin(); lease != m_leases.end();)
    {
        const bool isOver =
            lease->second.owner == header.task && lease->second.round != header.round;
        lease = isOver ? m_leases.erase(lease) : std::next(lease);
    }
    m_leases[header.ticket] = {header.task, header.round, version, worker};
}

const ClusterLeases::Lease*
ClusterLeases::Find(Ticket ticket) const
{
    const auto found = m_leases.find(ticket);
    return found == m_leases.end() ? nullptr : &found->second;
}

void
ClusterLeases::Clear()
{
    m_leases.clear();
}

} // namespace ns3::edgelearning
