/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay.h"

#include "fixed-relay-policy.h"
#include "node-probe.h"

#include "ns3/boolean.h"
#include "ns3/fed-avg-aggregator.h"
#include "ns3/inet-socket-address.h"
#include "ns3/node.h"
#include "ns3/packet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Relay);

TypeId
Relay::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Relay")
            .SetParent<RelayHub>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<Relay>()
            .AddAttribute("Aggregate",
                          "Whether the updates of the cluster are combined here; otherwise each is "
                          "passed on as it comes.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&Relay::m_aggregate),
                          MakeBooleanChecker())
            .AddAttribute("Aggregator",
                          "How updates of the cluster are combined; null: a FedAvgAggregator.",
                          PointerValue(),
                          MakePointerAccessor(&Relay::m_aggregator),
                          MakePointerChecker<Aggregator>())
            .AddAttribute("Policy",
                          "Whether the device serves as a relay; null: a FixedRelayPolicy.",
                          PointerValue(),
                          MakePointerAccessor(&Relay::m_policy),
                          MakePointerChecker<RelayPolicy>())
            .AddAttribute("DecisionInterval",
                          "Time between two questions to the policy.",
                          TimeValue(MilliSeconds(500)),
                          MakeTimeAccessor(&Relay::m_decisionInterval),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("BeaconInterval",
                          "Time between two broadcasts of where this relay is; zero: none, "
                          "and no other relay is heard.",
                          TimeValue(MilliSeconds(500)),
                          MakeTimeAccessor(&Relay::m_beaconInterval),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("BeaconPort",
                          "UDP port at which locators and other relays listen for beacons.",
                          UintegerValue(8001),
                          MakeUintegerAccessor(&Relay::m_beaconPort),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("BeaconTimeout",
                          "Another relay of which nothing was heard for this long is gone.",
                          TimeValue(Seconds(3)),
                          MakeTimeAccessor(&Relay::m_beaconTimeout),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddTraceSource("Round",
                            "A round ended at an aggregating relay.",
                            MakeTraceSourceAccessor(&Relay::m_roundTrace),
                            "ns3::edgelearning::Relay::RoundTracedCallback")
            .AddTraceSource("Serving",
                            "The device began or ceased to serve as a relay.",
                            MakeTraceSourceAccessor(&Relay::m_servingTrace),
                            "ns3::edgelearning::Relay::ServingTracedCallback");
    return tid;
}

Relay::Relay() = default;

Relay::~Relay() = default;

void
Relay::NotifyConstructionCompleted()
{
    RelayHub::NotifyConstructionCompleted();
    if (!m_aggregator)
    {
        m_aggregator = CreateObject<FedAvgAggregator>();
    }
    if (!m_policy)
    {
        m_policy = CreateObject<FixedRelayPolicy>();
    }
}

int64_t
Relay::AssignStreams(int64_t stream)
{
    const int64_t used = RelayHub::AssignStreams(stream);
    return used + m_policy->AssignStreams(stream + used);
}

bool
Relay::IsServing() const
{
    return m_serving;
}

void
Relay::DoDispose()
{
    RelayHub::DoDispose();
    m_tasks.clear();
    m_aggregator = nullptr;
    m_policy = nullptr;
    m_listener = nullptr;
}

void
Relay::DoStart()
{
    Ptr<ModelCache> cache = GetNode()->GetObject<ModelCache>();
    NS_ABORT_MSG_IF(!cache,
                    "node " << GetNode()->GetId()
                            << " has no ModelCache; aggregate one to the node");
    m_models.Start(cache, [this](OwnerId owner, uint32_t version) {
        ModelRequestBody body;
        body.version = version;
        Message request(MessageType::MODEL_REQUEST, Encode(body));
        request.header.task = owner;
        SendToEdge(request);
    });
    if (!m_beaconInterval.IsZero())
    {
        NS_ABORT_MSG_IF(
            !PacketSocketAddress::IsMatchingType(m_local) &&
                !InetSocketAddress::IsMatchingType(m_local),
            "the relay on node "
                << GetId() << " has BeaconInterval " << m_beaconInterval.As(Time::S)
                << " and the Local address " << m_local
                << "; set Local to an IPv4 address or, in bulk, a PacketSocketAddress, or "
                   "BeaconInterval to 0");
        m_listener = BeaconListener::Of(GetNode(), m_beaconPort);
    }
    Listen();
    Decide();
}

void
Relay::DoStop()
{
    m_decideEvent.Cancel();
    m_leases.Clear();
    m_models.Stop();
    Retire("stopped");
}

void
Relay::DoLose()
{
    for (auto& [owner, task] : m_tasks)
    {
        task->Lose();
    }
    m_tasks.clear();
}

// Service

void
Relay::Decide()
{
    m_decideEvent = Simulator::Schedule(m_decisionInterval, &Relay::Decide, this);
    RelayState state;
    state.now = Simulator::Now();
    state.serving = m_serving;
    state.quality = GetAccessQuality(GetNode());
    state.energy = GetEnergyLeft(GetNode());
    if (m_listener)
    {
        state.relaysHeard = m_listener->GetNeighbours(Role::RELAY, m_beaconTimeout).size();
    }
    state.members = GetMembers().size();
    const bool serve = state.energy > 0 && m_policy->ShouldServe(state);
    if (serve && !m_serving)
    {
        m_serving = true;
        m_servingTrace(true);
        OpenSession();
    }
    else if (!serve)
    {
        Retire(state.energy > 0 ? "retired" : "energy");
    }
}

void
Relay::Retire(const char* reason)
{
    if (m_serving)
    {
        m_serving = false;
        m_beacon.Stop();
        Dismiss(reason);
        CloseSession();
        m_servingTrace(false);
    }
}

void
Relay::SessionOpened()
{
    Dismiss("edge lost"); // Whoever is still here was registered over the old connection.
    for (auto& [owner, task] : m_tasks)
    {
        task->Repeat();
        m_models.AskAgain(owner);
    }
    if (!m_beaconInterval.IsZero())
    {
        // Relays that found their edge at the same time do not speak at the same time.
        const Time delay = NanoSeconds(m_beaconInterval.GetNanoSeconds() * m_random->GetValue());
        m_beacon.Start(GetNode(), Role::RELAY, m_beaconPort, m_local, m_beaconInterval, delay);
    }
}

void
Relay::SessionLost()
{
    m_beacon.Stop();
    Dismiss("edge lost");
}

RegisterBody
Relay::MakeRegistration() const
{
    RegisterBody body;
    body.aggregates = m_aggregate;
    return body;
}

void
Relay::MemberLeft(uint32_t worker)
{
    for (auto& [owner, task] : m_tasks)
    {
        task->WorkerLeft(worker);
    }
}

// Messages

void
Relay::HandleWorker(uint32_t worker, const Message& message)
{
    if (message.header.type == MessageType::UPDATE && TakeUpdate(worker, message))
    {
        return;
    }
    ForwardToEdge(message);
    if (message.header.type == MessageType::LEASE_ACCEPT)
    {
        LeaseAccepted(message);
    }
}

void
Relay::HandleForWorker(uint32_t worker, const Message& message)
{
    const ClusterLeases::Lease* lease = m_leases.Find(message.header.ticket);
    if (message.header.type == MessageType::AWARD)
    {
        Awarded(worker, message);
    }
    else if (message.header.type == MessageType::UPDATE_ANSWER && lease && m_aggregate)
    {
        // The edge server answers before there is an update only when the seller is barred.
        GetTask(lease->owner)->Drop(message.header.ticket, DropReason::BARRED);
    }
    SendToWorker(worker, message);
}

void
Relay::HandleOwn(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::SELECTION_DONE:
        if (Parse<SelectionDoneBody>(message) && m_aggregate)
        {
            GetTask(message.header.task)->CloseSelection(message.header.round);
        }
        break;
    case MessageType::MODEL:
        ModelArrived(message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

// Tasks

Ptr<RelayTask>
Relay::GetTask(OwnerId owner)
{
    Ptr<RelayTask>& task = m_tasks[owner];
    if (!task)
    {
        task = Create<RelayTask>(
            owner,
            GetId(),
            m_aggregator,
            [this](const Message& message) { SendToEdge(message); },
            [this](const RoundRecord& record) { m_roundTrace(record); });
    }
    return task;
}

void
Relay::Awarded(uint32_t worker, const Message& message)
{
    const auto body = Parse<AwardBody>(message);
    if (!body)
    {
        return;
    }
    const MessageHeader& header = message.header;
    m_leases.Award(header, body->task.modelVersion, worker);
    if (m_aggregate)
    {
        GetTask(header.task)->Select(header.round, header.ticket, worker, *body);
    }
}

void
Relay::LeaseAccepted(const Message& message)
{
    const Ticket ticket = message.header.ticket;
    const ClusterLeases::Lease* lease = m_leases.Find(ticket);
    if (lease && lease->worker == message.header.sender)
    {
        m_models.Want(lease->owner, lease->version, [this, ticket](const CachedModel& model) {
            SendModel(ticket, model);
        });
    }
}

bool
Relay::TakeUpdate(uint32_t worker, const Message& message)
{
    const Ticket ticket = message.header.ticket;
    const ClusterLeases::Lease* lease = m_leases.Find(ticket);
    std::optional<RejectReason> reason;
    if (!m_aggregate || !lease || !GetTask(lease->owner)->Deliver(worker, message, reason))
    {
        return false;
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
    return true;
}

// Models

void
Relay::ModelArrived(const Message& message)
{
    const auto body = Parse<ModelBody>(message);
    if (body && !m_models.Arrive(message.header.task, body->version, message))
    {
        Reject(message.header, RejectReason::STALE);
    }
}

void
Relay::SendModel(Ticket ticket, const CachedModel& model)
{
    if (const ClusterLeases::Lease* lease = m_leases.Find(ticket))
    {
        Message message = ModelDistributor::MakeMessage(lease->owner, model);
        message.header.round = lease->round;
        message.header.ticket = ticket;
        SendToWorker(lease->worker, message);
    }
}

} // namespace ns3::edgelearning
