/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "buyer-list.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

void
BuyerList::Add(OwnerId owner, Time until, EndSink end)
{
    m_buyers[owner].Cancel();
    m_buyers[owner] = Simulator::Schedule(Max(until - Simulator::Now(), Seconds(0)),
                                          [owner, end = std::move(end)]() { end(owner); });
    m_paused.erase(owner);
}

bool
BuyerList::Remove(OwnerId owner)
{
    const auto buyer = m_buyers.find(owner);
    if (buyer == m_buyers.end())
    {
        return false;
    }
    buyer->second.Cancel();
    m_buyers.erase(buyer);
    m_paused.erase(owner);
    return true;
}

bool
BuyerList::Contains(OwnerId owner) const
{
    return m_buyers.count(owner) != 0;
}

void
BuyerList::Pause(OwnerId owner)
{
    if (Contains(owner))
    {
        m_paused.insert(owner);
    }
}

bool
BuyerList::GoOn(OwnerId owner)
{
    return m_paused.erase(owner) != 0;
}

std::vector<OwnerId>
BuyerList::GetActive() const
{
    std::vector<OwnerId> buyers;
    for (const auto& [owner, event] : m_buyers)
    {
        if (m_paused.count(owner) == 0)
        {
            buyers.push_back(owner);
        }
    }
    return buyers;
}

void
BuyerList::Clear()
{
    for (auto& [owner, event] : m_buyers)
    {
        event.Cancel();
    }
    m_buyers.clear();
    m_paused.clear();
}

} // namespace ns3::edgelearning
