/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_HELD_OUT_REVENUE_H
#define EDGE_LEARNING_HELD_OUT_REVENUE_H

#include "aged-transform.h"
#include "auction-gradient.h"
#include "bid-source.h"

#include <cstdint>
#include <random>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Follows the revenue of the hard allocation while an auction is learned, on auctions that
 * are not learned from, and tells when to stop.
 */
class HeldOutRevenue
{
  public:
    /// Auctions that share one age: transforms are made once per age.
    static constexpr uint32_t AUCTIONS_PER_AGE = 8;

    /**
     * @brief Draw the auctions and measure the first transforms.
     * @param first the transforms
     * @param source where the auctions come from
     * @param bidders bidders of an auction
     * @param generator the randomness
     */
    HeldOutRevenue(const AgedTransform& first,
                   const BidSource& source,
                   uint32_t bidders,
                   std::mt19937_64& generator);

    /**
     * @brief Measure transforms.
     * @param transform the transforms
     */
    void Add(const AgedTransform& transform);

    /**
     * @brief Tell whether the revenue has stopped rising.
     * @return true if the latest measurements are no better than those before
     */
    bool HasConverged() const;

    /**
     * @brief Tell whether learning leads away from a better beginning.
     * @return true if for long no measurement has come near the first
     */
    bool HasFailed() const;

    /**
     * @brief Tell whether the latest revenue is below the first by more than chance takes.
     * @return true if so
     */
    bool HasLost() const;

    /**
     * @brief Get the first transforms' revenue.
     * @return the mean per auction
     */
    double GetFirst() const;

    /**
     * @brief Get the latest revenue.
     * @return the mean per auction
     */
    double GetLatest() const;

    /**
     * @brief Get the mean bid.
     * @return the mean of all bids
     */
    double GetMeanBid() const;

  private:
    AuctionBatch m_auctions;       //!< the auctions
    AuctionGradient m_revenue;     //!< measures
    std::vector<double> m_history; //!< the revenue at every check
    double m_meanBid{0};           //!< mean of all bids
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_HELD_OUT_REVENUE_H */
