/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_POISSON_COLLECTION_H
#define EDGE_LEARNING_POISSON_COLLECTION_H

#include "collection-process.h"

#include "ns3/random-variable-stream.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Collects at the times of a Poisson process: whoever looks finds data whose age is
 * exponential, and learns nothing from it about the next collection.
 */
class PoissonCollection : public CollectionProcess
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Makes its random variable.
    PoissonCollection();
    ~PoissonCollection() override;

    int64_t AssignStreams(int64_t stream) override;

  private:
    State Advance(State state, Time now) override;
    Time Draw();

    Time m_meanInterval;                     //!< between two collections
    Ptr<ExponentialRandomVariable> m_random; //!< in means
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_POISSON_COLLECTION_H */
