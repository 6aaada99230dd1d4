/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-sidelink-net-device.h"

#include "nr-lite-sidelink-channel.h"

#include "ns3/double.h"
#include "ns3/link-quality-tag.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteSidelinkNetDevice);

TypeId
NrLiteSidelinkNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteSidelinkNetDevice")
            .SetParent<NrLiteNetDevice>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteSidelinkNetDevice>()
            .AddAttribute("TxPower",
                          "Transmit power [dBm].",
                          DoubleValue(23.0),
                          MakeDoubleAccessor(&NrLiteSidelinkNetDevice::m_txPower),
                          MakeDoubleChecker<double>(-50.0, 80.0))
            .AddAttribute("NoiseFigure",
                          "Noise figure of the receiver [dB].",
                          DoubleValue(9.0),
                          MakeDoubleAccessor(&NrLiteSidelinkNetDevice::m_noiseFigure),
                          MakeDoubleChecker<double>(0.0, 50.0))
            .AddAttribute("BufferSize",
                          "Most bytes queued, at least 2000.",
                          UintegerValue(1000000),
                          MakeUintegerAccessor(&NrLiteSidelinkNetDevice::m_bufferSize),
                          MakeUintegerChecker<uint64_t>(2000))
            .AddAttribute("MaxTransmissions",
                          "Transmissions of a packet to one neighbour, at least 1.",
                          UintegerValue(5),
                          MakeUintegerAccessor(&NrLiteSidelinkNetDevice::m_maxTransmissions),
                          MakeUintegerChecker<uint32_t>(1, 64));
    return tid;
}

NrLiteSidelinkNetDevice::NrLiteSidelinkNetDevice() = default;

void
NrLiteSidelinkNetDevice::SetChannel(Ptr<NrLiteSidelinkChannel> channel)
{
    m_channel = channel;
    m_channel->Add(this);
    SetLinkUp(true);
}

void
NrLiteSidelinkNetDevice::SetAddress(Address address)
{
    if (m_channel)
    {
        m_channel->Remove(this);
    }
    NrLiteNetDevice::SetAddress(address);
    if (m_channel)
    {
        m_channel->Add(this);
    }
}

void
NrLiteSidelinkNetDevice::DoDispose()
{
    m_event.Cancel();
    if (m_channel)
    {
        if (!Simulator::IsFinished())
        {
            for (const auto& sdu : m_queue)
            {
                NotifyDrop(sdu.packet, NrLiteDropReason::REMOVED);
            }
        }
        m_channel->Remove(this);
    }
    m_queue.clear();
    m_channel = nullptr;
    NrLiteNetDevice::DoDispose();
}

bool
NrLiteSidelinkNetDevice::DoSend(Ptr<Packet> packet,
                                Mac48Address from,
                                Mac48Address to,
                                uint16_t protocol)
{
    if (m_queuedBytes + packet->GetSize() > m_bufferSize)
    {
        NotifyDrop(packet, NrLiteDropReason::BUFFER);
        return false;
    }
    m_queuedBytes += packet->GetSize();
    m_queue.push_back({packet, protocol, from, to});
    if (m_event.IsExpired())
    {
        StartNext();
    }
    return true;
}

void
NrLiteSidelinkNetDevice::StartNext()
{
    m_channel->Prepare();
    const int64_t slot = m_channel->GetCarrier()->GetSlot().GetTimeStep();
    const int64_t now = Simulator::Now().GetTimeStep();
    m_event = Simulator::Schedule(TimeStep((now + slot - 1) / slot * slot - now),
                                  &NrLiteSidelinkNetDevice::Transmit,
                                  this);
}

NrLiteSidelinkNetDevice*
NrLiteSidelinkNetDevice::GetReceiver() const
{
    return m_channel->Find(m_queue.front().to);
}

int64_t
NrLiteSidelinkNetDevice::GetSlots(uint32_t mcs, uint32_t bytes) const
{
    const double bits = m_channel->GetAmc()->GetRow(mcs).GetEfficiency() *
                        m_channel->GetCarrier()->GetMeanResourceElements(NR_LITE_UPLINK) *
                        m_channel->GetSubchannelBlocks();
    return std::max<int64_t>(1, std::llround(std::ceil(bytes * 8.0 / bits)));
}

