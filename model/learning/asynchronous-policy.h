/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ASYNCHRONOUS_POLICY_H
#define EDGE_LEARNING_ASYNCHRONOUS_POLICY_H

#include "staleness-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Mixes every update into the model as it comes: FedAsync.
 *
 * x <- (1 - m) x + m x_new with m = `MixingRate` x s(t), after C. Xie, O. Koyejo, I. Gupta,
 * "Asynchronous federated optimization", 2019; each makes a new version.
 */
class AsynchronousPolicy : public StalenessPolicy
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

  private:
    uint32_t GetBatchSize() const override;

    double m_mixingRate; //!< share of a fresh update
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ASYNCHRONOUS_POLICY_H */
