/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MODEL_CACHE_H
#define EDGE_LEARNING_MODEL_CACHE_H

#include "cache-policy.h"

#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/// A model as it was received, ready to be sent on.
struct CachedModel
{
    std::shared_ptr<const std::vector<uint8_t>> bytes; //!< the real bytes; null means none
    uint64_t virtualBytes{0};                          //!< bytes that only have a size

    /**
     * @return the bytes it takes up, virtual ones included
     */
    uint64_t GetBytes() const;
};

/**
 * @ingroup edge-learning
 *
 * @brief A node's memory for models, bounded in bytes.
 *
 * It is aggregated to the node and shared by the node's applications. Virtual bytes take up room
 * as real ones do. A model is found under its very owner and version only.
 *
 * When room is needed, versions of which a newer one of the same owner is there go first, since
 * owners train on their newest; among them, and then among the others, the CachePolicy decides.
 * The choice takes time in the number of models kept, which is meant to be small.
 */
class ModelCache : public Object
{
  public:
    /**
     * Of a model that came, was found, was not, or had to go.
     *
     * @param owner whose model
     * @param version which of the owner's models
     * @param bytes its size; 0 when it was not found
     */
    typedef void (*ModelTracedCallback)(uint32_t owner, uint32_t version, uint64_t bytes);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * Keep a model; one of the same owner and version is replaced, others are evicted for it.
     *
     * @param owner whose model
     * @param version which of the owner's models
     * @param model the model
     * @return false when it is larger than the cache; then nothing changes
     */
    bool Insert(uint32_t owner, uint32_t version, CachedModel model);

    /**
     * Find a model, which counts as a use of it.
     *
     * @param owner whose model
     * @param version which of the owner's models
     * @return the model, if it is there
     */
    std::optional<CachedModel> Lookup(uint32_t owner, uint32_t version);

    /**
     * @return the bytes taken up
     */
    uint64_t GetBytes() const;

  private:
    /// Owner and version.
    using Key = std::pair<uint32_t, uint32_t>;

    /// What is kept.
    struct Item
    {
        CacheEntry entry;  //!< what a policy may know
        CachedModel model; //!< the model
    };

    /// In order of owner and version.
    using Items = std::map<Key, Item>;

    void DoDispose() override;

    /**
     * @param capacity the bytes the cache may hold from now on
     */
    void SetCapacity(uint64_t capacity);

    /**
     * @return the bytes the cache may hold
     */
    uint64_t GetCapacity() const;

    /**
     * @param item a model that is kept
     * @return whether a newer version of the same owner is kept
     */
    bool IsSuperseded(Items::const_iterator item) const;

    /**
     * @return the model that goes first; there must be one
     */
    Items::const_iterator FindVictim() const;

    /**
     * Evict models.
     *
     * @param bytes what the others may take up
     */
    void ShrinkTo(uint64_t bytes);

    uint64_t m_capacity{0};    //!< in bytes
    uint64_t m_bytes{0};       //!< taken up
    uint64_t m_instant{0};     //!< insertions and finds so far
    Ptr<CachePolicy> m_policy; //!< which model goes first
    Items m_items;             //!< what is kept

    TracedCallback<uint32_t, uint32_t, uint64_t> m_inserted; //!< trace
    TracedCallback<uint32_t, uint32_t, uint64_t> m_hit;      //!< trace
    TracedCallback<uint32_t, uint32_t, uint64_t> m_miss;     //!< trace
    TracedCallback<uint32_t, uint32_t, uint64_t> m_evicted;  //!< trace
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MODEL_CACHE_H */
