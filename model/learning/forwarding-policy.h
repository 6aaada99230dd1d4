/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FORWARDING_POLICY_H
#define EDGE_LEARNING_FORWARDING_POLICY_H

#include "round-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Passes every update on as it comes: the policy of a tier that does not aggregate.
 *
 * A round ends at its deadline, or once selection is over and every selected worker has arrived or
 * dropped. How stale an update may be is for the owner to say.
 */
class ForwardingPolicy : public RoundPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    RoundDecision Decide(const RoundState& state) const override;
    bool NeedsEachUpdate() const override;
    uint32_t GetMaxStaleness() const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FORWARDING_POLICY_H */
