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
            .AddAttribute("Policy",
                          "When a round ends at this tier, and whether it counts; null: a "
                          "SynchronousPolicy with Quorum 0, since the owner sees all cells.",
                          PointerValue(),
                          MakePointerAccessor(&EdgeServer::m_policy),
                          MakePointerChecker<RoundPolicy>())
            .AddAttribute("Aggregator",
                          "How updates of this cell are combined; null: a FedAvgAggregator.",
                          PointerValue(),
                          MakePointerAccessor(&EdgeServer::m_aggregator),
                          MakePointerChecker<Aggregator>())
            .AddAttribute("AggregationGrace",
                          "Time after the deadline for partial aggregates of relays to come; less "
                          "than the owner's AggregationGrace. Without relays nothing waits for it.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&EdgeServer::m_aggregationGrace),
                          MakeTimeChecker(Seconds(0)))
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
    if (!m_policy)
    {
        m_policy = CreateObjectWithAttributes<SynchronousPolicy>("Quorum", DoubleValue(0));
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
    m_tasks.clear();
    m_market = nullptr;
    m_policy = nullptr;
    m_aggregator = nullptr;
}

void
EdgeServer::DoStart()
{
    Ptr<ModelCache> cache = GetNode()->GetObject<ModelCache>();
    NS_ABORT_MSG_IF(!cache,
                    "node " << GetNode()->GetId()
                            << " has no ModelCache; aggregate one to the node");
    m_models.Start(cache,
                   [this](OwnerId owner, uint32_t version) { RequestModel(owner, version); });
    m_market->SetSinks(
        GetId(),
        [this](OwnerId owner, const BidRequestBody& body) {
            return SendToOwner(owner,
                               m_tasks.at(owner)->GetRound(),
                               Message(MessageType::BID_REQUEST, Encode(body)));
        },
        [this](OwnerId owner, const BidResultBody& body) {
            SendToOwner(owner, 0, Message(MessageType::BID_RESULT, Encode(body)));
        },
        [this](const CellMarket::Sale& sale) { m_tasks.at(sale.owner)->Sold(sale); },
        [this](OwnerId owner) { m_tasks.at(owner)->MarketClosed(); });
    m_market->SetCollector([this](uint32_t worker, uint64_t request) {
        Message message(MessageType::COLLECT);
        message.header.ticket = request;
        return SendToWorker(worker, message);
    });
    m_reports.SetSender([this](const Message& report) { SendToHouse(report); });
    OpenConnections();
}

void
EdgeServer::DoStop()
{
    CloseConnections();
    m_market->Clear();
    m_models.Stop();
}

void
EdgeServer::DoLose()
{
    LeaveHouse(); // Reports wait for the restart.
    for (auto& [owner, task] : m_tasks)
    {
        task->Lose();
    }
}

void
EdgeServer::OwnerJoined(OwnerId owner)
{
    if (Ptr<EdgeTask> task = FindTask(owner))
    {
        task->OwnerJoined();
    }
    m_models.AskAgain(owner);
}

void
EdgeServer::HouseJoined()
{
    EdgeHub::HouseJoined();
    m_reports.Repeat();
}

void
EdgeServer::HouseLost()
{
    for (auto& [owner, task] : m_tasks)
    {
        task->HouseLost();
    }
}

void
EdgeServer::WorkerJoined(uint32_t worker)
{
    m_market->GetWitness()->Enrol(worker, Simulator::Now());
    if (GetRelayOf(worker))
    {
        for (auto& [owner, task] : m_tasks)
        {
            if (Ptr<EdgeRound> round = task->GetEdgeRound())
            {
                round->WorkerMoved(worker);
            }
        }
    }
}

void
EdgeServer::WorkerLost(uint32_t worker)
{
    m_market->RemoveOffer(worker);
}

// Messages

