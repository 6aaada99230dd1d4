/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "guest-hub.h"

#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(GuestHub);

TypeId
GuestHub::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::GuestHub")
                            .SetParent<MessageApplication>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

GuestHub::GuestHub() = default;

GuestHub::~GuestHub() = default;

Role
GuestHub::GetRole() const
{
    return Role::EDGE;
}

bool
GuestHub::SendToWorker(uint32_t worker, Message message)
{
    const auto found = m_guests.find(worker);
    return found != m_guests.end() && Send(found->second.channel, std::move(message));
}

bool
GuestHub::IsPresent(uint32_t worker) const
{
    const auto found = m_guests.find(worker);
    return found != m_guests.end() && found->second.channel;
}

void
GuestHub::Dismiss(uint32_t worker)
{
    Guest& guest = m_guests.at(worker);
    if (guest.channel)
    {
        guest.channel->Close();
        guest.channel = nullptr;
    }
}

void
GuestHub::ForgetConnections()
{
    for (auto& [worker, guest] : m_guests)
    {
        guest.channel = nullptr;
    }
}

void
GuestHub::HandleStranger(Ptr<MessageChannel> channel, const Message& message)
{
    if (message.header.type != MessageType::REGISTER || message.header.role != Role::WORKER)
    {
        Reject(message.header, RejectReason::STRANGER);
        return;
    }
    if (const auto body = Parse<RegisterBody>(message))
    {
        Register(channel, message.header, *body);
    }
}

void
GuestHub::Register(Ptr<MessageChannel> channel,
                   const MessageHeader& header,
                   const RegisterBody& body)
{
    const uint32_t worker = header.sender;
    if (body.role != Role::WORKER || body.id != worker)
    {
        Reject(header, RejectReason::UNAUTHORISED);
        return;
    }
    const auto known = m_guests.find(worker);
    if (known != m_guests.end())
    {
        if (known->second.credential != body.credential)
        {
            Reject(header, RejectReason::STRANGER);
            return;
        }
        Dismiss(worker);
        WorkerLost(worker);
    }
    m_guests[worker] = {channel, body.credential};
    const RegisteredBody answer{{}, Role::WORKER, worker, DrawToken()};
    SendToWorker(worker, Message(MessageType::REGISTERED, Encode(answer)));
    channel->Bind(Role::WORKER, worker, answer.token);
    WorkerJoined(worker);
}

void
GuestHub::HandleMessage(Ptr<MessageChannel> channel, const Message& message)
{
    HandleWorker(channel->GetPeerId(), message);
}

void
GuestHub::HandleClosed(Ptr<MessageChannel> channel)
{
    if (!channel->IsBound())
    {
        return;
    }
    const uint32_t worker = channel->GetPeerId();
    Guest& guest = m_guests.at(worker);
    if (guest.channel == channel)
    {
        guest.channel = nullptr;
        WorkerLost(worker);
    }
}

} // namespace ns3::edgelearning
