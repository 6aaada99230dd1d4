/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BID_SOURCE_H
#define EDGE_LEARNING_BID_SOURCE_H

#include "auction-checks.h"
#include "auction-gradient.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Where a mechanism that learns takes its auctions from.
 *
 * Owners are taken to bid independently of one another, given their class and the age. Every draw
 * takes its randomness from the caller's generator, so that equal seeds give equal auctions.
 */
class BidSource
{
  public:
    virtual ~BidSource() = default;

    /**
     * @brief Number of owner classes.
     * @return the number; every drawn bid's class is below it
     */
    virtual uint32_t GetClasses() const = 0;

    /**
     * @brief Number of bids that the source has.
     * @return the number; without limit for a source that draws every bid afresh
     */
    virtual size_t GetSize() const;

    /**
     * @brief Fill a batch to train on; its numbers of bidders and of auctions per age stay.
     * @param ages the number of ages
     * @param generator the randomness
     * @param batch receives the auctions
     */
    virtual void Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const = 0;

    /**
     * @brief Get auctions to estimate from.
     * @param auctions how many; a source of recorded auctions gives what it has
     * @param bidders bids in each; a source of recorded auctions gives what it has
     * @param generator the randomness
     * @return the auctions
     */
    virtual std::vector<SampleAuction> GetSample(uint32_t auctions,
                                                 uint32_t bidders,
                                                 std::mt19937_64& generator) const;

    /**
     * @brief Draw a number.
     * @param generator the randomness
     * @return a number in [0, 1)
     */
    static double DrawUniform(std::mt19937_64& generator);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BID_SOURCE_H */
