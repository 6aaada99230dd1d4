/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OLDEST_MODEL_POLICY_H
#define EDGE_LEARNING_OLDEST_MODEL_POLICY_H

#include "cache-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The model that came first goes first, however much it is used: replacement by the age of the
 * model. Age is time in the cache, since version numbers of different owners do not compare.
 */
class OldestModelPolicy : public CachePolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    bool GoesBefore(const CacheEntry& a, const CacheEntry& b) const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OLDEST_MODEL_POLICY_H */
