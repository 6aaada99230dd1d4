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

EdgeServer::EdgeServer()
    : m_models(m_tasks),
      m_desk(m_tasks)
{
    m_tasks.SetMaker([this](OwnerId owner) { return MakeTask(owner); });
}

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
    m_tasks.Clear();
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
    m_models.Start(cache, MakeModelSinks());
    m_desk.Start(
        m_market,
        {[this](uint32_t worker, const Message& message) { return SendToWorker(worker, message); },
         [this](const MessageHeader& header, RejectReason reason) { Reject(header, reason); }});
    StartMarket();
    m_reports.SetSender([this](const Message& report) { SendToHouse(report); });
    OpenConnections();
}

void
EdgeServer::StartMarket()
{
    m_market->SetSinks(
        GetId(),
        [this](OwnerId owner, const BidRequestBody& body) {
            return SendToOwner(owner,
                               m_tasks.Find(owner)->GetRound(),
                               Message(MessageType::BID_REQUEST, Encode(body)));
        },
        [this](OwnerId owner, const BidResultBody& body) {
            SendToOwner(owner, 0, Message(MessageType::BID_RESULT, Encode(body)));
        },
        [this](const CellMarket::Sale& sale) { m_tasks.Find(sale.owner)->Sold(sale); },
        [this](OwnerId owner) { m_tasks.Find(owner)->MarketClosed(); });
    m_market->SetCollector([this](uint32_t worker, uint64_t request) {
        Message message(MessageType::COLLECT);
        message.header.ticket = request;
        return SendToWorker(worker, message);
    });
}

EdgeModels::Sinks
EdgeServer::MakeModelSinks()
{
    EdgeModels::Sinks sinks;
    sinks.owner = [this](OwnerId owner, const Message& message) {
        return SendToOwner(owner, 0, message);
    };
    sinks.worker = [this](uint32_t worker, const Message& message) {
        return SendToWorker(worker, message);
    };
    sinks.relay = [this](uint32_t relay, const Message& message) {
        return SendToRelay(relay, message);
    };
    sinks.relayOf = [this](uint32_t worker) { return GetRelayOf(worker); };
    return sinks;
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
    m_tasks.Lose();
}

void
EdgeServer::OwnerJoined(OwnerId owner)
{
    if (Ptr<EdgeTask> task = m_tasks.Find(owner))
    {
        task->OwnerJoined();
    }
    m_models.OwnerJoined(owner);
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
    m_tasks.HouseLost();
}

void
EdgeServer::WorkerJoined(uint32_t worker)
{
    m_market->GetWitness()->Enrol(worker, Simulator::Now());
    if (GetRelayOf(worker))
    {
        m_tasks.WorkerMoved(worker);
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
        RejectIf(message, m_tasks.LeaseAnswered(message));
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
            RejectIf(message, m_tasks.Get(owner)->Open(message.header.round, *body));
        }
        break;
    case MessageType::ROUND_NEWS:
        if (const auto body = Parse<RoundNewsBody>(message))
        {
            m_tasks.Get(owner)->TakeNews(message.header.round, *body);
        }
        break;
    case MessageType::ROUND_CLOSE:
        m_tasks.Get(owner)->Close(message.header.round);
        break;
    case MessageType::SELECTION_CLOSE:
        if (m_tasks.Get(owner)->GetRound() == message.header.round)
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
        RejectIf(message, m_models.Arrived(owner, message));
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
EdgeServer::HandleWorker(uint32_t worker, const Message& message)
{
    m_desk.Handle(worker, message);
}

void
EdgeServer::HandleRelay(uint32_t relay, const Message& message)
{
    RejectIf(message,
             message.header.type == MessageType::MODEL_REQUEST
                 ? m_models.Requested(relay, message)
                 : m_tasks.TakeRelayed(relay, message));
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
EdgeServer::MakeTask(OwnerId owner)
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
        m_models.Want(owner, ticket, version);
    };
    sinks.share = [this](const EdgeRound::Participation& participation, Time completion) {
        return m_market->GetPaidShare(participation.predicted,
                                      AoiTracker::Measure(participation.collected, completion));
    };
    sinks.counted = [this, owner](const EdgeRound::Participation& participation, Time completion) {
        Counted(owner, participation, completion);
    };
    sinks.ended = [this](const RoundRecord& record) { m_roundTrace(record); };
    return Create<EdgeTask>(owner,
                            GetId(),
                            m_policy,
                            m_aggregator,
                            m_aggregationGrace,
                            std::move(sinks));
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

} // namespace ns3::edgelearning