void
EdgeServer::HandleMarket(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::LEASE_GRANTED:
    case MessageType::LEASE_REFUSED:
    case MessageType::LEASE_BARRED:
        LeaseAnswered(message);
        break;
    case MessageType::LEASE_ENDED:
        m_reports.Answered(message.header.ticket);
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
        if (const auto body = Parse<RoundOpenBody>(message))
        {
            RejectIf(message, GetTask(owner)->Open(message.header.round, *body));
        }
        break;
    case MessageType::ROUND_NEWS:
        if (const auto body = Parse<RoundNewsBody>(message))
        {
            GetTask(owner)->TakeNews(message.header.round, *body);
        }
        break;
    case MessageType::ROUND_CLOSE:
        GetTask(owner)->Close(message.header.round);
        break;
    case MessageType::SELECTION_CLOSE:
        if (GetTask(owner)->GetRound() == message.header.round)
        {
            m_market->RemoveBuyer(owner);
        }
        break;
    case MessageType::BID:
        if (const auto body = Parse<BidBody>(message))
        {
            RejectIf(message, m_market->TakeBid(owner, *body));
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

void
EdgeServer::HandleRelay(uint32_t relay, const Message& message)
{
    Ptr<EdgeTask> task = FindTask(message.header.task);
    if (!task || !task->GetEdgeRound())
    {
        Reject(message.header, RejectReason::STALE);
    }
    else if (message.header.type == MessageType::MODEL_REQUEST)
    {
        ModelRequested(relay, message);
    }
    else
    {
        const Ptr<EdgeRound> round = task->GetEdgeRound();
        RejectIf(message, TakeRelayed(relay, *round, message));
    }
}

std::optional<RejectReason>
EdgeServer::TakeRelayed(uint32_t relay, EdgeRound& round, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::ARRIVED:
        if (const auto body = Decode<ArrivedBody>(message.Bytes()))
        {
            return round.Hold(relay, body->members);
        }
        return RejectReason::MALFORMED;
    case MessageType::UPDATE:
        if (auto body = Decode<UpdateBody>(message.Bytes()))
        {
            return round.DeliverAggregate(relay, std::move(*body), message.header.virtualLength);
        }
        return RejectReason::MALFORMED;
    case MessageType::DROPPED:
        if (const auto body = Decode<DroppedBody>(message.Bytes()))
        {
            return round.Drop(relay, body->members);
        }
        return RejectReason::MALFORMED;
    default:
        return RejectReason::UNAUTHORISED;
    }
}

void
EdgeServer::RejectIf(const Message& message, std::optional<RejectReason> reason)
{
    if (reason)
    {
        Reject(message.header, *reason);
    }
}

// Tasks

Ptr<EdgeTask>
EdgeServer::GetTask(OwnerId owner)
{
    Ptr<EdgeTask>& task = m_tasks[owner];
    if (!task)
    {
        EdgeTask::Sinks sinks;
        sinks.owner = [this, owner](uint32_t round, Message message) {
            return SendToOwner(owner, round, std::move(message));
        };
        sinks.worker = [this](uint32_t worker, const Message& message) {
            return SendToWorker(worker, message);
        };
        sinks.relay = [this](uint32_t relay, const Message& message) {
            return SendToRelay(relay, message);
        };
        sinks.collector = [this](uint32_t worker) {
            const std::optional<uint32_t> relay = GetRelayOf(worker);
            return relay && IsAggregating(*relay) ? relay : std::nullopt;
        };
        sinks.house = [this](Message message) { return SendToHouse(std::move(message)); };
        sinks.report = [this](const Message& message) { m_reports.Report(message); };
        sinks.openMarket = [this, owner](Time until) { m_market->AddBuyer(owner, until); };
        sinks.closeMarket = [this, owner]() { m_market->RemoveBuyer(owner); };
        sinks.pauseMarket = [this, owner](bool paused) { m_market->Pause(owner, paused); };
        sinks.model = [this, owner](Ticket ticket, uint32_t version) {
            WantModel(owner, ticket, version);
        };
        sinks.share = [this](const EdgeRound::Participation& participation, Time completion) {
            return m_market->GetPaidShare(participation.predicted,
                                          AoiTracker::Measure(participation.collected, completion));
        };
        sinks.counted = [this, owner](const EdgeRound::Participation& participation,
                                      Time completion) {
            Counted(owner, participation, completion);
        };
        sinks.ended = [this](const RoundRecord& record) { m_roundTrace(record); };
        task = Create<EdgeTask>(owner,
                                GetId(),
                                m_policy,
                                m_aggregator,
                                m_aggregationGrace,
                                std::move(sinks));
    }
    return task;
}

Ptr<EdgeTask>
EdgeServer::FindTask(OwnerId owner) const
{
    const auto found = m_tasks.find(owner);
    return found == m_tasks.end() ? nullptr : found->second;
}

Ptr<EdgeRound>
EdgeServer::FindRound(Ticket ticket) const
{
    for (const auto& [owner, task] : m_tasks)
    {
        Ptr<EdgeRound> round = task->GetEdgeRound();
        if (round && round->Find(ticket))
        {
            return round;
        }
    }
    return nullptr;
}

void
EdgeServer::LeaseAnswered(const Message& message)
{
    Ptr<EdgeTask> task = FindTask(message.header.task);
    if (!task)
    {
        return;
    }
    const uint32_t round = message.header.round;
    if (message.header.type == MessageType::LEASE_BARRED)
    {
        if (Ptr<EdgeRound> edgeRound = task->GetEdgeRound())
        {
            edgeRound->LeaseBarred(message.header.ticket);
        }
    }
    else if (message.header.type == MessageType::LEASE_REFUSED)
    {
        if (const auto body = Parse<LeaseRefusedBody>(message))
        {
            task->LeaseRefused(*body, round);
        }
    }
    else if (const auto body = Parse<AuctionBody>(message))
    {
        task->LeaseGranted(body->auction, message.header.ticket, round);
    }
}

void
EdgeServer::Offered(uint32_t worker, const Message& message)
{
    auto body = Parse<OfferBody>(message);
    if (!body)
    {
        return;
    }
    for (const auto& [owner, task] : m_tasks)
    {
        if (task->IsSelling(worker))
        {
            // On its way when the one before it was sold: award or refusal is about to come.
            Reject(message.header, RejectReason::DUPLICATE);
            return;
        }
        Ptr<EdgeRound> round = task->GetEdgeRound();
        if (const auto deadline = round ? round->IsAwaited(worker) : std::nullopt)
        {
            Reject(message.header, RejectReason::DUPLICATE);
            OfferClosedBody closed;
            closed.retry = *deadline;
            SendToWorker(worker, Message(MessageType::OFFER_CLOSED, Encode(closed)));
            return;
        }
    }
    const auto finding = m_market->GetWitness()->Judge(worker,
                                                       body->collected,
                                                       message.header.ticket,
                                                       Simulator::Now());
    if (!finding)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    body->collected = finding->collected;
    if (!m_market->AddOffer(worker, *body, finding->attested))
    {
        Reject(message.header, RejectReason::DUPLICATE);
    }
}

void
EdgeServer::LeaseAccepted(uint32_t worker, const Message& message)
{
    const auto body = Parse<LeaseAcceptBody>(message);
    if (!body)
    {
        return;
    }
    const Ticket ticket = message.header.ticket;
    Ptr<EdgeRound> round = FindRound(ticket);
    if (const auto reason =
            round ? round->Accept(worker, ticket, body->offer) : RejectReason::STALE)
    {
        Reject(message.header, *reason);
        AnswerUpdate(worker, ticket, false); // It need not wait for the model.
    }
}

void
EdgeServer::AnswerUpdate(uint32_t worker, Ticket ticket, bool accepted)
{
    UpdateAnswerBody body;
    body.accepted = accepted;
    Message answer(MessageType::UPDATE_ANSWER, Encode(body));
    answer.header.ticket = ticket;
    SendToWorker(worker, answer);
}

void
EdgeServer::UpdateArrived(uint32_t worker, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    std::optional<RejectReason> reason = RejectReason::STALE;
    if (Ptr<EdgeRound> round = FindRound(ticket))
    {
        reason = round->Deliver(worker,
                                ticket,
                                Decode<UpdateBody>(message.Bytes()),
                                message.header.virtualLength);
    }
    RejectIf(message, reason);
    AnswerUpdate(worker, ticket, !reason || *reason == RejectReason::DUPLICATE);
}

void
EdgeServer::Counted(OwnerId owner, const EdgeRound::Participation& participation, Time completion)
{
    AgeRecord record;
    record.worker = participation.worker;
    record.owner = owner;
    record.round = participation.round;
    record.predicted = participation.predicted;
    record.measured = AoiTracker::Measure(participation.collected, completion);
    record.collected = participation.collected;
    record.offer = participation.selected.offer;
    m_ageTrace(record);
    m_market->GetAoiTracker()->Observe(participation.worker,
                                       participation.flop,
                                       participation.bytes,
                                       completion - participation.awarded);
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

// Models

void
EdgeServer::ModelArrived(OwnerId owner, const Message& message)
{
    const auto body = Parse<ModelBody>(message);
    if (body && !m_models.Arrive(owner, body->version, message))
    {
        Reject(message.header, RejectReason::STALE);
    }
}

void
EdgeServer::RequestModel(OwnerId owner, uint32_t version)
{
    Ptr<EdgeTask> task = FindTask(owner);
    if (const Message* own = task ? task->FindModel(version) : nullptr)
    {
        m_models.Arrive(owner, version, *own);
        return;
    }
    ModelRequestBody body;
    body.version = version;
    SendToOwner(owner, 0, Message(MessageType::MODEL_REQUEST, Encode(body)));
}

void
EdgeServer::WantModel(OwnerId owner, Ticket ticket, uint32_t version)
{
    const EdgeRound::Participation* participation = FindRound(ticket)->Find(ticket);
    if (!GetRelayOf(participation->worker)) // A relay asks for itself, once for all its workers.
    {
        m_models.Want(owner, version, [this, ticket](const CachedModel& model) {
            SendModel(ticket, model);
        });
    }
}

void
EdgeServer::ModelRequested(uint32_t relay, const Message& message)
{
    const auto body = Parse<ModelRequestBody>(message);
    if (!body)
    {
        return;
    }
    const OwnerId owner = message.header.task;
    const uint32_t newest = FindTask(owner)->GetModelVersion();
    if (body->version > newest)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    // A newer version than the one asked for may have come since the award, and does for it too.
    m_models.Want(owner, newest, [this, relay, owner](const CachedModel& model) {
        Message answer(MessageType::MODEL, {}, model.virtualBytes);
        answer.body = model.bytes;
        answer.header.task = owner;
        SendToRelay(relay, answer);
    });
}

void
EdgeServer::SendModel(Ticket ticket, const CachedModel& model)
{
    if (Ptr<EdgeRound> round = FindRound(ticket))
    {
        const EdgeRound::Participation& participation = *round->Find(ticket);
        Message message(MessageType::MODEL, {}, model.virtualBytes);
        message.body = model.bytes;
        message.header.task = round->GetOwner();
        message.header.round = participation.round;
        message.header.ticket = ticket;
        SendToWorker(participation.worker, message);
    }
}

} // namespace ns3::edgelearning
