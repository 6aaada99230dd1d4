/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ROUND_POLICY_H
#define EDGE_LEARNING_ROUND_POLICY_H

#include "aggregator.h"
#include "model-history.h"

#include "ns3/nstime.h"

#include <cstdint>

namespace ns3::edgelearning
{

/// How far a round has come.
struct RoundState
{
    Time now;                    //!< the present
    Time deadline;               //!< the latest arrival that counts, absolute
    bool selectionOpen;          //!< whether workers may still be selected
    uint32_t selected;           //!< workers selected so far
    uint32_t arrived;            //!< of these, updates that arrived
    uint32_t dropped;            //!< of these, known to be dropped
    uint32_t unmerged{0};        //!< of those that arrived, not yet merged
    uint32_t demand{UINT32_MAX}; //!< updates that are enough

    /// @return whether nothing can come any more: every outcome is known, or the deadline is past
    bool IsOver() const
    {
        const uint64_t ended = static_cast<uint64_t>(arrived) + dropped;
        return now >= deadline || (!selectionOpen && ended >= selected);
    }
};

/// What becomes of a round.
enum class RoundDecision
{
    WAIT,  //!< go on
    MERGE, //!< merge what arrived since the last merge, and go on
    CLOSE, //!< merge what is left, and end the round
    VOID   //!< end the round; what is left counts for nothing
};

/// An update that arrived: one worker's, or an aggregate of several.
struct ModelUpdate
{
    ModelParameters model;   //!< the trained parameters
    uint32_t baseVersion{0}; //!< of the model that the training began with
    double samples{0};       //!< that all its workers trained on
    uint32_t workers{1};     //!< whose work it is
};

/**
 * @ingroup edge-learning
 *
 * @brief Says when updates are merged, how, and when a round ends: a function of explicit numbers,
 * which owns no timer.
 */
class RoundPolicy : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * To be asked whenever something in the state changes, and at the deadline.
     *
     * @param state how far the round has come
     * @return what to do
     */
    virtual RoundDecision Decide(const RoundState& state) const = 0;

    /**
     * Merge updates.
     *
     * By default the aggregate of the updates, weighted by their samples.
     *
     * @param updates in order of arrival, at least one, all of one shape
     * @param history the versions so far; null where there is no global model, below the owner
     * @param aggregator combines models
     * @return the next version, or the aggregate to pass on
     */
    virtual ModelParameters Merge(const std::vector<ModelUpdate>& updates,
                                  const ModelHistory* history,
                                  Aggregator& aggregator) const;

    /**
     * @param demand updates that are enough for a round
     * @return workers to select for them; by default as many
     */
    virtual uint32_t GetSelectionSize(uint32_t demand) const;

    /**
     * @return whether a selected worker's place is free for another one, in the same round, once
     * its outcome is known; by default not
     */
    virtual bool RefillsPlaces() const;

    /**
     * @return whether the tiers below must pass on every update by itself as it comes; by default
     * not: they aggregate
     */
    virtual bool NeedsEachUpdate() const;

    /**
     * @return the greatest staleness of an update that counts, the number of versions since the
     * one it was trained on; by default 0
     */
    virtual uint32_t GetMaxStaleness() const;

    /**
     * @return the versions of the model that Merge() needs; by default 1
     */
    virtual uint32_t GetKeptVersions() const;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ROUND_POLICY_H */
