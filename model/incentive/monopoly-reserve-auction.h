/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MONOPOLY_RESERVE_AUCTION_H
#define EDGE_LEARNING_MONOPOLY_RESERVE_AUCTION_H

#include "empirical-mechanism.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Second price with a reserve for each owner class: the price that would earn most from one
 * owner of the class alone, by the sampled bids of the age's bin.
 *
 * Lazy: the highest bid wins if it reaches its own reserve. Eager: bids below their own reserves
 * are put aside first, and the highest of the others wins. The winner pays the next bid that takes
 * part, its own reserve at least. A class that was not sampled never wins.
 */
class MonopolyReserveAuction : public EmpiricalMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;

    /**
     * @brief Get a class's reserve at an age.
     * @param ownerClass the class
     * @param age the normalised age
     * @return the reserve; infinity for a class that was not sampled; throws std::logic_error
     *         before Prepare()
     */
    double GetReserve(uint32_t ownerClass, double age) const;

  private:
    void AddBin(const Bin& bin) override;
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    bool m_eager;                                //!< reserves first
    std::vector<std::vector<double>> m_reserves; //!< by bin and class
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MONOPOLY_RESERVE_AUCTION_H */
