/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "volunteer-relay-policy.h"

#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(VolunteerRelayPolicy);

TypeId
VolunteerRelayPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::VolunteerRelayPolicy")
            .SetParent<RelayPolicy>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<VolunteerRelayPolicy>()
            .AddAttribute("MinQuality",
                          "The least quality of the device's own link to volunteer, in dB.",
                          DoubleValue(-5),
                          MakeDoubleAccessor(&VolunteerRelayPolicy::m_minQuality),
                          MakeDoubleChecker<double>())
            .AddAttribute("Hysteresis",
                          "How far the quality must fall below MinQuality to retire, in dB.",
                          DoubleValue(3),
                          MakeDoubleAccessor(&VolunteerRelayPolicy::m_hysteresis),
                          MakeDoubleChecker<double>(0))
            .AddAttribute(
                "StartEnergy",
                "The least share of its energy that a device must have left to volunteer.",
                DoubleValue(0.3),
                MakeDoubleAccessor(&VolunteerRelayPolicy::m_startEnergy),
                MakeDoubleChecker<double>(0, 1))
            .AddAttribute("MinEnergy",
                          "The share of its energy below which a relay retires; no more than "
                          "StartEnergy.",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&VolunteerRelayPolicy::m_minEnergy),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Wanted",
                          "Nobody volunteers who hears so many relays.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&VolunteerRelayPolicy::m_wanted),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("MaxBackoff",
                          "A volunteer with all its energy waits up to this long, one with half of "
                          "it up to twice as long.",
                          TimeValue(Seconds(4)),
                          MakeTimeAccessor(&VolunteerRelayPolicy::m_maxBackoff),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

VolunteerRelayPolicy::VolunteerRelayPolicy()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

int64_t
VolunteerRelayPolicy::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

bool
VolunteerRelayPolicy::ShouldServe(const RelayState& state)
{
    if (state.serving)
    {
        return ShouldGoOn(state);
    }
    if (!state.quality || *state.quality < m_minQuality || state.energy < m_startEnergy ||
        state.relaysHeard >= m_wanted)
    {
        m_due.reset();
        return false;
    }
    if (!m_due)
    {
        const double share = m_random->GetValue() / std::max(state.energy, 0.01);
        m_due = state.now + NanoSeconds(m_maxBackoff.GetNanoSeconds() * share);
    }
    if (state.now < *m_due)
    {
        return false;
    }
    m_due.reset();
    return true;
}

bool
VolunteerRelayPolicy::ShouldGoOn(const RelayState& state) const
{
    const bool isSuperfluous = state.members == 0 && state.relaysHeard > m_wanted;
    return state.quality && *state.quality >= m_minQuality - m_hysteresis &&
           state.energy >= m_minEnergy && !isSuperfluous;
}

} // namespace ns3::edgelearning
