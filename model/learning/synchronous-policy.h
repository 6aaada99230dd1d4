/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SYNCHRONOUS_POLICY_H
#define EDGE_LEARNING_SYNCHRONOUS_POLICY_H

#include "round-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Waits for every selected worker until the deadline, then closes the round if a quorum
 * arrived.
 *
 * A round ends at its deadline, or once selection is over and every selected worker has arrived
 * or dropped. It is void when fewer than `Quorum` of the selected workers arrived, or none did.
 */
class SynchronousPolicy : public RoundPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    RoundDecision Decide(const RoundState& state) const override;

  private:
    double m_quorum; //!< share of the selected workers
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SYNCHRONOUS_POLICY_H */
