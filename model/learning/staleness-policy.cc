/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "staleness-policy.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/ns3-compat.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(StalenessPolicy);

TypeId
StalenessPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::StalenessPolicy")
            .SetParent<RoundPolicy>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("Weighting",
                          "How the weight of an update falls with its staleness t: Constant, "
                          "Polynomial ((1 + t)^-a), or Hinge (1 up to b, then 1 / (a (t - b) + "
                          "1)).",
                          EnumValue(StalenessPolicy::POLYNOMIAL),
                          MakeEnumMemberAccessor<Weighting>(&StalenessPolicy::m_weighting),
                          MakeEnumChecker(StalenessPolicy::CONSTANT,
                                          "Constant",
                                          StalenessPolicy::POLYNOMIAL,
                                          "Polynomial",
                                          StalenessPolicy::HINGE,
                                          "Hinge"))
            .AddAttribute("Decay",
                          "The a of the weighting, 0 to 1000: exponent or slope.",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&StalenessPolicy::m_decay),
                          MakeDoubleChecker<double>(0, 1000))
            .AddAttribute("HingeStart",
                          "The b of the hinge: the greatest staleness of weight 1, in versions.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&StalenessPolicy::m_hingeStart),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("MaxStaleness",
                          "Greatest staleness of an update that counts, in versions, at most "
                          "100000; staler ones are refused.",
                          UintegerValue(20),
                          MakeUintegerAccessor(&StalenessPolicy::m_maxStaleness),
                          MakeUintegerChecker<uint32_t>(0, 100000));
    return tid;
}

RoundDecision
StalenessPolicy::Decide(const RoundState& state) const
{
    if (state.IsOver())
    {
        return state.arrived > 0 ? RoundDecision::CLOSE : RoundDecision::VOID;
    }
    return state.unmerged >= GetBatchSize() ? RoundDecision::MERGE : RoundDecision::WAIT;
}

bool
StalenessPolicy::RefillsPlaces() const
{
    return true;
}

bool
StalenessPolicy::NeedsEachUpdate() const
{
    return true;
}

uint32_t
StalenessPolicy::GetMaxStaleness() const
{
    return m_maxStaleness;
}

double
StalenessPolicy::GetWeight(uint32_t staleness) const
{
    switch (m_weighting)
    {
    case POLYNOMIAL:
        return std::pow(1.0 + staleness, -m_decay);
    case HINGE:
        return staleness <= m_hingeStart ? 1 : 1 / (m_decay * (staleness - m_hingeStart) + 1);
    default:
        return 1;
    }
}

const ModelHistory&
StalenessPolicy::Require(const ModelHistory* history) const
{
    NS_ABORT_MSG_IF(!history || history->IsEmpty(),
                    GetInstanceTypeId().GetName()
                        << " merges into the owner's model, which is not at this tier; give it a "
                           "SynchronousPolicy or a ForwardingPolicy");
    return *history;
}

} // namespace ns3::edgelearning
