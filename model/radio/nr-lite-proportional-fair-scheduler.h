/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_PROPORTIONAL_FAIR_SCHEDULER_H
#define EDGE_LEARNING_NR_LITE_PROPORTIONAL_FAIR_SCHEDULER_H

#include "nr-lite-scheduler.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Proportional fair: served first is who could now do best against its average rate.
 *
 * The MaxTerminals terminals with the highest ratio divide the slot; blocks that they cannot fill
 * go to the next ones.
 */
class NrLiteProportionalFairScheduler : public NrLiteScheduler
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    void Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates) override;
    void Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates) override;

  private:
    uint32_t m_maxTerminals; //!< terminals that divide a slot
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_PROPORTIONAL_FAIR_SCHEDULER_H */
