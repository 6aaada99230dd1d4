/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay-hub.h"

#include "ns3/node.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RelayHub);

TypeId
RelayHub::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::RelayHub")
                            .SetParent<EdgeClient>()
                            .SetGroupName("EdgeLearning")
                            .AddTraceSource("Membership",
                                            "A worker joined or left the cluster.",
                                            MakeTraceSourceAccessor(&RelayHub::m_memberTrace),
                                            "ns3::edgelearning::RelayHub::"
                                            "MembershipTracedCallback");
    return tid;
}

RelayHub::RelayHub() = default;

RelayHub::~RelayHub() = default;

Role
RelayHub::GetRole() const
{
    return Role::RELAY;
}

std::set<uint32_t>
RelayHub::GetMembers() const
{
    std::set<uint32_t> members;
    for (const auto& [id, link] : m_members)
    {
        members.insert(id);
    }
    return members;
}

void
RelayHub::Dismiss(const char* reason)
{
    for (const auto& [number, channel] : m_registering)
    {
        channel->Close();
    }
    m_registering.clear();
    for (uint32_t worker : GetMembers())
    {
        RemoveMember(worker, reason);
    }
}

void
RelayHub::SendToWorker(uint32_t worker, const Message& message)
{
    const auto found = m_members.find(worker);
    if (found != m_members.end())
    {
        Send(found->second.channel, message);
    }
}

void
RelayHub::HandleIntroduction(Ptr<MessageChannel> channel, const Message& message)
{
    const MessageHeader& header = message.header;
    if (header.type != MessageType::REGISTER || header.role != Role::WORKER)
    {
        Reject(header, RejectReason::STRANGER);
        return;
    }
    const auto body = Parse<RegisterBody>(message);
    if (!body)
    {
        return;
    }
    if (body->role != Role::WORKER || body->id != header.sender)
    {
        Reject(header, RejectReason::UNAUTHORISED);
        return;
    }
    if (!HasSession())
    {
        channel->Close(); // It looks elsewhere, or again later.
        return;
    }
    for (auto other = m_registering.begin(); other != m_registering.end();)
    {
        const bool obsolete = other->second == channel || !other->second->IsOpen();
        other = obsolete ? m_registering.erase(other) : std::next(other);
    }
    m_registering[++m_registration] = channel;
    Message upward = message;
    upward.header.ticket = m_registration;
    upward.Seal();
    ForwardToEdge(upward);
}

void
RelayHub::WorkerRegistered(const Message& message)
{
    const auto body = Parse<RegisteredBody>(message);
    const auto found = m_registering.find(message.header.ticket);
    if (!body || body->role != Role::WORKER)
    {
        return;
    }
    if (found == m_registering.end() || !found->second->IsOpen())
    {
        TellLeft(body->id);
        return;
    }
    Ptr<MessageChannel> channel = found->second;
    m_registering.erase(found);
    RemoveMember(body->id, "replaced");
    Message answer(MessageType::REGISTERED, message.Bytes());
    Send(channel, answer);
    channel->Bind(Role::WORKER, body->id, body->token);
    OpenConversation(body->token);
    m_members[body->id] = {channel, body->token};
    Trace(body->id, true, "registered");
}

void
RelayHub::LinkLost()
{
    // The connection may outlive it; if not, SessionLost() tells.
}

void
RelayHub::HandleEdge(const Message& message)
{
    const MessageHeader& header = message.header;
    if (header.token != GetOwnToken())
    {
        for (const auto& [worker, link] : m_members)
        {
            if (link.token == header.token)
            {
                HandleForWorker(worker, message);
                return;
            }
        }
        Reject(header, RejectReason::STALE);
    }
    else if (header.type == MessageType::REGISTERED)
    {
        WorkerRegistered(message);
    }
    else if (header.type == MessageType::LEFT)
    {
        if (const auto body = Parse<LeftBody>(message))
        {
            RemoveMember(body->worker, "moved");
        }
    }
    else
    {
        HandleOwn(message);
    }
}

void
RelayHub::HandlePeer(Ptr<MessageChannel>, const Message& message)
{
    HandleWorker(message.header.sender, message);
}

void
RelayHub::HandlePeerClosed(Ptr<MessageChannel> channel)
{
    const uint32_t worker = channel->GetPeerId();
    const auto found = m_members.find(worker);
    if (found != m_members.end() && found->second.channel == channel)
    {
        TellLeft(worker);
        RemoveMember(worker, "closed");
    }
}

void
RelayHub::TellLeft(uint32_t worker)
{
    LeftBody body;
    body.worker = worker;
    SendToEdge(Message(MessageType::LEFT, Encode(body)));
}

void
RelayHub::RemoveMember(uint32_t worker, const char* reason)
{
    const auto found = m_members.find(worker);
    if (found == m_members.end())
    {
        return;
    }
    found->second.channel->Close();
    CloseConversation(found->second.token);
    m_members.erase(found);
    Trace(worker, false, reason);
    MemberLeft(worker);
}

void
RelayHub::Trace(uint32_t worker, bool joined, const char* reason)
{
    MembershipRecord record;
    record.relay = GetId();
    record.worker = worker;
    record.joined = joined;
    record.reason = reason;
    m_memberTrace(record);
}

} // namespace ns3::edgelearning
