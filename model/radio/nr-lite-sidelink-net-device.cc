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

namespace
{

/// Growth of Turnaround each time that a segment takes twice as many slots: the pauses after a
/// collision double until one is as long as a segment. Fitted like Turnaround itself.
constexpr double TURNAROUND_GROWTH = 0.6;

} // namespace

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
                          MakeUintegerChecker<uint32_t>(1, 64))
            .AddAttribute("UnitSize",
                          "Most bytes of a bulk message in one transmission, headers included; at "
                          "least a segment is sent.",
                          UintegerValue(20000),
                          MakeUintegerAccessor(&NrLiteSidelinkNetDevice::m_unitSize),
                          MakeUintegerChecker<uint32_t>(1, 100000000))
            .AddAttribute(
                "Turnaround",
                "Slots that an acknowledgement of a bulk message costs beside those it "
                "takes, if a segment takes one slot: with TCP it meets the data, and both "
                "are sent again.",
                DoubleValue(7.5),
                MakeDoubleAccessor(&NrLiteSidelinkNetDevice::m_turnaround),
                MakeDoubleChecker<double>(0.0, 100.0));
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
        StartNext(); // It may have waited for its turn.
    }
}

void
NrLiteSidelinkNetDevice::DoDispose()
{
    m_bulk.Stop();
    m_event.Cancel();
    while (!m_queue.empty() && !Simulator::IsFinished())
    {
        NotifyDrop(m_queue.front().sdu.packet, NrLiteDropReason::REMOVED);
        m_queue.pop_front();
    }
    m_queue.clear();
    if (m_channel)
    {
        m_channel->Remove(this);
    }
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
    m_queue.push_back({{packet, protocol, from, to}, nullptr});
    StartNext();
    return true;
}

void
NrLiteSidelinkNetDevice::SendUnit(Mac48Address to, Ptr<NrLiteSidelinkUnit> unit)
{
    m_queue.push_back({{Create<Packet>(unit->bytes), 0, Mac48Address(), to}, unit});
    StartNext();
}

void
NrLiteSidelinkNetDevice::CancelUnit(const void* sender)
{
    const auto found = std::find_if(m_queue.begin(), m_queue.end(), [sender](const auto& entry) {
        return entry.unit && entry.unit->done && entry.unit->sender == sender;
    });
    if (found == m_queue.end())
    {
        return;
    }
    found->unit->done = nullptr;
    const bool head = found == m_queue.begin();
    if (head && m_attempts > 0)
    {
        return;
    }
    m_queue.erase(found);
    if (head)
    {
        m_event.Cancel();
        m_channel->GetTurns().Leave(this);
        StartNext();
    }
}

void
NrLiteSidelinkNetDevice::StartNext()
{
    if (m_queue.empty() || !m_event.IsExpired())
    {
        return;
    }
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
    return m_channel->Find(m_queue.front().sdu.to);
}

int64_t
NrLiteSidelinkNetDevice::GetSlots(const Entry& entry) const
{
    const auto slots = [this](uint32_t bytes) { return m_channel->GetSlots(m_mcs, bytes); };
    if (!entry.unit)
    {
        return slots(entry.sdu.packet->GetSize());
    }
    const auto& unit = *entry.unit;
    const uint32_t rest = unit.bytes % unit.segmentBytes;
    const int64_t segment = slots(unit.segmentBytes);
    const int64_t data = unit.bytes / unit.segmentBytes * segment + (rest > 0 ? slots(rest) : 0);
    const double turnaround = m_turnaround * (1.0 + TURNAROUND_GROWTH * std::log2(segment));
    return data + std::llround(unit.acknowledgements * (slots(unit.headerBytes) + turnaround));
}

