/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FIRST_PRICE_AUCTION_H
#define EDGE_LEARNING_FIRST_PRICE_AUCTION_H

#include "auction-mechanism.h"

#include <cstdint>
#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The highest bid wins and pays itself.
 *
 * A baseline. It is not truthful: with bids equal to the values, what it earns is not an
 * equilibrium and bounds nothing. EquilibriumBid() tells what would be bid.
 */
class FirstPriceAuction : public AuctionMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;

    /**
     * @brief What a bidder bids in equilibrium if all draw their values from one distribution.
     *
     * Each bids what the highest rival value is worth on average, given that it is lower than its
     * own: v - integral from 0 to v of (F(x) / F(v))^(n-1) dx, by Simpson's rule. So the expected
     * revenue is that of the second-price auction without reserve.
     *
     * @param value the bidder's value v, at least 0
     * @param bidders the number of bidders n, at least 1
     * @param cdf distribution function F of the values, which are not negative
     * @return the bid; 0 without rivals
     */
    static double EquilibriumBid(double value,
                                 uint32_t bidders,
                                 const std::function<double(double)>& cdf);

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FIRST_PRICE_AUCTION_H */
