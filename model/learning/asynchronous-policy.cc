/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "asynchronous-policy.h"

#include "ns3/double.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AsynchronousPolicy);

TypeId
AsynchronousPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::AsynchronousPolicy")
            .SetParent<StalenessPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<AsynchronousPolicy>()
            .AddAttribute("MixingRate",
                          "Share of a fresh update in the model that it is mixed into, 0.000001 to "
                          "1.",
                          DoubleValue(0.6),
                          MakeDoubleAccessor(&AsynchronousPolicy::m_mixingRate),
                          MakeDoubleChecker<double>(1e-6, 1));
    return tid;
}

ModelParameters
AsynchronousPolicy::Merge(const std::vector<ModelUpdate>& updates,
                          const ModelHistory* history,
                          Aggregator& /* aggregator */) const
{
    ModelParameters merged = Require(history).GetNewest();
    for (const ModelUpdate& update : updates)
    {
        const double rate = m_mixingRate * GetWeight(history->GetVersion() - update.baseVersion);
        for (std::size_t i = 0; i < merged.values.size(); ++i)
        {
            const double mixed = (1 - rate) * merged.values[i] + rate * update.model.values[i];
            merged.values[i] = static_cast<float>(mixed);
        }
    }
    return merged;
}

uint32_t
AsynchronousPolicy::GetBatchSize() const
{
    return 1;
}

} // namespace ns3::edgelearning
