/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ENERGY_AWARE_POLICY_H
#define EDGE_LEARNING_ENERGY_AWARE_POLICY_H

#include "offload-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The place that costs least energy among those that are estimated to meet the deadline.
 *
 * An estimate meets the deadline if it takes no more than `DeadlineShare` of it. The cost is the
 * device's energy, plus the other's times `PeerWeight`, plus `LatencyPrice` for
 * each second. Who would be left with less than `Reserve` is spared. When nobody meets the deadline
 * it is the place that is estimated to be done first.
 */
class EnergyAwarePolicy : public OffloadPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  private:
    Choice DoChoose(const ComputeTask& task,
                    const std::vector<OffloadCandidate>& candidates) const override;

    double m_peerWeight;   //!< of a joule
    double m_latencyPrice; //!< in joules per second
    double m_reserve;      //!< in joules
    double m_share;        //!< of the deadline
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ENERGY_AWARE_POLICY_H */
