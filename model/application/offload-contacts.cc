/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-contacts.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OffloadContacts);

TypeId
OffloadContacts::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::OffloadContacts")
            .SetParent<EdgeClient>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("UseEdge",
                          "Look for an edge server, by the Locator; else there are only the "
                          "neighbours that were added.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&OffloadContacts::m_usesEdge),
                          MakeBooleanChecker())
            .AddAttribute("AssumedLinkRate",
                          "Rate that a link is taken to have before it was measured, in bit/s.",
                          DoubleValue(1e7),
                          MakeDoubleAccessor(&OffloadContacts::m_assumedRate),
                          MakeDoubleChecker<double>(1))
            .AddAttribute("QueryInterval",
                          "Time between two questions to a server, how long its queue is.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&OffloadContacts::m_queryInterval),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("Patience",
                          "How much later than foreseen a server may answer before it is left.",
                          TimeValue(Seconds(3)),
                          MakeTimeAccessor(&OffloadContacts::m_patience),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("SendPower",
                          "Of the device's radio while it sends, for what a task costs, in watts.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&OffloadContacts::m_sendPower),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("ReceivePower",
                          "Of the device's radio while it receives, for what a task costs, in "
                          "watts.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&OffloadContacts::m_receivePower),
                          MakeDoubleChecker<double>(0));
    return tid;
}

OffloadContacts::OffloadContacts() = default;

OffloadContacts::~OffloadContacts() = default;

Role
OffloadContacts::GetRole() const
{
    return Role::WORKER;
}

void
OffloadContacts::AddNeighbour(const Address& address)
{
    m_neighbours.push_back({address, std::nullopt, nullptr, EventId()});
}

void
OffloadContacts::OpenContacts()
{
    if (m_usesEdge)
    {
        OpenSession();
    }
    for (std::size_t i = 0; i < m_neighbours.size(); ++i)
    {
        // Not all at once: devices that start together would drown each other.
        m_neighbours[i].call = Simulator::Schedule(DrawRetryPause() - m_retryInterval,
                                                   &OffloadContacts::Call,
                                                   this,
                                                   i);
    }
}

void
OffloadContacts::CloseContacts()
{
    CloseSession();
    for (Neighbour& neighbour : m_neighbours)
    {
        neighbour.call.Cancel();
        if (neighbour.channel)
        {
            neighbour.channel->Close();
            neighbour.channel = nullptr;
        }
    }
    for (auto& [node, contact] : m_contacts)
    {
        contact.query.Cancel();
    }
    m_contacts.clear();
    m_edgeNode.reset();
}

bool
OffloadContacts::SendTo(uint32_t node, const Message& message)
{
    const auto found = m_contacts.find(node);
    if (found == m_contacts.end())
    {
        return false;
    }
    if (found->second.channel)
    {
        return Send(found->second.channel, message);
    }
    SendToEdge(message);
    return true;
}

void
OffloadContacts::GiveUp(uint32_t node)
{
    const auto found = m_contacts.find(node);
    if (found == m_contacts.end())
    {
        return;
    }
    const Ptr<MessageChannel> channel = found->second.channel;
    if (!channel)
    {
        RenewSession();
    }
    for (std::size_t i = 0; channel && i < m_neighbours.size(); ++i)
    {
        if (m_neighbours[i].channel == channel)
        {
            CallLater(i);
        }
    }
    Lose(node);
}

OffloadPeer&
OffloadContacts::GetPeer(uint32_t node)
{
    return m_contacts.at(node).peer;
}

void
OffloadContacts::ForgetTask(uint32_t node, Ticket ticket)
{
    const auto found = m_contacts.find(node);
    if (found != m_contacts.end())
    {
        found->second.peer.Forget(ticket);
    }
}

std::vector<OffloadCandidate>
OffloadContacts::GetServers() const
{
    std::vector<OffloadCandidate> servers;
    for (const auto& [node, contact] : m_contacts)
    {
        if (contact.peer.IsKnown())
        {
            servers.push_back(contact.peer.MakeCandidate(m_sendPower, m_receivePower));
        }
    }
    return servers;
}

Time
OffloadContacts::GetContactProgress(uint32_t node) const
{
    const Contact& contact = m_contacts.at(node);
    return contact.channel ? contact.channel->GetLastProgress() : GetLastProgress();
}

void
OffloadContacts::SessionOpened()
{
    Meet(GetEdge(), OffloadPlace::EDGE, nullptr);
}

void
OffloadContacts::SessionLost()
{
    if (m_edgeNode)
    {
        Lose(*m_edgeNode);
    }
}

void
OffloadContacts::LinkLost()
{
    // The connection may outlive it; if not, SessionLost() tells.
}

void
OffloadContacts::HandleEdge(const Message& message)
{
    if (m_edgeNode)
    {
        Take(*m_edgeNode, message);
    }
}

