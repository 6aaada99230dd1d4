/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "held-out-revenue.h"

#include <algorithm>

namespace ns3::edgelearning
{

namespace
{

/// Auctions on which the revenue is followed.
constexpr uint32_t AUCTIONS = 65536;
/// Training has converged when the best of this many checks is no better than the best before.
constexpr size_t PATIENCE = 28;
/// What counts as better, relative.
constexpr double IMPROVEMENT = 2e-5;
/// Training has lost when the revenue is lower by more than this, relative, and more than chance
/// takes.
constexpr double TOLERANCE = 1e-3;
/// Training has failed when it has lost at each of this many checks. Soft allocations lose at
/// first, so that fewer would not tell.
constexpr size_t FAILURES = 12;

} // namespace

HeldOutRevenue::HeldOutRevenue(const AgedTransform& first,
                               const BidSource& source,
                               uint32_t bidders,
                               std::mt19937_64& generator)
    : m_revenue(first.GetShape())
{
    m_auctions.bidders = bidders;
    m_auctions.perAge = AUCTIONS_PER_AGE;
    source.Draw(AUCTIONS / AUCTIONS_PER_AGE, generator, m_auctions);
    for (const Bid& bid : m_auctions.bids)
    {
        m_meanBid += bid.amount / static_cast<double>(m_auctions.bids.size());
    }
    Add(first);
}

void
HeldOutRevenue::Add(const AgedTransform& transform)
{
    m_history.push_back(m_revenue.MeasureRevenue(transform, m_auctions));
}

bool
HeldOutRevenue::HasConverged() const
{
    if (m_history.size() <= PATIENCE)
    {
        return false;
    }
    const auto split = m_history.end() - PATIENCE;
    return *std::max_element(split, m_history.end()) <
           *std::max_element(m_history.begin(), split) * (1 + IMPROVEMENT);
}

bool
HeldOutRevenue::HasFailed() const
{
    return m_history.size() > FAILURES &&
           *std::max_element(m_history.end() - FAILURES, m_history.end()) <
               m_history.front() * (1 - TOLERANCE);
}

bool
HeldOutRevenue::HasLost() const
{
    return m_history.back() < m_history.front() * (1 - TOLERANCE);
}

double
HeldOutRevenue::GetFirst() const
{
    return m_history.front();
}

double
HeldOutRevenue::GetLatest() const
{
    return m_history.back();
}

double
HeldOutRevenue::GetMeanBid() const
{
    return m_meanBid;
}

} // namespace ns3::edgelearning
