/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_PUBLISHED_AUCTION_H
#define EDGE_LEARNING_PUBLISHED_AUCTION_H

#include "learned-mechanism.h"
#include "min-max-transform.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The learned auction with the settings under which it was published, for comparison.
 *
 * One transform of 10 groups of 10 lines for each bidder, blind to age; random first lines
 * (logarithms of slopes normal, offsets uniform on [-5, 0]); a softmax of sharpness 1000; Adam at
 * rate 0.001 on batches of 64 of a fixed sample; payments as they are. Where owners are of one
 * class the transforms belong to the positions of the bids, else to the classes. Published were 500
 * 000 steps on 5000 auctions: P. Duetting et al., "Optimal Auctions through Deep Learning", arXiv
 * 1706.03459. In use, winner and price are as exact as DeepAuction's.
 */
class PublishedAuction : public LearnedMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;
    bool IsReady() const override;

  private:
    void Learn(const BidSource& source, uint64_t seed) override;
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    uint32_t m_steps;                          //!< gradient steps
    uint32_t m_sampleSize;                     //!< auctions to draw
    uint32_t m_bidders;                        //!< bids in each
    bool m_byClass{false};                     //!< transforms by class, not by position
    std::vector<MinMaxTransform> m_transforms; //!< empty until ready
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_PUBLISHED_AUCTION_H */
