/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RECRUITMENT_H
#define EDGE_LEARNING_RECRUITMENT_H

#include "ns3/bid.h"
#include "ns3/edge-learning-types.h"

#include <map>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Who takes a worker where nothing is priced: of the owners that are interested, the one served
 * longest ago.
 */
class Recruitment
{
  public:
    /**
     * @brief Decide who takes a worker.
     * @param auction number of the auction, greater than all before
     * @param ask least price that the worker accepts; above 0 nobody takes it, since nobody pays
     * @param bids of the owners that are interested, at least one; the amounts do not matter
     * @return the winner, at no price
     */
    AuctionOutcome Decide(uint32_t auction, double ask, const std::vector<Bid>& bids);

  private:
    std::map<OwnerId, uint32_t> m_lastServed; //!< last auction that an owner won
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RECRUITMENT_H */
