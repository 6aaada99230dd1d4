/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "random-selection.h"

#include "ns3/double.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RandomSelection);

TypeId
RandomSelection::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::RandomSelection")
            .SetParent<SelectionPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<RandomSelection>()
            .AddAttribute("Fraction",
                          "Probability, 0 to 1, that a worker is wanted in a round.",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&RandomSelection::m_fraction),
                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

RandomSelection::RandomSelection()
    : m_uniform(CreateObject<UniformRandomVariable>())
{
}

void
RandomSelection::BeginRound()
{
    m_drawn.clear();
}

bool
RandomSelection::IsWanted(const Candidate& candidate)
{
    const auto [drawn, isNew] = m_drawn.emplace(candidate.worker, false);
    if (isNew)
    {
        drawn->second = m_uniform->GetValue(0, 1) < m_fraction;
    }
    return drawn->second;
}

int64_t
RandomSelection::AssignStreams(int64_t stream)
{
    m_uniform->SetStream(stream);
    return 1;
}

} // namespace ns3::edgelearning
