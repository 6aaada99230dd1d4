/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-server.h"

#include "ns3/double.h"
#include "ns3/fed-avg-aggregator.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/synchronous-policy.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EdgeServer);

TypeId
EdgeServer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::EdgeServer")
            .SetParent<EdgeHub>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<EdgeServer>()
            .AddAttribute("Market",
                          "The market for the workers of this cell; null: one with its defaults.",
                          PointerValue(),
                          MakePointerAccessor(&EdgeServer::m_market),
                          MakePointerChecker<CellMarket>())
            .AddAttribute("Aggregator",
                          "How updates of this cell are combined; null: a FedAvgAggregator.",
                          PointerValue(),
                          MakePointerAccessor(&EdgeServer::m_aggregator),
                          MakePointerChecker<Aggregator>())
            .AddTraceSource("Round",
                            "A round ended at this tier.",
                            MakeTraceSourceAccessor(&EdgeServer::m_roundTrace),
                            "ns3::edgelearning::EdgeServer::RoundTracedCallback")
            .AddTraceSource("Age",
                            "An update arrived, and with it the age of information.",
                            MakeTraceSourceAccessor(&EdgeServer::m_ageTrace),
                            "ns3::edgelearning::EdgeServer::AgeTracedCallback");
    return tid;
}

EdgeServer::EdgeServer() = default;

EdgeServer::~EdgeServer() = default;

void
EdgeServer::NotifyConstructionCompleted()
{
    EdgeHub::NotifyConstructionCompleted();
    if (!m_market)
    {
        m_market = CreateObject<CellMarket>();
    }
    if (!m_aggregator)
    {
        m_aggregator = CreateObject<FedAvgAggregator>();
    }
}

Ptr<CellMarket>
EdgeServer::GetMarket() const
{
    return m_market;
}

void
EdgeServer::DoDispose()
{
    EdgeHub::DoDispose();
    if (m_market)
    {
        m_market->Dispose();
    }
    for (auto& [owner, point] : m_points)
    {
        point->Dispose();
    }
    m_points.clear();
    m_market = nullptr;
    m_aggregator = nullptr;
}

void
EdgeServer::DoStart()
{
    Ptr<ModelCache> cache = GetNode()->GetObject<ModelCache>();
    NS_ABORT_MSG_IF(!cache,
                    "node " << GetNode()->GetId()
                            << " has no ModelCache; aggregate one to the node");
    m_models.Start(
        cache,
        [this](OwnerId owner, uint32_t version) {
            ModelRequestBody body;
            body.version = version;
            SendToOwner(owner, 0, Message(MessageType::MODEL_REQUEST, Encode(body)));
        },
        [this](Ticket ticket, const CachedModel& model) { SendModel(ticket, model); });
    m_market->SetSinks(
        GetId(),
        [this](OwnerId owner, const BidRequestBody& body) {
            return SendToOwner(owner,
                               m_rounds.at(owner).number,
                               Message(MessageType::BID_REQUEST, Encode(body)));
        },
        [this](OwnerId owner, const BidResultBody& body) {
            SendToOwner(owner, 0, Message(MessageType::BID_RESULT, Encode(body)));
        },
        [this](const CellMarket::Sale& sale) { Sold(sale); },
        [this](OwnerId owner) { BuyerQuiet(owner); });
    OpenConnections();
}

void
EdgeServer::DoStop()
{
    CloseConnections();
    m_market->Clear();
    m_models.Stop();
    for (auto& [owner, point] : m_points)
    {
        point->Abort();
    }
    m_lastTickets.clear();
    m_lastRounds.clear();
    m_rounds.clear();
    m_sales.clear();
    m_participations.clear();
}

void
EdgeServer::OwnerJoined(OwnerId owner)
{
    for (const auto& [ticket, participation] : m_participations)
    {
        if (participation.owner == owner)
        {
            TellSelected(ticket, participation); // The owner may have missed it.
        }
    }
    m_models.AskAgain(owner);
}

void
EdgeServer::WorkerLost(uint32_t worker)
{
    m_market->RemoveOffer(worker);
}

