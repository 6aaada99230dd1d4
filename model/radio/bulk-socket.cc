/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bulk-socket.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BulkSocket);

TypeId
BulkSocket::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::BulkSocket").SetParent<Socket>().SetGroupName("EdgeLearning");
    return tid;
}

BulkSocket::~BulkSocket()
{
    if (m_ownsPort)
    {
        GetFactory().Release(m_port);
    }
    if (m_peer)
    {
        m_peer->m_peer = nullptr;
    }
}

int
BulkSocket::Bind(const Address& address)
{
    if (!PacketSocketAddress::IsMatchingType(address))
    {
        return Fail(ERROR_INVAL);
    }
    if (m_port != 0)
    {
        return Fail(ERROR_ISCONN);
    }
    m_port = GetFactory().Bind(PacketSocketAddress::ConvertFrom(address).GetProtocol(), this);
    m_ownsPort = m_port != 0;
    return m_ownsPort ? 0 : Fail(ERROR_ADDRINUSE);
}

int
BulkSocket::Listen()
{
    if (m_port == 0)
    {
        return Fail(ERROR_INVAL);
    }
    m_state = State::LISTENING;
    return 0;
}

int
BulkSocket::Connect(const Address& address)
{
    if (!PacketSocketAddress::IsMatchingType(address))
    {
        return Fail(ERROR_INVAL);
    }
    if (m_state != State::CLOSED)
    {
        return Fail(ERROR_ISCONN);
    }
    m_peerAddress = PacketSocketAddress::ConvertFrom(address);
    const auto mac = Mac48Address::ConvertFrom(m_peerAddress.GetPhysicalAddress());
    m_device = GetFactory().FindDevice(mac);
    if (!m_device)
    {
        return Fail(ERROR_NOROUTETOHOST);
    }
    if (m_port == 0 && Bind() != 0)
    {
        return -1;
    }
    m_state = State::CONNECTING;
    GetFactory().Handshake(m_device, mac, this, [self = Ptr<BulkSocket>(this)](bool reached) {
        self->FinishConnect(reached);
    });
    return 0;
}

void
BulkSocket::FinishConnect(bool reached)
{
    if (m_state != State::CONNECTING)
    {
        return;
    }
    const auto mac = Mac48Address::ConvertFrom(m_peerAddress.GetPhysicalAddress());
    auto* other = reached ? BulkSocketFactory::FindPeer(*m_device, mac) : nullptr;
    const auto factory = other ? other->GetNode()->GetObject<BulkSocketFactory>() : nullptr;
    auto* listener = factory ? factory->Find(m_peerAddress.GetProtocol()) : nullptr;
    auto accepted = listener ? listener->Accept(this) : nullptr;
    if (!accepted)
    {
        m_state = State::CLOSED;
        Fail(ERROR_NOROUTETOHOST);
        NotifyConnectionFailed();
        return;
    }
    accepted->m_device = other;
    m_peerAddress.SetPhysicalAddress(other->GetAddress());
    m_peer = PeekPointer(accepted);
    m_state = State::CONNECTED;
    m_window = GetFactory().GetInitialWindow();
    const Ptr<BulkSocket> alive(this);
    listener->NotifyNewConnectionCreated(accepted, m_device->GetAddress());
    if (m_state == State::CONNECTED)
    {
        NotifyConnectionSucceeded();
    }
}

Ptr<BulkSocket>
BulkSocket::Accept(BulkSocket* peer)
{
    PacketSocketAddress address;
    address.SetAllDevices();
    address.SetPhysicalAddress(peer->m_device->GetAddress());
    address.SetProtocol(peer->m_port);
    if (m_state != State::LISTENING || !NotifyConnectionRequest(address))
    {
        return nullptr;
    }
    auto socket = CreateObject<BulkSocket>(Ptr<BulkSocketFactory>(&GetFactory()));
    socket->m_port = m_port;
    socket->m_peer = peer;
    socket->m_peerAddress = address;
    socket->m_state = State::CONNECTED;
    socket->m_window = GetFactory().GetInitialWindow();
    return socket;
}

int
BulkSocket::Send(Ptr<Packet> packet, uint32_t /* flags */)
{
    if (m_state != State::CONNECTED || m_closing)
    {
        return Fail(ERROR_NOTCONN);
    }
    if (packet->GetSize() > GetTxAvailable() && m_underWay > 0)
    {
        return Fail(ERROR_MSGSIZE);
    }
    const uint32_t size = packet->GetSize();
    m_underWay += size;
    const Message message{packet->Copy(), Simulator::Now()};
    auto* terminal = dynamic_cast<NrLiteUeNetDevice*>(PeekPointer(m_device));
    if (terminal)
    {
        SendOverLink(message, *terminal, NR_LITE_UPLINK);
    }
    else if (!BulkSocketFactory::SendOverSidelink(
                 *m_device,
                 Mac48Address::ConvertFrom(m_peerAddress.GetPhysicalAddress()),
                 MakeTransfer(message, NR_LITE_DOWNLINK)))
    {
        LinkDone(message, NR_LITE_UPLINK, true);
    }
    return static_cast<int>(size);
}

Ptr<NrLiteBulkTransfer>
BulkSocket::MakeTransfer(const Message& message, NrLiteDirection direction)
{
    auto transfer = GetFactory().MakeTransfer(*message.packet, m_window);
    transfer->sender = this;
    const Ptr<BulkSocket> self(this);
    transfer->done = [self, message, direction](bool arrived) {
        self->LinkDone(message, direction, arrived);
    };
    return transfer;
}

