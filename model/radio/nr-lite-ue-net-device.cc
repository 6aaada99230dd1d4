/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-ue-net-device.h"

#include "nr-lite-cell.h"
#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteUeNetDevice);

TypeId
NrLiteUeNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteUeNetDevice")
            .SetParent<NrLiteNetDevice>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteUeNetDevice>()
            .AddAttribute("TxPower",
                          "Transmit power, spread over the granted blocks [dBm].",
                          DoubleValue(23.0),
                          MakeDoubleAccessor(&NrLiteUeNetDevice::m_txPower),
                          MakeDoubleChecker<double>(-50.0, 80.0))
            .AddAttribute("NoiseFigure",
                          "Noise figure of the receiver [dB].",
                          DoubleValue(9.0),
                          MakeDoubleAccessor(&NrLiteUeNetDevice::m_noiseFigure),
                          MakeDoubleChecker<double>(0.0, 50.0))
            .AddAttribute("AntennaGain",
                          "Antenna gain [dBi].",
                          DoubleValue(0.0),
                          MakeDoubleAccessor(&NrLiteUeNetDevice::m_antennaGain),
                          MakeDoubleChecker<double>(-50.0, 50.0))
            .AddAttribute("BufferSize",
                          "Most bytes queued for uplink, at least 2000.",
                          UintegerValue(1000000),
                          MakeUintegerAccessor(&NrLiteUeNetDevice::m_bufferSize),
                          MakeUintegerChecker<uint64_t>(2000))
            .AddAttribute("UpdateDefaultRoute",
                          "Whether attachment sets the node's default routes (IPv4 and IPv6) to "
                          "the serving gNB.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&NrLiteUeNetDevice::m_updateDefaultRoute),
                          MakeBooleanChecker())
            .AddTraceSource("Attachment",
                            "The serving cell changed.",
                            MakeTraceSourceAccessor(&NrLiteUeNetDevice::m_attachment),
                            "ns3::edgelearning::NrLiteUeNetDevice::AttachmentCallback")
            .AddTraceSource("Sinr",
                            "Link quality was evaluated.",
                            MakeTraceSourceAccessor(&NrLiteUeNetDevice::m_sinr),
                            "ns3::edgelearning::NrLiteUeNetDevice::SinrCallback")
            .AddTraceSource("TransportBlock",
                            "A transport block was sent (MCS, HARQ, throughput).",
                            MakeTraceSourceAccessor(&NrLiteUeNetDevice::m_transportBlock),
                            "ns3::edgelearning::NrLiteUeNetDevice::TransportBlockCallback");
    return tid;
}

NrLiteUeNetDevice::NrLiteUeNetDevice()
{
    for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
    {
        m_bearers[direction] = Create<NrLiteBearer>();
        m_bearers[direction]->ue = this;
        m_bearers[direction]->direction = direction;
    }
}

void
NrLiteUeNetDevice::SetChannel(Ptr<NrLiteChannel> channel)
{
    m_channel = channel;
    for (const auto& bearer : m_bearers)
    {
        bearer->id = GetNode()->GetId();
    }
    m_channel->AddUe(this);
}

void
NrLiteUeNetDevice::DoInitialize()
{
    // A device that was removed before the start has none.
    if (m_channel)
    {
        m_channel->Start();
    }
    NetDevice::DoInitialize();
}

void
NrLiteUeNetDevice::DoDispose()
{
    if (m_channel)
    {
        // At the end of the simulation nobody is told any more.
        if (!Simulator::IsFinished())
        {
            SetServing(nullptr, "removed");
            Flush(NrLiteDropReason::REMOVED);
        }
        m_channel->RemoveUe(this);
    }
    for (auto& bearer : m_bearers)
    {
        bearer->ue = nullptr;
    }
    m_channel = nullptr;
    NrLiteNetDevice::DoDispose();
}

bool
NrLiteUeNetDevice::DoSend(Ptr<Packet> packet, Mac48Address from, Mac48Address to, uint16_t protocol)
{
    const auto& bearer = m_bearers[NR_LITE_UPLINK];
    bearer->flow.counters.sentPackets++;
    bearer->flow.counters.sentBytes += packet->GetSize();
    if (!m_serving->GetCell()->Enqueue(bearer, {packet, protocol, from, to}))
    {
        Drop(NR_LITE_UPLINK, packet, NrLiteDropReason::BUFFER);
        return false;
    }
    return true;
}

void
NrLiteUeNetDevice::SetServing(NrLiteGnbNetDevice* gnb, const char* cause)
{
    if (gnb == m_serving)
    {
        return;
    }
    const int32_t from = m_serving ? static_cast<int32_t>(m_serving->GetNode()->GetId()) : -1;
    const int32_t to = gnb ? static_cast<int32_t>(gnb->GetNode()->GetId()) : -1;
    if (m_serving)
    {
        for (const auto& bearer : m_bearers)
        {
            m_serving->GetCell()->Remove(bearer);
        }
    }
    m_serving = gnb;
    if (gnb)
    {
        const uint32_t header = gnb->GetCell()->GetHeaderBytes();
        m_bearers[NR_LITE_DOWNLINK]->flow.Configure(gnb->GetBufferSize(), header);
        m_bearers[NR_LITE_UPLINK]->flow.Configure(m_bufferSize, header);
    }
    m_attachment(GetNode()->GetId(), from, to, cause);
    // A trace sink may have disposed of the terminal.
    if (m_serving == gnb)
    {
        SetLinkUp(gnb != nullptr);
    }
}

