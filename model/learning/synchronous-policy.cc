/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "synchronous-policy.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SynchronousPolicy);

TypeId
SynchronousPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::SynchronousPolicy")
                            .SetParent<RoundPolicy>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<SynchronousPolicy>()
                            .AddAttribute("Quorum",
                                          "Share of the selected workers, 0 to 1, whose updates "
                                          "must arrive for the round to count; one always must.",
                                          DoubleValue(0.5),
                                          MakeDoubleAccessor(&SynchronousPolicy::m_quorum),
                                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

RoundDecision
SynchronousPolicy::Decide(const RoundState& state) const
{
    const bool expired = state.now >= state.deadline;
    const uint64_t ended = static_cast<uint64_t>(state.arrived) + state.dropped;
    if (!expired && (state.selectionOpen || ended < state.selected))
    {
        return RoundDecision::WAIT;
    }
    // The tolerance keeps a product such as 0.55 * 20 from being rounded up past its integer.
    const double needed = std::max(1.0, std::ceil(m_quorum * state.selected - 1e-9));
    return state.arrived >= needed ? RoundDecision::CLOSE : RoundDecision::VOID;
}

} // namespace ns3::edgelearning
