/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "recruitment.h"

namespace ns3::edgelearning
{

AuctionOutcome
Recruitment::Decide(uint32_t auction, double ask, const std::vector<Bid>& bids)
{
    AuctionOutcome outcome;
    if (ask > 0)
    {
        return outcome; // Nobody pays here.
    }
    outcome.winner = 0;
    for (std::size_t i = 1; i < bids.size(); ++i)
    {
        if (m_lastServed[bids[i].bidder] < m_lastServed[bids[outcome.winner].bidder])
        {
            outcome.winner = static_cast<int32_t>(i);
        }
    }
    m_lastServed[bids[outcome.winner].bidder] = auction;
    return outcome;
}

} // namespace ns3::edgelearning
