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

namespace
{

/// Keeps a product such as 0.55 * 20 from being rounded up past its integer.
constexpr double ROUNDING = 1e-9;

} // namespace

TypeId
SynchronousPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SynchronousPolicy")
            .SetParent<RoundPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SynchronousPolicy>()
            .AddAttribute("Quorum",
                          "Share of the selected workers, or of the demand if that is less, 0 to "
                          "1, whose updates must arrive for the round to count; one always must.",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&SynchronousPolicy::m_quorum),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("OverSelection",
                          "Workers selected per worker that is wanted, 1 to 100; above 1 the round "
                          "closes once the wanted number of updates has arrived.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&SynchronousPolicy::m_overSelection),
                          MakeDoubleChecker<double>(1, 100));
    return tid;
}

RoundDecision
SynchronousPolicy::Decide(const RoundState& state) const
{
    const bool enough = !state.selectionOpen && state.arrived >= state.demand;
    if (!state.IsOver() && !enough)
    {
        return RoundDecision::WAIT;
    }
    const double wanted = std::min(state.selected, state.demand);
    const double needed = std::max(1.0, std::ceil(m_quorum * wanted - ROUNDING));
    return state.arrived >= needed ? RoundDecision::CLOSE : RoundDecision::VOID;
}

uint32_t
SynchronousPolicy::GetSelectionSize(uint32_t demand) const
{
    const double size = std::ceil(m_overSelection * demand - ROUNDING);
    return static_cast<uint32_t>(std::min<double>(size, UINT32_MAX));
}

bool
SynchronousPolicy::NeedsEachUpdate() const
{
    return m_overSelection > 1;
}

} // namespace ns3::edgelearning