void
BulkSocket::SendOverLink(const Message& message,
                         NrLiteUeNetDevice& terminal,
                         NrLiteDirection direction)
{
    auto transfer = MakeTransfer(message, direction);
    auto* serving = terminal.GetServing();
    if (!serving)
    {
        Simulator::Schedule(Time(0), [transfer]() { transfer->done(false); });
        return;
    }
    auto& server = serving->GetCell()->GetBulkServer();
    Time from = Simulator::Now();
    if (!GetFactory().IsPersistent())
    {
        from =
            server.GetLatency().GetHandshakeEnd(terminal, direction, GetFactory().GetHeaderBytes());
    }
    else if (m_window > 0.0)
    {
        // Each acknowledged byte has widened the window of a slow start by growth - 1 bytes.
        m_window += transfer->bytes * (GetFactory().GetWindowGrowth() - 1.0);
    }
    server.Send(terminal.GetBearer(direction), transfer, from);
}

void
BulkSocket::LinkDone(const Message& message, NrLiteDirection direction, bool arrived)
{
    // A device that was removed has no channel any more; the bytes may still have crossed the link.
    const bool ends = m_peer && m_device->GetChannel() && m_peer->m_device->GetChannel();
    auto* target = ends ? dynamic_cast<NrLiteUeNetDevice*>(PeekPointer(m_peer->m_device)) : nullptr;
    if (arrived && target && direction == NR_LITE_UPLINK)
    {
        SendOverLink(message, *target, NR_LITE_DOWNLINK);
    }
    else if (arrived && ends)
    {
        Simulator::ScheduleWithContext(m_peer->GetNode()->GetId(),
                                       Time(0),
                                       &BulkSocket::Arrived,
                                       Ptr<BulkSocket>(this),
                                       message);
    }
    else
    {
        const uint32_t to = m_peer ? m_peer->GetNode()->GetId() : GetNode()->GetId();
        m_underWay -= message.packet->GetSize();
        GetFactory().NotifyTransfer(to, message.packet->GetSize(), message.start, false);
        Break();
    }
}

void
BulkSocket::Arrived(const Message& message)
{
    const uint32_t size = message.packet->GetSize();
    m_underWay -= size;
    const Ptr<BulkSocket> peer(m_peer);
    GetFactory().NotifyTransfer(peer ? peer->GetNode()->GetId() : GetNode()->GetId(),
                                size,
                                message.start,
                                peer != nullptr);
    if (!peer)
    {
        return;
    }
    peer->Deliver(message.packet);
    if (m_closing && m_underWay == 0)
    {
        Detach();
    }
    else if (m_state == State::CONNECTED)
    {
        NotifyDataSent(size);
        NotifySend(GetTxAvailable());
    }
}

void
BulkSocket::Break()
{
    if (m_state != State::CONNECTED)
    {
        return;
    }
    const Ptr<BulkSocket> self(this);
    const Ptr<BulkSocket> peer(m_peer);
    Part();
    if (peer)
    {
        peer->NotifyErrorClose();
    }
    NotifyErrorClose();
}

void
BulkSocket::Detach()
{
    const Ptr<BulkSocket> peer(m_peer);
    Part();
    if (peer)
    {
        peer->NotifyNormalClose();
    }
}

void
BulkSocket::Part()
{
    const Ptr<BulkSocket> self(this);
    const Ptr<BulkSocket> peer(m_peer);
    for (BulkSocket* end : {this, PeekPointer(peer)})
    {
        if (end)
        {
            end->m_state = State::CLOSED;
            end->m_peer = nullptr;
        }
    }
    // What neither end can deliver any more must not hold up what comes after it.
    for (BulkSocket* end : {this, PeekPointer(peer)})
    {
        if (end && end->m_device)
        {
            end->m_device->CancelBulk(this);
            end->m_device->CancelBulk(PeekPointer(peer));
        }
    }
}

int
BulkSocket::Close()
{
    if (m_ownsPort)
    {
        GetFactory().Release(m_port);
        m_ownsPort = false;
    }
    if (m_state == State::CONNECTED && m_underWay > 0 && !m_deaf)
    {
        m_closing = true;
        return 0;
    }
    const bool connected = m_state == State::CONNECTED;
    m_state = State::CLOSED;
    if (connected)
    {
        Detach();
    }
    return 0;
}

int
BulkSocket::ShutdownSend()
{
    m_closing = true;
    return 0;
}

int
BulkSocket::ShutdownRecv()
{
    m_deaf = true;
    return 0;
}

uint32_t
BulkSocket::GetTxAvailable() const
{
    const uint64_t most = GetFactory().GetBufferSize();
    return static_cast<uint32_t>(most - std::min(most, m_underWay));
}

Ptr<Packet>
BulkSocket::RecvFrom(uint32_t maxSize, uint32_t flags, Address& from)
{
    from = m_peerAddress;
    return Recv(maxSize, flags);
}

int
BulkSocket::GetSockName(Address& address) const
{
    PacketSocketAddress own;
    own.SetAllDevices();
    own.SetProtocol(m_port);
    if (m_device)
    {
        own.SetPhysicalAddress(m_device->GetAddress());
    }
    address = own;
    return 0;
}

int
BulkSocket::GetPeerName(Address& address) const
{
    if (m_state != State::CONNECTED)
    {
        return Fail(ERROR_NOTCONN);
    }
    address = m_peerAddress;
    return 0;
}

} // namespace ns3::edgelearning
