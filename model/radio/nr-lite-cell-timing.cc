/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-cell-timing.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteCellTiming);

TypeId
NrLiteCellTiming::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteCellTiming")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("SchedulingRequestPeriod",
                          "Time between a terminal's opportunities to ask for uplink; 0: at once.",
                          TimeValue(MilliSeconds(5)),
                          MakeTimeAccessor(&NrLiteCellTiming::m_requestPeriod),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("GrantDelay",
                          "Time from a scheduling request to the first slot it may be granted.",
                          TimeValue(MicroSeconds(1500)),
                          MakeTimeAccessor(&NrLiteCellTiming::m_grantDelay),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("DownlinkDelay",
                          "Processing at the gNB from a packet's arrival to its first slot.",
                          TimeValue(MicroSeconds(500)),
                          MakeTimeAccessor(&NrLiteCellTiming::m_downlinkDelay),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("ProcessingDelay",
                          "Processing at the receiver from the end of the slot to the IP stack.",
                          TimeValue(MicroSeconds(500)),
                          MakeTimeAccessor(&NrLiteCellTiming::m_processingDelay),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("HarqDelay",
                          "Time from the end of a slot to the earliest retransmission.",
                          TimeValue(MilliSeconds(2)),
                          MakeTimeAccessor(&NrLiteCellTiming::m_harqDelay),
                          MakeTimeChecker(Time(0)));
    return tid;
}

NrLiteCellTiming::NrLiteCellTiming() = default;

void
NrLiteCellTiming::DoDispose()
{
    m_carrier = nullptr;
    Object::DoDispose();
}

void
NrLiteCellTiming::StartTiming(Ptr<NrLiteCarrier> carrier)
{
    m_carrier = carrier;
    MeasureRoundTrip();
}

Time
NrLiteCellTiming::GetDownlinkDelay() const
{
    return m_downlinkDelay;
}

Time
NrLiteCellTiming::GetGrantTime(uint32_t terminal) const
{
    const Time now = Simulator::Now();
    if (m_requestPeriod.IsZero())
    {
        return now + m_grantDelay;
    }
    // Terminals' opportunities are spread over the period slot by slot.
    const int64_t period = m_requestPeriod.GetTimeStep();
    const int64_t offset = terminal * m_carrier->GetSlot().GetTimeStep() % period;
    const int64_t since = (now.GetTimeStep() - offset + period) % period;
    return now + TimeStep(since == 0 ? 0 : period - since) + m_grantDelay;
}

Time
NrLiteCellTiming::GetAccessDelay(NrLiteDirection direction) const
{
    const Time alignment = m_carrier->GetMeanAlignment(direction);
    if (direction == NR_LITE_DOWNLINK || m_requestPeriod.IsZero())
    {
        return (direction == NR_LITE_DOWNLINK ? m_downlinkDelay : m_grantDelay) + alignment;
    }
    return TimeStep(m_requestPeriod.GetTimeStep() / 2) + m_grantDelay + alignment;
}

Time
NrLiteCellTiming::GetTailDelay() const
{
    return m_carrier->GetSlot() + m_processingDelay;
}

Time
NrLiteCellTiming::GetHarqRoundTrip() const
{
    return m_carrier->GetSlot() + m_harqDelay;
}

Time
NrLiteCellTiming::GetRoundTrip() const
{
    return m_roundTrip;
}

Time
NrLiteCellTiming::GetHandshake(NrLiteDirection initiator) const
{
    return initiator == NR_LITE_UPLINK ? m_roundTrip
                                       : m_echo + TimeStep(m_requestPeriod.GetTimeStep() / 2);
}

void
NrLiteCellTiming::MeasureRoundTrip()
{
    const int64_t slot = m_carrier->GetSlot().GetTimeStep();
    const int64_t period = std::max<int64_t>(m_requestPeriod.GetTimeStep(), 1);
    const int64_t tail = GetTailDelay().GetTimeStep();
    const auto next = [&](NrLiteDirection direction, int64_t time) {
        return slot *
               static_cast<int64_t>(m_carrier->GetNextSlot(direction, (time + slot - 1) / slot));
    };
    // Requests at all offsets that terminals may have, over enough slots for any TDD pattern.
    constexpr int64_t SAMPLES = 200;
    int64_t echo = 0;
    int64_t roundTrip = 0;
    for (int64_t sample = 0; sample < SAMPLES; sample++)
    {
        const int64_t request = sample * slot;
        const int64_t up = next(NR_LITE_UPLINK, request + m_grantDelay.GetTimeStep()) + tail;
        const int64_t down = next(NR_LITE_DOWNLINK, up + m_downlinkDelay.GetTimeStep()) + tail;
        echo += down - request;
        roundTrip += (down - request + period - 1) / period * period;
    }
    m_echo = TimeStep(echo / SAMPLES);
    m_roundTrip = TimeStep(roundTrip / SAMPLES);
}

} // namespace ns3::edgelearning
