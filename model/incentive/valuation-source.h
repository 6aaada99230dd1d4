/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_VALUATION_SOURCE_H
#define EDGE_LEARNING_VALUATION_SOURCE_H

#include "bid-source.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Draws auctions from the valuation model: preferences uniform, owner classes equally
 * likely, ages uniform on [least age, 1] and stratified.
 */
class ValuationSource : public BidSource
{
  public:
    /**
     * @brief Make a source.
     * @param minAge the least age, in (0, 1]
     * @param classWeights value scale of each owner class; throws std::invalid_argument unless
     *        there is one and all are positive and finite
     */
    ValuationSource(double minAge, std::vector<double> classWeights);

    /**
     * @brief Read a list of weights.
     * @param text numbers separated by commas
     * @return the numbers; throws std::invalid_argument naming one that is not positive
     */
    static std::vector<double> ParseWeights(const std::string& text);

    uint32_t GetClasses() const override;
    void Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const override;

  private:
    double m_minAge;                    //!< least age
    std::vector<double> m_classWeights; //!< value scale by class
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_VALUATION_SOURCE_H */
