/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "beacon-listener.h"

#include "node-probe.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/market-bodies.h"
#include "ns3/packet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BeaconListener);

namespace
{

/// @param device MAC address @param port a port @return the bulk address, invalid without a device
Address
GetBulkAddress(const Address& device, uint16_t port)
{
    if (device.IsInvalid())
    {
        return Address();
    }
    PacketSocketAddress address;
    address.SetAllDevices();
    address.SetPhysicalAddress(device);
    address.SetProtocol(port);
    return address;
}

} // namespace

TypeId
BeaconListener::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::BeaconListener")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<BeaconListener>()
            .AddTraceSource("Heard",
                            "A beacon was heard.",
                            MakeTraceSourceAccessor(&BeaconListener::m_heardTrace),
                            "ns3::edgelearning::BeaconListener::HeardTracedCallback")
            .AddTraceSource("Reject",
                            "A datagram was refused.",
                            MakeTraceSourceAccessor(&BeaconListener::m_rejectTrace),
                            "ns3::edgelearning::BeaconListener::RejectTracedCallback");
    return tid;
}

BeaconListener::BeaconListener() = default;

BeaconListener::~BeaconListener() = default;

Ptr<BeaconListener>
BeaconListener::Of(Ptr<Node> node, uint16_t port)
{
    Ptr<BeaconListener> listener = node->GetObject<BeaconListener>();
    if (!listener)
    {
        listener = CreateObject<BeaconListener>();
        listener->Listen(node, port);
        node->AggregateObject(listener);
    }
    NS_ABORT_MSG_IF(listener->m_port != port,
                    "node " << node->GetId() << " listens for beacons at UDP port "
                            << listener->m_port << " and cannot at " << port
                            << " too; set the same port for all applications of a node");
    return listener;
}

void
BeaconListener::Listen(Ptr<Node> node, uint16_t port)
{
    m_node = node->GetId();
    m_port = port;
    m_start = Simulator::Now();
    NS_ABORT_MSG_IF(!node->GetObject<Ipv4>(),
                    "node " << m_node
                            << " has no IPv4, in which beacons are broadcast; install an internet "
                               "stack with IPv4, or take another EdgeLocator");
    m_socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    NS_ABORT_MSG_IF(m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), port)) != 0,
                    "node " << m_node << " cannot listen for beacons at UDP port " << port
                            << "; choose another port");
    m_socket->SetRecvCallback(MakeCallback(&BeaconListener::Hear, this));
}

void
BeaconListener::DoDispose()
{
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_socket = nullptr;
    }
    Object::DoDispose();
}

Time
BeaconListener::GetStart() const
{
    return m_start;
}

std::vector<Neighbour>
BeaconListener::GetNeighbours(Role role, Time within) const
{
    std::vector<Neighbour> neighbours;
    for (const auto& [key, neighbour] : m_neighbours)
    {
        if (neighbour.role == role && neighbour.heard + within >= Simulator::Now())
        {
            neighbours.push_back(neighbour);
        }
    }
    return neighbours;
}

void
BeaconListener::Hear(Ptr<Socket> socket)
{
    Address from;
    Ptr<Packet> packet;
    while ((packet = socket->RecvFrom(from)))
    {
        LinkQualityTag tag(UNMEASURED_QUALITY);
        packet->PeekPacketTag(tag);
        FrameParser parser(
            packet->GetSize(),
            [&](const Message& message) { Take(message, from, tag); },
            [&](const MessageHeader& header, RejectReason reason) {
                m_rejectTrace(header, reason);
            });
        if (parser.Consume(packet) && !parser.IsBetweenFrames())
        {
            m_rejectTrace(MessageHeader(), RejectReason::LENGTH);
        }
    }
}

void
BeaconListener::Take(const Message& message, const Address& from, const LinkQualityTag& tag)
{
    const MessageHeader& header = message.header;
    const auto body = Decode<BeaconBody>(message.Bytes());
    if (header.type != MessageType::BEACON || !body ||
        (header.role != Role::EDGE && header.role != Role::RELAY))
    {
        m_rejectTrace(header, RejectReason::MALFORMED);
        return;
    }
    if (header.sender == m_node)
    {
        return;
    }
    const auto [found, isNew] = m_neighbours.try_emplace({header.role, header.sender});
    Neighbour& neighbour = found->second;
    neighbour.role = header.role;
    neighbour.id = header.sender;
    neighbour.address =
        InetSocketAddress(InetSocketAddress::ConvertFrom(from).GetIpv4(), body->port);
    neighbour.bulkAddress = GetBulkAddress(tag.GetSender(), body->port);
    const double quality = tag.GetQuality();
    // Interference strikes single beacons; the link is as good as most of them say.
    neighbour.linkQuality = isNew ? quality : 0.7 * neighbour.linkQuality + 0.3 * quality;
    neighbour.accessQuality = body->quality;
    neighbour.energy = body->energy;
    neighbour.heard = Simulator::Now();
    m_heardTrace(neighbour);
}

} // namespace ns3::edgelearning
