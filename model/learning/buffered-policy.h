/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BUFFERED_POLICY_H
#define EDGE_LEARNING_BUFFERED_POLICY_H

#include "staleness-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Collects the updates of `BufferSize` workers, then moves the model by the mean of what
 * they changed: FedBuff.
 *
 * x <- x + `ServerRate` x mean over k of s(t_k) (x_k - x_base_k), after J. Nguyen et al.,
 * "Federated learning with buffered asynchronous aggregation", AISTATS 2022; each makes a new
 * version. An aggregate counts as often as it has workers. What is in the buffer at the end of a
 * round is merged then.
 */
class BufferedPolicy : public StalenessPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    ModelParameters Merge(const std::vector<ModelUpdate>& updates,
                          const ModelHistory* history,
                          Aggregator& aggregator) const override;

    /// @return versions whose changes may still come: 1 + MaxStaleness
    uint32_t GetKeptVersions() const override;

  private:
    uint32_t GetBatchSize() const override;

    uint32_t m_bufferSize; //!< workers
    double m_serverRate;   //!< step
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BUFFERED_POLICY_H */
