/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BID_H
#define EDGE_LEARNING_BID_H

/**
 * @file
 * @ingroup edge-learning
 * What goes into an auction and what comes out of it.
 */

#include <cstdint>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What one owner offers for one worker's next round.
 */
struct Bid
{
    uint32_t bidder{0};     //!< the owner's id
    double amount{0};       //!< the bid, in currency units
    uint32_t ownerClass{0}; //!< owners of one class are exchangeable to the mechanism
};

/**
 * @ingroup edge-learning
 * The decision of one auction.
 */
struct AuctionOutcome
{
    int32_t winner{-1};   //!< index into the bids, -1 for no sale
    double price{0};      //!< what the winner pays; 0 without a sale
    double highestBid{0}; //!< highest valid bid, sold or not; 0 if there is none
    double secondBid{0};  //!< second highest valid bid; 0 if there is none
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BID_H */
