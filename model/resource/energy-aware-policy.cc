/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "energy-aware-policy.h"

#include "ns3/double.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EnergyAwarePolicy);

TypeId
EnergyAwarePolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::EnergyAwarePolicy")
            .SetParent<OffloadPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<EnergyAwarePolicy>()
            .AddAttribute("PeerWeight",
                          "What a joule of an edge server or neighbour counts, beside 1 for a "
                          "joule of the device.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&EnergyAwarePolicy::m_peerWeight),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("LatencyPrice",
                          "What a second of latency counts, in joules.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&EnergyAwarePolicy::m_latencyPrice),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Reserve",
                          "Energy that the task must leave to whoever does it, in joules.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&EnergyAwarePolicy::m_reserve),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("DeadlineShare",
                          "Share of the deadline that an estimated latency may take; below 1 it "
                          "leaves room for what others do meanwhile.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&EnergyAwarePolicy::m_share),
                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

OffloadPolicy::Choice
EnergyAwarePolicy::DoChoose(const ComputeTask& task,
                            const std::vector<OffloadCandidate>& candidates) const
{
    const double infinite = std::numeric_limits<double>::infinity();
    const auto affords = [this, &task](const OffloadCandidate& candidate) {
        const double drawn = candidate.place == OffloadPlace::LOCAL ? candidate.GetOwnEnergy(task)
                                                                    : candidate.GetPeerEnergy(task);
        return candidate.remainingEnergy - drawn >= m_reserve;
    };
    const Choice cheapest = FindLeast(candidates, [&](const OffloadCandidate& candidate) {
        const double latency = candidate.GetLatency(task);
        if (!affords(candidate) ||
            (!task.deadline.IsZero() && latency > m_share * task.deadline.GetSeconds()))
        {
            return infinite;
        }
        return candidate.GetOwnEnergy(task) + m_peerWeight * candidate.GetPeerEnergy(task) +
               m_latencyPrice * latency;
    });
    return cheapest ? cheapest : FindLeast(candidates, [&](const OffloadCandidate& candidate) {
        return affords(candidate) ? candidate.GetLatency(task) : infinite;
    });
}

} // namespace ns3::edgelearning
