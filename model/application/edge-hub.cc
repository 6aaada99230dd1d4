/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-hub.h"

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
        m_beacon.Start(GetNode(), Role::EDGE, m_beaconPort, m_local, m_beaconInterval, Time());
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
    m_registering.Clear();
    m_workers.clear();
    m_relays.clear();
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
    m_registering.Repeat([this](const Message& request) { SendToHouse(request); });
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
EdgeHub::RegisterDevice(Ptr<MessageChannel> channel, const Message& message)
{
    const auto body = Parse<RegisterBody>(message);
    if (!body)
    {
        return;
    }
    if (body->role != message.header.role || body->id != message.header.sender)
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    // Or later, if the clearing house is not there yet.
    SendToHouse(m_registering.Add(channel, message, *body));
}

void
EdgeHub::DeviceRegistered(const Message& message)
{
    const auto body = Parse<RegisteredBody>(message);
    if (!body)
    {
        return;
    }
    const auto registration = m_registering.Take(message.header.ticket);
    if (!registration)
    {
        return;
    }
    if (body->role == Role::RELAY)
    {
        RelayRegistered(*registration, *body);
    }
    else
    {
        WorkerRegistered(*registration, *body);
    }
}

void
EdgeHub::RelayRegistered(const DeviceRegistrations::Entry& registration, const RegisteredBody& body)
{
    RelayLink& relay = m_relays[body.id];
    if (relay.channel)
    {
        relay.channel->Close();
        RelayClosed(relay.channel);
    }
    relay.channel = registration.channel;
    relay.aggregates = registration.aggregates;
    Send(relay.channel, Message(MessageType::REGISTERED, Encode(body)));
    relay.channel->Bind(Role::RELAY, body.id, body.token);
}

void
EdgeHub::WorkerRegistered(const DeviceRegistrations::Entry& registration,
                          const RegisteredBody& body)
{
    DropLink(body.id, registration.channel);
    WorkerLost(body.id);
    WorkerLink& worker = m_workers[body.id];
    worker.channel = registration.channel;
    worker.token = body.token;
    Message answer(MessageType::REGISTERED, Encode(body));
    answer.header.ticket = registration.reference;
    Send(worker.channel, answer);
    worker.channel->Bind(Role::WORKER, body.id, body.token);
    WorkerJoined(body.id);
}

void
EdgeHub::DropLink(uint32_t worker, Ptr<MessageChannel> newer)
{
    WorkerLink& link = m_workers[worker];
    if (link.channel && link.channel->GetPeerRole() != Role::RELAY)
    {
        link.channel->Close();
    }
    else if (link.channel && link.channel != newer)
    {
        LeftBody left;
        left.worker = worker;
        Send(link.channel, Message(MessageType::LEFT, Encode(left)));
        link.channel->Unbind(link.token);
    }
    link.channel = nullptr;
}

void
EdgeHub::RelayClosed(Ptr<MessageChannel> channel)
{
    for (auto& [id, worker] : m_workers)
    {
        if (worker.channel == channel)
        {
            worker.channel = nullptr;
            WorkerLost(id);
        }
    }
}

void
EdgeHub::WorkerLeft(Ptr<MessageChannel> relay, const Message& message)
{
    const auto body = Parse<LeftBody>(message);
    if (!body)
    {
        return;
    }
    const auto found = m_workers.find(body->worker);
    if (found != m_workers.end() && found->second.channel == relay)
    {
        relay->Unbind(found->second.token);
        found->second.channel = nullptr;
        WorkerLost(body->worker);
    }
}

void
EdgeHub::HandleIntroduction(Ptr<MessageChannel> channel, const Message& message)
{
    const Role role = message.header.role;
    if (message.header.type == MessageType::REGISTER &&
        (role == Role::WORKER || role == Role::RELAY))
    {
        RegisterDevice(channel, message);
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
        DeviceRegistered(message);
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
    const MessageHeader& header = message.header;
    if (header.role == Role::OWNER)
    {
        HandleOwner(header.sender, message);
    }
    else if (header.role == Role::WORKER)
    {
        HandleWorker(header.sender, message);
    }
    else if (header.type == MessageType::LEFT)
    {
        WorkerLeft(channel, message);
    }
    else
    {
        HandleRelay(header.sender, message);
    }
}

void
EdgeHub::HandlePeerClosed(Ptr<MessageChannel> channel)
{
    const uint32_t id = channel->GetPeerId();
    switch (channel->GetPeerRole())
    {
    case Role::OWNER:
        if (OwnerLink& link = m_owners[id]; link.channel == channel)
        {
            link.channel = nullptr;
            link.retry = Simulator::Schedule(m_retryInterval, &EdgeHub::ConnectOwner, this, id);
        }
        break;
    case Role::RELAY:
        if (RelayLink& link = m_relays[id]; link.channel == channel)
        {
            link.channel = nullptr;
            RelayClosed(channel);
        }
        break;
    default:
        if (WorkerLink& link = m_workers[id]; link.channel == channel)
        {
            link.channel = nullptr;
            WorkerLost(id);
        }
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
    return found != m_workers.end() && Send(found->second.channel, message, found->second.token);
}

bool
EdgeHub::SendToRelay(uint32_t relay, const Message& message)
{
    const auto found = m_relays.find(relay);
    return found != m_relays.end() && Send(found->second.channel, message);
}

std::optional<uint32_t>
EdgeHub::GetRelayOf(uint32_t worker) const
{
    const auto found = m_workers.find(worker);
    if (found == m_workers.end() || !found->second.channel ||
        found->second.channel->GetPeerRole() != Role::RELAY)
    {
        return std::nullopt;
    }
    return found->second.channel->GetPeerId();
}

bool
EdgeHub::IsAggregating(uint32_t relay) const
{
    const auto found = m_relays.find(relay);
    return found != m_relays.end() && found->second.aggregates;
}

} // namespace ns3::edgelearning
