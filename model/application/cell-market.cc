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
#include <utility>

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
    const std::optional<bool> isNew = m_offers.Put(worker, offer, attested);
    if (!isNew)
    {
        return false;
    }
    // One that replaces another is auctioned when a round opens, as that would be.
    if (*isNew && !attested)
    {
        Approach(worker);
    }
    else if (*isNew || (attested && !m_offers.At(worker).collecting.IsExpired()))
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
    OfferQueue::Standing& standing = m_offers.At(worker);
    if (!standing.collecting.IsExpired())
    {
        return true;
    }
    if (!m_collect || !m_witness->IsAsking() || m_buyers.GetActive().empty() ||
        !m_collect(worker, m_witness->Ask(worker, Simulator::Now())))
    {
        return false;
    }
    m_offers.Withhold(worker);
    standing.collecting = Simulator::Schedule(m_collectTimeout, &CellMarket::Queue, this, worker);
    return true;
}

void
CellMarket::RemoveOffer(uint32_t worker)
{
    m_offers.Erase(worker);
    if (m_auction && m_auction->GetWorker() == worker)
    {
        m_auction->Withdraw();
    }
}

void
CellMarket::AddBuyer(OwnerId owner, Time until)
{
    m_buyers.Add(owner, until, [this](OwnerId ended) { RemoveBuyer(ended); });
    for (uint32_t worker : m_offers.GetWorkers())
    {
        Approach(worker);
    }
}

void
CellMarket::Pause(OwnerId owner, bool paused)
{
    if (paused)
    {
        m_buyers.Pause(owner);
    }
    else if (m_buyers.GoOn(owner))
    {
        // Those that were turned down meanwhile have waited longer than those in the queue.
        const std::vector<uint32_t> workers = m_offers.GetWorkers();
        for (auto worker = workers.rbegin(); worker != workers.rend(); ++worker)
        {
            if (!Ask(*worker))
            {
                m_offers.Prepend(*worker);
            }
        }
        HoldNext();
    }
}

void
CellMarket::RemoveBuyer(OwnerId owner)
{
    if (m_buyers.Remove(owner) && (!m_auction || !m_auction->WasAsked(owner)))
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
    m_buyers.Clear();
    m_offers.Clear();
    m_auction.reset();
}

void
CellMarket::Queue(uint32_t worker)
{
    m_offers.At(worker).collecting.Cancel();
    m_offers.Append(worker);
    HoldNext();
}

void
CellMarket::HoldNext()
{
    if (!m_auction && !m_offers.IsEmpty() && !m_buyers.GetActive().empty() && m_event.IsExpired())
    {
        // From an event of its own, so that whoever called is done with its own state.
        m_event = Simulator::ScheduleNow(&CellMarket::Hold, this);
    }
}

void
CellMarket::Hold()
{
    const std::vector<OwnerId> buyers = m_buyers.GetActive();
    if (m_offers.IsEmpty() || buyers.empty())
    {
        return;
    }
    const uint32_t worker = m_offers.Pop();
    const OfferQueue::Standing& sold = m_offers.At(worker);
    m_auction.emplace(++m_number, worker, sold.offer, sold.attested, *m_aoi);
    const BidRequestBody request = m_auction->MakeRequest(*m_aoi);
    m_event = Simulator::Schedule(m_bidTimeout, &CellMarket::Decide, this);
    for (OwnerId owner : buyers)
    {
        if (m_request(owner, request))
        {
            m_auction->Await(owner);
        }
    }
    DecideIfComplete();
}

std::optional<RejectReason>
CellMarket::TakeBid(OwnerId owner, const BidBody& bid)
{
    const auto reason = m_auction ? m_auction->Take(owner, bid) : RejectReason::STALE;
    if (!reason)
    {
        DecideIfComplete();
    }
    return reason;
}

void
CellMarket::DecideIfComplete()
{
    if (m_auction->IsComplete())
    {
        m_event.Cancel();
        Decide();
    }
}

void
CellMarket::Decide()
{
    const OpenAuction auction = std::move(*m_auction);
    m_auction.reset();
    const std::vector<Bid> bids = auction.GetBids();
    const double ask = auction.GetOffer().ask;
    AuctionOutcome outcome;
    if (!auction.IsWithdrawn() && !bids.empty())
    {
        outcome = m_mechanism ? m_mechanism->Decide(auction.GetAge(), ask, bids)
                              : m_recruitment.Decide(m_number, ask, bids);
        Trace(auction, bids, outcome);
        if (m_mechanism)
        {
            m_mechanism->Observe(Simulator::Now(), auction.GetAge(), ask, bids);
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
        m_offers.Erase(auction.GetWorker());
        m_sale({m_number,
                auction.GetWorker(),
                bids[winner].bidder,
                outcome.price,
                auction.GetPredicted(),
                auction.GetOffer()});
    }
    for (OwnerId owner : auction.GetAsked())
    {
        if (!m_buyers.Contains(owner))
        {
            CloseBuyer(owner);
        }
    }
    HoldNext();
}

void
CellMarket::Trace(const OpenAuction& auction,
                  const std::vector<Bid>& bids,
                  const AuctionOutcome& outcome)
{
    if (!m_mechanism)
    {
        return; // Recruitment is no auction.
    }
    AuctionRecord record = auction.MakeRecord(bids, outcome);
    record.edge = m_edge;
    record.mechanism = m_mechanism->GetName();
    m_auctionTrace(record);
}

} // namespace ns3::edgelearning
