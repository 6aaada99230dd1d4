/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-gnb-net-device.h"

#include "nr-lite-channel.h"
#include "nr-lite-forwarding.h"
#include "nr-lite-neighbour.h"

#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteGnbNetDevice);

TypeId
NrLiteGnbNetDevice::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::NrLiteGnbNetDevice")
                            .SetParent<NrLiteNetDevice>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<NrLiteGnbNetDevice>()
                            .AddAttribute("TxPower",
                                          "Transmit power over the whole carrier [dBm].",
                                          DoubleValue(46.0),
                                          MakeDoubleAccessor(&NrLiteGnbNetDevice::m_txPower),
                                          MakeDoubleChecker<double>(-50.0, 80.0))
                            .AddAttribute("NoiseFigure",
                                          "Noise figure of the receiver [dB].",
                                          DoubleValue(5.0),
                                          MakeDoubleAccessor(&NrLiteGnbNetDevice::m_noiseFigure),
                                          MakeDoubleChecker<double>(0.0, 50.0))
                            .AddAttribute("AntennaGain",
                                          "Antenna gain [dBi].",
                                          DoubleValue(8.0),
                                          MakeDoubleAccessor(&NrLiteGnbNetDevice::m_antennaGain),
                                          MakeDoubleChecker<double>(-50.0, 50.0))
                            .AddAttribute("BufferSize",
                                          "Most bytes queued for one terminal, at least 2000.",
                                          UintegerValue(1000000),
                                          MakeUintegerAccessor(&NrLiteGnbNetDevice::m_bufferSize),
                                          MakeUintegerChecker<uint64_t>(2000))
                            .AddAttribute("Cell",
                                          "The cell's MAC.",
                                          TypeId::ATTR_GET | TypeId::ATTR_SET,
                                          PointerValue(),
                                          MakePointerAccessor(&NrLiteGnbNetDevice::m_cell),
                                          MakePointerChecker<NrLiteCell>());
    return tid;
}

NrLiteGnbNetDevice::NrLiteGnbNetDevice() = default;

void
NrLiteGnbNetDevice::SetChannel(Ptr<NrLiteChannel> channel)
{
    m_channel = channel;
    m_channel->AddGnb(this);
    SetLinkUp(true);
}

void
NrLiteGnbNetDevice::DoInitialize()
{
    // A device that was removed before the start has none.
    if (m_channel)
    {
        m_channel->Start();
    }
    NetDevice::DoInitialize();
}

void
NrLiteGnbNetDevice::DoDispose()
{
    if (m_channel)
    {
        m_channel->RemoveGnb(this);
    }
    if (m_cell)
    {
        m_cell->Dispose();
    }
    m_cell = nullptr;
    m_channel = nullptr;
    NrLiteNetDevice::DoDispose();
}

bool
NrLiteGnbNetDevice::DoSend(Ptr<Packet> packet,
                           Mac48Address from,
                           Mac48Address to,
                           uint16_t protocol)
{
    if (NrLiteNeighbour::Resolve(*m_channel, *this, packet, protocol))
    {
        return true;
    }
    return NrLiteForwarding::SendDownlink(*m_channel, *this, {packet, protocol, from, to});
}

Ptr<NrLiteCell>
NrLiteGnbNetDevice::GetCell() const
{
    return m_cell;
}

double
NrLiteGnbNetDevice::GetTxPower() const
{
    return std::pow(10.0, (m_txPower - 30.0) / 10.0);
}

double
NrLiteGnbNetDevice::GetNoiseFactor() const
{
    return std::pow(10.0, m_noiseFigure / 10.0);
}

double
NrLiteGnbNetDevice::GetAntennaGain() const
{
    return std::pow(10.0, m_antennaGain / 10.0);
}

uint64_t
NrLiteGnbNetDevice::GetBufferSize() const
{
    return m_bufferSize;
}

Ptr<Channel>
NrLiteGnbNetDevice::GetChannel() const
{
    return m_channel;
}

bool
NrLiteGnbNetDevice::NeedsArp() const
{
    return true;
}

} // namespace ns3::edgelearning
