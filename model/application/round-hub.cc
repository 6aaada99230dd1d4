/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-hub.h"

#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(RoundHub);

TypeId
RoundHub::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::RoundHub")
                            .SetParent<OwnerHub>()
                            .SetGroupName("EdgeLearning")
                            .AddTraceSource("Selected",
                                            "The owner learned that a worker was selected.",
                                            MakeTraceSourceAccessor(&RoundHub::m_selectedTrace),
                                            "ns3::edgelearning::RoundHub::SelectedTracedCallback")
                            .AddTraceSource("Dropout",
                                            "The update of a selected worker was not aggregated.",
                                            MakeTraceSourceAccessor(&RoundHub::m_dropTrace),
                                            "ns3::edgelearning::RoundHub::DropTracedCallback");
    return tid;
}

RoundHub::RoundHub() = default;

RoundHub::~RoundHub() = default;

void
RoundHub::DoDispose()
{
    OwnerHub::DoDispose();
    m_current.Dispose();
    m_point = nullptr;
}

void
RoundHub::StartRounds(Ptr<AggregationPoint> point)
{
    m_point = point;
    m_current.Start(m_point,
                    {[this](uint32_t edge, uint32_t round, const Message& message) {
                         return SendToEdge(edge, round, message);
                     },
                     [this](uint32_t round, const Message& message) {
                         for (const uint32_t edge : GetConnectedEdges())
                         {
                             SendToEdge(edge, round, message);
                         }
                     }});
}

void
RoundHub::CloseRound(bool isEarly)
{
    m_current.Close();
    if (isEarly)
    {
        m_current.TellClosed();
    }
}

OwnerRound&
RoundHub::GetCurrent()
{
    return m_current;
}

bool
RoundHub::HasEverSelected() const
{
    return m_everSelected;
}

void
RoundHub::ObserveOutcomes(SelectionPolicy& selection, const AggregationPoint::Result& result) const
{
    for (const Member& member : result.aggregated)
    {
        selection.Observe(member.worker, true);
    }
    for (const DroppedMember& member : result.dropped)
    {
        selection.Observe(*m_current.FindWorker(member.ticket), false);
    }
}

void
RoundHub::TraceDropouts(const AggregationPoint::Result& result)
{
    for (const DroppedMember& member : result.dropped)
    {
        DropRecord drop;
        drop.owner = GetId();
        drop.round = m_current.GetNumber();
        drop.worker = *m_current.FindWorker(member.ticket);
        drop.ticket = member.ticket;
        drop.reason = member.reason;
        m_dropTrace(drop);
    }
}

void
RoundHub::EdgeJoined(uint32_t edge)
{
    m_current.EdgeJoined(edge);
}

void
RoundHub::EdgeLost(uint32_t edge)
{
    m_current.EdgeLost(edge);
    m_current.ShareNews(GetModelVersion());
}

void
RoundHub::SetFreeBudget(double free)
{
    m_current.SetFreeBudget(free);
}

void
RoundHub::HandleEdge(uint32_t edge, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::BID_REQUEST:
        BidRequested(edge, message);
        break;
    case MessageType::BID_RESULT:
        if (const auto body = Parse<BidResultBody>(message); body && !body->won)
        {
            m_current.BidDecided(edge, body->auction); // A won bid counts until its lease is known.
        }
        break;
    case MessageType::NOT_SELECTED:
        if (const auto body = Parse<AuctionBody>(message))
        {
            m_current.BidDecided(edge, body->auction);
        }
        break;
    case MessageType::SELECTED:
        Selected(edge, message);
        break;
    case MessageType::SELECTION_DONE:
        if (Parse<SelectionDoneBody>(message) && IsOfThisRound(message))
        {
            m_current.SelectionDone(edge);
        }
        break;
    case MessageType::MODEL_REQUEST:
        ModelRequested(edge, message);
        break;
    case MessageType::UPDATE:
        UpdateArrived(message);
        break;
    case MessageType::DROPPED:
        Dropped(message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
    m_current.ShareNews(GetModelVersion());
}

void
RoundHub::BidRequested(uint32_t edge, const Message& message)
{
    const auto body = Parse<BidRequestBody>(message);
    if (!body)
    {
        return;
    }
    BidBody bid;
    bid.auction = body->auction;
    bid.ownerClass = GetOwnerClass();
    const uint32_t round = message.header.round;
    const Candidate candidate{body->worker, body->age, body->samples};
    if (IsOfThisRound(message) && m_current.HasPlaces(round) && IsWanted(candidate))
    {
        bid.interested = true;
        bid.amount = m_current.Bid(edge, body->auction, round, GetValue(body->age));
    }
    SendToEdge(edge, round, Message(MessageType::BID, Encode(bid)));
}

void
RoundHub::ModelRequested(uint32_t edge, const Message& message)
{
    const auto body = Parse<ModelRequestBody>(message);
    if (!body)
    {
        return;
    }
    if (body->version > GetModelVersion())
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    ModelBody model;
    model.version = GetModelVersion();
    model.values = GetModel().values;
    SendToEdge(edge,
               m_current.GetNumber(),
               Message(MessageType::MODEL, Encode(model), GetModel().virtualBytes));
}

void
RoundHub::Selected(uint32_t edge, const Message& message)
{
    const auto body = Parse<SelectedBody>(message);
    if (!body || !IsOfThisRound(message))
    {
        return;
    }
    m_current.BidDecided(edge, body->auction);
    if (m_current.FindWorker(message.header.ticket))
    {
        return; // Told again after a new connection.
    }
    if (!m_current.Select(message.header, *body))
    {
        Reject(message.header, RejectReason::DUPLICATE);
        return;
    }
    m_everSelected = true;
    m_selectedTrace({GetId(),
                     m_current.GetNumber(),
                     body->worker,
                     message.header.ticket,
                     body->samples,
                     body->price,
                     body->offer});
    m_current.CloseMarketsIfMet(message.header.round);
}

void
RoundHub::UpdateArrived(const Message& message)
{
    auto body = Parse<UpdateBody>(message);
    if (!body || !IsOfThisRound(message))
    {
        return;
    }
    const std::vector<Member> members = body->members;
    if (const auto reason = m_point->Deliver(std::move(*body), message.header.virtualLength))
    {
        Reject(message.header, *reason);
        for (const Member& member : members)
        {
            m_point->Drop(member.ticket, DropReason::REJECTED); // Unless it has its outcome.
        }
    }
    m_current.CloseMarketsIfMet(message.header.round);
}

void
RoundHub::Dropped(const Message& message)
{
    const auto body = Parse<DroppedBody>(message);
    if (!body || !m_current.IsCurrent(message.header))
    {
        return; // After the round there is nothing new in it.
    }
    for (const DroppedMember& member : body->members)
    {
        m_point->Drop(member.ticket, member.reason);
    }
}

bool
RoundHub::IsOfThisRound(const Message& message)
{
    const bool current = m_current.IsCurrent(message.header);
    if (!current && message.header.type != MessageType::BID_REQUEST)
    {
        Reject(message.header, RejectReason::STALE);
    }
    return current;
}

} // namespace ns3::edgelearning
