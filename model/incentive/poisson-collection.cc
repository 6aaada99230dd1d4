/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "poisson-collection.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(PoissonCollection);

TypeId
PoissonCollection::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::PoissonCollection")
                            .SetParent<CollectionProcess>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<PoissonCollection>()
                            .AddAttribute("MeanInterval",
                                          "Mean time between two collections, 1 ms to 1e8 s.",
                                          TimeValue(Seconds(10)),
                                          MakeTimeAccessor(&PoissonCollection::m_meanInterval),
                                          MakeTimeChecker(MilliSeconds(1), Seconds(1e8)));
    return tid;
}

PoissonCollection::PoissonCollection()
    : m_random(CreateObject<ExponentialRandomVariable>())
{
}

PoissonCollection::~PoissonCollection() = default;

int64_t
PoissonCollection::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

Time
PoissonCollection::Draw()
{
    // A step at least, so that time goes on.
    constexpr double LONGEST = 1e9; // seconds; far below the largest Time
    const double seconds = m_random->GetValue(1, LONGEST / m_meanInterval.GetSeconds());
    return Max(Seconds(seconds * m_meanInterval.GetSeconds()), TimeStep(1));
}

CollectionProcess::State
PoissonCollection::Advance(State state, Time now)
{
    if (!state.next)
    {
        state.next = now + Draw();
    }
    while (*state.next <= now)
    {
        state.last = *state.next;
        state.next = state.last + Draw();
    }
    return state;
}

} // namespace ns3::edgelearning
