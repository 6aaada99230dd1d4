/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-rrc.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-neighbour.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteRrc);

TypeId
NrLiteRrc::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteRrc")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteRrc>()
            .AddAttribute("MeasurementPeriod",
                          "Time between measurements of a terminal that moves, above 0.",
                          TimeValue(MilliSeconds(200)),
                          MakeTimeAccessor(&NrLiteRrc::m_period),
                          MakeTimeChecker(MicroSeconds(1)))
            .AddAttribute("Hysteresis",
                          "How much stronger a cell must be for a handover [dB].",
                          DoubleValue(3.0),
                          MakeDoubleAccessor(&NrLiteRrc::m_hysteresis),
                          MakeDoubleChecker<double>(0.0, 30.0))
            .AddAttribute("TimeToTrigger",
                          "How long it must be stronger; counted in whole measurements.",
                          TimeValue(MilliSeconds(256)),
                          MakeTimeAccessor(&NrLiteRrc::m_timeToTrigger),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("HandoverInterruption",
                          "Time without data at a handover.",
                          TimeValue(MilliSeconds(50)),
                          MakeTimeAccessor(&NrLiteRrc::m_interruption),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("OutOfSyncThreshold",
                          "Downlink SINR below which the link counts as bad [dB]; it is bad in any "
                          "case when the lowest CQI is not reached in one of the directions.",
                          DoubleValue(-8.0),
                          MakeDoubleAccessor(&NrLiteRrc::m_outOfSync),
                          MakeDoubleChecker<double>())
            .AddAttribute("FailureTimer",
                          "How long the link must be bad for a radio link failure (T310).",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&NrLiteRrc::m_failureTimer),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("ReestablishmentTimer",
                          "How long queued data outlives a link failure (T311).",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&NrLiteRrc::m_reestablishmentTimer),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("ReestablishmentDelay",
                          "Time from finding a cell to the first data.",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&NrLiteRrc::m_reestablishmentDelay),
                          MakeTimeChecker(Time(0)));
    return tid;
}

NrLiteRrc::NrLiteRrc() = default;

void
NrLiteRrc::Start(NrLiteChannel* channel)
{
    m_channel = channel;
}

void
NrLiteRrc::DoDispose()
{
    m_event.Cancel();
    m_tracked.clear();
    m_channel = nullptr;
    Object::DoDispose();
}

void
NrLiteRrc::AttachInitially(NrLiteUeNetDevice& terminal)
{
    m_channel->GetPropagation()->UpdateGains(terminal);
    if (!AttachToBest(terminal, "initial", Time(0)))
    {
        terminal.NotifyOutage();
    }
    if (!IsGone(terminal) && NeedsTracking(terminal))
    {
        Track(terminal);
    }
}

void
NrLiteRrc::Track(NrLiteUeNetDevice& terminal)
{
    auto& state = terminal.GetRrcState();
    if (!state.tracked)
    {
        state.tracked = true;
        m_tracked.push_back(&terminal);
    }
    if (m_event.IsExpired())
    {
        m_event = Simulator::Schedule(m_period, &NrLiteRrc::Measure, this);
    }
}

void
NrLiteRrc::ReportOutOfSync(NrLiteUeNetDevice& terminal)
{
    auto& state = terminal.GetRrcState();
    if (!state.outOfSync)
    {
        state.outOfSync = true;
        state.outOfSyncSince = Simulator::Now();
    }
    Track(terminal);
}

void
NrLiteRrc::Remove(NrLiteUeNetDevice& terminal)
{
    m_tracked.erase(std::remove(m_tracked.begin(), m_tracked.end(), &terminal), m_tracked.end());
}

void
NrLiteRrc::RemoveGnb(NrLiteGnbNetDevice& gnb)
{
    // Nothing was attached in a simulation that never ran.
    for (uint32_t i = 0; m_channel && i < m_channel->GetNUes(); i++)
    {
        auto& terminal = m_channel->GetUe(i);
        terminal.GetRrcState().candidate = -1;
        if (terminal.GetServing() == &gnb)
        {
            terminal.GetRrcState().lost = true;
            terminal.GetRrcState().lostSince = Simulator::Now();
            terminal.SetServing(nullptr, "outage");
            if (!IsGone(terminal))
            {
                Track(terminal);
            }
        }
    }
}

void
NrLiteRrc::Measure()
{
    // Terminals may be removed by what a trace sink does, hence the index.
    for (size_t i = 0; i < m_tracked.size(); i++)
    {
        MeasureOne(*m_tracked[i]);
    }
    auto done = std::remove_if(m_tracked.begin(), m_tracked.end(), [this](auto* terminal) {
        terminal->GetRrcState().tracked = NeedsTracking(*terminal);
        return !terminal->GetRrcState().tracked;
    });
    m_tracked.erase(done, m_tracked.end());
    if (!m_tracked.empty())
    {
        m_event = Simulator::Schedule(m_period, &NrLiteRrc::Measure, this);
    }
}

void
NrLiteRrc::MeasureOne(NrLiteUeNetDevice& terminal)
{
    m_channel->GetPropagation()->UpdateGains(terminal);
    if (!terminal.GetServing())
    {
        Reestablish(terminal);
        return;
    }
    CheckHandover(terminal);
    if (!IsGone(terminal))
    {
        CheckSync(terminal);
    }
}

