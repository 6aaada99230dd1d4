/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EMPIRICAL_MYERSON_AUCTION_H
#define EDGE_LEARNING_EMPIRICAL_MYERSON_AUCTION_H

#include "empirical-mechanism.h"
#include "virtual-value-curve.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Myerson's auction with ironed virtual values that are estimated, class by class, from the
 * sampled bids of the age's bin.
 *
 * The highest positive virtual value wins, the first of equals, and pays the least bid that would
 * still have won. Known values of a class all count, so that it is the strongest rival of a learned
 * auction. A class that was not sampled never wins.
 */
class EmpiricalMyersonAuction : public EmpiricalMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    std::string GetName() const override;

  private:
    void AddBin(const Bin& bin) override;
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    std::vector<std::vector<std::optional<VirtualValueCurve>>> m_curves; //!< by bin and class
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EMPIRICAL_MYERSON_AUCTION_H */
