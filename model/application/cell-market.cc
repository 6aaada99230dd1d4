/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cell-market.h"

#include "ns3/believed-claims.h"
#include "ns3/double.h"
#include "ns3/ns3-compat.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(CellMarket);

TypeId
CellMarket::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::CellMarket")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<CellMarket>()
            .AddAttribute("Mechanism",
                          "The auction mechanism; null: owners recruit whoever offers, nothing is "
                          "priced.",
                          PointerValue(),
                          MakePointerAccessor(&CellMarket::m_mechanism),
                          MakePointerChecker<AuctionMechanism>())
            .AddAttribute("AoiTracker",
                          "Predicts, measures and normalises ages of information; null: one with "
                          "its defaults.",
                          PointerValue(),
                          MakePointerAccessor(&CellMarket::m_aoi),
                          MakePointerChecker<AoiTracker>())
            .AddAttribute("Witness",
                          "Judges when the data of an offer were collected; null: a "
                          "BelievedClaims, that is, whatever the worker says.",
                          PointerValue(),
                          MakePointerAccessor(&CellMarket::m_witness),
                          MakePointerChecker<CollectionWitness>())
            .AddAttribute("CollectTimeout",
                          "Time after the request of a collection at which the worker is auctioned "
                          "without it.",
                          TimeValue(MilliSeconds(200)),
                          MakeTimeAccessor(&CellMarket::m_collectTimeout),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("BidTimeout",
                          "Time after the request at which bids close.",
                          TimeValue(MilliSeconds(200)),
                          MakeTimeAccessor(&CellMarket::m_bidTimeout),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("SettleOn",
                          "What a worker is paid whose update came in time: the price (Predicted), "
                          "or price x min(1, A predicted / A measured), A being normalised ages "
                          "(Measured); the winner is the same and the owner keeps the rest.",
                          EnumValue(CellMarket::PREDICTED),
                          MakeEnumMemberAccessor<Settlement>(&CellMarket::m_settleOn),
                          MakeEnumChecker(CellMarket::PREDICTED,
                                          "Predicted",
                                          CellMarket::MEASURED,
                                          "Measured"))
            .AddTraceSource("Auction",
                            "An auction was decided.",
                            MakeTraceSourceAccessor(&CellMarket::m_auctionTrace),
                            "ns3::edgelearning::CellMarket::AuctionTracedCallback");
    return tid;
}

CellMarket::CellMarket() = default;

CellMarket::~CellMarket() = default;

void
CellMarket::NotifyConstructionCompleted()
{
    Object::NotifyConstructionCompleted();
    if (!m_aoi)
    {
        m_aoi = CreateObject<AoiTracker>();
    }
    if (!m_witness)
    {
        m_witness = CreateObject<BelievedClaims>();
    }
}

void
CellMarket::DoDispose()
{
    Clear();
    m_mechanism = nullptr;
    m_aoi = nullptr;
    m_witness = nullptr;
    m_collect = nullptr;
    m_request = nullptr;
    m_result = nullptr;
    m_sale = nullptr;
    m_quiet = nullptr;
    Object::DoDispose();
}

void
CellMarket::SetSinks(uint32_t edge,
                     BidRequestSink request,
                     BidResultSink result,
                     SaleSink sale,
                     QuietSink quiet)
{
    m_edge = edge;
    m_request = std::move(request);
    m_result = std::move(result);
    m_sale = std::move(sale);
    m_quiet = std::move(quiet);
}

void
CellMarket::SetCollector(CollectionSink collect)
{
    m_collect = std::move(collect);
}

Ptr<AoiTracker>
CellMarket::GetAoiTracker() const
{
    return m_aoi;
}

Ptr<CollectionWitness>
CellMarket::GetWitness() const
{
    return m_witness;
}

double
CellMarket::GetPaidShare(Time predicted, Time measured) const
{
    return m_settleOn == PREDICTED
               ? 1
               : std::min(1.0, m_aoi->Normalise(predicted) / m_aoi->Normalise(measured));
}

bool
CellMarket::AddOffer(uint32_t worker, const OfferBody& offer, bool attested)
{
    const auto [found, isNew] = m_offers.try_emplace(worker);
    Standing& standing = found->second;
    if (!isNew && offer.collected <= standing.offer.collected)
    {
        return false;
    }
    standing.offer = offer; // Auctioned when a round opens, as an older one would be.
    standing.attested = attested;
    if (isNew && !attested)
    {
        Approach(worker);
    }
    else if (isNew || (attested && !standing.collecting.IsExpired()))
    {
        Queue(worker);
    }
    return true;
}

void
CellMarket::Approach(uint32_t worker)
{
    if (!Ask(worker))
    {
        Queue(worker);
    }
}

bool
CellMarket::Ask(uint32_t worker)
{
    Standing& standing = m_offers.at(worker);
    if (!standing.collecting.IsExpired())
    {
        return true;
    }
    if (!m_collect || !m_witness->IsAsking() || GetActiveBuyers().empty() ||
        !m_collect(worker, m_witness->Ask(worker, Simulator::Now())))
    {
        return false;
    }
    Unqueue(worker);
    standing.collecting = Simulator::Schedule(m_collectTimeout, &CellMarket::Queue, this, worker);
    return true;
}

void
CellMarket::Unqueue(uint32_t worker)
{
    m_queue.erase(std::remove(m_queue.begin(), m_queue.end(), worker), m_queue.end());
}

void
CellMarket::EraseOffer(uint32_t worker)
{
    const auto found = m_offers.find(worker);
    if (found != m_offers.end())
    {
        found->second.collecting.Cancel();
        m_offers.erase(found);
    }
    Unqueue(worker);
}

void
CellMarket::RemoveOffer(uint32_t worker)
{
    EraseOffer(worker);
    if (m_auction && m_auction->worker == worker)
    {
        m_auction->withdrawn = true;
    }
}

void
CellMarket::AddBuyer(OwnerId owner, Time until)
{
    m_buyers[owner].Cancel();
    m_buyers[owner] = Simulator::Schedule(Max(until - Simulator::Now(), Seconds(0)),
                                          &CellMarket::RemoveBuyer,
                                          this,
                                          owner);
    m_paused.erase(owner);
    for (const auto& [worker, standing] : m_offers)
    {
        Approach(worker);
    }
}

void
CellMarket::Pause(OwnerId owner, bool paused)
{
    if (m_buyers.count(owner) == 0)
    {
        return;
    }
    if (paused)
    {
        m_paused.insert(owner);
    }
    else if (m_paused.erase(owner) > 0)
    {
        // Those that were turned down meanwhile have waited longer than those in the queue.
        for (auto offer = m_offers.rbegin(); offer != m_offers.rend(); ++offer)
        {
            if (!Ask(offer->first) && !IsQueued(offer->first))
            {
                m_queue.push_front(offer->first);
            }
        }
        HoldNext();
    }
}

void
CellMarket::RemoveBuyer(OwnerId owner)
{
    const auto buyer = m_buyers.find(owner);
    if (buyer == m_buyers.end())
    {
        return;
    }
    buyer->second.Cancel();
    m_buyers.erase(buyer);
    m_paused.erase(owner);
    if (!m_auction || m_auction->awaited.count(owner) + m_auction->bids.count(owner) == 0)
    {
        CloseBuyer(owner);
    }
}

void
CellMarket::CloseBuyer(OwnerId owner)
{
    if (m_quiet)
    {
        m_quiet(owner);
    }
}

void
CellMarket::Clear()
{
    m_event.Cancel();
    for (auto& [owner, event] : m_buyers)
    {
        event.Cancel();
    }
    m_buyers.clear();
    m_paused.clear();
    for (auto& [worker, standing] : m_offers)
    {
        standing.collecting.Cancel();
    }
    m_offers.clear();
    m_queue.clear();
    m_auction.reset();
}

void
CellMarket::Queue(uint32_t worker)
{
    m_offers.at(worker).collecting.Cancel();
    if (!IsQueued(worker))
    {
        m_queue.push_back(worker);
    }
    HoldNext();
}

bool
CellMarket::IsQueued(uint32_t worker) const
{
    return std::find(m_queue.begin(), m_queue.end(), worker) != m_queue.end();
}

std::vector<OwnerId>
CellMarket::GetActiveBuyers() const
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
CellMarket::HoldNext()
{
    if (!m_auction && !m_queue.empty() && !GetActiveBuyers().empty() && m_event.IsExpired())
    {
        // From an event of its own, so that whoever called is done with its own state.
        m_event = Simulator::ScheduleNow(&CellMarket::Hold, this);
    }
}

void
CellMarket::Hold()
{
    const std::vector<OwnerId> buyers = GetActiveBuyers();
    if (m_queue.empty() || buyers.empty())
    {
        return;
    }
    const Time now = Simulator::Now();
    Auction auction;
    auction.worker = m_queue.front();
    auction.offer = m_offers.at(auction.worker).offer;
    auction.attested = m_offers.at(auction.worker).attested;
    m_queue.pop_front();
    auction.predicted = m_aoi->Predict(auction.worker, auction.offer.collected, now);
    auction.age = m_aoi->Normalise(auction.predicted);
    ++m_number;

    BidRequestBody request;
    request.auction = m_number;
    request.worker = auction.worker;
    request.predicted = auction.predicted;
    request.age = auction.age;
    TimeValue maxAge;
    m_aoi->GetAttribute("MaxAge", maxAge);
    DoubleValue minAge;
    m_aoi->GetAttribute("MinAge", minAge);
    request.maxAge = maxAge.Get();
    request.minAge = minAge.Get();
    request.samples = auction.offer.samples;
    m_auction = std::move(auction);
    m_event = Simulator::Schedule(m_bidTimeout, &CellMarket::Decide, this);
    for (OwnerId owner : buyers)
    {
        if (m_request(owner, request))
        {
            m_auction->awaited.insert(owner);
        }
    }
    DecideIfComplete();
}

std::optional<RejectReason>
CellMarket::TakeBid(OwnerId owner, const BidBody& bid)
{
    if (!m_auction || bid.auction != m_number)
    {
        return RejectReason::STALE;
    }
    if (m_auction->bids.count(owner) != 0)
    {
        return RejectReason::DUPLICATE;
    }
    if (m_auction->awaited.erase(owner) == 0)
    {
        return RejectReason::UNAUTHORISED;
    }
    m_auction->bids.emplace(owner, bid);
    DecideIfComplete();
    return std::nullopt;
}

void
CellMarket::DecideIfComplete()
{
    if (m_auction->awaited.empty())
    {
        m_event.Cancel();
        Decide();
    }
}

void
CellMarket::Decide()
{
    const Auction auction = std::move(*m_auction);
    m_auction.reset();
    std::vector<Bid> bids;
    for (const auto& [owner, bid] : auction.bids)
    {
        if (bid.interested)
        {
            bids.push_back({owner, bid.amount, bid.ownerClass});
        }
    }
    AuctionOutcome outcome;
    if (!auction.withdrawn && !bids.empty())
    {
        outcome = m_mechanism ? m_mechanism->Decide(auction.age, auction.offer.ask, bids)
                              : Recruit(auction.offer.ask, bids);
        Trace(auction, bids, outcome);
        if (m_mechanism)
        {
            m_mechanism->Observe(Simulator::Now(), auction.age, auction.offer.ask, bids);
        }
    }
    const int32_t winner = outcome.winner;
    for (std::size_t i = 0; i < bids.size(); ++i)
    {
        BidResultBody result;
        result.auction = m_number;
        result.won = winner == static_cast<int32_t>(i);
        result.price = result.won ? outcome.price : 0;
        m_result(bids[i].bidder, result);
    }
    if (winner >= 0)
    {
        EraseOffer(auction.worker);
        m_sale({m_number,
                auction.worker,
                bids[winner].bidder,
                outcome.price,
                auction.predicted,
                auction.offer});
    }
    for (const auto& [owner, bid] : auction.bids)
    {
        if (m_buyers.count(owner) == 0)
        {
            CloseBuyer(owner);
        }
    }
    for (OwnerId owner : auction.awaited)
    {
        if (m_buyers.count(owner) == 0)
        {
            CloseBuyer(owner);
        }
    }
    HoldNext();
}

AuctionOutcome
CellMarket::Recruit(double ask, const std::vector<Bid>& bids)
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
    m_lastServed[bids[outcome.winner].bidder] = m_number;
    return outcome;
}

void
CellMarket::Trace(const Auction& auction,
                  const std::vector<Bid>& bids,
                  const AuctionOutcome& outcome)
{
    if (!m_mechanism)
    {
        return; // Recruitment is no auction.
    }
    AuctionRecord record;
    record.edge = m_edge;
    record.worker = auction.worker;
    record.age = auction.predicted;
    record.normalisedAge = auction.age;
    record.collected = auction.offer.collected;
    record.attested = auction.attested;
    record.bidders = bids.size();
    record.mechanism = m_mechanism->GetName();
    if (outcome.winner >= 0)
    {
        record.winner = bids[outcome.winner].bidder;
    }
    record.price = outcome.price;
    record.highestBid = outcome.highestBid;
    record.secondBid = outcome.secondBid;
    m_auctionTrace(record);
}

} // namespace ns3::edgelearning