NrLiteGnbNetDevice*
NrLiteUeNetDevice::GetServing() const
{
    return m_serving;
}

const Ptr<NrLiteBearer>&
NrLiteUeNetDevice::GetBearer(NrLiteDirection direction) const
{
    return m_bearers[direction];
}

void
NrLiteUeNetDevice::Flush(NrLiteDropReason reason)
{
    for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
    {
        std::vector<NrLiteSdu> dropped;
        m_bearers[direction]->flow.Flush(dropped);
        m_bearers[direction]->harq.clear();
        for (const auto& sdu : dropped)
        {
            Drop(direction, sdu.packet, reason);
        }
        auto bulk = std::move(m_bearers[direction]->bulk);
        m_bearers[direction]->bulk.clear();
        for (const auto& transfer : bulk)
        {
            transfer->done(false);
        }
    }
}

void
NrLiteUeNetDevice::CancelBulk(const void* sender)
{
    // Without a cell nothing moves; an outage that lasts loses everything anyway.
    for (const auto& bearer : m_bearers)
    {
        if (m_serving)
        {
            m_serving->GetCell()->CancelBulk(bearer, sender);
        }
    }
}

void
NrLiteUeNetDevice::Drop(NrLiteDirection direction,
                        Ptr<const Packet> packet,
                        NrLiteDropReason reason)
{
    auto& counters = m_bearers[direction]->flow.counters;
    counters.droppedPackets++;
    counters.droppedBytes += packet->GetSize();
    NotifyDrop(packet, reason);
}

void
NrLiteUeNetDevice::NotifySinr(NrLiteDirection direction, double sinr)
{
    if (m_sinr.IsEmpty())
    {
        return;
    }
    const auto& rate = m_bearers[direction]->rate;
    const uint32_t blocks = m_channel->GetCarrier()->GetBlocks();
    const double spread = direction == NR_LITE_UPLINK ? blocks : 1.0;
    const uint32_t best = rate.GetBestBlocks(blocks);
    m_sinr(GetNode()->GetId(),
           direction,
           10.0 * std::log10(sinr / spread),
           best > 0 ? rate.GetCqi(best) : 0);
}

void
NrLiteUeNetDevice::NotifyTransportBlock(const NrLiteTransportBlock& block, bool decoded)
{
    m_activeSlots[block.bearer->direction] += 1.0;
    m_transportBlock(block.bearer->id, block.bearer->direction, block, decoded);
}

std::optional<double>
NrLiteUeNetDevice::MeasureUplink()
{
    if (!m_serving)
    {
        return std::nullopt;
    }
    const double sinr = m_serving->GetCell()->GetPhy().GetSinr(*this, NR_LITE_UPLINK, false);
    return 10.0 * std::log10(sinr / m_channel->GetCarrier()->GetBlocks());
}

void
NrLiteUeNetDevice::NotifyOutage()
{
    m_attachment(GetNode()->GetId(), -1, -1, "outage");
}

NrLiteRrcState&
NrLiteUeNetDevice::GetRrcState()
{
    return m_rrcState;
}

void
NrLiteUeNetDevice::SetPowered(bool powered)
{
    if (powered == m_powered || !m_channel)
    {
        return;
    }
    m_powered = powered;
    if (powered)
    {
        m_channel->GetRrc()->AttachInitially(*this);
    }
    else
    {
        SetServing(nullptr, "energy");
        Flush(NrLiteDropReason::OUTAGE);
    }
}

bool
NrLiteUeNetDevice::IsPowered() const
{
    return m_powered;
}

void
NrLiteUeNetDevice::NotifyBulkActivity(NrLiteDirection direction, double slots)
{
    m_activeSlots[direction] += slots;
}

double
NrLiteUeNetDevice::GetActiveSlots(NrLiteDirection direction) const
{
    return m_activeSlots[direction];
}

NrLiteGains&
NrLiteUeNetDevice::GetGains()
{
    return m_gains;
}

double
NrLiteUeNetDevice::GetTxPower() const
{
    return std::pow(10.0, (m_txPower - 30.0) / 10.0);
}

double
NrLiteUeNetDevice::GetNoiseFactor() const
{
    return std::pow(10.0, m_noiseFigure / 10.0);
}

double
NrLiteUeNetDevice::GetAntennaGain() const
{
    return std::pow(10.0, m_antennaGain / 10.0);
}

uint64_t
NrLiteUeNetDevice::GetBufferSize() const
{
    return m_bufferSize;
}

bool
NrLiteUeNetDevice::UpdatesDefaultRoute() const
{
    return m_updateDefaultRoute;
}

Ptr<Channel>
NrLiteUeNetDevice::GetChannel() const
{
    return m_channel;
}

bool
NrLiteUeNetDevice::NeedsArp() const
{
    return false;
}

} // namespace ns3::edgelearning
