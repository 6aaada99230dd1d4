/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BID_MEMORY_H
#define EDGE_LEARNING_BID_MEMORY_H

#include "auction-checks.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The latest auctions that a mechanism has seen, to learn from and to judge by.
 *
 * Of every five auctions one is held out: what is learned from the others is judged by these. Which
 * one changes from five to five, so that nothing periodic in the market is held out as a whole.
 */
class BidMemory
{
  public:
    /// What two mechanisms earn on the auctions that are held out; means per auction.
    struct Comparison
    {
        uint64_t auctions{0}; //!< how many are held out
        double first{0};      //!< revenue of the first mechanism
        double second{0};     //!< revenue of the second mechanism
        double error{0};      //!< standard error of the difference
    };

    /**
     * @brief Remember an auction.
     * @param age the normalised age, in (0, 1]
     * @param ask the seller's ask
     * @param bids the bids; those that are negative, not finite or of an unknown class are left out
     * @param classes the number of known classes
     * @param capacity auctions to keep, the latest
     */
    void Add(double age,
             double ask,
             const std::vector<Bid>& bids,
             uint32_t classes,
             size_t capacity);

    /**
     * @brief Count the auctions since a mark was set.
     * @return auctions since SetMark(), or of all times
     */
    uint64_t GetNew() const;

    /**
     * @brief Begin to count anew; nothing is forgotten.
     */
    void SetMark();

    /**
     * @brief Get the auctions to learn from.
     * @return the auctions that are not held out, as they came
     */
    std::vector<SampleAuction> GetLearned() const;

    /**
     * @brief Tell whether all classes have been seen.
     * @param classes the number of classes
     * @param least bids of each, at least
     * @return true if there are so many among the auctions to learn from
     */
    bool HasAll(uint32_t classes, size_t least) const;

    /**
     * @brief Compare two mechanisms on the auctions that are held out.
     * @param first a mechanism
     * @param second another
     * @return what they earn
     */
    Comparison Compare(const AuctionMechanism& first, const AuctionMechanism& second) const;

  private:
    /// An auction and whether it is held out.
    struct Entry
    {
        SampleAuction auction; //!< the auction
        bool heldOut;          //!< not to learn from
    };

    std::deque<Entry> m_entries; //!< the latest last
    uint64_t m_count{0};         //!< auctions of all times
    uint64_t m_mark{0};          //!< of them, those before the mark
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BID_MEMORY_H */
