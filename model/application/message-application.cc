/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-application.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/packet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/socket-factory.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(MessageApplication);

TypeId
MessageApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::MessageApplication")
            .SetParent<Application>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("Local",
                          "Address and port at which connections are accepted.",
                          AddressValue(),
                          MakeAddressAccessor(&MessageApplication::m_local),
                          MakeAddressChecker())
            .AddAttribute("Remote",
                          "Address and port of the server that this application calls first.",
                          AddressValue(),
                          MakeAddressAccessor(&MessageApplication::m_remote),
                          MakeAddressChecker())
            .AddAttribute(
                "Protocol",
                "TypeId name of the socket factory: TcpSocketFactory, or for NrLite's bulk "
                "granularity BulkSocketFactory.",
                TypeIdValue(TypeId::LookupByName("ns3::TcpSocketFactory")),
                MakeTypeIdAccessor(&MessageApplication::m_protocol),
                MakeTypeIdChecker())
            .AddAttribute("RetryInterval",
                          "Pause before a failed connection is tried again.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&MessageApplication::m_retryInterval),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("MaxMessageBytes",
                          "The largest message, virtual bytes included, that is accepted from the "
                          "network, in bytes.",
                          UintegerValue(1 << 28),
                          MakeUintegerAccessor(&MessageApplication::m_maxMessageBytes),
                          MakeUintegerChecker<uint64_t>(1024))
            .AddTraceSource("Tx",
                            "A message was handed to its channel.",
                            MakeTraceSourceAccessor(&MessageApplication::m_txTrace),
                            "ns3::edgelearning::MessageApplication::MessageTracedCallback")
            .AddTraceSource("Rx",
                            "A message arrived whole and passed authentication.",
                            MakeTraceSourceAccessor(&MessageApplication::m_rxTrace),
                            "ns3::edgelearning::MessageApplication::MessageTracedCallback")
            .AddTraceSource("Reject",
                            "A message was refused.",
                            MakeTraceSourceAccessor(&MessageApplication::m_rejectTrace),
                            "ns3::edgelearning::MessageApplication::RejectTracedCallback");
    return tid;
}

MessageApplication::MessageApplication()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

MessageApplication::~MessageApplication() = default;

int64_t
MessageApplication::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

uint32_t
MessageApplication::GetId() const
{
    return GetNode()->GetId();
}

uint64_t
MessageApplication::GetRejected() const
{
    return m_rejected;
}

void
MessageApplication::DoDispose()
{
    // The node's protocols may be gone already: nothing is sent any more.
    for (const Ptr<MessageChannel>& channel : m_channels)
    {
        channel->Abandon();
    }
    m_channels.clear();
    m_listener = nullptr;
    DoStop();
    Application::DoDispose();
}

void
MessageApplication::StartApplication()
{
    Run();
}

void
MessageApplication::StopApplication()
{
    m_failed = false;
    Halt();
    if (m_listener)
    {
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeNullCallback<void, Ptr<Socket>, const Address&>());
        m_listener->Close();
        m_listener = nullptr;
    }
}

void
MessageApplication::Fail()
{
    m_failed = m_failed || m_running;
    Halt();
}

void
MessageApplication::Restart()
{
    if (m_failed)
    {
        m_failed = false;
        Run();
    }
}

void
MessageApplication::Run()
{
    m_running = true;
    DoStart();
}

void
MessageApplication::DoLose()
{
}

void
MessageApplication::Halt()
{
    if (!m_running)
    {
        return;
    }
    m_running = false;
    DoLose();
    DoStop();
    for (const Ptr<MessageChannel>& channel : m_channels)
    {
        channel->Close();
    }
    m_channels.clear();
    if (m_listener)
    {
        // The port stays taken: TCP could not bind to it again while old connections linger.
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&MessageApplication::Refuse, this));
    }
}

void
MessageApplication::Listen()
{
    NS_ABORT_MSG_IF(m_local.IsInvalid(),
                    GetInstanceTypeId().GetName()
                        << " on node " << GetNode()->GetId()
                        << " has no Local address; set it to the address and port to listen at");
    if (!m_listener)
    {
        m_listener = MakeSocket(m_protocol);
        NS_ABORT_MSG_IF(
            m_listener->Bind(m_local) != 0,
            GetInstanceTypeId().GetName()
                << " on node " << GetNode()->GetId() << " cannot bind to " << m_local
                << "; is the port taken by another application of this node, or the address "
                   "of a kind that "
                << m_protocol.GetName() << " does not take?");
        m_listener->Listen();
    }
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&MessageApplication::Accepted, this));
}

