/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-sidelink-channel.h"

#include "nr-lite-propagation.h"
#include "nr-lite-sidelink-net-device.h"

#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteSidelinkChannel);

namespace
{

/// Thermal noise density at 290 K [W/Hz].
constexpr double NOISE_DENSITY = 1.380649e-23 * 290.0;

} // namespace

TypeId
NrLiteSidelinkChannel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteSidelinkChannel")
            .SetParent<Channel>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteSidelinkChannel>()
            .AddAttribute("Subchannels",
                          "Equal parts of the pool, on each of which a packet can be sent, at "
                          "least 1 and at most the carrier's resource blocks.",
                          UintegerValue(5),
                          MakeUintegerAccessor(&NrLiteSidelinkChannel::m_subchannels),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("PropagationLossModel",
                          "Loss between devices; by default log-distance with exponent 3 from free "
                          "space at 1 m.",
                          PointerValue(),
                          MakePointerAccessor(&NrLiteSidelinkChannel::m_loss),
                          MakePointerChecker<PropagationLossModel>())
            .AddAttribute("Carrier",
                          "The pool of resources.",
                          PointerValue(),
                          MakePointerAccessor(&NrLiteSidelinkChannel::m_carrier),
                          MakePointerChecker<NrLiteCarrier>())
            .AddAttribute("Amc",
                          "Link adaptation.",
                          PointerValue(),
                          MakePointerAccessor(&NrLiteSidelinkChannel::m_amc),
                          MakePointerChecker<NrLiteAmc>());
    return tid;
}

NrLiteSidelinkChannel::NrLiteSidelinkChannel()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

void
NrLiteSidelinkChannel::DoDispose()
{
    m_air.clear();
    m_carrier = nullptr;
    m_amc = nullptr;
    m_loss = nullptr;
    Channel::DoDispose();
}

void
NrLiteSidelinkChannel::Prepare()
{
    if (m_prepared)
    {
        return;
    }
    m_prepared = true;
    m_carrier->Prepare();
    m_amc->Prepare();
    NS_ABORT_MSG_IF(m_subchannels > m_carrier->GetBlocks(),
                    "NrLiteSidelinkChannel: Subchannels is "
                        << m_subchannels << ", the carrier has only " << m_carrier->GetBlocks()
                        << " resource blocks");
    if (!m_loss)
    {
        auto loss = CreateObject<LogDistancePropagationLossModel>();
        // Free space at 1 m: 20 log10(4 pi f / c).
        const double reference =
            20.0 * std::log10(4.0 * M_PI * m_carrier->GetFrequency() / 299792458.0);
        loss->SetReference(1.0, reference);
        loss->SetPathLossExponent(3.0);
        m_loss = loss;
    }
}

void
NrLiteSidelinkChannel::Add(NrLiteSidelinkNetDevice* device)
{
    m_devices.push_back(device);
    m_byAddress.emplace(Mac48Address::ConvertFrom(device->GetAddress()), device);
}

void
NrLiteSidelinkChannel::Remove(NrLiteSidelinkNetDevice* device)
{
    m_devices.erase(std::remove(m_devices.begin(), m_devices.end(), device), m_devices.end());
    const auto known = m_byAddress.find(Mac48Address::ConvertFrom(device->GetAddress()));
    if (known != m_byAddress.end() && known->second == device)
    {
        m_byAddress.erase(known);
    }
    for (const auto& transmission : m_air)
    {
        if (transmission.sender == device && transmission.receiver)
        {
            m_turns.End(device, transmission.receiver);
        }
    }
    auto gone = std::remove_if(m_air.begin(), m_air.end(), [device](const auto& transmission) {
        return transmission.sender == device;
    });
    m_air.erase(gone, m_air.end());
    for (auto& transmission : m_air)
    {
        transmission.receiver = transmission.receiver == device ? nullptr : transmission.receiver;
    }
    m_turns.Remove(device);
}

NrLiteSidelinkNetDevice*
NrLiteSidelinkChannel::Find(Mac48Address address) const
{
    const auto found = m_byAddress.find(address);
    return found == m_byAddress.end() ? nullptr : found->second;
}

double
NrLiteSidelinkChannel::GetPower(const NrLiteSidelinkNetDevice& sender,
                                const NrLiteSidelinkNetDevice& receiver) const
{
    const auto from = NrLitePropagation::GetMobility(sender);
    const auto to = NrLitePropagation::GetMobility(receiver);
    if (!NrLitePropagation::HasPosition(*from) || !NrLitePropagation::HasPosition(*to))
    {
        return 0.0;
    }
    const double power = m_loss->CalcRxPower(10.0 * std::log10(sender.GetTxPower()), from, to);
    return std::isnan(power) ? 0.0 : std::pow(10.0, power / 10.0);
}

