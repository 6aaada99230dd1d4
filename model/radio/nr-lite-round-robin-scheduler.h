/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_ROUND_ROBIN_SCHEDULER_H
#define EDGE_LEARNING_NR_LITE_ROUND_ROBIN_SCHEDULER_H

#include "nr-lite-scheduler.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Round robin: every terminal with data gets an equal number of blocks of each slot.
 *
 * Blocks that a terminal cannot fill go to the others. When there are fewer blocks than terminals
 * (or than MinimumBlocks for each), they take turns.
 */
class NrLiteRoundRobinScheduler : public NrLiteScheduler
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    void Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates) override;
    void Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates) override;

  private:
    uint32_t m_minimum;   //!< fewest blocks of a full grant
    uint32_t m_turn[2]{}; //!< id after which the next turn starts, by direction
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_ROUND_ROBIN_SCHEDULER_H */
