/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-phy.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

namespace
{

/// Block error rates below this are not drawn.
constexpr double NEGLIGIBLE_ERROR = 1e-6;
/// Thermal noise density at 290 K [W/Hz].
constexpr double NOISE_DENSITY = 1.380649e-23 * 290.0;

} // namespace

NrLitePhy::NrLitePhy()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

void
NrLitePhy::Start(Ptr<NrLiteChannel> channel, NrLiteGnbNetDevice* gnb, Time loadInterval)
{
    m_channel = channel;
    m_gnb = gnb;
    const auto carrier = channel->GetCarrier();
    double slots[2];
    for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
    {
        uint64_t usable = 0;
        const int64_t total = loadInterval.GetTimeStep() / carrier->GetSlot().GetTimeStep();
        for (int64_t slot = 0; slot < total; slot++)
        {
            usable += carrier->GetResourceElements(direction, slot) > 0.0 ? 1 : 0;
        }
        slots[direction] = std::max<uint64_t>(usable, 1);
    }
    m_load.Configure(loadInterval, slots);
}

void
NrLitePhy::Stop()
{
    m_load.Clear();
    m_channel = nullptr;
    m_gnb = nullptr;
}

void
NrLitePhy::RefreshRate(NrLiteBearer& bearer)
{
    const Time now = Simulator::Now();
    if (now < bearer.rateUntil)
    {
        return;
    }
    const auto carrier = m_channel->GetCarrier();
    const double sinr = GetSinr(*bearer.ue, bearer.direction, true);
    bearer.rate.Set(*m_channel->GetAmc(),
                    sinr,
                    bearer.direction == NR_LITE_UPLINK,
                    carrier->GetBlocks(),
                    carrier->GetLayers(bearer.direction));
    bearer.rateUntil = m_channel->GetPropagation()->GetGainsUntil(*bearer.ue);
    if (m_channel->GetNCells() > 1)
    {
        bearer.rateUntil = std::min(bearer.rateUntil, m_load.GetNextInterval(now));
    }
    bearer.ue->NotifySinr(bearer.direction, sinr);
}

double
NrLitePhy::GetSinr(NrLiteUeNetDevice& terminal, NrLiteDirection direction, bool faded)
{
    const auto carrier = m_channel->GetCarrier();
    const double noise = NOISE_DENSITY * carrier->GetBlockBandwidth();
    auto& propagation = *m_channel->GetPropagation();
    const uint32_t cell = m_gnb->GetCell()->GetIndex();
    const double gain =
        faded ? propagation.GetFadedGain(terminal, cell) : propagation.GetGain(terminal, cell);
    if (direction == NR_LITE_DOWNLINK)
    {
        const double signal = m_gnb->GetTxPower() * gain / carrier->GetBlocks();
        return signal / (noise * terminal.GetNoiseFactor() + GetDownlinkInterference(terminal));
    }
    const double signal = terminal.GetTxPower() * gain;
    return signal / (noise * m_gnb->GetNoiseFactor() + GetUplinkInterference());
}

double
NrLitePhy::GetDownlinkInterference(NrLiteUeNetDevice& terminal)
{
    if (m_channel->GetNCells() < 2)
    {
        return 0.0;
    }
    const Time now = Simulator::Now();
    double power = 0.0;
    for (const auto& heard : m_channel->GetPropagation()->GetHeardCells(terminal))
    {
        const auto* other = m_channel->GetGnb(heard.cell);
        if (other != m_gnb)
        {
            power += other->GetTxPower() * heard.gain *
                     other->GetCell()->GetPhy().GetLoadMeter().GetDownlinkLoad(now);
        }
    }
    return power / m_channel->GetCarrier()->GetBlocks();
}

double
NrLitePhy::GetUplinkInterference()
{
    if (m_channel->GetNCells() < 2)
    {
        return 0.0;
    }
    const Time now = Simulator::Now();
    if (now < m_uplinkInterferenceUntil)
    {
        return m_uplinkInterference;
    }
    const uint32_t own = m_gnb->GetCell()->GetIndex();
    double power = 0.0;
    for (uint32_t i = 0; i < m_channel->GetNCells(); i++)
    {
        const auto* other = m_channel->GetGnb(i);
        if (i == own || !other)
        {
            continue;
        }
        auto& meter = other->GetCell()->GetPhy().GetLoadMeter();
        meter.VisitUplink(now, [&](const NrLiteBearer& bearer, double share) {
            if (bearer.ue)
            {
                power += bearer.ue->GetTxPower() * share *
                         m_channel->GetPropagation()->GetGain(*bearer.ue, own);
            }
        });
    }
    m_uplinkInterference = power / m_channel->GetCarrier()->GetBlocks();
    m_uplinkInterferenceUntil = m_load.GetNextInterval(now);
    return m_uplinkInterference;
}

void
NrLitePhy::AddLoad(const Ptr<NrLiteBearer>& bearer, double blocks, double slots)
{
    if (m_channel->GetNCells() < 2)
    {
        return;
    }
    const Time now = Simulator::Now();
    if (bearer->direction == NR_LITE_DOWNLINK)
    {
        m_load.AddDownlink(blocks / m_channel->GetCarrier()->GetBlocks() * slots, now);
    }
    else
    {
        m_load.AddUplink(bearer, slots, now);
    }
}

bool
NrLitePhy::IsDecoded(uint32_t mcs, double sinr)
{
    const double error = m_channel->GetAmc()->GetBler(mcs, sinr);
    return error < NEGLIGIBLE_ERROR || m_random->GetValue() >= error;
}

NrLiteLoadMeter&
NrLitePhy::GetLoadMeter()
{
    return m_load;
}

int64_t
NrLitePhy::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3::edgelearning
