/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-client.h"

#include "gateway-locator.h"
#include "serving-cell-locator.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/node.h"
#include "ns3/packet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EdgeClient);

TypeId
EdgeClient::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::EdgeClient")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("Locator",
                          "Finds the edge server; null: a GatewayLocator, over BulkSocketFactory a "
                          "ServingCellLocator.",
                          PointerValue(),
                          MakePointerAccessor(&EdgeClient::m_locator),
                          MakePointerChecker<EdgeLocator>())
            .AddAttribute("RetryJitter",
                          "Drawn for each new search and added to RetryInterval as a share of it, "
                          "so that clients that lost their edge server together do not come back "
                          "together; negative counts as 0.",
                          StringValue("ns3::UniformRandomVariable[Min=0|Max=0.5]"),
                          MakePointerAccessor(&EdgeClient::m_retryJitter),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("StallTimeout",
                          "A connection that owes something and has seen no acknowledged byte for "
                          "this long is cut, and the edge server looked for anew.",
                          TimeValue(Seconds(5)),
                          MakeTimeAccessor(&EdgeClient::m_stallTimeout),
                          MakeTimeChecker(MilliSeconds(1)));
    return tid;
}

EdgeClient::EdgeClient() = default;

EdgeClient::~EdgeClient() = default;

int64_t
EdgeClient::AssignStreams(int64_t stream)
{
    int64_t used = MessageApplication::AssignStreams(stream);
    m_retryJitter->SetStream(stream + used++);
    if (m_locator)
    {
        used += m_locator->AssignStreams(stream + used);
    }
    return used;
}

void
EdgeClient::DoDispose()
{
    MessageApplication::DoDispose();
    if (m_locator)
    {
        m_locator->Dispose();
    }
    m_locator = nullptr;
}

void
EdgeClient::OpenSession()
{
    m_open = true;
    WatchLinks();
    if (!m_locator)
    {
        m_locator = IsBulk() ? Ptr<EdgeLocator>(CreateObject<ServingCellLocator>())
                             : Ptr<EdgeLocator>(CreateObject<GatewayLocator>());
    }
    Search();
}

void
EdgeClient::CloseSession()
{
    m_open = false;
    m_searchEvent.Cancel();
    m_stallEvent.Cancel();
    if (m_locator)
    {
        m_locator->Cancel();
    }
    if (m_edge)
    {
        m_edge->Close();
        m_edge = nullptr;
    }
}

void
EdgeClient::RenewSession()
{
    CloseSession();
    m_open = true;
    m_searchEvent = Simulator::Schedule(DrawRetryPause(), &EdgeClient::OpenSession, this);
}

Time
EdgeClient::DrawRetryPause() const
{
    return m_retryInterval + m_retryInterval * std::max(0.0, m_retryJitter->GetValue());
}

uint64_t
EdgeClient::GetCredential()
{
    if (m_credential == 0)
    {
        m_credential = DrawToken();
    }
    return m_credential;
}

bool
EdgeClient::HasSession() const
{
    return m_edge && m_edge->IsOpen() && m_edge->IsBound();
}

uint32_t
EdgeClient::GetEdge() const
{
    return m_edge->GetPeerId();
}

bool
EdgeClient::OwesBytes() const
{
    return m_edge && m_edge->GetUnacknowledged() > 0;
}

void
EdgeClient::SendToEdge(const Message& message)
{
    Send(m_edge, message);
    WatchProgress();
}

bool
EdgeClient::IsBulk() const
{
    return m_protocol == BulkSocketFactory::GetTypeId();
}

void
EdgeClient::Search()
{
    m_searchEvent.Cancel();
    m_locator->Locate(
        GetNode(),
        [this](const Address& edge) { Found(edge); },
        [this]() { BreakOff(); });
}

void
EdgeClient::ForwardToEdge(const Message& message)
{
    Forward(m_edge, message);
    WatchProgress();
}

void
EdgeClient::OpenConversation(uint64_t token)
{
    m_edge->Bind(m_edge->GetPeerRole(), m_edge->GetPeerId(), token);
}

void
EdgeClient::CloseConversation(uint64_t token)
{
    if (m_edge)
    {
        m_edge->Unbind(token);
    }
}

uint64_t
EdgeClient::GetOwnToken() const
{
    return m_edge->GetToken();
}

Time
EdgeClient::GetLastProgress() const
{
    return m_edge->GetLastProgress();
}

