/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SECOND_PRICE_AUCTION_H
#define EDGE_LEARNING_SECOND_PRICE_AUCTION_H

#include "auction-mechanism.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The highest bid wins and pays the second highest, or the reserve if that is higher.
 *
 * Truthful whatever the reserve. Attribute Reserve is blind to the age of the data.
 */
class SecondPriceAuction : public AuctionMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;

    /**
     * @brief Decide a second-price auction.
     * @param bids the bids, positive
     * @param reserve the least bid that wins
     * @return winner and price
     */
    static AuctionOutcome Sell(const std::vector<Bid>& bids, double reserve);

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    double m_reserve; //!< least bid that wins, in currency units
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SECOND_PRICE_AUCTION_H */
