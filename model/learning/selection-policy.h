/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SELECTION_POLICY_H
#define EDGE_LEARNING_SELECTION_POLICY_H

#include "ns3/object.h"

#include <cstdint>

namespace ns3::edgelearning
{

/// A worker that an owner might bid for.
struct Candidate
{
    uint32_t worker{0};  //!< its node id
    double age{1};       //!< predicted age of its data, normalised, above 0 and at most 1
    uint32_t samples{0}; //!< samples offered
};

/**
 * @ingroup edge-learning
 *
 * @brief Says for which workers an owner bids at all. What it bids, and who wins, is the market's.
 *
 * Each owner has a policy of its own.
 */
class SelectionPolicy : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /// A round opened.
    virtual void BeginRound();

    /**
     * @param candidate a worker that offers itself
     * @return whether the owner bids for it
     */
    virtual bool IsWanted(const Candidate& candidate) = 0;

    /**
     * @brief Learn the outcome of a participation.
     * @param worker node id of the worker that was selected
     * @param aggregated whether its update was aggregated; else it dropped out
     */
    virtual void Observe(uint32_t worker, bool aggregated);

    /**
     * @brief Assign a fixed random variable stream number to whatever is drawn.
     * @param stream first stream index to use
     * @return the number of stream indices used
     */
    virtual int64_t AssignStreams(int64_t stream);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SELECTION_POLICY_H */
