/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bid-memory.h"

#include "ns3/average.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/// One auction of so many is held out.
constexpr uint64_t HELD_OUT = 5;

/**
 * Tell whether an auction is held out: one of each block, at a place that no period of the market
 * follows.
 *
 * @param number the number of auctions before it
 * @return true if it is not to be learned from
 */
bool
IsHeldOut(uint64_t number)
{
    // SplitMix64 of the block (S. Vigna, https://prng.di.unimi.it/splitmix64.c).
    uint64_t hash = number / HELD_OUT + 1;
    hash *= 0x9e3779b97f4a7c15;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
    hash ^= hash >> 31;
    return number % HELD_OUT == hash % HELD_OUT;
}

} // namespace

void
BidMemory::Add(double age,
               double ask,
               const std::vector<Bid>& bids,
               uint32_t classes,
               size_t capacity)
{
    Entry entry{{age, ask, {}}, IsHeldOut(m_count)};
    std::copy_if(bids.begin(),
                 bids.end(),
                 std::back_inserter(entry.auction.bids),
                 [classes](const Bid& bid) {
                     return std::isfinite(bid.amount) && bid.amount >= 0 &&
                            bid.ownerClass < classes;
                 });
    if (entry.auction.bids.empty() || !(age > 0 && age <= 1))
    {
        return;
    }
    ++m_count;
    m_entries.push_back(std::move(entry));
    while (m_entries.size() > capacity)
    {
        m_entries.pop_front();
    }
}

uint64_t
BidMemory::GetNew() const
{
    return m_count - m_mark;
}

void
BidMemory::SetMark()
{
    m_mark = m_count;
}

std::vector<SampleAuction>
BidMemory::GetLearned() const
{
    std::vector<SampleAuction> auctions;
    for (const Entry& entry : m_entries)
    {
        if (!entry.heldOut)
        {
            auctions.push_back(entry.auction);
        }
    }
    return auctions;
}

bool
BidMemory::HasAll(uint32_t classes, size_t least) const
{
    std::vector<size_t> counts(classes, 0);
    for (const Entry& entry : m_entries)
    {
        for (const Bid& bid : entry.auction.bids)
        {
            counts[bid.ownerClass] += entry.heldOut ? 0 : 1;
        }
    }
    return std::all_of(counts.begin(), counts.end(), [least](size_t count) {
        return count >= least;
    });
}

BidMemory::Comparison
BidMemory::Compare(const AuctionMechanism& first, const AuctionMechanism& second) const
{
    Comparison result;
    Average<double> gain;
    for (const Entry& entry : m_entries)
    {
        if (!entry.heldOut)
        {
            continue;
        }
        const SampleAuction& auction = entry.auction;
        const double before = first.Decide(auction.age, auction.ask, auction.bids).price;
        const double after = second.Decide(auction.age, auction.ask, auction.bids).price;
        ++result.auctions;
        result.first += before;
        result.second += after;
        gain.Update(after - before);
    }
    if (result.auctions > 1)
    {
        const auto count = static_cast<double>(result.auctions);
        result.first /= count;
        result.second /= count;
        // Of absurd bids it is no number, and then nothing exceeds it.
        result.error = std::sqrt(gain.Var() / count);
    }
    return result;
}

} // namespace ns3::edgelearning
