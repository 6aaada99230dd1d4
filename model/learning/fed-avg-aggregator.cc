/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fed-avg-aggregator.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(FedAvgAggregator);

TypeId
FedAvgAggregator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::FedAvgAggregator")
                            .SetParent<Aggregator>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<FedAvgAggregator>();
    return tid;
}

ModelParameters
FedAvgAggregator::Aggregate(const std::vector<WeightedModel>& models)
{
    if (models.empty())
    {
        throw std::invalid_argument("no model to aggregate: at least one");
    }
    const ModelParameters& first = *models.front().model;
    double total = 0;
    for (const auto& [model, weight] : models)
    {
        if (model->values.size() != first.values.size() ||
            model->virtualBytes != first.virtualBytes)
        {
            throw std::invalid_argument(
                "a model of " + std::to_string(model->values.size()) + " values and " +
                std::to_string(model->virtualBytes) + " virtual bytes among models of " +
                std::to_string(first.values.size()) + " and " + std::to_string(first.virtualBytes) +
                ": all must have the same shape");
        }
        if (!(weight > 0 && weight <= std::numeric_limits<double>::max()))
        {
            throw std::invalid_argument("a model of weight " + std::to_string(weight) +
                                        ": must be finite and above 0");
        }
        total += weight;
    }
    std::vector<double> sums(first.values.size());
    for (const auto& [model, weight] : models)
    {
        const double share = weight / total;
        for (std::size_t i = 0; i < sums.size(); ++i)
        {
            sums[i] += share * model->values[i];
        }
    }
    return {std::vector<float>(sums.begin(), sums.end()), first.virtualBytes};
}

} // namespace ns3::edgelearning