Ptr<MessageChannel>
MessageApplication::Connect(const Address& remote)
{
    Ptr<Socket> socket =
        MakeSocket(PacketSocketAddress::IsMatchingType(remote) ? BulkSocketFactory::GetTypeId()
                                                               : GetClientProtocol());
    const bool six = Inet6SocketAddress::IsMatchingType(remote);
    if ((six ? socket->Bind6() : socket->Bind()) != 0)
    {
        return nullptr;
    }
    Ptr<MessageChannel> channel = Adopt(socket, false);
    if (socket->Connect(remote) != 0)
    {
        m_channels.remove(channel);
        channel->Close();
        return nullptr;
    }
    return channel;
}

bool
MessageApplication::Send(Ptr<MessageChannel> channel, Message message)
{
    return channel && Send(channel, std::move(message), channel->GetToken());
}

bool
MessageApplication::Send(Ptr<MessageChannel> channel, Message message, uint64_t token)
{
    if (!channel || !channel->IsOpen())
    {
        return false;
    }
    message.header.role = GetRole();
    message.header.sender = GetId();
    message.header.sequence = ++m_sequence;
    message.header.token = token;
    message.Seal();
    m_txTrace(message.header);
    return channel->Send(message);
}

bool
MessageApplication::Forward(Ptr<MessageChannel> channel, const Message& message)
{
    if (!channel || !channel->IsOpen())
    {
        return false;
    }
    m_txTrace(message.header);
    return channel->Send(message);
}

uint64_t
MessageApplication::GetMaxMessageBytes() const
{
    return m_maxMessageBytes;
}

void
MessageApplication::Reject(const MessageHeader& header, RejectReason reason)
{
    ++m_rejected;
    m_rejectTrace(header, reason);
}

bool
MessageApplication::AcceptRegistration(Ptr<MessageChannel> channel,
                                       const Message& message,
                                       Role server)
{
    const MessageHeader& header = message.header;
    if (header.type != MessageType::REGISTERED || header.role != server)
    {
        Reject(header, RejectReason::STRANGER);
        return false;
    }
    const auto body = Parse<RegisteredBody>(message);
    if (!body)
    {
        return false;
    }
    if (body->role != GetRole() || body->id != GetId())
    {
        Reject(header, RejectReason::UNAUTHORISED);
        return false;
    }
    channel->Bind(server, header.sender, body->token);
    return true;
}

TypeId
MessageApplication::GetClientProtocol() const
{
    return m_protocol;
}

uint64_t
MessageApplication::DrawToken()
{
    const uint64_t high = m_random->GetInteger(1, 0xfffffffe);
    return high << 32 | m_random->GetInteger(0, 0xfffffffe);
}

Ptr<Socket>
MessageApplication::MakeSocket(TypeId protocol) const
{
    NS_ABORT_MSG_IF(!GetNode()->GetObject<SocketFactory>(protocol),
                    GetInstanceTypeId().GetName()
                        << " on node " << GetNode()->GetId() << " wants sockets of "
                        << protocol.GetName()
                        << ", which the node does not have; give it an internet stack, or for "
                           "BulkSocketFactory an NrLite device");
    return Socket::CreateSocket(GetNode(), protocol);
}

Ptr<MessageChannel>
MessageApplication::Adopt(Ptr<Socket> socket, bool connected)
{
    Ptr<MessageChannel> channel = Create<MessageChannel>(socket, connected, m_maxMessageBytes);
    channel->SetSinks(
        [this](Ptr<MessageChannel> from, const Message& message) { Receive(from, message); },
        [this](Ptr<MessageChannel>, const MessageHeader& header, RejectReason reason) {
            Reject(header, reason);
        },
        [this](Ptr<MessageChannel> ended) { Closed(ended); });
    m_channels.remove_if([](const Ptr<MessageChannel>& old) { return old->IsDone(); });
    m_channels.push_back(channel);
    return channel;
}

void
MessageApplication::Accepted(Ptr<Socket> socket, const Address&)
{
    Adopt(socket, true);
}

void
MessageApplication::Refuse(Ptr<Socket> socket, const Address&)
{
    Simulator::ScheduleNow(&Socket::Close, socket); // See MessageChannel::Readable().
}

void
MessageApplication::Receive(Ptr<MessageChannel> channel, const Message& message)
{
    const MessageHeader& header = message.header;
    // Only a relay opens conversations for others, whose sequences it does not keep apart.
    const bool introduces = header.type == MessageType::REGISTER && header.role == Role::WORKER &&
                            channel->IsBound() && channel->GetPeerRole() == Role::RELAY;
    RejectReason reason;
    if (!introduces && !channel->Admit(header, reason))
    {
        Reject(header, reason);
        return;
    }
    m_rxTrace(header);
    if (channel->IsBound() && !introduces)
    {
        HandleMessage(channel, message);
    }
    else
    {
        HandleStranger(channel, message);
    }
}

void
MessageApplication::Closed(Ptr<MessageChannel> channel)
{
    m_channels.remove(channel);
    HandleClosed(channel);
}

} // namespace ns3::edgelearning
