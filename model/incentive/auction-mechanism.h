/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_MECHANISM_H
#define EDGE_LEARNING_AUCTION_MECHANISM_H

#include "bid.h"

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Decides who gets a worker, and at what price.
 *
 * One auction sells one worker's participation in one round. The rules that hold for every
 * mechanism are kept here: invalid bids do not take part, a bid of zero or below the seller's ask
 * never wins, the price is at least the ask, and ties are decided for the bid that stands first.
 */
class AuctionMechanism : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    /**
     * @brief Decide one auction.
     *
     * Bids that are negative or not finite are ignored. An ask that is negative or not finite
     * comes from a seller that cannot be served: nothing is sold.
     *
     * @param age the normalised age of information, in (0, 1]; anything else throws
     *        std::invalid_argument
     * @param ask the least price that the seller accepts, in currency units
     * @param bids the bids; the outcome's winner is an index into them
     * @return the outcome
     */
    AuctionOutcome Decide(double age, double ask, const std::vector<Bid>& bids) const;

    /**
     * @brief Name the mechanism as it stands in auctions.csv.
     * @return a short lower-case name
     */
    virtual std::string GetName() const = 0;

    /**
     * @brief Make the mechanism ready for decisions; call once, before the simulation runs.
     *
     * A learned mechanism trains or loads here; the others have nothing to do.
     */
    virtual void Prepare();

    /**
     * @brief Learn of an auction that was held; a mechanism that learns on does so from here.
     *
     * Called after the auction's decision, which it cannot change; later ones it may.
     *
     * @param now the simulated time
     * @param age the normalised age of information, in (0, 1]
     * @param ask the least price that the seller accepted
     * @param bids the bids, as Decide() saw them
     */
    virtual void Observe(Time now, double age, double ask, const std::vector<Bid>& bids);

    /**
     * @brief Fix the random streams.
     * @param stream first stream index to use
     * @return the number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream);

  private:
    /**
     * @brief Decide among the bids that may win.
     *
     * @param age the normalised age of information, in (0, 1]
     * @param bids bids that are finite, positive and no lower than the seller's ask
     * @return winner as an index into these bids, and the price before the ask is applied
     */
    virtual AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_MECHANISM_H */
