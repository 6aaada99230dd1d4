/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-net-device.h"

#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteNetDevice);

const char*
ToString(NrLiteDropReason reason)
{
    static constexpr const char* names[] =
        {"link-down", "buffer", "radio", "outage", "unknown", "too-long", "removed"};
    return names[static_cast<uint8_t>(reason)];
}

TypeId
NrLiteNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteNetDevice")
            .SetParent<NetDevice>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("Mtu",
                          "Longest packet [byte], 1280 (the least that IPv6 allows) to 65535.",
                          UintegerValue(1500),
                          MakeUintegerAccessor(&NrLiteNetDevice::SetMtu, &NrLiteNetDevice::GetMtu),
                          MakeUintegerChecker<uint16_t>(1280))
            .AddTraceSource("MacTx",
                            "A packet was offered by the stack.",
                            MakeTraceSourceAccessor(&NrLiteNetDevice::m_macTx),
                            "ns3::edgelearning::NrLiteNetDevice::PacketCallback")
            .AddTraceSource("MacRx",
                            "A packet was handed to the stack.",
                            MakeTraceSourceAccessor(&NrLiteNetDevice::m_macRx),
                            "ns3::edgelearning::NrLiteNetDevice::PacketCallback")
            .AddTraceSource("Drop",
                            "A packet was dropped.",
                            MakeTraceSourceAccessor(&NrLiteNetDevice::m_drop),
                            "ns3::edgelearning::NrLiteNetDevice::DropCallback")
            .AddTraceSource("LinkChange",
                            "The link went up or down, or moved to another cell.",
                            MakeTraceSourceAccessor(&NrLiteNetDevice::m_linkChange),
                            "ns3::TracedCallback::Void");
    return tid;
}

NrLiteNetDevice::NrLiteNetDevice() = default;

NrLiteNetDevice::~NrLiteNetDevice() = default;

void
NrLiteNetDevice::DoDispose()
{
    m_node = nullptr;
    m_receive.Nullify();
    m_promiscReceive.Nullify();
    NetDevice::DoDispose();
}

const NrLiteNetDevice::Counters&
NrLiteNetDevice::GetCounters() const
{
    return m_counters;
}

void
NrLiteNetDevice::Receive(Ptr<Packet> packet, uint16_t protocol, Mac48Address from, Mac48Address to)
{
    NotifyReceived(packet);
    PacketType type = PACKET_OTHERHOST;
    if (to == m_address)
    {
        type = PACKET_HOST;
    }
    else if (to.IsBroadcast())
    {
        type = PACKET_BROADCAST;
    }
    else if (to.IsGroup())
    {
        type = PACKET_MULTICAST;
    }
    if (!m_promiscReceive.IsNull())
    {
        m_promiscReceive(this, packet, protocol, from, to, type);
    }
    if (type != PACKET_OTHERHOST && !m_receive.IsNull())
    {
        m_receive(this, packet, protocol, from);
    }
}

void
NrLiteNetDevice::CancelBulk(const void* /* sender */)
{
}

void
NrLiteNetDevice::NotifySent(Ptr<const Packet> packet)
{
    m_counters.sentPackets++;
    m_counters.sentBytes += packet->GetSize();
    m_macTx(packet);
}

void
NrLiteNetDevice::NotifyReceived(Ptr<const Packet> packet)
{
    m_counters.receivedPackets++;
    m_counters.receivedBytes += packet->GetSize();
    m_macRx(packet);
}

void
NrLiteNetDevice::NotifyDrop(Ptr<const Packet> packet, NrLiteDropReason reason)
{
    m_counters.droppedPackets++;
    m_counters.droppedBytes += packet->GetSize();
    m_drop(packet, reason);
}

bool
NrLiteNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocol)
{
    return SendFrom(packet, m_address, dest, protocol);
}

bool
NrLiteNetDevice::SendFrom(Ptr<Packet> packet,
                          const Address& source,
                          const Address& dest,
                          uint16_t protocol)
{
    NotifySent(packet);
    if (!m_linkUp)
    {
        NotifyDrop(packet, NrLiteDropReason::LINK_DOWN);
        return false;
    }
    if (packet->GetSize() > m_mtu)
    {
        NotifyDrop(packet, NrLiteDropReason::TOO_LONG);
        return false;
    }
    return DoSend(packet,
                  Mac48Address::ConvertFrom(source),
                  Mac48Address::ConvertFrom(dest),
                  protocol);
}

void
NrLiteNetDevice::SetLinkUp(bool up)
{
    m_linkUp = up;
    m_linkChange();
}

void
NrLiteNetDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
NrLiteNetDevice::GetIfIndex() const
{
    return m_ifIndex;
}

void
NrLiteNetDevice::SetAddress(Address address)
{
    m_address = Mac48Address::ConvertFrom(address);
}

Address
NrLiteNetDevice::GetAddress() const
{
    return m_address;
}

bool
NrLiteNetDevice::SetMtu(const uint16_t mtu)
{
    m_mtu = mtu;
    return true;
}

uint16_t
NrLiteNetDevice::GetMtu() const
{
    return m_mtu;
}

bool
NrLiteNetDevice::IsLinkUp() const
{
    return m_linkUp;
}

void
NrLiteNetDevice::AddLinkChangeCallback(Callback<void> callback)
{
    m_linkChange.ConnectWithoutContext(callback);
}

bool
NrLiteNetDevice::IsBroadcast() const
{
    return true;
}

Address
NrLiteNetDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
NrLiteNetDevice::IsMulticast() const
{
    return true;
}

Address
NrLiteNetDevice::GetMulticast(Ipv4Address group) const
{
    return Mac48Address::GetMulticast(group);
}

Address
NrLiteNetDevice::GetMulticast(Ipv6Address group) const
{
    return Mac48Address::GetMulticast(group);
}

bool
NrLiteNetDevice::IsBridge() const
{
    return false;
}

bool
NrLiteNetDevice::IsPointToPoint() const
{
    return false;
}

bool
NrLiteNetDevice::SupportsSendFrom() const
{
    return true;
}

Ptr<Node>
NrLiteNetDevice::GetNode() const
{
    return m_node;
}

void
NrLiteNetDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

void
NrLiteNetDevice::SetReceiveCallback(ReceiveCallback cb)
{
    m_receive = cb;
}

void
NrLiteNetDevice::SetPromiscReceiveCallback(PromiscReceiveCallback cb)
{
    m_promiscReceive = cb;
}

} // namespace ns3::edgelearning
