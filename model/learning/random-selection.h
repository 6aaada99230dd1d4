/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RANDOM_SELECTION_H
#define EDGE_LEARNING_RANDOM_SELECTION_H

#include "selection-policy.h"

#include "ns3/random-variable-stream.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Wants a random part of the workers: each one with probability `Fraction`, drawn once a
 * round, when it first offers itself.
 */
class RandomSelection : public SelectionPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Before the first round.
    RandomSelection();

    void BeginRound() override;
    bool IsWanted(const Candidate& candidate) override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    double m_fraction;                    //!< probability
    Ptr<UniformRandomVariable> m_uniform; //!< draws
    std::map<uint32_t, bool> m_drawn;     //!< of this round, by worker
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RANDOM_SELECTION_H */