void
OffloadContacts::HandlePeer(Ptr<MessageChannel> channel, const Message& message)
{
    Take(channel->GetPeerId(), message);
}

void
OffloadContacts::HandleIntroduction(Ptr<MessageChannel> channel, const Message& message)
{
    const auto called = std::find_if(
        m_neighbours.begin(),
        m_neighbours.end(),
        [&channel](const Neighbour& neighbour) { return neighbour.channel == channel; });
    if (called == m_neighbours.end())
    {
        Reject(message.header, RejectReason::STRANGER);
        return;
    }
    const bool isEdge = message.header.role == Role::EDGE;
    if (!AcceptRegistration(channel, message, isEdge ? Role::EDGE : Role::WORKER))
    {
        return;
    }
    called->node = channel->GetPeerId();
    if (m_contacts.count(channel->GetPeerId()) > 0)
    {
        // The same server by another way: one will do, as long as that lasts.
        CallLater(static_cast<std::size_t>(called - m_neighbours.begin()));
    }
    else
    {
        Meet(channel->GetPeerId(), isEdge ? OffloadPlace::EDGE : OffloadPlace::NEIGHBOUR, channel);
    }
}

void
OffloadContacts::HandlePeerClosed(Ptr<MessageChannel> channel)
{
    for (std::size_t i = 0; i < m_neighbours.size(); ++i)
    {
        if (m_neighbours[i].channel == channel)
        {
            CallLater(i);
        }
    }
    const auto found = m_contacts.find(channel->GetPeerId());
    if (found != m_contacts.end() && found->second.channel == channel)
    {
        Lose(channel->GetPeerId());
    }
}

void
OffloadContacts::Call(std::size_t index)
{
    Neighbour& neighbour = m_neighbours[index];
    if (neighbour.node && m_contacts.count(*neighbour.node) > 0)
    {
        CallLater(index); // A server ends the older of two conversations.
        return;
    }
    neighbour.channel = Connect(neighbour.address);
    if (!neighbour.channel)
    {
        CallLater(index);
        return;
    }
    RegisterBody body;
    body.role = GetRole();
    body.id = GetId();
    body.credential = GetCredential();
    Send(neighbour.channel, Message(MessageType::REGISTER, Encode(body)));
    neighbour.call = Simulator::Schedule(m_patience, [this, index]() {
        if (!m_neighbours[index].channel->IsBound())
        {
            CallLater(index);
        }
    });
}

void
OffloadContacts::CallLater(std::size_t index)
{
    Neighbour& neighbour = m_neighbours[index];
    if (neighbour.channel)
    {
        neighbour.channel->Close();
        neighbour.channel = nullptr;
    }
    neighbour.call.Cancel();
    neighbour.call = Simulator::Schedule(DrawRetryPause(), &OffloadContacts::Call, this, index);
}

void
OffloadContacts::Meet(uint32_t node, OffloadPlace place, Ptr<MessageChannel> channel)
{
    Lose(node); // The edge server may be known as a neighbour.
    if (!channel)
    {
        m_edgeNode = node;
    }
    m_contacts.emplace(node, Contact{OffloadPeer(place, node, m_assumedRate), channel, EventId()});
    Query(node);
}

void
OffloadContacts::Lose(uint32_t node)
{
    const auto found = m_contacts.find(node);
    if (found == m_contacts.end())
    {
        return;
    }
    if (m_edgeNode == node)
    {
        m_edgeNode.reset();
    }
    found->second.query.Cancel();
    m_contacts.erase(found);
    ContactLost(node);
}

void
OffloadContacts::Query(uint32_t node)
{
    Contact& contact = m_contacts.at(node);
    // Behind the bytes of a task that was given up an answer takes its time.
    if (contact.peer.IsSilent(m_patience) &&
        Simulator::Now() - GetContactProgress(node) >= m_patience)
    {
        GiveUp(node);
        return;
    }
    contact.query = Simulator::Schedule(m_queryInterval, &OffloadContacts::Query, this, node);
    if (contact.peer.CanBeAsked())
    {
        Message query(MessageType::OFFLOAD_QUERY);
        query.Seal();
        contact.peer.QuerySent(query.header.GetFrameBytes());
        SendTo(node, query);
    }
}

void
OffloadContacts::Take(uint32_t node, const Message& message)
{
    const auto found = m_contacts.find(node);
    if (found == m_contacts.end())
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    if (message.header.type != MessageType::OFFLOAD_STATUS)
    {
        HandleServer(node, message);
    }
    else if (const auto body = Parse<OffloadStatusBody>(message))
    {
        found->second.peer.TakeStatus(*body, message.header.GetFrameBytes());
    }
}

} // namespace ns3::edgelearning
