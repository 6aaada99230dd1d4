/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-policy.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RoundPolicy);

TypeId
RoundPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::RoundPolicy").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

ModelParameters
RoundPolicy::Merge(const std::vector<ModelUpdate>& updates,
                   const ModelHistory* /* history */,
                   Aggregator& aggregator) const
{
    std::vector<WeightedModel> models;
    models.reserve(updates.size());
    for (const ModelUpdate& update : updates)
    {
        models.push_back({&update.model, update.samples});
    }
    return aggregator.Aggregate(models);
}

uint32_t
RoundPolicy::GetSelectionSize(uint32_t demand) const
{
    return demand;
}

bool
RoundPolicy::RefillsPlaces() const
{
    return false;
}

bool
RoundPolicy::NeedsEachUpdate() const
{
    return false;
}

uint32_t
RoundPolicy::GetMaxStaleness() const
{
    return 0;
}

uint32_t
RoundPolicy::GetKeptVersions() const
{
    return 1;
}

} // namespace ns3::edgelearning
