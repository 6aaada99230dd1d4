/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGE_RESERVE_AUCTION_H
#define EDGE_LEARNING_AGE_RESERVE_AUCTION_H

#include "empirical-mechanism.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Second price with the reserve that earned most on the sampled auctions of the age's bin.
 *
 * The reserve is the same for all owners, whatever their class. With one bin it is the best reserve
 * that is blind to age.
 */
class AgeReserveAuction : public EmpiricalMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;

    /**
     * @brief Get the reserve at an age.
     * @param age the normalised age
     * @return the reserve; throws std::logic_error before Prepare()
     */
    double GetReserve(double age) const;

  private:
    void AddBin(const Bin& bin) override;
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    std::vector<double> m_reserves; //!< by bin
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGE_RESERVE_AUCTION_H */
