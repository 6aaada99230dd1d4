/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bid-book.h"

#include <algorithm>

namespace ns3::edgelearning
{

void
BidBook::SetFree(double free)
{
    m_free = free;
}

double
BidBook::Place(uint32_t edge, uint32_t auction, uint32_t round, double value)
{
    double left = m_free;
    for (const auto& [key, entry] : m_bids)
    {
        left -= entry.amount;
    }
    const double bid = std::max(0.0, std::min(value, left));
    m_bids[{edge, auction}] = {round, bid};
    return bid;
}

void
BidBook::Close(uint32_t edge, uint32_t auction)
{
    m_bids.erase({edge, auction});
}

void
BidBook::ForgetEdge(uint32_t edge)
{
    m_bids.erase(m_bids.lower_bound({edge, 0}), m_bids.upper_bound({edge, UINT32_MAX}));
}

void
BidBook::Clear()
{
    m_bids.clear();
}

uint32_t
BidBook::GetSize(uint32_t round) const
{
    return std::count_if(m_bids.begin(), m_bids.end(), [round](const auto& bid) {
        return bid.second.round == round;
    });
}

} // namespace ns3::edgelearning
