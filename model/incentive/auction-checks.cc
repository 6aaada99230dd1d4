/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::edgelearning
{

namespace
{

/// What a bidder gets for one of its candidate bids.
struct Response
{
    double bid;   //!< the candidate
    bool wins;    //!< whether it wins
    double price; //!< what it pays if it wins
};

/**
 * Add a threshold and its floating-point neighbours to a bidder's candidates.
 *
 * @param threshold the threshold
 * @param ulps neighbours on either side
 * @param candidates receives those that are finite and not negative
 */
void
AddNeighbours(double threshold, uint32_t ulps, std::vector<double>& candidates)
{
    double below = threshold;
    double above = threshold;
    candidates.push_back(threshold);
    for (uint32_t i = 0; i < ulps; ++i)
    {
        below = std::max(0.0, std::nextafter(below, 0.0));
        above = std::min(std::numeric_limits<double>::max(),
                         std::nextafter(above, std::numeric_limits<double>::infinity()));
        candidates.push_back(below);
        candidates.push_back(above);
    }
}

/**
 * Candidate bids of a bidder, apart from the price it would pay.
 *
 * @param auction the auction
 * @param gridPoints points of the grid
 * @param ulps neighbours on either side of a threshold
 * @return the candidates
 */
std::vector<double>
MakeCandidates(const SampleAuction& auction, uint32_t gridPoints, uint32_t ulps)
{
    std::vector<double> candidates{0,
                                   std::numeric_limits<double>::denorm_min(),
                                   std::numeric_limits<double>::min(),
                                   1e300};
    double highest = 0;
    AddNeighbours(auction.ask, ulps, candidates);
    for (const Bid& bid : auction.bids)
    {
        highest = std::max(highest, bid.amount);
        AddNeighbours(bid.amount, ulps, candidates);
    }
    for (uint32_t i = 1; i <= gridPoints; ++i)
    {
        candidates.push_back(2 * highest * i / gridPoints);
    }
    return candidates;
}

/**
 * Bid and see.
 *
 * @param mechanism the mechanism
 * @param auction the auction
 * @param bidder index of the bidder
 * @param bid what it bids
 * @param report counts sales below the ask
 * @return what it gets
 */
Response
Respond(const AuctionMechanism& mechanism,
        SampleAuction& auction,
        size_t bidder,
        double bid,
        TruthfulnessReport& report)
{
    const double truth = auction.bids[bidder].amount;
    auction.bids[bidder].amount = bid;
    const AuctionOutcome outcome = mechanism.Decide(auction.age, auction.ask, auction.bids);
    auction.bids[bidder].amount = truth;
    const bool wins = outcome.winner == static_cast<int32_t>(bidder);
    if (wins && outcome.price < auction.ask)
    {
        ++report.undersales;
    }
    if (wins && outcome.price > bid)
    {
        ++report.overcharges;
    }
    return {bid, wins, wins ? outcome.price : 0};
}

/**
 * Compare every candidate as a truth with every other as a misreport.
 *
 * @param responses the candidates, ascending
 * @param report receives what is found
 */
void
Compare(const std::vector<Response>& responses, TruthfulnessReport& report)
{
    for (const Response& truth : responses)
    {
        for (const Response& lie : responses)
        {
            ++report.checks;
            const double value = truth.bid;
            const double valueOfTruth = truth.wins ? value - truth.price : 0;
            // Two prices are compared as they are: their differences from the value may round
            // to the same number.
            const bool regret =
                lie.wins && (truth.wins ? lie.price < truth.price : lie.price < value);
            if (regret || (truth.wins && !lie.wins && truth.price > value))
            {
                const double gain = (lie.wins ? value - lie.price : 0) - valueOfTruth;
                ++report.regrets;
                report.worstRegret = std::max(report.worstRegret, gain);
            }
        }
    }
    for (size_t i = 1; i < responses.size(); ++i)
    {
        const Response& lower = responses[i - 1];
        const Response& higher = responses[i];
        if (lower.wins && !higher.wins)
        {
            ++report.reversals;
        }
        if (lower.wins && higher.wins && lower.price != higher.price)
        {
            ++report.priceChanges;
        }
    }
}

} // namespace

MarketFigures
MeasureMarket(const AuctionMechanism& mechanism,
              uint64_t auctions,
              const std::function<void(SampleAuction&)>& draw)
{
    MarketFigures figures;
    SampleAuction auction;
    for (uint64_t i = 0; i < auctions; ++i)
    {
        draw(auction);
        const AuctionOutcome outcome = mechanism.Decide(auction.age, auction.ask, auction.bids);
        if (outcome.winner >= 0)
        {
            figures.revenue += outcome.price;
            figures.saleRate += 1;
            figures.welfare += auction.bids[outcome.winner].amount - auction.ask;
        }
    }
    if (auctions > 0)
    {
        const auto count = static_cast<double>(auctions);
        figures.auctions = auctions;
        figures.revenue /= count;
        figures.saleRate /= count;
        figures.welfare /= count;
    }
    return figures;
}

bool
TruthfulnessReport::IsClean() const
{
    return regrets == 0 && overcharges == 0 && undersales == 0 && reversals == 0 &&
           priceChanges == 0;
}

void
TruthfulnessReport::Add(const TruthfulnessReport& other)
{
    checks += other.checks;
    regrets += other.regrets;
    worstRegret = std::max(worstRegret, other.worstRegret);
    overcharges += other.overcharges;
    undersales += other.undersales;
    reversals += other.reversals;
    priceChanges += other.priceChanges;
}

TruthfulnessReport
CheckTruthfulness(const AuctionMechanism& mechanism,
                  const SampleAuction& auction,
                  uint32_t gridPoints,
                  uint32_t ulps)
{
    TruthfulnessReport report;
    SampleAuction trial = auction;
    const std::vector<double> common = MakeCandidates(auction, gridPoints, ulps);
    for (size_t bidder = 0; bidder < auction.bids.size(); ++bidder)
    {
        std::vector<double> candidates = common;
        const Response enormous = Respond(mechanism, trial, bidder, 1e300, report);
        if (enormous.wins)
        {
            AddNeighbours(enormous.price, ulps, candidates);
        }
        std::sort(candidates.begin(), candidates.end());
        candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
        std::vector<Response> responses;
        for (double bid : candidates)
        {
            responses.push_back(Respond(mechanism, trial, bidder, bid, report));
        }
        Compare(responses, report);
    }
    return report;
}

} // namespace ns3::edgelearning
