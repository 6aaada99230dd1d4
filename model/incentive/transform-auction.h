/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TRANSFORM_AUCTION_H
#define EDGE_LEARNING_TRANSFORM_AUCTION_H

#include "aged-transform.h"
#include "auction-mechanism.h"

#include <memory>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Second price on monotonically transformed bids, by transforms that are given.
 *
 * It decides for DeepAuction, and for transforms that may come to replace that one's. Unlike a
 * DeepAuction it takes no random stream, of which ns-3 gives every new one the next: what a
 * simulation draws elsewhere must not depend on how often it trained.
 */
class TransformAuction : public AuctionMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    /**
     * @brief Take transforms.
     * @param transform the transforms, not null
     */
    explicit TransformAuction(std::shared_ptr<const AgedTransform> transform);

    std::string GetName() const override;

    /**
     * @brief Decide an auction.
     *
     * The highest positive transformed bid wins, the first of equals. The price is the least
     * representable bid with which it would still have won. Bids of unknown classes are ignored.
     *
     * @param transform the transforms
     * @param age the normalised age
     * @param bids the bids, finite and positive
     * @return the outcome
     */
    static AuctionOutcome Sell(const AgedTransform& transform,
                               double age,
                               const std::vector<Bid>& bids);

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    std::shared_ptr<const AgedTransform> m_transform; //!< the transforms
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TRANSFORM_AUCTION_H */