RegisterBody
EdgeClient::MakeRegistration() const
{
    return RegisterBody();
}

void
EdgeClient::Found(const Address& edge)
{
    NS_ABORT_MSG_IF(IsBulk() && !PacketSocketAddress::IsMatchingType(edge),
                    GetInstanceTypeId().GetName()
                        << " on node " << GetNode()->GetId() << " uses " << m_protocol.GetName()
                        << ", for which its Locator names the address " << edge
                        << " of another kind; BulkSocketFactory goes with a ServingCellLocator, or "
                           "with a StaticLocator whose Remote is a PacketSocketAddress");
    if (m_edge)
    {
        if (edge == m_address && !OwesBytes())
        {
            return;
        }
        SessionLost();
        CloseSession();
        m_open = true;
    }
    m_address = edge;
    m_edge = Connect(edge);
    if (!m_edge)
    {
        RenewSession();
        return;
    }
    RegisterBody body = MakeRegistration();
    body.role = GetRole();
    body.id = GetId();
    body.credential = GetCredential();
    SendToEdge(Message(MessageType::REGISTER, Encode(body)));
}

void
EdgeClient::HandleStranger(Ptr<MessageChannel> channel, const Message& message)
{
    const Role server = message.header.role == Role::RELAY ? Role::RELAY : Role::EDGE;
    if (channel != m_edge)
    {
        HandleIntroduction(channel, message);
    }
    else if (AcceptRegistration(channel, message, server))
    {
        SessionOpened();
    }
}

void
EdgeClient::HandlePeer(Ptr<MessageChannel>, const Message& message)
{
    Reject(message.header, RejectReason::STRANGER);
}

void
EdgeClient::HandleIntroduction(Ptr<MessageChannel>, const Message& message)
{
    Reject(message.header, RejectReason::STRANGER);
}

void
EdgeClient::HandlePeerClosed(Ptr<MessageChannel>)
{
}

void
EdgeClient::HandleMessage(Ptr<MessageChannel> channel, const Message& message)
{
    if (channel == m_edge)
    {
        HandleEdge(message);
    }
    else
    {
        HandlePeer(channel, message);
    }
}

void
EdgeClient::HandleClosed(Ptr<MessageChannel> channel)
{
    if (channel == m_edge)
    {
        if (channel->WasLost())
        {
            LinkLost();
        }
        BreakOff();
    }
    else if (channel->IsBound())
    {
        HandlePeerClosed(channel);
    }
}

void
EdgeClient::BreakOff()
{
    if (!m_open)
    {
        return; // What lost the link ended the conversation, too: an empty battery.
    }
    SessionLost();
    RenewSession();
}

void
EdgeClient::WatchProgress()
{
    if (m_stallEvent.IsExpired())
    {
        m_stallEvent = Simulator::Schedule(m_stallTimeout, &EdgeClient::CheckProgress, this);
    }
}

void
EdgeClient::CheckProgress()
{
    if (!m_edge || (m_edge->IsBound() && !OwesBytes()))
    {
        return;
    }
    const Time due = m_edge->GetLastProgress() + m_stallTimeout;
    if (due > Simulator::Now())
    {
        m_stallEvent =
            Simulator::Schedule(due - Simulator::Now(), &EdgeClient::CheckProgress, this);
        return;
    }
    LinkLost();
    BreakOff();
}

void
EdgeClient::WatchLinks()
{
    if (m_watchesLinks)
    {
        return; // A device keeps its callbacks for good.
    }
    m_watchesLinks = true;
    for (uint32_t i = 0; i < GetNode()->GetNDevices(); ++i)
    {
        Ptr<NetDevice> device = GetNode()->GetDevice(i);
        device->AddLinkChangeCallback(
            Callback<void>([this, device = PeekPointer(device)]() { LinkChanged(device); }));
    }
}

void
EdgeClient::LinkChanged(Ptr<NetDevice> device)
{
    if (!m_open || (HasSession() && m_edge->GetPeerRole() == Role::RELAY))
    {
        return; // Behind a relay the locator watches.
    }
    if (!device->IsLinkUp())
    {
        LinkLost();
        return;
    }
    // The link may be another one now, with another edge server behind it; routes follow the link.
    m_searchEvent.Cancel();
    m_searchEvent = Simulator::ScheduleNow(&EdgeClient::Search, this);
}

} // namespace ns3::edgelearning
