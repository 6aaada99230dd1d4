/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FIRST_PRICE_AUCTION_H
#define EDGE_LEARNING_FIRST_PRICE_AUCTION_H

#include "auction-mechanism.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The highest bid wins and pays itself.
 *
 * A baseline. It is not truthful: with bids equal to the values, what it earns is not an
 * equilibrium and bounds nothing.
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

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FIRST_PRICE_AUCTION_H */