uint32_t
NrLiteSidelinkChannel::Sense(const NrLiteSidelinkNetDevice& device)
{
    std::vector<double> power(m_subchannels, 0.0);
    const Time now = Simulator::Now();
    for (const auto& transmission : m_air)
    {
        if (transmission.end > now && transmission.sender != &device)
        {
            power[transmission.subchannel] += GetPower(*transmission.sender, device);
        }
    }
    // Among equals, of which there are many while the air is empty, chance decides.
    const double least = *std::min_element(power.begin(), power.end());
    std::vector<uint32_t> best;
    for (uint32_t i = 0; i < m_subchannels; i++)
    {
        if (power[i] <= least)
        {
            best.push_back(i);
        }
    }
    return best[m_random->GetInteger(0, best.size() - 1)];
}

void
NrLiteSidelinkChannel::Begin(const Transmission& transmission)
{
    const Time now = Simulator::Now();
    auto over = std::remove_if(m_air.begin(), m_air.end(), [now](const auto& old) {
        return old.end < now;
    });
    m_air.erase(over, m_air.end());
    m_air.push_back(transmission);
}

void
NrLiteSidelinkChannel::EndUnit(const NrLiteSidelinkNetDevice* sender)
{
    for (auto& transmission : m_air)
    {
        if (transmission.sender == sender)
        {
            transmission.receiver = nullptr;
        }
    }
}

bool
NrLiteSidelinkChannel::IsReceivingUnit(const NrLiteSidelinkNetDevice* device) const
{
    return std::any_of(m_air.begin(), m_air.end(), [device](const auto& transmission) {
        return transmission.receiver == device;
    });
}

double
NrLiteSidelinkChannel::GetSnr(const NrLiteSidelinkNetDevice& sender,
                              const NrLiteSidelinkNetDevice& receiver) const
{
    const double noise = NOISE_DENSITY * receiver.GetNoiseFactor() *
                         m_carrier->GetBlockBandwidth() * GetSubchannelBlocks();
    return GetPower(sender, receiver) / noise;
}

double
NrLiteSidelinkChannel::GetSinr(const NrLiteSidelinkNetDevice& sender,
                               const NrLiteSidelinkNetDevice& receiver,
                               uint32_t subchannel)
{
    double noise = NOISE_DENSITY * receiver.GetNoiseFactor() * m_carrier->GetBlockBandwidth() *
                   GetSubchannelBlocks();
    const Time now = Simulator::Now();
    for (const auto& transmission : m_air)
    {
        // What ends right now has been on the air together with what ends right now.
        if (transmission.end >= now && transmission.subchannel == subchannel &&
            transmission.sender != &sender && transmission.sender != &receiver)
        {
            noise += GetPower(*transmission.sender, receiver);
        }
    }
    return GetPower(sender, receiver) / noise;
}

uint32_t
NrLiteSidelinkChannel::GetSubchannelBlocks() const
{
    return m_carrier->GetBlocks() / m_subchannels;
}

int64_t
NrLiteSidelinkChannel::GetSlots(uint32_t mcs, uint32_t bytes) const
{
    const double bits = m_amc->GetRow(mcs).GetEfficiency() *
                        m_carrier->GetMeanResourceElements(NR_LITE_UPLINK) * GetSubchannelBlocks();
    return std::max<int64_t>(1, std::llround(std::ceil(bytes * 8.0 / bits)));
}

const std::vector<NrLiteSidelinkNetDevice*>&
NrLiteSidelinkChannel::GetDevices() const
{
    return m_devices;
}

Ptr<NrLiteCarrier>
NrLiteSidelinkChannel::GetCarrier() const
{
    return m_carrier;
}

Ptr<NrLiteAmc>
NrLiteSidelinkChannel::GetAmc() const
{
    return m_amc;
}

Ptr<UniformRandomVariable>
NrLiteSidelinkChannel::GetRandom() const
{
    return m_random;
}

int64_t
NrLiteSidelinkChannel::AssignStreams(int64_t stream)
{
    Prepare();
    m_random->SetStream(stream);
    return 1 + m_loss->AssignStreams(stream + 1);
}

std::size_t
NrLiteSidelinkChannel::GetNDevices() const
{
    return m_devices.size();
}

Ptr<NetDevice>
NrLiteSidelinkChannel::GetDevice(std::size_t i) const
{
    return m_devices[i];
}

} // namespace ns3::edgelearning
