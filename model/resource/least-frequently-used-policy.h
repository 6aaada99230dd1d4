/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEAST_FREQUENTLY_USED_POLICY_H
#define EDGE_LEARNING_LEAST_FREQUENTLY_USED_POLICY_H

#include "cache-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The model that was found least often since it came goes first, of equals the one that was not
 * used for longest: replacement by frequency. Each version is counted by itself.
 */
class LeastFrequentlyUsedPolicy : public CachePolicy
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

#endif /* EDGE_LEARNING_LEAST_FREQUENTLY_USED_POLICY_H */