void
NrLiteSidelinkNetDevice::Transmit()
{
    const auto& sdu = m_queue.front();
    const auto amc = m_channel->GetAmc();
    const auto* receiver = GetReceiver();
    if (!sdu.to.IsGroup() && !receiver)
    {
        NotifyDrop(sdu.packet, NrLiteDropReason::UNKNOWN);
        Next();
        return;
    }
    const uint32_t cqi =
        receiver ? std::max(1U, amc->GetCqi(m_channel->GetSnr(*this, *receiver))) : 1;
    // Combining needs the same MCS in all attempts.
    m_mcs = m_attempts == 0 ? amc->GetMcs(cqi) : m_mcs;
    m_attempts++;
    m_subchannel = m_channel->Sense(*this);
    m_sendingSince = Simulator::Now();
    const Time length = m_channel->GetCarrier()->GetSlot() * GetSlots(m_mcs, sdu.packet->GetSize());
    m_sendingUntil = m_sendingSince + length;
    m_channel->Begin({this, m_subchannel, m_sendingUntil});
    m_event = Simulator::Schedule(length, &NrLiteSidelinkNetDevice::Finish, this);
}

bool
NrLiteSidelinkNetDevice::Decode(NrLiteSidelinkNetDevice& receiver)
{
    const bool deaf = receiver.m_sendingUntil > m_sendingSince;
    const double sinr = deaf ? 0.0 : m_channel->GetSinr(*this, receiver, m_subchannel);
    m_sinr += sinr;
    const double error = m_channel->GetAmc()->GetBler(m_mcs, m_sinr);
    return error < 1.0 && m_channel->GetRandom()->GetValue() >= error;
}

void
NrLiteSidelinkNetDevice::Finish()
{
    const NrLiteSdu sdu = m_queue.front();
    if (sdu.to.IsGroup())
    {
        for (auto* receiver : m_channel->GetDevices())
        {
            m_sinr = 0.0;
            if (receiver != this && Decode(*receiver))
            {
                Ptr<Packet> heard = sdu.packet->Copy();
                LinkQualityTag quality(10.0 * std::log10(m_sinr));
                heard->ReplacePacketTag(quality);
                Simulator::ScheduleWithContext(receiver->GetNode()->GetId(),
                                               Time(0),
                                               &NrLiteNetDevice::Receive,
                                               Ptr<NrLiteNetDevice>(receiver),
                                               heard,
                                               sdu.protocol,
                                               sdu.from,
                                               sdu.to);
            }
        }
        Next();
        return;
    }
    auto* receiver = GetReceiver();
    if (receiver && Decode(*receiver))
    {
        Simulator::ScheduleWithContext(receiver->GetNode()->GetId(),
                                       Time(0),
                                       &NrLiteNetDevice::Receive,
                                       Ptr<NrLiteNetDevice>(receiver),
                                       sdu.packet,
                                       sdu.protocol,
                                       sdu.from,
                                       sdu.to);
        Next();
    }
    else if (m_attempts < m_maxTransmissions)
    {
        // A pause of random length keeps two devices from colliding for ever.
        const auto pause = m_channel->GetRandom()->GetInteger(0, (1U << m_attempts) - 1);
        m_event =
            Simulator::Schedule(m_channel->GetCarrier()->GetSlot() * static_cast<int64_t>(pause),
                                &NrLiteSidelinkNetDevice::Transmit,
                                this);
    }
    else
    {
        NotifyDrop(sdu.packet, NrLiteDropReason::RADIO);
        Next();
    }
}

void
NrLiteSidelinkNetDevice::Next()
{
    m_queuedBytes -= m_queue.front().packet->GetSize();
    m_queue.pop_front();
    m_attempts = 0;
    m_sinr = 0.0;
    if (!m_queue.empty())
    {
        StartNext();
    }
}

double
NrLiteSidelinkNetDevice::GetTxPower() const
{
    return std::pow(10.0, (m_txPower - 30.0) / 10.0);
}

double
NrLiteSidelinkNetDevice::GetNoiseFactor() const
{
    return std::pow(10.0, m_noiseFigure / 10.0);
}

Ptr<Channel>
NrLiteSidelinkNetDevice::GetChannel() const
{
    return m_channel;
}

bool
NrLiteSidelinkNetDevice::NeedsArp() const
{
    return true;
}

} // namespace ns3::edgelearning
