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
}

Time
NrLiteCellTiming::GetDownlinkDelay() const
{
    return m_downlinkDelay;
}

Time
NrLiteCellTiming::GetGrantTime(uint32_t terminal, Time from) const
{
    if (m_requestPeriod.IsZero())
    {
        return from + m_grantDelay;
    }
    // Terminals' opportunities are spread over the period slot by slot.
    const int64_t period = m_requestPeriod.GetTimeStep();
    const int64_t offset = terminal * m_carrier->GetSlot().GetTimeStep() % period;
    const int64_t since = (from.GetTimeStep() - offset + period) % period;
    return from + TimeStep(since == 0 ? 0 : period - since) + m_grantDelay;
}

Time
NrLiteCellTiming::GetNextStart(NrLiteDirection direction, Time from) const
{
    const int64_t length = m_carrier->GetSlot().GetTimeStep();
    const uint64_t slot = (from.GetTimeStep() + length - 1) / length;
    return TimeStep(m_carrier->GetNextSlot(direction, slot) * length);
}

Time
NrLiteCellTiming::GetInterval(NrLiteDirection direction) const
{
    return Seconds(m_carrier->GetSlot().GetSeconds() / m_carrier->GetSlotShare(direction));
}

Time
NrLiteCellTiming::GetFluidStart(NrLiteDirection direction, uint32_t terminal, Time from) const
{
    const Time ready =
        direction == NR_LITE_UPLINK ? GetGrantTime(terminal, from) : from + m_downlinkDelay;
    const Time early = TimeStep(GetInterval(direction).GetTimeStep() / 2);
    return std::max(from, GetNextStart(direction, ready) - early);
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
NrLiteCellTiming::GetHandshakeEnd(NrLiteDirection initiator,
                                  uint32_t terminal,
                                  Time acknowledgement,
                                  Time from) const
{
    const auto up = [&](Time time) {
        return GetNextStart(NR_LITE_UPLINK, GetGrantTime(terminal, time)) + acknowledgement +
               GetTailDelay();
    };
    const auto down = [&](Time time) {
        return GetNextStart(NR_LITE_DOWNLINK, time + m_downlinkDelay) + GetTailDelay();
    };
    return initiator == NR_LITE_UPLINK ? down(up(from)) : up(down(from));
}

NrLiteRounds
NrLiteCellTiming::GetRounds(NrLiteDirection direction,
                            uint32_t terminal,
                            Time acknowledgement) const
{
    const int64_t slot = m_carrier->GetSlot().GetTimeStep();
    const int64_t period = std::max<int64_t>(m_requestPeriod.GetTimeStep(), 1);
    const Time tail = GetTailDelay();
    const double elements = m_carrier->GetMeanResourceElements(NR_LITE_DOWNLINK);
    // Requests in a row meet a TDD pattern at all its phases.
    constexpr int64_t SAMPLES = 20;
    double roundTrips = 0.0;
    double flow = 0.0;
    double timely = 0.0;
    Time request = GetGrantTime(terminal, Time(0)) - m_grantDelay;
    for (int64_t sample = 0; sample < SAMPLES; sample++)
    {
        const Time up = GetNextStart(NR_LITE_UPLINK, request + m_grantDelay);
        const Time down =
            GetNextStart(NR_LITE_DOWNLINK, up + acknowledgement + tail + m_downlinkDelay);
        const Time answer = down + tail;
        const int64_t echo = (answer - request).GetTimeStep();
        const Time roundTrip = TimeStep((echo + period - 1) / period * period);
        roundTrips += roundTrip.GetSeconds() / SAMPLES;
        flow += (GetNextStart(NR_LITE_UPLINK, answer) - up).GetSeconds() / SAMPLES;
        // An acknowledgement that is there when the grant is used goes with the first one.
        const Time last = GetNextStart(NR_LITE_UPLINK, request + roundTrip + m_grantDelay) - tail;
        double carried = 0.0;
        for (Time start = down; start < last; start += TimeStep(slot))
        {
            carried += m_carrier->GetResourceElements(NR_LITE_DOWNLINK, start.GetTimeStep() / slot);
        }
        timely += carried * slot / roundTrip.GetTimeStep() / elements / SAMPLES;
        request += TimeStep(m_requestPeriod.IsZero() ? slot : period);
    }
    if (direction == NR_LITE_UPLINK)
    {
        return {Seconds(roundTrips), Seconds(flow), 1.0};
    }
    return {Seconds(roundTrips), Seconds(roundTrips), std::min(1.0, timely)};
}

} // namespace ns3::edgelearning
