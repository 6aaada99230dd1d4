/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "beacon-locator.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/market-bodies.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BeaconLocator);

TypeId
BeaconLocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::BeaconLocator")
                            .SetParent<EdgeLocator>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<BeaconLocator>()
                            .AddAttribute("Port",
                                          "UDP port at which beacons arrive.",
                                          UintegerValue(8001),
                                          MakeUintegerAccessor(&BeaconLocator::m_port),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddTraceSource("Reject",
                                            "A datagram was refused.",
                                            MakeTraceSourceAccessor(&BeaconLocator::m_rejectTrace),
                                            "ns3::edgelearning::BeaconLocator::"
                                            "RejectTracedCallback");
    return tid;
}

void
BeaconLocator::Locate(Ptr<Node> node, FoundSink found)
{
    Cancel();
    m_found = std::move(found);
    NS_ABORT_MSG_IF(
        !node->GetObject<Ipv4>(),
        "BeaconLocator: node "
            << node->GetId()
            << " has no IPv4, in which beacons are broadcast; install an internet stack "
               "with IPv4, or take another EdgeLocator");
    m_socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    NS_ABORT_MSG_IF(m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_port)) != 0,
                    "BeaconLocator of node " << node->GetId() << " cannot listen at UDP port "
                                             << m_port << "; choose another Port");
    m_socket->SetRecvCallback(MakeCallback(&BeaconLocator::Hear, this));
}

void
BeaconLocator::Cancel()
{
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_socket->Close();
        m_socket = nullptr;
    }
    m_found = nullptr;
}

void
BeaconLocator::DoDispose()
{
    Cancel();
    EdgeLocator::DoDispose();
}

void
BeaconLocator::Hear(Ptr<Socket> socket)
{
    Address from;
    Ptr<Packet> packet;
    while (m_socket == socket && (packet = socket->RecvFrom(from)))
    {
        FrameParser parser(
            packet->GetSize(),
            [&](const Message& message) { Take(message, from); },
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
BeaconLocator::Take(const Message& message, const Address& from)
{
    const auto body = Decode<BeaconBody>(message.Bytes());
    if (!m_found || message.header.type != MessageType::BEACON || !body)
    {
        m_rejectTrace(message.header, RejectReason::MALFORMED);
        return;
    }
    const InetSocketAddress edge(InetSocketAddress::ConvertFrom(from).GetIpv4(), body->port);
    FoundSink found = std::move(m_found);
    Cancel();
    found(edge);
}

} // namespace ns3::edgelearning
