/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FIXED_RELAY_POLICY_H
#define EDGE_LEARNING_FIXED_RELAY_POLICY_H

#include "relay-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Always serves: a relay that somebody put there for the purpose.
 */
class FixedRelayPolicy : public RelayPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    bool ShouldServe(const RelayState& state) override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FIXED_RELAY_POLICY_H */
