/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bulk-socket-factory.h"

#include "bulk-socket.h"
#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-sidelink-channel.h"
#include "nr-lite-sidelink-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"
#include "ns3/upload-tag.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BulkSocketFactory);

namespace
{

/// First of the ephemeral ports.
constexpr uint16_t FIRST_EPHEMERAL = 49152;

} // namespace

TypeId
BulkSocketFactory::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::BulkSocketFactory")
            .SetParent<SocketFactory>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<BulkSocketFactory>()
            .AddAttribute("SegmentSize",
                          "Bytes of a message in one segment, at least 1.",
                          UintegerValue(1400),
                          MakeUintegerAccessor(&BulkSocketFactory::m_segmentSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("HeaderBytes",
                          "Bytes of headers a segment: 52 for IPv4 and TCP with time stamps, 9 for "
                          "the link.",
                          UintegerValue(61),
                          MakeUintegerAccessor(&BulkSocketFactory::m_headerBytes),
                          MakeUintegerChecker<uint32_t>(0, 10000))
            .AddAttribute("InitialWindow",
                          "First congestion window [segment]; 0: no slow start.",
                          UintegerValue(10),
                          MakeUintegerAccessor(&BulkSocketFactory::m_initialWindow),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("WindowGrowth",
                          "Growth of the congestion window a round trip, above 1.",
                          DoubleValue(2.0),
                          MakeDoubleAccessor(&BulkSocketFactory::m_windowGrowth),
                          MakeDoubleChecker<double>(1.01, 100.0))
            .AddAttribute("PersistentConnection",
                          "Whether a connection keeps its window between messages; if not, each "
                          "message pays for a handshake and slow start.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BulkSocketFactory::m_persistent),
                          MakeBooleanChecker())
            .AddAttribute("BufferSize",
                          "Most bytes under way on a connection, at least 1.",
                          UintegerValue(1000000000),
                          MakeUintegerAccessor(&BulkSocketFactory::m_bufferSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ConnectTimeout",
                          "How long a connection attempt without an answer lasts.",
                          TimeValue(Seconds(18)),
                          MakeTimeAccessor(&BulkSocketFactory::m_connectTimeout),
                          MakeTimeChecker(Time(0)))
            .AddTraceSource("Transfer",
                            "A message arrived or was lost.",
                            MakeTraceSourceAccessor(&BulkSocketFactory::m_transfer),
                            "ns3::edgelearning::BulkSocketFactory::TransferCallback");
    return tid;
}

BulkSocketFactory::BulkSocketFactory() = default;

void
BulkSocketFactory::DoDispose()
{
    m_ports.clear();
    SocketFactory::DoDispose();
}

Ptr<Socket>
BulkSocketFactory::CreateSocket()
{
    return CreateObject<BulkSocket>(Ptr<BulkSocketFactory>(this));
}

Ptr<NrLiteNetDevice>
BulkSocketFactory::FindDevice(Mac48Address peer) const
{
    const auto node = GetObject<Node>();
    for (uint32_t i = 0; i < node->GetNDevices(); i++)
    {
        const auto device = DynamicCast<NrLiteNetDevice>(node->GetDevice(i));
        if (device && device->GetAddress() != peer && FindSidelink(*device, peer))
        {
            return device;
        }
        const auto channel = device ? DynamicCast<NrLiteChannel>(device->GetChannel()) : nullptr;
        if (!channel)
        {
            continue;
        }
        const bool toServing = peer.IsBroadcast() && DynamicCast<NrLiteUeNetDevice>(device);
        if (toServing || channel->FindUe(peer) || channel->FindGnb(peer))
        {
            return device;
        }
    }
    return nullptr;
}

NrLiteSidelinkNetDevice*
BulkSocketFactory::FindSidelink(const NrLiteNetDevice& own, Mac48Address peer)
{
    const auto channel = DynamicCast<NrLiteSidelinkChannel>(own.GetChannel());
    return channel ? channel->Find(peer) : nullptr;
}

NrLiteNetDevice*
BulkSocketFactory::FindPeer(NrLiteNetDevice& own, Mac48Address address)
{
    if (auto* sidelink = FindSidelink(own, address))
    {
        return sidelink;
    }
    const auto channel = DynamicCast<NrLiteChannel>(own.GetChannel());
    if (!channel || !own.IsLinkUp())
    {
        return nullptr;
    }
    auto* terminal = dynamic_cast<NrLiteUeNetDevice*>(&own);
    NrLiteNetDevice* peer = channel->FindUe(address);
    if (terminal && address.IsBroadcast())
    {
        peer = terminal->GetServing();
    }
    else if (!peer)
    {
        peer = channel->FindGnb(address);
    }
    return peer && peer->IsLinkUp() ? peer : nullptr;
}

void
BulkSocketFactory::Handshake(const Ptr<NrLiteNetDevice>& own,
                             Mac48Address peer,
                             const void* sender,
                             std::function<void(bool)> end) const
{
    if (!FindSidelink(*own, peer))
    {
        Simulator::Schedule(GetHandshakeEnd(*own, peer) - Simulator::Now(), [end]() { end(true); });
        return;
    }
    const auto answered = MakeTransfer(Packet(), 0.0);
    answered->bytes = m_headerBytes;
    answered->sender = sender;
    answered->done = end;
    const auto asked = MakeTransfer(Packet(), 0.0);
    asked->bytes = m_headerBytes;
    asked->sender = sender;
    asked->done = [own, peer, answered](bool arrived) {
        auto* other = own->GetChannel() ? FindSidelink(*own, peer) : nullptr;
        if (arrived && other)
        {
            SendOverSidelink(*other, Mac48Address::ConvertFrom(own->GetAddress()), answered);
        }
        else
        {
            answered->done(false);
        }
    };
    SendOverSidelink(*own, peer, asked);
}

bool
BulkSocketFactory::SendOverSidelink(NrLiteNetDevice& own,
                                    Mac48Address peer,
                                    Ptr<NrLiteBulkTransfer> transfer)
{
    auto* device = dynamic_cast<NrLiteSidelinkNetDevice*>(&own);
    if (device && device->GetChannel())
    {
        device->GetBulk().Send(peer, transfer);
    }
    else if (device)
    {
        Simulator::Schedule(Time(0), [transfer]() { transfer->done(false); });
    }
    return device;
}

Time
BulkSocketFactory::GetHandshakeEnd(NrLiteNetDevice& own, Mac48Address peer) const
{
    auto* terminal = dynamic_cast<NrLiteUeNetDevice*>(&own);
    const auto initiator = terminal ? NR_LITE_UPLINK : NR_LITE_DOWNLINK;
    if (!terminal)
    {
        terminal = DynamicCast<NrLiteChannel>(own.GetChannel())->FindUe(peer);
    }
    auto* serving = terminal ? terminal->GetServing() : nullptr;
    if (!serving)
    {
        return Simulator::Now() + m_connectTimeout;
    }
    const auto& latency = serving->GetCell()->GetBulkServer().GetLatency();
    return latency.GetHandshakeEnd(*terminal, initiator, GetHeaderBytes());
}

uint16_t
BulkSocketFactory::Bind(uint16_t port, BulkSocket* socket)
{
    if (port == 0)
    {
        for (uint32_t tries = 0; tries < 65536U - FIRST_EPHEMERAL && Find(m_nextPort); tries++)
        {
            m_nextPort = m_nextPort == 65535 ? FIRST_EPHEMERAL : m_nextPort + 1;
        }
        port = m_nextPort;
    }
    return m_ports.emplace(port, socket).second ? port : 0;
}

void
BulkSocketFactory::Release(uint16_t port)
{
    m_ports.erase(port);
}

BulkSocket*
BulkSocketFactory::Find(uint16_t port) const
{
    const auto found = m_ports.find(port);
    return found == m_ports.end() ? nullptr : found->second;
}

void
BulkSocketFactory::NotifyTransfer(uint32_t to, uint64_t bytes, Time start, bool arrived)
{
    const auto node = GetObject<Node>();
    m_transfer(node ? node->GetId() : 0, to, bytes, start, arrived);
}

Ptr<NrLiteBulkTransfer>
BulkSocketFactory::MakeTransfer(const Packet& message, double window) const
{
    const NrLiteStartUp::Connection connection{window,
                                               m_windowGrowth,
                                               GetSegmentBytes(),
                                               GetHeaderBytes()};
    auto transfer = Create<NrLiteBulkTransfer>(connection);
    const uint64_t bytes = message.GetSize();
    const uint64_t segments = (bytes + m_segmentSize - 1) / m_segmentSize;
    transfer->bytes = static_cast<double>(bytes + segments * m_headerBytes);
    if (const auto tag = UploadTag::Find(message))
    {
        transfer->deadline = tag->GetDeadline();
    }
    return transfer;
}

double
BulkSocketFactory::GetInitialWindow() const
{
    return m_initialWindow * GetSegmentBytes();
}

double
BulkSocketFactory::GetSegmentBytes() const
{
    return static_cast<double>(m_segmentSize) + m_headerBytes;
}

double
BulkSocketFactory::GetHeaderBytes() const
{
    return m_headerBytes;
}

double
BulkSocketFactory::GetWindowGrowth() const
{
    return m_windowGrowth;
}

bool
BulkSocketFactory::IsPersistent() const
{
    return m_persistent;
}

uint32_t
BulkSocketFactory::GetBufferSize() const
{
    return m_bufferSize;
}

} // namespace ns3::edgelearning
