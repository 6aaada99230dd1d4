/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fixed-split.h"

#include "ns3/abort.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(FixedSplit);

TypeId
FixedSplit::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::FixedSplit")
            .SetParent<SplitPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<FixedSplit>()
            .AddAttribute("Cut",
                          "The first layer, counted from 0, that the device does not run.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&FixedSplit::m_cut),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Tail",
                          "With UShaped: the first of the last layers that the device runs; 0: "
                          "only the last one.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&FixedSplit::m_tail),
                          MakeUintegerChecker<uint32_t>());
    return tid;
}

std::vector<SplitPoint>
FixedSplit::GetSplits(uint32_t layers) const
{
    auto splits = SplitPolicy::GetSplits(layers);
    const auto isOther = [this, layers](const SplitPoint& split) {
        const uint32_t tail = m_tail > 0 ? m_tail : layers - 1;
        return split.cut != m_cut || (split.tail < layers && split.tail != tail);
    };
    splits.erase(std::remove_if(splits.begin(), splits.end(), isOther), splits.end());
    return splits;
}

SplitCost
FixedSplit::Choose(const SplitJob& job,
                   const SplitDevice& device,
                   double serverRate,
                   const SplitLink& link) const
{
    const auto splits = GetSplits(static_cast<uint32_t>(job.layers.size()));
    NS_ABORT_MSG_IF(splits.empty(),
                    "FixedSplit: a network of " << job.layers.size() << " layers has no Cut "
                                                << m_cut << " with Tail " << m_tail
                                                << "; Cut must be below the number of layers, and "
                                                   "in the U-shaped form below Tail, which must be "
                                                   "below that number");
    return Estimate(job, splits.front(), device, serverRate, link);
}

} // namespace ns3::edgelearning
