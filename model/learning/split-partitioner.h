/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_PARTITIONER_H
#define EDGE_LEARNING_SPLIT_PARTITIONER_H

#include "split-policy.h"

#include "ns3/nstime.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Chooses the cut from what layers, device, server and link cost: the fastest one within an
 * energy budget, or the thriftiest one within a deadline.
 *
 * When no cut is within the limit it takes the one that comes closest; the first one of equals.
 * After Y. Kang et al., "Neurosurgeon: collaborative intelligence between the cloud and mobile
 * edge", ASPLOS 2017, for training.
 */
class SplitPartitioner : public SplitPolicy
{
  public:
    /// What is made as small as possible.
    enum Goal
    {
        LATENCY, //!< within the energy budget
        ENERGY   //!< within the deadline
    };

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    SplitCost Choose(const SplitJob& job,
                     const SplitDevice& device,
                     double serverRate,
                     const SplitLink& link) const override;

  private:
    /**
     * @param a a cut's cost
     * @param b another's
     * @return whether the first is the better choice
     */
    bool IsBetter(const SplitCost& a, const SplitCost& b) const;

    Goal m_goal;           //!< what is made small
    double m_energyBudget; //!< of the device a session, in joules; 0: none
    Time m_deadline;       //!< longest session; zero: none
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_PARTITIONER_H */
