/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RELIABILITY_SELECTION_H
#define EDGE_LEARNING_RELIABILITY_SELECTION_H

#include "selection-policy.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Wants the workers that proved reliable.
 *
 * A worker's reliability is (a + p w) / (n + w): of its n participations for this owner a were
 * aggregated, and the `Prior` p counts as `PriorWeight` w participations. It is wanted while that
 * is at least `Threshold`; one that fell below has no way back, since it is not selected any more.
 */
class ReliabilitySelection : public SelectionPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    bool IsWanted(const Candidate& candidate) override;
    void Observe(uint32_t worker, bool aggregated) override;

    /**
     * @param worker node id
     * @return its reliability, 0 to 1; of an unknown worker the prior
     */
    double GetReliability(uint32_t worker) const;

  private:
    /// What became of a worker's participations.
    struct Record
    {
        uint32_t selected{0};   //!< all
        uint32_t aggregated{0}; //!< of these, aggregated
    };

    double m_threshold;                   //!< least reliability
    double m_prior;                       //!< reliability of the unknown
    double m_priorWeight;                 //!< participations that it counts for
    std::map<uint32_t, Record> m_records; //!< by worker
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RELIABILITY_SELECTION_H */
