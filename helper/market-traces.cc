/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-traces.h"

#include "ns3/deep-auction.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

namespace
{

/// Offers of a worker whose truth is remembered until one is sold: far more than it keeps.
constexpr uint32_t REMEMBERED_OFFERS = 64;

} // namespace

MarketTraces::MarketTraces(const std::string& directory, Ptr<RunState> state)
    : m_state(state),
      m_auctions(directory + "/auctions.csv",
                 "time_s,edge,worker,aoi_s,aoi_norm,bidders,mechanism,winner,price,highest_bid,"
                 "second_bid,attested,true_aoi_s"),
      m_bids(directory + "/bids.csv", "auction,age,class,bid,time_s,edge,worker,owner,ask"),
      m_retrainings(directory + "/retrainings.csv",
                    "time_s,edge,auctions,held_out,old_revenue,new_revenue,replaced"),
      m_revenue(directory + "/revenue.csv", "time_s,worker,owner,amount,worker_total"),
      m_ages(directory + "/aoi.csv", "time_s,worker,owner,round,predicted_s,measured_s,true_s")
{
}

std::vector<ResultFile*>
MarketTraces::GetTables()
{
    return {&m_auctions, &m_bids, &m_retrainings, &m_revenue, &m_ages};
}

void
MarketTraces::ConnectEdge(Ptr<EdgeServer> edge)
{
    const Ptr<MarketTraces> self(this);
    const Ptr<CellMarket> market = edge->GetMarket();
    edge->TraceConnectWithoutContext("Age", MakeCallback(&MarketTraces::AgeMeasured, self));
    market->TraceConnectWithoutContext("Auction",
                                       MakeCallback(&MarketTraces::AuctionDecided, self));
    PointerValue mechanism;
    market->GetAttribute("Mechanism", mechanism);
    if (const Ptr<DeepAuction> agent = mechanism.Get<DeepAuction>())
    {
        agent->TraceConnectWithoutContext(
            "Retrained",
            Callback<void, const RetrainingRecord&>(
                [self, id = edge->GetNode()->GetId()](const RetrainingRecord& record) {
                    self->Retrained(id, record);
                }));
    }
}

void
MarketTraces::ConnectWorker(Ptr<Application> worker)
{
    worker->TraceConnectWithoutContext(
        "Offer",
        MakeCallback(&MarketTraces::OfferMade, Ptr<MarketTraces>(this)));
}

void
MarketTraces::ConnectHouse(Ptr<Application> house)
{
    house->TraceConnectWithoutContext(
        "Payment",
        MakeCallback(&MarketTraces::PaymentMade, Ptr<MarketTraces>(this)));
}

void
MarketTraces::OfferMade(const OfferRecord& record)
{
    m_collected[{record.worker, record.number}] = record.collected;
    if (record.number > REMEMBERED_OFFERS)
    {
        m_collected.erase({record.worker, record.number - REMEMBERED_OFFERS});
    }
}

Time
MarketTraces::GetTruth(uint32_t worker, uint32_t offer, Time claimed) const
{
    const auto truth = m_collected.find({worker, offer});
    return truth == m_collected.end() ? claimed : truth->second;
}

void
MarketTraces::AuctionDecided(const AuctionRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddAuction(record);
    m_state->plots.AddAuction(record);
    const Time truth = GetTruth(record.worker, record.offer, record.collected);
    if (record.winner)
    {
        m_sold[{record.worker, *record.winner}] = {record.offer, truth};
    }
    m_auctions.Line(Seconds9(Simulator::Now()),
                    record.edge,
                    record.worker,
                    Seconds9(record.age),
                    Exact(record.normalisedAge),
                    record.bidders,
                    record.mechanism,
                    record.winner ? static_cast<int64_t>(*record.winner) : -1,
                    Exact(record.price),
                    Exact(record.highestBid),
                    Exact(record.secondBid),
                    record.attested ? 1 : 0,
                    Seconds9(record.age + record.collected - truth));
    WriteBids(record);
}

void
MarketTraces::WriteBids(const AuctionRecord& record)
{
    for (const Bid& bid : record.bids)
    {
        m_bids.Line(m_auctionCount,
                    Exact(record.normalisedAge),
                    bid.ownerClass,
                    Exact(bid.amount),
                    Seconds9(Simulator::Now()),
                    record.edge,
                    record.worker,
                    bid.bidder,
                    Exact(record.ask));
    }
    ++m_auctionCount;
}

void
MarketTraces::Retrained(uint32_t edge, const RetrainingRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_retrainings.Line(Seconds9(record.time),
                       edge,
                       record.auctions,
                       record.heldOut,
                       Exact(record.oldRevenue),
                       Exact(record.newRevenue),
                       record.replaced ? 1 : 0);
}

void
MarketTraces::PaymentMade(const PaymentRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddPayment(record);
    m_revenue.Line(Seconds9(Simulator::Now()),
                   record.worker,
                   record.owner,
                   Exact(record.amount),
                   Exact(record.total));
}

void
MarketTraces::AgeMeasured(const AgeRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddAge(record);
    // Its number may be forgotten meanwhile: who sells itself twice goes on offering.
    const auto sold = m_sold.find({record.worker, record.owner});
    const Time truth = sold != m_sold.end() && sold->second.first == record.offer
                           ? sold->second.second
                           : GetTruth(record.worker, record.offer, record.collected);
    m_ages.Line(Seconds9(Simulator::Now()),
                record.worker,
                record.owner,
                record.round,
                Seconds9(record.predicted),
                Seconds9(record.measured),
                Seconds9(record.measured + record.collected - truth));
}

} // namespace ns3::edgelearning
