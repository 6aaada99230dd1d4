/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DISTRIBUTION_SOURCE_H
#define EDGE_LEARNING_DISTRIBUTION_SOURCE_H

#include "bid-source.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Draws bids that do not depend on the age, from one distribution for each class.
 *
 * All ages are 1. Bidder j of an auction is of class (k + j) modulo the number of classes, k
 * random: with as many bidders as classes, each class bids once.
 */
class DistributionSource : public BidSource
{
  public:
    /// Maps a uniform number in [0, 1) to a bid: the inverse of the distribution function.
    using Quantile = std::function<double(double)>;

    /**
     * @brief Make a source.
     * @param quantiles one for each class; throws std::invalid_argument if there is none
     */
    explicit DistributionSource(std::vector<Quantile> quantiles);

    uint32_t GetClasses() const override;
    void Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const override;

  private:
    std::vector<Quantile> m_quantiles; //!< by class
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DISTRIBUTION_SOURCE_H */
