/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FED_AVG_AGGREGATOR_H
#define EDGE_LEARNING_FED_AVG_AGGREGATOR_H

#include "aggregator.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Federated averaging: the weighted mean of the models, value by value.
 *
 * After B. McMahan et al., "Communication-efficient learning of deep networks from decentralized
 * data", AISTATS 2017. Sums are taken in double precision and in the order given.
 */
class FedAvgAggregator : public Aggregator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    ModelParameters Aggregate(const std::vector<WeightedModel>& models) override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FED_AVG_AGGREGATOR_H */
