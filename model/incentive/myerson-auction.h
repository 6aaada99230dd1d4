/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MYERSON_AUCTION_H
#define EDGE_LEARNING_MYERSON_AUCTION_H

#include "auction-mechanism.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Myerson's optimal auction for bids whose distribution is known: the upper bound.
 *
 * The highest positive virtual value wins, the first of equals, and pays the least representable
 * bid that would still have won. The distributions are those of the valuation model with the
 * weights ClassWeights, unless others are set. A bid of an unknown class never wins.
 */
class MyersonAuction : public AuctionMechanism
{
  public:
    /// Virtual value of a bid, by class, age and bid; ironed: it never falls as the bid rises, in
    /// floating point too.
    using VirtualValue = std::function<double(uint32_t, double, double)>;

    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;

    /**
     * @brief Take other distributions than the valuation model's.
     * @param virtualValue the virtual value; minus infinity for unknown classes
     */
    void SetVirtualValue(VirtualValue virtualValue);

  private:
    /**
     * @brief Set the weights of the valuation model.
     * @param text numbers separated by commas; anything else ends the program with a message
     */
    void SetClassWeights(std::string text);

    /**
     * @brief Get the weights of the valuation model.
     * @return the text that set them
     */
    std::string GetClassWeights() const;

    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    std::string m_classWeights;  //!< as set
    VirtualValue m_virtualValue; //!< of each class at each age
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MYERSON_AUCTION_H */