bool
NrLiteRrc::NeedsTracking(NrLiteUeNetDevice& terminal) const
{
    const auto& state = terminal.GetRrcState();
    const bool handover = terminal.GetServing() && state.candidate >= 0;
    if (state.outOfSync || state.lost || handover ||
        m_channel->GetPropagation()->IsMoving(terminal))
    {
        return true;
    }
    // Someone who hears a cell that is only drowned by interference may get it back.
    return !terminal.GetServing() && terminal.IsPowered() && GetStrongest(terminal) >= 0 &&
           m_channel->GetNCells() > 1;
}

void
NrLiteRrc::CheckHandover(NrLiteUeNetDevice& terminal)
{
    auto& state = terminal.GetRrcState();
    const uint32_t serving = terminal.GetServing()->GetCell()->GetIndex();
    const int32_t best = GetStrongest(terminal);
    const double margin = std::pow(10.0, m_hysteresis / 10.0);
    if (best < 0 || static_cast<uint32_t>(best) == serving ||
        GetReferencePower(terminal, best) <= margin * GetReferencePower(terminal, serving))
    {
        state.candidate = -1;
        return;
    }
    if (state.candidate != best)
    {
        state.candidate = best;
        state.candidateSince = Simulator::Now();
    }
    auto& target = *m_channel->GetGnb(best);
    if (Simulator::Now() - state.candidateSince >= m_timeToTrigger && IsInSync(terminal, target))
    {
        Switch(terminal, target, "handover", m_interruption);
    }
}

void
NrLiteRrc::CheckSync(NrLiteUeNetDevice& terminal)
{
    auto& state = terminal.GetRrcState();
    if (IsInSync(terminal, *terminal.GetServing()))
    {
        state.outOfSync = false;
        return;
    }
    if (!state.outOfSync)
    {
        state.outOfSync = true;
        state.outOfSyncSince = Simulator::Now();
    }
    if (Simulator::Now() - state.outOfSyncSince >= m_failureTimer)
    {
        state.outOfSync = false;
        state.lost = true;
        state.lostSince = Simulator::Now();
        state.candidate = -1;
        terminal.SetServing(nullptr, "outage");
        if (!IsGone(terminal))
        {
            Reestablish(terminal);
        }
    }
}

void
NrLiteRrc::Reestablish(NrLiteUeNetDevice& terminal)
{
    auto& state = terminal.GetRrcState();
    if (AttachToBest(terminal, "re-established", m_reestablishmentDelay))
    {
        return;
    }
    if (state.lost && Simulator::Now() - state.lostSince >= m_reestablishmentTimer)
    {
        state.lost = false;
        terminal.Flush(NrLiteDropReason::OUTAGE);
    }
}

bool
NrLiteRrc::IsGone(const NrLiteUeNetDevice& terminal)
{
    return !terminal.GetChannel();
}

bool
NrLiteRrc::AttachToBest(NrLiteUeNetDevice& terminal, const char* cause, Time delay)
{
    const int32_t best = terminal.IsPowered() ? GetStrongest(terminal) : -1;
    if (best < 0 || !IsInSync(terminal, *m_channel->GetGnb(best)))
    {
        return false;
    }
    Switch(terminal, *m_channel->GetGnb(best), cause, delay);
    return true;
}

void
NrLiteRrc::Switch(NrLiteUeNetDevice& terminal,
                  NrLiteGnbNetDevice& gnb,
                  const char* cause,
                  Time delay)
{
    auto& state = terminal.GetRrcState();
    state.candidate = -1;
    state.outOfSync = false;
    state.lost = false;
    terminal.SetServing(&gnb, cause);
    if (IsGone(terminal))
    {
        return;
    }
    NrLiteNeighbour::Attach(gnb, terminal);
    for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
    {
        gnb.GetCell()->Admit(terminal.GetBearer(direction), Simulator::Now() + delay);
    }
}

int32_t
NrLiteRrc::GetStrongest(NrLiteUeNetDevice& terminal) const
{
    int32_t best = -1;
    double bestPower = 0.0;
    for (const auto& heard : terminal.GetGains().heard)
    {
        const double power = heard.gain * m_channel->GetGnb(heard.cell)->GetTxPower();
        if (power > bestPower)
        {
            bestPower = power;
            best = static_cast<int32_t>(heard.cell);
        }
    }
    return best;
}

double
NrLiteRrc::GetReferencePower(NrLiteUeNetDevice& terminal, uint32_t cell) const
{
    return m_channel->GetPropagation()->GetGain(terminal, cell) *
           m_channel->GetGnb(cell)->GetTxPower();
}

bool
NrLiteRrc::IsInSync(NrLiteUeNetDevice& terminal, NrLiteGnbNetDevice& gnb) const
{
    auto& phy = gnb.GetCell()->GetPhy();
    const double lowest = m_channel->GetAmc()->GetThreshold(1);
    const double bad = std::max(lowest, std::pow(10.0, m_outOfSync / 10.0));
    return phy.GetSinr(terminal, NR_LITE_DOWNLINK, false) >= bad &&
           phy.GetSinr(terminal, NR_LITE_UPLINK, false) >= lowest;
}

} // namespace ns3::edgelearning
