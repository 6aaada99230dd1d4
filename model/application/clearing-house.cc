/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "clearing-house.h"

#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ClearingHouse);

TypeId
ClearingHouse::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::ClearingHouse")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<ClearingHouse>()
            .AddAttribute("LeaseGrace",
                          "Time after its deadline, and after a restart of the clearing house, "
                          "at which a lease that nobody ended expires.",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&ClearingHouse::m_leaseGrace),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)))
            .AddAttribute("BarTime",
                          "How long a worker that sold itself twice is barred.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&ClearingHouse::m_barTime),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)))
            .AddTraceSource("Payment",
                            "A worker was paid.",
                            MakeTraceSourceAccessor(&ClearingHouse::m_paymentTrace),
                            "ns3::edgelearning::ClearingHouse::PaymentTracedCallback")
            .AddTraceSource("Lease",
                            "A lease entered a state.",
                            MakeTraceSourceAccessor(&ClearingHouse::m_leaseTrace),
                            "ns3::edgelearning::ClearingHouse::LeaseTracedCallback");
    return tid;
}

ClearingHouse::ClearingHouse() = default;

ClearingHouse::~ClearingHouse() = default;

Role
ClearingHouse::GetRole() const
{
    return Role::CLEARING_HOUSE;
}

const Ledger*
ClearingHouse::GetLedger() const
{
    return m_desk ? &m_desk->GetLedger() : nullptr;
}

void
ClearingHouse::DoStart()
{
    if (m_desk)
    {
        m_desk->Restart(Simulator::Now() + m_leaseGrace);
    }
    else
    {
        m_desk = std::make_unique<LeaseDesk>(m_leaseGrace, m_barTime, MakeDeskSinks());
    }
    Listen();
}

LeaseDesk::Sinks
ClearingHouse::MakeDeskSinks()
{
    LeaseDesk::Sinks sinks;
    sinks.send = [this](Ptr<MessageChannel> edge, const Message& message) { Send(edge, message); };
    sinks.reject = [this](const MessageHeader& header, RejectReason reason) {
        Reject(header, reason);
    };
    sinks.draw = [this]() { return DrawToken(); };
    sinks.isWorker = [this](uint32_t worker) {
        return m_parties.count({Role::WORKER, worker}) != 0;
    };
    sinks.moved = [this](OwnerId owner) { TellAccount(owner); };
    sinks.entered = [this](const LeaseBook::Lease& lease) { m_leaseTrace(lease); };
    sinks.paid = [this](const PaymentRecord& record) { m_paymentTrace(record); };
    return sinks;
}

void
ClearingHouse::DoStop()
{
    if (m_desk)
    {
        m_desk->Stop();
    }
    for (auto& [identity, party] : m_parties)
    {
        party.channel = nullptr;
    }
}

void
ClearingHouse::HandleStranger(Ptr<MessageChannel> channel, const Message& message)
{
    if (message.header.type == MessageType::REGISTER)
    {
        RegisterParty(channel, message);
    }
    else
    {
        Reject(message.header, RejectReason::STRANGER);
    }
}

void
ClearingHouse::HandleMessage(Ptr<MessageChannel> channel, const Message& message)
{
    if (channel->GetPeerRole() != Role::EDGE)
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    if (message.header.type == MessageType::REGISTER)
    {
        RegisterDevice(channel, message);
    }
    else
    {
        m_desk->Handle(channel, message);
    }
}

void
ClearingHouse::HandleClosed(Ptr<MessageChannel> channel)
{
    if (channel->IsBound())
    {
        Party& party = m_parties[{channel->GetPeerRole(), channel->GetPeerId()}];
        if (party.channel == channel)
        {
            party.channel = nullptr;
        }
    }
}

ClearingHouse::Party*
ClearingHouse::Enrol(const Message& message, const RegisterBody& body)
{
    const auto [found, isNew] = m_parties.try_emplace({body.role, body.id});
    if (isNew)
    {
        found->second.credential = body.credential;
        found->second.token = DrawToken();
    }
    else if (found->second.credential != body.credential)
    {
        Reject(message.header, RejectReason::STRANGER);
        return nullptr;
    }
    return &found->second;
}

void
ClearingHouse::RegisterParty(Ptr<MessageChannel> channel, const Message& message)
{
    const auto body = Parse<RegisterBody>(message);
    if (!body)
    {
        return;
    }
    if ((body->role != Role::EDGE && body->role != Role::OWNER) ||
        body->role != message.header.role || body->id != message.header.sender)
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    if (body->role == Role::OWNER && (body->address.IsInvalid() || !Ledger::ToNano(body->deposit)))
    {
        Reject(message.header, RejectReason::MALFORMED);
        return;
    }
    Party* party = Enrol(message, *body);
    if (!party)
    {
        return;
    }
    if (party->channel)
    {
        party->channel->Close();
    }
    party->channel = channel;
    party->address = body->address;
    RegisteredBody answer;
    answer.role = body->role;
    answer.id = body->id;
    answer.token = party->token;
    Send(channel, Message(MessageType::REGISTERED, Encode(answer)));
    channel->Bind(body->role, body->id, party->token);
    if (body->role == Role::OWNER)
    {
        m_desk->GetLedger().Open(body->id, body->deposit);
        TellAccount(body->id);
    }
    for (const auto& [identity, other] : m_parties)
    {
        if (body->role == Role::OWNER && identity.first == Role::EDGE)
        {
            Introduce(body->id, identity.second);
        }
        else if (body->role == Role::EDGE && identity.first == Role::OWNER)
        {
            Introduce(identity.second, body->id);
        }
    }
}

void
ClearingHouse::Introduce(OwnerId owner, uint32_t edge)
{
    uint64_t& token = m_pairTokens[{owner, edge}];
    if (token == 0)
    {
        token = DrawToken();
    }
    const Party& ownerParty = m_parties.at({Role::OWNER, owner});
    const Party& edgeParty = m_parties.at({Role::EDGE, edge});
    IntroduceBody toOwner;
    toOwner.role = Role::EDGE;
    toOwner.id = edge;
    toOwner.token = token;
    toOwner.address = ownerParty.address;
    Send(ownerParty.channel, Message(MessageType::INTRODUCE, Encode(toOwner)));
    IntroduceBody toEdge;
    toEdge.role = Role::OWNER;
    toEdge.id = owner;
    toEdge.token = token;
    toEdge.address = ownerParty.address;
    Send(edgeParty.channel, Message(MessageType::INTRODUCE, Encode(toEdge)));
}

void
ClearingHouse::RegisterDevice(Ptr<MessageChannel> edge, const Message& message)
{
    const auto body = Parse<RegisterBody>(message);
    if (!body)
    {
        return;
    }
    if (body->role != Role::WORKER && body->role != Role::RELAY)
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    if (const Party* party = Enrol(message, *body))
    {
        RegisteredBody answer;
        answer.role = body->role;
        answer.id = body->id;
        answer.token = party->token;
        Message reply(MessageType::REGISTERED, Encode(answer));
        reply.header.ticket = message.header.ticket; // The edge's number of the registration.
        Send(edge, reply);
    }
}

void
ClearingHouse::TellAccount(OwnerId owner)
{
    const auto party = m_parties.find({Role::OWNER, owner});
    if (party != m_parties.end())
    {
        AccountBody body;
        body.free = m_desk->GetLedger().GetFree(owner);
        Message message(MessageType::ACCOUNT, Encode(body));
        message.header.task = owner;
        Send(party->second.channel, message);
    }
}

} // namespace ns3::edgelearning
