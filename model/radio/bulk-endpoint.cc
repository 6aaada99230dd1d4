/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bulk-endpoint.h"

#include "ns3/node.h"
#include "ns3/packet-socket-address.h"

namespace ns3::edgelearning
{

BulkEndpoint::BulkEndpoint(Ptr<BulkSocketFactory> factory)
    : m_factory(factory)
{
}

BulkEndpoint::~BulkEndpoint() = default;

BulkSocketFactory&
BulkEndpoint::GetFactory() const
{
    return *m_factory;
}

void
BulkEndpoint::Deliver(Ptr<Packet> message)
{
    m_received.push_back(message);
    m_receivedBytes += message->GetSize();
    NotifyDataRecv();
}

int
BulkEndpoint::Fail(SocketErrno error) const
{
    m_errno = error;
    return -1;
}

int
BulkEndpoint::Bind()
{
    PacketSocketAddress any;
    any.SetProtocol(0);
    any.SetAllDevices();
    return Bind(any);
}

int
BulkEndpoint::Bind6()
{
    return Bind();
}

int
BulkEndpoint::SendTo(Ptr<Packet> packet, uint32_t flags, const Address& /* to */)
{
    return Send(packet, flags);
}

uint32_t
BulkEndpoint::GetRxAvailable() const
{
    return m_receivedBytes;
}

Ptr<Packet>
BulkEndpoint::Recv(uint32_t maxSize, uint32_t /* flags */)
{
    if (m_received.empty())
    {
        m_errno = ERROR_AGAIN;
        return nullptr;
    }
    if (m_received.front()->GetSize() > maxSize)
    {
        m_errno = ERROR_MSGSIZE;
        return nullptr;
    }
    auto packet = m_received.front();
    m_received.pop_front();
    m_receivedBytes -= packet->GetSize();
    return packet;
}

Socket::SocketErrno
BulkEndpoint::GetErrno() const
{
    return m_errno;
}

Socket::SocketType
BulkEndpoint::GetSocketType() const
{
    return NS3_SOCK_SEQPACKET;
}

Ptr<Node>
BulkEndpoint::GetNode() const
{
    return m_factory->GetObject<Node>();
}

bool
BulkEndpoint::SetAllowBroadcast(bool allow)
{
    return !allow;
}

bool
BulkEndpoint::GetAllowBroadcast() const
{
    return false;
}

} // namespace ns3::edgelearning
