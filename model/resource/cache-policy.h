/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CACHE_POLICY_H
#define EDGE_LEARNING_CACHE_POLICY_H

#include "ns3/object.h"

#include <cstdint>

namespace ns3::edgelearning
{

/// What a cache knows of a model that it keeps. Instants are counts of the cache's own operations,
/// so that no two are equal.
struct CacheEntry
{
    uint32_t owner{0};    //!< whose model
    uint32_t version{0};  //!< which of the owner's models
    uint64_t bytes{0};    //!< its size
    uint64_t inserted{0}; //!< instant at which it came
    uint64_t used{0};     //!< instant at which it came or was last found
    uint64_t uses{0};     //!< how often it was found
};

/**
 * @ingroup edge-learning
 * Decides which model has to go when a ModelCache is full.
 *
 * A policy has no state of its own, so that several caches may share one.
 */
class CachePolicy : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Compare two models of a cache; a strict order of all of them.
     * @param a one of them
     * @param b the other
     * @return whether a goes before b
     */
    virtual bool GoesBefore(const CacheEntry& a, const CacheEntry& b) const = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CACHE_POLICY_H */