void
NrLiteSidelinkNetDevice::Transmit()
{
    const auto& entry = m_queue.front();
    const auto amc = m_channel->GetAmc();
    auto* receiver = GetReceiver();
    if (!entry.sdu.to.IsGroup() && !receiver)
    {
        m_channel->GetTurns().Leave(this);
        DropHead(NrLiteDropReason::UNKNOWN);
        return;
    }
    if (!m_channel->GetTurns().Take(this, receiver, entry.unit != nullptr))
    {
        return;
    }
    if (m_attempts == 0)
    {
        const double snr = receiver ? m_channel->GetSnr(*this, *receiver) : 0.0;
        // Combining needs the same MCS in all attempts.
        m_mcs = amc->GetMcs(std::max(1U, receiver ? amc->GetCqi(snr) : 1U));
        if (entry.unit)
        {
            NotifySent(entry.sdu.packet);
        }
    }
    m_attempts++;
    m_subchannel = m_channel->Sense(*this);
    m_sendingSince = Simulator::Now();
    const Time length = m_channel->GetCarrier()->GetSlot() * GetSlots(entry);
    m_sendingUntil = m_sendingSince + length;
    m_channel->Begin({this, m_subchannel, m_sendingUntil, entry.unit ? receiver : nullptr});
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
    auto* receiver = GetReceiver();
    if (m_queue.front().sdu.to.IsGroup())
    {
        m_channel->GetTurns().End(this, nullptr);
        FinishBroadcast();
        return;
    }
    const bool decoded = receiver && Decode(*receiver);
    m_channel->EndUnit(this);
    // Whoever has waited for this goes before what this device sends next.
    m_channel->GetTurns().End(this, receiver);
    const auto entry = m_queue.front();
    const bool wanted = !entry.unit || entry.unit->done;
    if (decoded)
    {
        Deliver(*receiver, entry);
        Next();
        if (entry.unit && wanted)
        {
            entry.unit->done(true);
        }
    }
    else if (m_attempts < m_maxTransmissions && wanted)
    {
        Retry();
    }
    else
    {
        DropHead(NrLiteDropReason::RADIO);
    }
}

void
NrLiteSidelinkNetDevice::FinishBroadcast()
{
    const auto entry = m_queue.front();
    for (auto* receiver : m_channel->GetDevices())
    {
        m_sinr = 0.0;
        if (receiver != this && Decode(*receiver))
        {
            Ptr<Packet> heard = entry.sdu.packet->Copy();
            LinkQualityTag quality(10.0 * std::log10(m_sinr), entry.sdu.from);
            heard->ReplacePacketTag(quality);
            Deliver(*receiver,
                    {{heard, entry.sdu.protocol, entry.sdu.from, entry.sdu.to}, nullptr});
        }
    }
    Next();
}

void
NrLiteSidelinkNetDevice::Deliver(NrLiteSidelinkNetDevice& receiver, const Entry& entry)
{
    const Ptr<NrLiteSidelinkNetDevice> device(&receiver);
    Simulator::ScheduleWithContext(receiver.GetNode()->GetId(), Time(0), [device, entry]() {
        const auto& sdu = entry.sdu;
        if (entry.unit)
        {
            device->NotifyReceived(sdu.packet);
            return;
        }
        device->Receive(sdu.packet, sdu.protocol, sdu.from, sdu.to);
    });
}

void
NrLiteSidelinkNetDevice::Retry()
{
    // A pause of random length keeps two devices from colliding for ever.
    const int64_t pause = m_channel->GetRandom()->GetInteger(0, (1U << m_attempts) - 1);
    const Time step =
        m_queue.front().unit ? m_sendingUntil - m_sendingSince : m_channel->GetCarrier()->GetSlot();
    m_event = Simulator::Schedule(step * pause, &NrLiteSidelinkNetDevice::Transmit, this);
}

void
NrLiteSidelinkNetDevice::DropHead(NrLiteDropReason reason)
{
    const auto entry = m_queue.front();
    if (entry.unit && m_attempts == 0)
    {
        NotifySent(entry.sdu.packet);
    }
    NotifyDrop(entry.sdu.packet, reason);
    Next();
    if (entry.unit && entry.unit->done)
    {
        entry.unit->done(false);
    }
}

void
NrLiteSidelinkNetDevice::Next()
{
    if (!m_queue.front().unit)
    {
        m_queuedBytes -= m_queue.front().sdu.packet->GetSize();
    }
    m_queue.pop_front();
    m_attempts = 0;
    m_sinr = 0.0;
    StartNext();
}

bool
NrLiteSidelinkNetDevice::IsSendingUnit() const
{
    return IsSending() && m_queue.front().unit;
}

bool
NrLiteSidelinkNetDevice::IsReceivingUnit() const
{
    return m_channel->IsReceivingUnit(this);
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
