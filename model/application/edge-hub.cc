/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-hub.h"

#include "ns3/inet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EdgeHub);

TypeId
EdgeHub::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::EdgeHub")
            .SetParent<HouseClient>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("BackhaulProtocol",
                          "TypeId name of the socket factory of the connections to the clearing "
                          "house and the owners; Protocol is that of the workers.",
                          TypeIdValue(TypeId::LookupByName("ns3::TcpSocketFactory")),
                          MakeTypeIdAccessor(&EdgeHub::m_backhaulProtocol),
                          MakeTypeIdChecker())
            .AddAttribute("BeaconInterval",
                          "Time between two IPv4 broadcasts of where this server is; zero: none.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&EdgeHub::m_beaconInterval),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("BeaconPort",
                          "UDP port at which locators listen for beacons.",
                          UintegerValue(8001),
                          MakeUintegerAccessor(&EdgeHub::m_beaconPort),
                          MakeUintegerChecker<uint16_t>(1));
    return tid;
}

EdgeHub::EdgeHub() = default;

EdgeHub::~EdgeHub() = default;

Role
EdgeHub::GetRole() const
{
    return Role::EDGE;
}

TypeId
EdgeHub::GetClientProtocol() const
{
    return m_backhaulProtocol;
}

void
EdgeHub::OpenConnections()
{
    Listen();
    ConnectHouse();
    if (!m_beaconInterval.IsZero())
    {
        NS_ABORT_MSG_IF(!InetSocketAddress::IsMatchingType(m_local),
                        "the edge server on node "
                            << GetId() << " has BeaconInterval " << m_beaconInterval.As(Time::S)
                            << " and the Local address " << m_local
                            << "; beacons are IPv4 broadcasts: set Local to an IPv4 address, or "
                               "BeaconInterval to 0 and take another EdgeLocator");
        const uint16_t port = InetSocketAddress::ConvertFrom(m_local).GetPort();
        m_beacon.Start(GetNode(), m_beaconPort, port, m_beaconInterval);
    }
}

void
EdgeHub::CloseConnections()
{
    LeaveHouse();
    m_beacon.Stop();
    for (auto& [owner, link] : m_owners)
    {
        link.retry.Cancel();
    }
    m_registering.clear();
    m_workers.clear();
    m_owners.clear();
}

RegisterBody
EdgeHub::MakeRegistration() const
{
    return RegisterBody();
}

void
EdgeHub::HouseJoined()
{
    for (const auto& [number, registration] : m_registering)
    {
        SendToHouse(registration.request);
    }
}

void
EdgeHub::ConnectOwner(OwnerId owner)
{
    OwnerLink& link = m_owners.at(owner);
    link.channel = Connect(link.address);
    if (!link.channel)
    {
        link.retry = Simulator::Schedule(m_retryInterval, &EdgeHub::ConnectOwner, this, owner);
        return;
    }
    link.channel->Bind(Role::OWNER, owner, link.token);
    Send(link.channel, Message(MessageType::HELLO));
    OwnerJoined(owner);
}

void
EdgeHub::Introduced(const Message& message)
{
    const auto body = Parse<IntroduceBody>(message);
    if (!body)
    {
        return;
    }
    if (body->role != Role::OWNER || body->address.IsInvalid())
    {
        Reject(message.header, RejectReason::MALFORMED);
        return;
    }
    OwnerLink& link = m_owners[body->id];
    link.address = body->address;
    link.token = body->token;
    if (!link.channel && link.retry.IsExpired())
    {
        ConnectOwner(body->id);
    }
}

void
EdgeHub::RegisterWorker(Ptr<MessageChannel> channel, const Message& message)
{
    const auto body = Parse<RegisterBody>(message);
    if (!body)
    {
        return;
    }
    if (body->role != Role::WORKER || body->id != message.header.sender)
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    for (auto other = m_registering.begin(); other != m_registering.end();)
    {
        const bool obsolete = other->second.channel == channel || !other->second.channel->IsOpen();
        other = obsolete ? m_registering.erase(other) : std::next(other);
    }
    Registration& registration = m_registering[++m_registration];
    registration.channel = channel;
    registration.request = Message(MessageType::REGISTER, message.Bytes());
    registration.request.header.ticket = m_registration;
    SendToHouse(registration.request); // Or later, if the clearing house is not there yet.
}

void
EdgeHub::WorkerRegistered(const Message& message)
{
    const auto body = Parse<RegisteredBody>(message);
    const auto found = m_registering.find(message.header.ticket);
    if (!body || found == m_registering.end())
    {
        return;
    }
    Ptr<MessageChannel> channel = found->second.channel;
    m_registering.erase(found);
    if (!channel->IsOpen())
    {
        return;
    }
    Ptr<MessageChannel>& worker = m_workers[body->id];
    if (worker)
    {
        worker->Close();
    }
    WorkerLost(body->id);
    worker = channel;
    RegisteredBody answer;
    answer.role = Role::WORKER;
    answer.id = body->id;
    answer.token = body->token;
    Send(channel, Message(MessageType::REGISTERED, Encode(answer)));
    channel->Bind(Role::WORKER, body->id, body->token);
}

void
EdgeHub::HandleIntroduction(Ptr<MessageChannel> channel, const Message& message)
{
    if (message.header.type == MessageType::REGISTER && message.header.role == Role::WORKER)
    {
        RegisterWorker(channel, message);
    }
    else
    {
        Reject(message.header, RejectReason::STRANGER);
    }
}

void
EdgeHub::HandleHouse(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::REGISTERED:
        WorkerRegistered(message);
        break;
    case MessageType::INTRODUCE:
        Introduced(message);
        break;
    default:
        HandleMarket(message);
    }
}

void
EdgeHub::HandlePeer(Ptr<MessageChannel> channel, const Message& message)
{
    if (channel->GetPeerRole() == Role::OWNER)
    {
        HandleOwner(channel->GetPeerId(), message);
    }
    else
    {
        HandleWorker(channel->GetPeerId(), message);
    }
}

void
EdgeHub::HandlePeerClosed(Ptr<MessageChannel> channel)
{
    const uint32_t id = channel->GetPeerId();
    if (channel->GetPeerRole() == Role::OWNER)
    {
        OwnerLink& link = m_owners[id];
        if (link.channel == channel)
        {
            link.channel = nullptr;
            link.retry = Simulator::Schedule(m_retryInterval, &EdgeHub::ConnectOwner, this, id);
        }
    }
    else if (m_workers[id] == channel)
    {
        m_workers[id] = nullptr;
        WorkerLost(id);
    }
}

bool
EdgeHub::SendToOwner(OwnerId owner, uint32_t round, Message message)
{
    const auto link = m_owners.find(owner);
    if (link == m_owners.end())
    {
        return false;
    }
    message.header.task = owner;
    message.header.round = round;
    return Send(link->second.channel, std::move(message));
}

bool
EdgeHub::SendToWorker(uint32_t worker, const Message& message)
{
    const auto found = m_workers.find(worker);
    return found != m_workers.end() && Send(found->second, message);
}

} // namespace ns3::edgelearning
