/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGGREGATOR_H
#define EDGE_LEARNING_AGGREGATOR_H

#include "model-parameters.h"

#include "ns3/object.h"

#include <vector>

namespace ns3::edgelearning
{

/// A model that goes into an aggregate.
struct WeightedModel
{
    const ModelParameters* model; //!< the model; not owned
    double weight;                //!< above 0 and finite, e.g. the samples it was trained on
};

/**
 * @ingroup edge-learning
 *
 * @brief Makes one model of several, at any tier.
 */
class Aggregator : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param models the models, at least one, all of the same shape (see Learner::IsAcceptable)
     * @return the aggregate, of that shape
     * @throw std::invalid_argument when there is none, they differ in shape, or a weight is not a
     * finite number above 0
     */
    virtual ModelParameters Aggregate(const std::vector<WeightedModel>& models) = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGGREGATOR_H */