void
EdgeServer::HandleMarket(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::LEASE_GRANTED:
        LeaseGranted(message);
        break;
    case MessageType::LEASE_REFUSED:
        LeaseRefused(message);
        break;
    case MessageType::LEASE_BARRED:
        LeaseBarred(message);
        break;
    case MessageType::PAID:
        Paid(message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
EdgeServer::HandleOwner(OwnerId owner, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::ROUND_OPEN:
        OpenRound(owner, message);
        break;
    case MessageType::SELECTION_CLOSE:
        m_market->RemoveBuyer(owner);
        break;
    case MessageType::BID:
        if (const auto body = Parse<BidBody>(message))
        {
            if (const auto reason = m_market->TakeBid(owner, *body))
            {
                Reject(message.header, *reason);
            }
        }
        break;
    case MessageType::MODEL:
        ModelArrived(owner, message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
EdgeServer::HandleWorker(uint32_t worker, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::OFFER:
        Offered(worker, message);
        break;
    case MessageType::LEASE_ACCEPT:
        LeaseAccepted(worker, message);
        break;
    case MessageType::UPDATE:
        UpdateArrived(worker, message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

// Rounds

Ptr<AggregationPoint>
EdgeServer::GetPoint(OwnerId owner)
{
    Ptr<AggregationPoint>& point = m_points[owner];
    if (!point)
    {
        // Whether a round has its quorum is for the owner to say, who sees all cells.
        Ptr<SynchronousPolicy> policy = CreateObject<SynchronousPolicy>();
        policy->SetAttribute("Quorum", DoubleValue(0));
        point = CreateObject<AggregationPoint>();
        point->SetAttribute("Policy", PointerValue(policy));
        point->SetAttribute("Aggregator", PointerValue(m_aggregator));
    }
    return point;
}

void
EdgeServer::OpenRound(OwnerId owner, const Message& message)
{
    const auto body = Parse<RoundOpenBody>(message);
    if (!body)
    {
        return;
    }
    const uint32_t number = message.header.round;
    const auto last = m_lastRounds.find(owner);
    const bool again = last != m_lastRounds.end() && last->second >= number;
    if (again && last->second == number)
    {
        // The owner came back in the middle of the round; what it should know it may have missed.
        const auto open = m_rounds.find(owner);
        if (open == m_rounds.end() || open->second.selectionDone)
        {
            TellSelectionDone(owner, number, GetPoint(owner)->GetSelected());
        }
        return;
    }
    if (again || body->task.deadline <= Simulator::Now())
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    m_lastRounds[owner] = number;
    m_market->RemoveBuyer(owner);
    std::vector<Ticket> left;
    for (const auto& [ticket, participation] : m_participations)
    {
        if (participation.owner == owner)
        {
            left.push_back(ticket);
        }
    }
    std::for_each(left.begin(), left.end(), [this](Ticket ticket) { Release(ticket); });
    Round& round = m_rounds[owner];
    round = Round();
    round.number = number;
    round.body = *body;
    round.opened = Simulator::Now();
    GetPoint(owner)->Open(
        body->task,
        body->task.deadline,
        DropReason::DEADLINE,
        [this, owner](const AggregationPoint::Result& result) { EndRound(owner, result); });
    m_market->AddBuyer(owner, body->selectionEnd);
}

void
EdgeServer::BuyerQuiet(OwnerId owner)
{
    const auto round = m_rounds.find(owner);
    if (round != m_rounds.end())
    {
        round->second.quiet = true;
        EndSelectionIfQuiet(owner);
    }
}

void
EdgeServer::EndSelectionIfQuiet(OwnerId owner)
{
    const auto found = m_rounds.find(owner);
    if (found == m_rounds.end() || !found->second.quiet || found->second.leasesAsked > 0 ||
        found->second.selectionDone)
    {
        return;
    }
    found->second.selectionDone = true;
    TellSelectionDone(owner, found->second.number, GetPoint(owner)->GetSelected());
    GetPoint(owner)->CloseSelection();
}

void
EdgeServer::TellSelectionDone(OwnerId owner, uint32_t round, uint32_t granted)
{
    SelectionDoneBody body;
    body.granted = granted;
    SendToOwner(owner, round, Message(MessageType::SELECTION_DONE, Encode(body)));
}

void
EdgeServer::TellSelected(Ticket ticket, const Participation& participation)
{
    Message message(MessageType::SELECTED, Encode(participation.selected));
    message.header.ticket = ticket;
    SendToOwner(participation.owner, participation.round, message);
}

void
EdgeServer::EndRound(OwnerId owner, const AggregationPoint::Result& result)
{
    const Round round = m_rounds.at(owner);
    m_rounds.erase(owner);
    m_market->RemoveBuyer(owner);
    SendUpward(owner, round, result);

    RoundRecord record;
    record.owner = owner;
    record.node = GetId();
    record.round = round.number;
    record.aggregated = result.aggregated.size();
    record.dropped = result.dropped.size();
    record.selected = record.aggregated + record.dropped;
    record.opened = round.opened;
    record.uplinkBytes = result.updateBytes;
    m_roundTrace(record);
    for (const DroppedMember& member : result.dropped)
    {
        Release(member.ticket);
    }
    for (const Member& member : result.aggregated)
    {
        m_participations.erase(member.ticket);
    }
}

void
EdgeServer::SendUpward(OwnerId owner, const Round& round, const AggregationPoint::Result& result)
{
    if (!result.dropped.empty())
    {
        DroppedBody body;
        body.members = result.dropped;
        SendToOwner(owner, round.number, Message(MessageType::DROPPED, Encode(body)));
    }
    if (!result.aggregated.empty())
    {
        UpdateBody body;
        body.baseVersion = round.body.task.modelVersion;
        body.members = result.aggregated;
        body.values = result.model.values;
        SendToOwner(owner,
                    round.number,
                    Message(MessageType::UPDATE, Encode(body), result.model.virtualBytes));
    }
}

void
EdgeServer::Release(Ticket ticket)
{
    const auto found = m_participations.find(ticket);
    if (found != m_participations.end())
    {
        Report(found->second.owner, found->second.round, ticket, Message(MessageType::RELEASE));
        m_participations.erase(found);
    }
}

// Offers, leases

void
EdgeServer::Offered(uint32_t worker, const Message& message)
{
    const auto body = Parse<OfferBody>(message);
    if (!body)
    {
        return;
    }
    if (body->collected > Simulator::Now())
    {
        Reject(message.header, RejectReason::MALFORMED);
        return;
    }
    const auto busy = m_participations.find(m_lastTickets[worker]);
    if (busy != m_participations.end() && GetPoint(busy->second.owner)->IsPending(busy->first))
    {
        Reject(message.header, RejectReason::DUPLICATE);
        OfferClosedBody closed;
        closed.retry = m_rounds.at(busy->second.owner).body.task.deadline;
        SendToWorker(worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
        return;
    }
    if (!m_market->AddOffer(worker, *body))
    {
        Reject(message.header, RejectReason::DUPLICATE);
    }
}

void
EdgeServer::Sold(const CellMarket::Sale& sale)
{
    const auto round = m_rounds.find(sale.owner);
    if (round == m_rounds.end())
    {
        NotSelected(sale);
        return;
    }
    LeaseRequestBody body;
    body.auction = sale.auction;
    body.worker = sale.worker;
    body.price = sale.price;
    body.deadline = round->second.body.task.deadline;
    if (Report(sale.owner,
               round->second.number,
               0,
               Message(MessageType::LEASE_REQUEST, Encode(body))))
    {
        m_sales.emplace(sale.auction, sale);
        ++round->second.leasesAsked;
    }
    else
    {
        NotSelected(sale);
    }
}

void
EdgeServer::NotSelected(const CellMarket::Sale& sale)
{
    AuctionBody body;
    body.auction = sale.auction;
    SendToOwner(sale.owner, 0, Message(MessageType::NOT_SELECTED, Encode(body)));
    OfferClosedBody closed;
    closed.retry = Simulator::Now();
    SendToWorker(sale.worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
}

void
EdgeServer::LeaseGranted(const Message& message)
{
    const auto body = Parse<AuctionBody>(message);
    const auto found = body ? m_sales.find(body->auction) : m_sales.end();
    if (found == m_sales.end())
    {
        return;
    }
    const CellMarket::Sale sale = found->second;
    m_sales.erase(found);
    const Ticket ticket = message.header.ticket;
    const auto round = m_rounds.find(sale.owner);
    if (round == m_rounds.end() || round->second.number != message.header.round ||
        !GetPoint(sale.owner)->Select(ticket, sale.worker, sale.offer.samples))
    {
        Report(sale.owner, message.header.round, ticket, Message(MessageType::RELEASE));
        NotSelected(sale);
        return;
    }
    Award(ticket, sale, round->second);
    --round->second.leasesAsked;
    EndSelectionIfQuiet(sale.owner);
}

void
EdgeServer::Award(Ticket ticket, const CellMarket::Sale& sale, const Round& round)
{
    Participation& participation = m_participations[ticket];
    participation.owner = sale.owner;
    participation.round = round.number;
    participation.worker = sale.worker;
    participation.collected = sale.offer.collected;
    participation.predicted = sale.predicted;
    participation.awarded = Simulator::Now();
    const TaskDescription& task = round.body.task;
    participation.flop = task.flopPerSample * task.epochs * sale.offer.samples;
    participation.bytes = 2 * task.GetModelBytes();
    m_lastTickets[sale.worker] = ticket;

    participation.selected.auction = sale.auction;
    participation.selected.worker = sale.worker;
    participation.selected.price = sale.price;
    participation.selected.samples = sale.offer.samples;
    TellSelected(ticket, participation);

    AwardBody award;
    award.price = sale.price;
    award.task = round.body.task;
    Message toWorker(MessageType::AWARD, Encode(award));
    toWorker.header.task = sale.owner;
    toWorker.header.round = round.number;
    toWorker.header.ticket = ticket;
    SendToWorker(sale.worker, toWorker);
}

void
EdgeServer::LeaseRefused(const Message& message)
{
    const auto body = Parse<LeaseRefusedBody>(message);
    const auto found = body ? m_sales.find(body->auction) : m_sales.end();
    if (found == m_sales.end())
    {
        return;
    }
    const CellMarket::Sale sale = found->second;
    m_sales.erase(found);
    AuctionBody notSelected;
    notSelected.auction = sale.auction;
    SendToOwner(sale.owner,
                message.header.round,
                Message(MessageType::NOT_SELECTED, Encode(notSelected)));
    OfferClosedBody closed;
    closed.barred = body->barred;
    closed.retry = Max(body->until, Simulator::Now());
    SendToWorker(sale.worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
    const auto round = m_rounds.find(sale.owner);
    if (round != m_rounds.end() && round->second.number == message.header.round)
    {
        --round->second.leasesAsked;
        EndSelectionIfQuiet(sale.owner);
    }
}

void
EdgeServer::HouseLost()
{
    // Leases granted meanwhile expire at the clearing house.
    const std::map<uint32_t, CellMarket::Sale> sales = std::move(m_sales);
    m_sales.clear();
    for (const auto& [auction, sale] : sales)
    {
        NotSelected(sale);
        const auto round = m_rounds.find(sale.owner);
        if (round != m_rounds.end() && round->second.leasesAsked > 0)
        {
            --round->second.leasesAsked;
            EndSelectionIfQuiet(sale.owner);
        }
    }
}

void
EdgeServer::LeaseBarred(const Message& message)
{
    const auto found = m_participations.find(message.header.ticket);
    if (found == m_participations.end())
    {
        return;
    }
    const Participation participation = found->second;
    UpdateAnswerBody answer;
    Message toWorker(MessageType::UPDATE_ANSWER, Encode(answer));
    toWorker.header.ticket = message.header.ticket;
    SendToWorker(participation.worker, toWorker);
    GetPoint(participation.owner)->Drop(message.header.ticket, DropReason::BARRED);
}

void
EdgeServer::LeaseAccepted(uint32_t worker, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    const Participation* participation = FindParticipation(worker, ticket);
    if (!participation)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    LeaseAcceptBody accept;
    accept.worker = worker;
    Report(participation->owner,
           participation->round,
           ticket,
           Message(MessageType::LEASE_ACCEPT, Encode(accept)));
    m_models.Want(ticket,
                  participation->owner,
                  m_rounds.at(participation->owner).body.task.modelVersion);
}

// Models and updates

void
EdgeServer::ModelArrived(OwnerId owner, const Message& message)
{
    const auto body = Parse<ModelBody>(message);
    if (!body)
    {
        return;
    }
    if (!m_models.Arrive(owner, body->version, message))
    {
        Reject(message.header, RejectReason::STALE);
    }
}

void
EdgeServer::SendModel(Ticket ticket, const CachedModel& model)
{
    const auto found = m_participations.find(ticket);
    if (found == m_participations.end())
    {
        return;
    }
    Message message(MessageType::MODEL, {}, model.virtualBytes);
    message.body = model.bytes;
    message.header.task = found->second.owner;
    message.header.round = found->second.round;
    message.header.ticket = ticket;
    SendToWorker(found->second.worker, message);
}

const EdgeServer::Participation*
EdgeServer::FindParticipation(uint32_t worker, Ticket ticket) const
{
    const auto found = m_participations.find(ticket);
    if (found == m_participations.end() || found->second.worker != worker ||
        m_rounds.count(found->second.owner) == 0)
    {
        return nullptr;
    }
    return &found->second;
}

void
EdgeServer::UpdateArrived(uint32_t worker, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    const Participation* found = FindParticipation(worker, ticket);
    std::optional<RejectReason> reason;
    if (!found)
    {
        reason = RejectReason::STALE;
    }
    else
    {
        const Participation participation = *found;
        Ptr<AggregationPoint> point = GetPoint(participation.owner);
        auto body = Decode<UpdateBody>(message.Bytes());
        if (!body || body->members.size() != 1 || body->members[0].ticket != ticket)
        {
            reason = RejectReason::MALFORMED;
        }
        else
        {
            body->members[0].completion = Simulator::Now();
            reason = point->Deliver(std::move(*body), message.header.virtualLength);
        }
        if (!reason)
        {
            Counted(ticket, participation);
        }
        else if (*reason != RejectReason::DUPLICATE)
        {
            point->Drop(ticket, DropReason::REJECTED);
        }
    }
    if (reason)
    {
        Reject(message.header, *reason);
    }
    UpdateAnswerBody answer;
    answer.accepted = !reason || *reason == RejectReason::DUPLICATE;
    Message toWorker(MessageType::UPDATE_ANSWER, Encode(answer));
    toWorker.header.ticket = ticket;
    SendToWorker(worker, toWorker);
}

void
EdgeServer::Counted(Ticket ticket, const Participation& participation)
{
    const Time now = Simulator::Now();
    Report(participation.owner, participation.round, ticket, Message(MessageType::SETTLE));
    AgeRecord record;
    record.worker = participation.worker;
    record.owner = participation.owner;
    record.round = participation.round;
    record.predicted = participation.predicted;
    record.measured = AoiTracker::Measure(participation.collected, now);
    m_ageTrace(record);
    m_market->GetAoiTracker()->Observe(participation.worker,
                                       participation.flop,
                                       participation.bytes,
                                       now - participation.awarded);
}

void
EdgeServer::Paid(const Message& message)
{
    const auto body = Parse<PaidBody>(message);
    if (!body)
    {
        return;
    }
    Message toWorker(MessageType::PAID, message.Bytes());
    toWorker.header.task = message.header.task;
    toWorker.header.round = message.header.round;
    toWorker.header.ticket = message.header.ticket;
    SendToWorker(body->worker, toWorker);
}

bool
EdgeServer::Report(OwnerId owner, uint32_t round, Ticket ticket, Message message)
{
    message.header.task = owner;
    message.header.round = round;
    message.header.ticket = ticket;
    return SendToHouse(message);
}

} // namespace ns3::edgelearning
