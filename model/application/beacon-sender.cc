/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "beacon-sender.h"

#include "node-probe.h"

#include "ns3/inet-socket-address.h"
#include "ns3/market-bodies.h"
#include "ns3/message.h"
#include "ns3/packet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

namespace ns3::edgelearning
{

BeaconSender::~BeaconSender()
{
    Stop();
}

void
BeaconSender::Start(Ptr<Node> node,
                    Role role,
                    uint16_t beaconPort,
                    const Address& service,
                    Time interval,
                    Time delay)
{
    Stop();
    m_node = node;
    m_role = role;
    m_servicePort = PacketSocketAddress::IsMatchingType(service)
                        ? PacketSocketAddress::ConvertFrom(service).GetProtocol()
                        : InetSocketAddress::ConvertFrom(service).GetPort();
    m_interval = interval;
    m_socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    m_to = InetSocketAddress(Ipv4Address::GetBroadcast(), beaconPort);
    m_socket->Bind();
    m_socket->SetAllowBroadcast(true);
    m_event = Simulator::Schedule(delay, &BeaconSender::SendBeacon, this);
}

void
BeaconSender::Stop()
{
    m_event.Cancel();
    if (m_socket)
    {
        m_socket->Close();
        m_socket = nullptr;
    }
    m_node = nullptr;
}

void
BeaconSender::SendBeacon()
{
    BeaconBody body;
    body.port = m_servicePort;
    body.quality = GetAccessQuality(m_node).value_or(0);
    body.energy = GetEnergyLeft(m_node);
    Message message(MessageType::BEACON, Encode(body));
    message.header.role = m_role;
    message.header.sender = m_node->GetId();
    message.header.sequence = ++m_sequence;
    message.Seal();
    const std::vector<uint8_t> bytes = message.Serialize();
    m_socket->SendTo(Create<Packet>(bytes.data(), bytes.size()), 0, m_to);
    m_event = Simulator::Schedule(m_interval, &BeaconSender::SendBeacon, this);
}

} // namespace ns3::edgelearning
