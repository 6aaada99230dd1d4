/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "reliability-selection.h"

#include "ns3/double.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ReliabilitySelection);

TypeId
ReliabilitySelection::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::ReliabilitySelection")
            .SetParent<SelectionPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<ReliabilitySelection>()
            .AddAttribute("Threshold",
                          "Least reliability of a wanted worker, 0 to 1.",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&ReliabilitySelection::m_threshold),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Prior",
                          "Reliability of an unknown worker, 0 to 1.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&ReliabilitySelection::m_prior),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("PriorWeight",
                          "Participations that the prior counts for, 0.000001 to 1000000.",
                          DoubleValue(2),
                          MakeDoubleAccessor(&ReliabilitySelection::m_priorWeight),
                          MakeDoubleChecker<double>(1e-6, 1e6));
    return tid;
}

bool
ReliabilitySelection::IsWanted(const Candidate& candidate)
{
    return GetReliability(candidate.worker) >= m_threshold;
}

void
ReliabilitySelection::Observe(uint32_t worker, bool aggregated)
{
    Record& record = m_records[worker];
    ++record.selected;
    record.aggregated += aggregated ? 1 : 0;
}

double
ReliabilitySelection::GetReliability(uint32_t worker) const
{
    const auto found = m_records.find(worker);
    const Record record = found == m_records.end() ? Record() : found->second;
    return (record.aggregated + m_prior * m_priorWeight) / (record.selected + m_priorWeight);
}

} // namespace ns3::edgelearning
