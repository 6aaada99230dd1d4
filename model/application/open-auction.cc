/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "open-auction.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

OpenAuction::OpenAuction(uint32_t number,
                         uint32_t worker,
                         const OfferBody& offer,
                         bool attested,
                         const AoiTracker& aoi)
    : m_number(number),
      m_worker(worker),
      m_offer(offer),
      m_attested(attested),
      m_predicted(aoi.Predict(worker, offer.collected, Simulator::Now())),
      m_age(aoi.Normalise(m_predicted))
{
}

BidRequestBody
OpenAuction::MakeRequest(const AoiTracker& aoi) const
{
    BidRequestBody request;
    request.auction = m_number;
    request.worker = m_worker;
    request.predicted = m_predicted;
    request.age = m_age;
    TimeValue maxAge;
    aoi.GetAttribute("MaxAge", maxAge);
    DoubleValue minAge;
    aoi.GetAttribute("MinAge", minAge);
    request.maxAge = maxAge.Get();
    request.minAge = minAge.Get();
    request.samples = m_offer.samples;
    return request;
}

void
OpenAuction::Await(OwnerId owner)
{
    m_awaited.insert(owner);
}

bool
OpenAuction::IsComplete() const
{
    return m_awaited.empty();
}

std::optional<RejectReason>
OpenAuction::Take(OwnerId owner, const BidBody& bid)
{
    if (bid.auction != m_number)
    {
        return RejectReason::STALE;
    }
    if (m_bids.count(owner) != 0)
    {
        return RejectReason::DUPLICATE;
    }
    if (m_awaited.erase(owner) == 0)
    {
        return RejectReason::UNAUTHORISED;
    }
    m_bids.emplace(owner, bid);
    return std::nullopt;
}

void
OpenAuction::Withdraw()
{
    m_withdrawn = true;
}

bool
OpenAuction::IsWithdrawn() const
{
    return m_withdrawn;
}

std::vector<Bid>
OpenAuction::GetBids() const
{
    std::vector<Bid> bids;
    for (const auto& [owner, bid] : m_bids)
    {
        if (bid.interested)
        {
            bids.push_back({owner, bid.amount, bid.ownerClass});
        }
    }
    return bids;
}

std::vector<OwnerId>
OpenAuction::GetAsked() const
{
    std::vector<OwnerId> asked;
    for (const auto& [owner, bid] : m_bids)
    {
        asked.push_back(owner);
    }
    asked.insert(asked.end(), m_awaited.begin(), m_awaited.end());
    return asked;
}

bool
OpenAuction::WasAsked(OwnerId owner) const
{
    return m_awaited.count(owner) + m_bids.count(owner) > 0;
}

uint32_t
OpenAuction::GetWorker() const
{
    return m_worker;
}

const OfferBody&
OpenAuction::GetOffer() const
{
    return m_offer;
}

Time
OpenAuction::GetPredicted() const
{
    return m_predicted;
}

double
OpenAuction::GetAge() const
{
    return m_age;
}

AuctionRecord
OpenAuction::MakeRecord(const std::vector<Bid>& bids, const AuctionOutcome& outcome) const
{
    AuctionRecord record;
    record.worker = m_worker;
    record.age = m_predicted;
    record.normalisedAge = m_age;
    record.collected = m_offer.collected;
    record.attested = m_attested;
    record.bidders = bids.size();
    if (outcome.winner >= 0)
    {
        record.winner = bids[outcome.winner].bidder;
    }
    record.price = outcome.price;
    record.highestBid = outcome.highestBid;
    record.secondBid = outcome.secondBid;
    record.offer = m_offer.number;
    record.ask = m_offer.ask;
    record.bids = bids;
    return record;
}

} // namespace ns3::edgelearning
