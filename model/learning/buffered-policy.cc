/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "buffered-policy.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <limits>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BufferedPolicy);

TypeId
BufferedPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::BufferedPolicy")
                            .SetParent<StalenessPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<BufferedPolicy>()
                            .AddAttribute("BufferSize",
                                          "Workers whose updates are merged together, at least 1.",
                                          UintegerValue(4),
                                          MakeUintegerAccessor(&BufferedPolicy::m_bufferSize),
                                          MakeUintegerChecker<uint32_t>(1))
                            .AddAttribute("ServerRate",
                                          "Step along the mean change, 0.000001 to 1000.",
                                          DoubleValue(1),
                                          MakeDoubleAccessor(&BufferedPolicy::m_serverRate),
                                          MakeDoubleChecker<double>(1e-6, 1000));
    return tid;
}

ModelParameters
BufferedPolicy::Merge(const std::vector<ModelUpdate>& updates,
                      const ModelHistory* history,
                      Aggregator& /* aggregator */) const
{
    ModelParameters merged = Require(history).GetNewest();
    std::vector<double> change(merged.values.size());
    double workers = 0;
    for (const ModelUpdate& update : updates)
    {
        const ModelParameters* base = history->Find(update.baseVersion);
        NS_ABORT_MSG_IF(!base, "version " << update.baseVersion << " is not kept any more");
        const double weight =
            update.workers * GetWeight(history->GetVersion() - update.baseVersion);
        workers += update.workers;
        for (std::size_t i = 0; i < change.size(); ++i)
        {
            change[i] += weight * (static_cast<double>(update.model.values[i]) - base->values[i]);
        }
    }
    // Unlike a mean of models, this may leave the range of the wire's numbers.
    constexpr double limit = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < change.size(); ++i)
    {
        const double moved = merged.values[i] + m_serverRate * change[i] / workers;
        merged.values[i] = static_cast<float>(std::clamp(moved, -limit, limit));
    }
    return merged;
}

uint32_t
BufferedPolicy::GetKeptVersions() const
{
    return 1 + GetMaxStaleness();
}

uint32_t
BufferedPolicy::GetBatchSize() const
{
    return m_bufferSize;
}

} // namespace ns3::edgelearning
