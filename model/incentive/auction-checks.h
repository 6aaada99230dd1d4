/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_CHECKS_H
#define EDGE_LEARNING_AUCTION_CHECKS_H

#include "auction-mechanism.h"
#include "bid.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * One auction of a sample.
 */
struct SampleAuction
{
    double age{1};         //!< normalised age
    double ask{0};         //!< the seller's ask, which is also its cost
    std::vector<Bid> bids; //!< true values
};

/**
 * @ingroup edge-learning
 * What a mechanism makes of a sample of auctions with truthful bids; means per auction.
 */
struct MarketFigures
{
    uint64_t auctions{0}; //!< size of the sample
    double revenue{0};    //!< price paid
    double saleRate{0};   //!< share of auctions that sold
    double welfare{0};    //!< the winner's value less the ask
};

/**
 * @ingroup edge-learning
 * @brief Measure a mechanism on a sample.
 * @param mechanism the mechanism
 * @param auctions the number of auctions
 * @param draw fills in the next auction
 * @return the figures
 */
MarketFigures MeasureMarket(const AuctionMechanism& mechanism,
                            uint64_t auctions,
                            const std::function<void(SampleAuction&)>& draw);

/**
 * @ingroup edge-learning
 * What a search for misbehaviour of a mechanism found; a truthful mechanism has zero in all but
 * checks. All comparisons are exact, without tolerance.
 */
struct TruthfulnessReport
{
    uint64_t checks{0};       //!< pairs of a true value and a misreport that were compared
    uint64_t regrets{0};      //!< pairs in which the misreport pays better than the truth
    double worstRegret{0};    //!< greatest gain of a misreport
    uint64_t overcharges{0};  //!< winners that pay more than their bid
    uint64_t undersales{0};   //!< sales below the ask
    uint64_t reversals{0};    //!< losers that would win with a lower bid
    uint64_t priceChanges{0}; //!< winners whose price depends on their own bid

    /**
     * @brief Tell whether nothing was found.
     * @return true if all counts but checks are zero
     */
    bool IsClean() const;

    /**
     * @brief Add another report.
     * @param other the report
     */
    void Add(const TruthfulnessReport& other);
};

/**
 * @ingroup edge-learning
 * @brief Search one auction for a bidder that gains by misreporting.
 *
 * For each bidder in turn, with the other bids as they are, the candidates are a grid up to twice
 * the highest bid, zero, denormal and enormous bids, and every other bid, the ask, and the
 * price that the bidder would pay, each with its floating-point neighbours. Each candidate serves
 * as a true value and as a misreport of each other.
 *
 * @param mechanism the mechanism
 * @param auction the auction
 * @param gridPoints points of the grid
 * @param ulps neighbours on either side of each threshold
 * @return what was found
 */
TruthfulnessReport CheckTruthfulness(const AuctionMechanism& mechanism,
                                     const SampleAuction& auction,
                                     uint32_t gridPoints = 16,
                                     uint32_t ulps = 4);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_CHECKS_H */
