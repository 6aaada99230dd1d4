/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "house-client.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(HouseClient);

TypeId
HouseClient::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::HouseClient")
                            .SetParent<MessageApplication>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

void
HouseClient::ConnectHouse()
{
    NS_ABORT_MSG_IF(m_remote.IsInvalid(),
                    GetInstanceTypeId().GetName()
                        << " on node " << GetNode()->GetId()
                        << " has no Remote address; set it to the address and port of the "
                           "clearing house");
    if (m_credential == 0)
    {
        m_credential = DrawToken();
    }
    m_house = Connect(m_remote);
    if (!m_house)
    {
        m_houseEvent = Simulator::Schedule(m_retryInterval, &HouseClient::ConnectHouse, this);
        return;
    }
    RegisterBody body = MakeRegistration();
    body.role = GetRole();
    body.id = GetId();
    body.credential = m_credential;
    Send(m_house, Message(MessageType::REGISTER, Encode(body)));
}

void
HouseClient::LeaveHouse()
{
    m_houseEvent.Cancel();
    m_house = nullptr;
}

bool
HouseClient::HasHouse() const
{
    return m_house && m_house->IsBound();
}

bool
HouseClient::SendToHouse(const Message& message)
{
    return HasHouse() && Send(m_house, message);
}

void
HouseClient::HandleMessage(Ptr<MessageChannel> channel, const Message& message)
{
    if (channel == m_house)
    {
        HandleHouse(message);
    }
    else
    {
        HandlePeer(channel, message);
    }
}

void
HouseClient::HandleStranger(Ptr<MessageChannel> channel, const Message& message)
{
    if (channel != m_house)
    {
        HandleIntroduction(channel, message);
    }
    else if (AcceptRegistration(channel, message, Role::CLEARING_HOUSE))
    {
        HouseJoined();
    }
}

void
HouseClient::HandleClosed(Ptr<MessageChannel> channel)
{
    if (channel == m_house)
    {
        m_house = nullptr;
        m_houseEvent = Simulator::Schedule(m_retryInterval, &HouseClient::ConnectHouse, this);
        HouseLost();
    }
    else if (channel->IsBound())
    {
        HandlePeerClosed(channel);
    }
}

} // namespace ns3::edgelearning
