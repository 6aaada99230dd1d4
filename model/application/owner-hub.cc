/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "owner-hub.h"

#include "ns3/double.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OwnerHub);

TypeId
OwnerHub::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::OwnerHub")
                            .SetParent<HouseClient>()
                            .SetGroupName("EdgeLearning")
                            .AddAttribute("OwnerId",
                                          "The owner's id, 0 to n-1; unique in the market.",
                                          UintegerValue(0),
                                          MakeUintegerAccessor(&OwnerHub::m_id),
                                          MakeUintegerChecker<uint32_t>(0, NO_OWNER - 1))
                            .AddAttribute("Budget",
                                          "Deposit at the clearing house, in currency units.",
                                          DoubleValue(1e6),
                                          MakeDoubleAccessor(&OwnerHub::m_budget),
                                          MakeDoubleChecker<double>(0));
    return tid;
}

OwnerHub::OwnerHub() = default;

OwnerHub::~OwnerHub() = default;

Role
OwnerHub::GetRole() const
{
    return Role::OWNER;
}

uint32_t
OwnerHub::GetId() const
{
    return m_id;
}

void
OwnerHub::OpenConnections()
{
    Listen();
    ConnectHouse();
}

void
OwnerHub::CloseConnections()
{
    LeaveHouse();
    m_edges.clear();
}

RegisterBody
OwnerHub::MakeRegistration() const
{
    RegisterBody body;
    body.deposit = m_budget;
    body.address = m_local;
    return body;
}

void
OwnerHub::HouseLost()
{
}

void
OwnerHub::HandleIntroduction(Ptr<MessageChannel> channel, const Message& message)
{
    const MessageHeader& header = message.header;
    const auto edge = m_edges.find(header.sender);
    if (header.type != MessageType::HELLO || header.role != Role::EDGE || edge == m_edges.end() ||
        edge->second.token != header.token)
    {
        // The introduction of an edge server may be on its way; then it tries again.
        Reject(header, RejectReason::STRANGER);
        channel->Close();
        return;
    }
    if (edge->second.channel)
    {
        edge->second.channel->Close();
    }
    edge->second.channel = channel;
    channel->Bind(Role::EDGE, edge->first, edge->second.token);
    EdgeJoined(edge->first);
}

void
OwnerHub::HandlePeerClosed(Ptr<MessageChannel> channel)
{
    const auto edge = m_edges.find(channel->GetPeerId());
    if (edge != m_edges.end() && edge->second.channel == channel)
    {
        edge->second.channel = nullptr;
        EdgeLost(edge->first);
    }
}

void
OwnerHub::HandleHouse(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::INTRODUCE:
        if (const auto body = Parse<IntroduceBody>(message))
        {
            m_edges[body->id].token = body->token;
        }
        break;
    case MessageType::ACCOUNT:
        if (const auto body = Parse<AccountBody>(message))
        {
            SetFreeBudget(body->free);
        }
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
OwnerHub::HandlePeer(Ptr<MessageChannel> channel, const Message& message)
{
    HandleEdge(channel->GetPeerId(), message);
}

bool
OwnerHub::SendToEdge(uint32_t edge, uint32_t round, Message message)
{
    message.header.task = m_id;
    message.header.round = round;
    const auto link = m_edges.find(edge);
    return link != m_edges.end() && Send(link->second.channel, std::move(message));
}

std::vector<uint32_t>
OwnerHub::GetConnectedEdges() const
{
    std::vector<uint32_t> edges;
    for (const auto& [edge, link] : m_edges)
    {
        if (link.channel)
        {
            edges.push_back(edge);
        }
    }
    return edges;
}

} // namespace ns3::edgelearning
