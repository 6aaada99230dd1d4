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
    return m_ledger.get();
}

void
ClearingHouse::DoStart()
{
    if (!m_ledger)
    {
        m_ledger = std::make_unique<Ledger>();
        m_leases = std::make_unique<LeaseBook>(*m_ledger, m_leaseGrace, m_barTime);
    }
    else
    {
        m_noExpiryBefore = Simulator::Now() + m_leaseGrace; // Reports are on their way again.
        ScheduleExpiry();
    }
    Listen();
}

void
ClearingHouse::DoStop()
{
    m_expiryEvent.Cancel();
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
    switch (message.header.type)
    {
    case MessageType::REGISTER:
        RegisterDevice(channel, message);
        break;
    case MessageType::LEASE_REQUEST:
        LeaseRequested(channel, message);
        break;
    case MessageType::LEASE_ACCEPT:
        LeaseAccepted(channel, message);
        break;
    case MessageType::SETTLE:
    case MessageType::RELEASE:
        LeaseEnded(channel, message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
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
        m_ledger->Open(body->id, body->deposit);
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
ClearingHouse::LeaseRequested(Ptr<MessageChannel> edge, const Message& message)
{
    const auto body = Parse<LeaseRequestBody>(message);
    if (!body)
    {
        return;
    }
    const Time now = Simulator::Now();
    const OwnerId owner = message.header.task;
    const Ticket ticket = DrawToken();
    LeaseBook::GrantResult result = LeaseBook::GrantResult::STALE;
    if (m_parties.count({Role::WORKER, body->worker}) != 0)
    {
        result = m_leases->Request({ticket,
                                    body->worker,
                                    owner,
                                    edge->GetPeerId(),
                                    message.header.round,
                                    body->offer,
                                    body->price,
                                    body->deadline},
                                   now);
    }
    Message answer;
    if (result == LeaseBook::GrantResult::GRANTED)
    {
        AuctionBody granted;
        granted.auction = body->auction;
        answer = Message(MessageType::LEASE_GRANTED, Encode(granted));
        answer.header.ticket = ticket;
        m_leaseTrace(*m_leases->Find(ticket));
        TellAccount(owner);
        ScheduleExpiry();
    }
    else
    {
        LeaseRefusedBody refused;
        refused.auction = body->auction;
        refused.barred = result == LeaseBook::GrantResult::BARRED;
        refused.funds = result == LeaseBook::GrantResult::FUNDS;
        refused.until = refused.barred ? m_leases->GetBarEnd(body->worker) : now;
        answer = Message(MessageType::LEASE_REFUSED, Encode(refused));
    }
    answer.header.task = owner;
    answer.header.round = message.header.round;
    Send(edge, answer);
}

void
ClearingHouse::LeaseAccepted(Ptr<MessageChannel> edge, const Message& message)
{
    const auto body = Parse<LeaseAcceptBody>(message);
    if (!body)
    {
        return;
    }
    const Ticket ticket = message.header.ticket;
    const LeaseBook::Lease* lease = m_leases->Find(ticket);
    if (!lease || lease->edge != edge->GetPeerId())
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    switch (m_leases->Accept(ticket, body->worker, body->offer, Simulator::Now()))
    {
    case LeaseBook::AcceptResult::ACCEPTED:
        m_leaseTrace(*lease);
        break;
    case LeaseBook::AcceptResult::DOUBLE_SALE:
    case LeaseBook::AcceptResult::BARRED: {
        m_leaseTrace(*lease);
        TellAccount(lease->owner);
        Message barred(MessageType::LEASE_BARRED);
        barred.header.ticket = ticket;
        barred.header.task = lease->owner;
        barred.header.round = lease->round;
        Send(edge, barred);
        break;
    }
    default:
        Reject(message.header, RejectReason::STALE);
    }
}

void
ClearingHouse::LeaseEnded(Ptr<MessageChannel> edge, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    const LeaseBook::Lease* lease = m_leases->Find(ticket);
    const bool settle = message.header.type == MessageType::SETTLE;
    double share = 0;
    if (settle)
    {
        const auto body = Parse<SettleBody>(message);
        if (!body)
        {
            return;
        }
        share = body->share;
    }
    else if (!Parse<EmptyBody>(message))
    {
        return;
    }
    if (!lease || lease->edge != edge->GetPeerId())
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    const bool hadEnded = lease->HasEnded();
    const bool done = settle ? m_leases->Settle(ticket, share) : m_leases->Release(ticket);
    Message answer(MessageType::LEASE_ENDED);
    answer.header.ticket = ticket;
    answer.header.task = lease->owner;
    answer.header.round = lease->round;
    Send(edge, answer);
    if (!done)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    if (hadEnded)
    {
        return;
    }
    m_leaseTrace(*lease);
    TellAccount(lease->owner);
    if (lease->state == LeaseBook::State::SETTLED)
    {
        Pay(edge, *lease);
    }
}

void
ClearingHouse::Pay(Ptr<MessageChannel> edge, const LeaseBook::Lease& lease)
{
    PaymentRecord record;
    record.worker = lease.worker;
    record.owner = lease.owner;
    record.amount = lease.paid;
    record.total = m_ledger->GetEarned(lease.worker);
    m_paymentTrace(record);
    PaidBody body;
    body.worker = lease.worker;
    body.amount = record.amount;
    body.total = record.total;
    Message paid(MessageType::PAID, Encode(body));
    paid.header.ticket = lease.ticket;
    paid.header.task = lease.owner;
    paid.header.round = lease.round;
    Send(edge, paid);
}

void
ClearingHouse::ExpireLeases()
{
    for (const LeaseBook::Lease& lease : m_leases->Expire(Simulator::Now()))
    {
        m_leaseTrace(lease);
        TellAccount(lease.owner);
    }
    ScheduleExpiry();
}

void
ClearingHouse::ScheduleExpiry()
{
    m_expiryEvent.Cancel();
    if (const auto next = m_leases->GetNextExpiry())
    {
        const Time due = Max(*next, m_noExpiryBefore);
        m_expiryEvent = Simulator::Schedule(Max(due - Simulator::Now(), Seconds(0)),
                                            &ClearingHouse::ExpireLeases,
                                            this);
    }
}

void
ClearingHouse::TellAccount(OwnerId owner)
{
    const auto party = m_parties.find({Role::OWNER, owner});
    if (party != m_parties.end())
    {
        AccountBody body;
        body.free = m_ledger->GetFree(owner);
        Message message(MessageType::ACCOUNT, Encode(body));
        message.header.task = owner;
        Send(party->second.channel, message);
    }
}

} // namespace ns3::edgelearning
