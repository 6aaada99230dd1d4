/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEAST_RECENTLY_USED_POLICY_H
#define EDGE_LEARNING_LEAST_RECENTLY_USED_POLICY_H

#include "cache-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The model that was not used for longest goes first: replacement by recency.
 */
class LeastRecentlyUsedPolicy : public CachePolicy
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

#endif /* EDGE_LEARNING_LEAST_RECENTLY_USED_POLICY_H */
