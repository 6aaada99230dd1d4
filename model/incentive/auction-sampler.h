/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_SAMPLER_H
#define EDGE_LEARNING_AUCTION_SAMPLER_H

#include "auction-gradient.h"

#include <cstdint>
#include <random>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Draws auctions from the valuation model: preferences uniform, owner classes equally
 * likely, ages uniform on [least age, 1] and stratified.
 */
class AuctionSampler
{
  public:
    /**
     * @brief Start a sequence.
     * @param minAge the least age
     * @param classWeights value scale of each owner class
     * @param seed fixes the sequence
     */
    AuctionSampler(double minAge, std::vector<double> classWeights, uint64_t seed);

    /**
     * @brief Draw a number.
     * @return a number in [0, 1)
     */
    double DrawUniform();

    /**
     * @brief Draw what an owner would pay.
     * @param ownerClass its class
     * @param age the normalised age
     * @return its value
     */
    double DrawValue(uint32_t ownerClass, double age);

    /**
     * @brief Fill a batch; its numbers of bidders and of auctions per age stay.
     * @param ages the number of ages
     * @param batch receives the auctions
     */
    void Draw(uint32_t ages, AuctionBatch& batch);

  private:
    double m_minAge;                    //!< least age
    std::vector<double> m_classWeights; //!< value scale by class
    std::mt19937_64 m_generator;        //!< its sequence is fixed by the C++ standard
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_SAMPLER_H */
