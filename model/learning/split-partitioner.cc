/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-partitioner.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/ns3-compat.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SplitPartitioner);

namespace
{

/// @param a measure @param b of another @param limit not to be passed; 0: none
/// @return -1 when the first is within the limit and the second not, 1 the other way round, else 0
int
CompareToLimit(double a, double b, double limit)
{
    const bool isWithin = limit == 0 || a <= limit;
    const bool isOtherWithin = limit == 0 || b <= limit;
    return static_cast<int>(isOtherWithin) - static_cast<int>(isWithin);
}

} // namespace

TypeId
SplitPartitioner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SplitPartitioner")
            .SetParent<SplitPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SplitPartitioner>()
            .AddAttribute("Goal",
                          "What is made as small as possible: the Latency of a session, within "
                          "EnergyBudget, or the device's Energy, within Deadline.",
                          EnumValue(LATENCY),
                          MakeEnumMemberAccessor<Goal>(&SplitPartitioner::m_goal),
                          MakeEnumChecker(LATENCY, "Latency", ENERGY, "Energy"))
            .AddAttribute("EnergyBudget",
                          "The most energy of the device a session, in joules; 0: any. Used with "
                          "Goal Latency.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&SplitPartitioner::m_energyBudget),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Deadline",
                          "The longest session; zero: any. Used with Goal Energy.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&SplitPartitioner::m_deadline),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

SplitCost
SplitPartitioner::Choose(const SplitJob& job,
                         const SplitDevice& device,
                         double serverRate,
                         const SplitLink& link) const
{
    const auto splits = GetSplits(static_cast<uint32_t>(job.layers.size()));
    NS_ABORT_MSG_IF(splits.empty(),
                    "SplitPartitioner: the network of " << job.layers.size()
                                                        << " layers has no possible cut; give it "
                                                           "more layers");
    SplitCost best = Estimate(job, splits.front(), device, serverRate, link);
    for (auto split = splits.begin() + 1; split != splits.end(); ++split)
    {
        const SplitCost cost = Estimate(job, *split, device, serverRate, link);
        if (IsBetter(cost, best))
        {
            best = cost;
        }
    }
    return best;
}

bool
SplitPartitioner::IsBetter(const SplitCost& a, const SplitCost& b) const
{
    const bool isLatency = m_goal == LATENCY;
    const double limit = isLatency ? m_energyBudget : m_deadline.GetSeconds();
    const double limitedA = isLatency ? a.energy : a.latency;
    const double limitedB = isLatency ? b.energy : b.latency;
    const int order = CompareToLimit(limitedA, limitedB, limit);
    if (order != 0)
    {
        return order < 0;
    }
    if (limit > 0 && limitedA > limit)
    {
        return limitedA < limitedB; // Both are beyond it.
    }
    return isLatency ? a.latency < b.latency : a.energy < b.energy;
}

} // namespace ns3::edgelearning
