/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-server.h"

#include "ns3/double.h"
#include "ns3/fixed-split.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SplitServer);

TypeId
SplitServer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SplitServer")
            .SetParent<GuestHub>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SplitServer>()
            .AddAttribute("Learner",
                          "The network and how it is cut and trained; required.",
                          PointerValue(),
                          MakePointerAccessor(&SplitServer::m_learner),
                          MakePointerChecker<SplitLearner>())
            .AddAttribute("Policy",
                          "Says where the network is cut, for each session anew from the worker "
                          "and its link as last measured; null: behind the first layer.",
                          PointerValue(),
                          MakePointerAccessor(&SplitServer::m_policy),
                          MakePointerChecker<SplitPolicy>())
            .AddAttribute("Task",
                          "The owner id that stands in messages and records.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&SplitServer::m_task),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("Order",
                          "How the workers of an epoch follow each other: Sequential or Parallel.",
                          EnumValue(SEQUENTIAL),
                          MakeEnumMemberAccessor<Order>(&SplitServer::m_order),
                          MakeEnumChecker(SEQUENTIAL, "Sequential", PARALLEL, "Parallel"))
            .AddAttribute("Workers",
                          "Workers with training samples that are waited for before the first "
                          "epoch.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&SplitServer::m_workers),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Epochs",
                          "How often all workers pass over their samples.",
                          UintegerValue(10),
                          MakeUintegerAccessor(&SplitServer::m_epochs),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("EvaluationInterval",
                          "Epochs between two evaluations by the workers that have test samples; "
                          "0: never. The last epoch is evaluated too.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&SplitServer::m_evaluationInterval),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("Patience",
                          "How long a worker whose turn it is may be silent; longer than it "
                          "computes on a batch and any message takes.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&SplitServer::m_patience),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute(
                "AssumedLinkRate",
                "Rate that the Policy is told of a link before it was measured, in bit/s.",
                DoubleValue(1e7),
                MakeDoubleAccessor(&SplitServer::m_assumedRate),
                MakeDoubleChecker<double>(1))
            .AddTraceSource("Round",
                            "An epoch ended.",
                            MakeTraceSourceAccessor(&SplitServer::m_roundTrace),
                            "ns3::edgelearning::EdgeServer::RoundTracedCallback")
            .AddTraceSource("Dropout",
                            "A worker's part in an epoch was lost.",
                            MakeTraceSourceAccessor(&SplitServer::m_dropTrace),
                            "ns3::edgelearning::Worker::DropTracedCallback")
            .AddTraceSource("Session",
                            "A worker's training or evaluation ended.",
                            MakeTraceSourceAccessor(&SplitServer::m_sessionTrace),
                            "ns3::edgelearning::SplitServer::SessionTracedCallback");
    return tid;
}

SplitServer::SplitServer()
    : m_aggregator(CreateObject<FedAvgAggregator>())
{
}

SplitServer::~SplitServer() = default;

int64_t
SplitServer::AssignStreams(int64_t stream)
{
    int64_t used = GuestHub::AssignStreams(stream);
    if (m_learner)
    {
        used += m_learner->AssignStreams(stream + used);
    }
    return used;
}

const std::vector<float>&
SplitServer::GetModel() const
{
    return m_model;
}

void
SplitServer::DoDispose()
{
    GuestHub::DoDispose();
    if (m_learner)
    {
        m_learner->Dispose();
    }
    m_learner = nullptr;
    m_policy = nullptr;
    m_aggregator = nullptr;
}

void
SplitServer::CheckConfiguration() const
{
    const uint32_t node = GetNode()->GetId();
    NS_ABORT_MSG_IF(!m_learner, "the split server on node " << node << " has no Learner; set one");
    NS_ABORT_MSG_IF(!GetNode()->GetObject<ComputeResource>(),
                    "node " << node << " has no ComputeResource; aggregate one to the node");
    const auto layers = static_cast<uint32_t>(m_learner->GetProfile().size());
    NS_ABORT_MSG_IF(m_policy->GetSplits(layers).empty(),
                    "the split server on node "
                        << node << " has a Policy that finds no cut in the Learner's network of "
                        << layers
                        << " layers; a cut needs two layers, and the U-shaped form three; "
                           "FixedSplit's Cut must be below their number, and its Tail between");
}

void
SplitServer::DoStart()
{
    if (!m_policy)
    {
        m_policy = CreateObject<FixedSplit>();
    }
    CheckConfiguration();
    m_compute = GetNode()->GetObject<ComputeResource>();
    m_compute->TraceConnectWithoutContext("Depleted",
                                          MakeCallback(&SplitServer::EnergyDepleted, this));
    m_compute->TraceConnectWithoutContext("Recharged",
                                          MakeCallback(&SplitServer::EnergyRecharged, this));
    m_isRunning = !m_compute->IsDepleted();
    Listen();
}

void
SplitServer::DoLose()
{
    AbortAll(DropReason::FAULT);
    MergeResults(); // What there is of them is kept.
    for (const uint32_t worker : std::exchange(m_epoch.queue, {}))
    {
        if (m_epoch.isTraining)
        {
            Drop(worker, 0, DropReason::FAULT);
        }
    }
    if (m_epoch.isOpen)
    {
        EndEpoch();
    }
}

void
SplitServer::DoStop()
{
    m_isRunning = false;
    AbortAll(DropReason::FAULT); // At the end of the simulation: nobody is told.
    m_beginEvent.Cancel();
    ForgetConnections();
    if (m_compute)
    {
        m_compute->TraceDisconnectWithoutContext("Depleted",
                                                 MakeCallback(&SplitServer::EnergyDepleted, this));
        m_compute->TraceDisconnectWithoutContext("Recharged",
                                                 MakeCallback(&SplitServer::EnergyRecharged, this));
        m_compute = nullptr;
    }
}

void
SplitServer::WorkerJoined(uint32_t worker)
{
    m_trainees.insert_or_assign(worker, SplitTrainee(m_assumedRate));
}

void
SplitServer::WorkerLost(uint32_t worker)
{
    if (const Ptr<SplitSession> session = m_trainees.at(worker).GetSession())
    {
        session->Abort(DropReason::DEPARTED);
    }
}

void
SplitServer::HandleWorker(uint32_t worker, const Message& message)
{
    SplitTrainee& trainee = m_trainees.at(worker);
    // It may end, and be forgotten, while it handles the message.
    const Ptr<SplitSession> session = trainee.GetSession();
    if (message.header.type == MessageType::SPLIT_JOIN)
    {
        Join(trainee, message);
    }
    else if (session && message.header.ticket == trainee.GetTicket())
    {
        session->Handle(message);
    }
    else
    {
        Reject(message.header, RejectReason::STALE);
    }
}

void
SplitServer::Join(SplitTrainee& trainee, const Message& message)
{
    const auto body = Parse<SplitJoinBody>(message);
    if (!body)
    {
        return;
    }
    if (trainee.HasOffer())
    {
        Reject(message.header, RejectReason::UNAUTHORISED); // Once a registration.
        return;
    }
    const std::size_t told = MessageHeader::SIZE + Encode(RegisteredBody()).size();
    trainee.TakeOffer(*body, told + message.header.GetFrameBytes());
    TryEpoch();
}

bool
SplitServer::IsReady(uint32_t worker, bool forTraining) const
{
    const SplitTrainee& trainee = m_trainees.at(worker);
    return IsPresent(worker) && !trainee.GetSession() && trainee.GetSamples(forTraining) > 0;
}

std::deque<uint32_t>
SplitServer::FindReady(bool forTraining) const
{
    std::deque<uint32_t> ready;
    for (const auto& [worker, trainee] : m_trainees)
    {
        if (IsReady(worker, forTraining))
        {
            ready.push_back(worker);
        }
    }
    return ready;
}

void
SplitServer::TryEpoch()
{
    const uint32_t number = m_epoch.number + 1;
    if (!m_isRunning || m_epoch.isOpen || number > m_epochs)
    {
        return;
    }
    auto ready = FindReady(true);
    if (ready.size() < (number == 1 ? m_workers : 1))
    {
        return; // Somebody will join.
    }
    if (m_model.empty())
    {
        m_model = m_learner->Initialise();
    }
    m_epoch = Epoch();
    m_epoch.number = number;
    m_epoch.isOpen = true;
    m_epoch.opened = Simulator::Now();
    m_epoch.selected = static_cast<uint32_t>(ready.size());
    m_epoch.queue = std::move(ready);
    BeginSessions();
}

void
SplitServer::BeginSessions()
{
    const bool isAlone = m_epoch.isTraining && m_order == SEQUENTIAL;
    while (!m_epoch.queue.empty() && (m_epoch.active == 0 || !isAlone))
    {
        const uint32_t worker = m_epoch.queue.front();
        m_epoch.queue.pop_front();
        if (IsReady(worker, m_epoch.isTraining))
        {
            BeginSession(worker);
        }
        else if (m_epoch.isTraining)
        {
            Drop(worker, 0, DropReason::DEPARTED);
        }
    }
    if (m_epoch.active == 0)
    {
        StageEnded();
    }
}

void
SplitServer::BeginSession(uint32_t worker)
{
    SplitTrainee& trainee = m_trainees.at(worker);
    const SplitCost cost = ChooseSplit(trainee);
    SplitSession::Context context;
    context.samples = trainee.GetSamples(m_epoch.isTraining);
    context.learner = m_learner;
    context.compute = m_compute;
    context.patience = m_patience;
    context.send = [this, worker](Message message) {
        message.header.task = m_task;
        message.header.round = m_epoch.number;
        message.header.ticket = m_trainees.at(worker).GetTicket();
        SendToWorker(worker, std::move(message));
    };
    context.reject = [this](const MessageHeader& header, RejectReason reason) {
        Reject(header, reason);
    };
    context.ended = [this, worker]() { SessionEnded(worker); };
    const auto session =
        Create<SplitSession>(std::move(context), cost.split, m_epoch.isTraining, m_model);
    trainee.Begin(session, DrawToken(), cost);
    ++m_epoch.active;
    session->Begin();
}

SplitCost
SplitServer::ChooseSplit(const SplitTrainee& trainee) const
{
    DoubleValue rate;
    m_compute->GetAttribute("Rate", rate);
    const SplitJob job{m_learner->GetProfile(),
                       trainee.GetSamples(m_epoch.isTraining),
                       m_learner->GetBatchSize()};
    return m_policy->Choose(job, trainee.GetDevice(), rate.Get(), trainee.GetLink());
}

void
SplitServer::SessionEnded(uint32_t worker)
{
    SplitTrainee& trainee = m_trainees.at(worker);
    const Ptr<SplitSession> session = trainee.GetSession();
    SplitRecord record = trainee.End();
    if (!m_isRunning)
    {
        return;
    }
    record.server = GetId();
    record.worker = worker;
    record.epoch = m_epoch.number;
    m_sessionTrace(record);
    --m_epoch.active;
    if (m_epoch.isTraining)
    {
        m_epoch.uplinkBytes += record.uplinkBytes;
    }
    if (!record.reason)
    {
        TakeResult(*session);
    }
    else if (m_epoch.isTraining)
    {
        Drop(worker, record.ticket, *record.reason);
    }
    if (record.reason == DropReason::DEADLINE)
    {
        Dismiss(worker); // Whoever lives registers again.
    }
    m_beginEvent.Cancel();
    m_beginEvent = Simulator::ScheduleNow(&SplitServer::BeginSessions, this);
}

void
SplitServer::TakeResult(const SplitSession& session)
{
    const ScoreSums& sums = session.GetSums();
    if (!m_epoch.isTraining)
    {
        m_epoch.tested.loss += sums.loss;
        m_epoch.tested.correct += sums.correct;
        m_epoch.tested.samples += sums.samples;
        return;
    }
    ++m_epoch.aggregated;
    if (m_order == SEQUENTIAL)
    {
        m_model = session.GetModel();
        return;
    }
    m_epoch.results.push_back({session.GetModel(), 0});
    m_epoch.weights.push_back(sums.samples);
}

void
SplitServer::MergeResults()
{
    const auto results = std::exchange(m_epoch.results, {});
    if (results.empty())
    {
        return;
    }
    std::vector<WeightedModel> models;
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        models.push_back({&results[i], static_cast<double>(m_epoch.weights[i])});
    }
    m_model = m_aggregator->Aggregate(models).values;
}

void
SplitServer::StageEnded()
{
    if (!m_epoch.isTraining)
    {
        EndEpoch();
        return;
    }
    MergeResults();
    const bool isDue = m_evaluationInterval > 0 &&
                       (m_epoch.number % m_evaluationInterval == 0 || m_epoch.number == m_epochs);
    m_epoch.isTraining = false;
    if (isDue)
    {
        m_epoch.queue = FindReady(false);
    }
    BeginSessions();
}

void
SplitServer::EndEpoch()
{
    m_epoch.isOpen = false;
    RoundRecord record;
    record.owner = m_task;
    record.tier = Role::EDGE;
    record.node = GetId();
    record.round = m_epoch.number;
    record.selected = m_epoch.selected;
    record.aggregated = m_epoch.aggregated;
    record.dropped = m_epoch.selected - m_epoch.aggregated;
    record.opened = m_epoch.opened;
    record.uplinkBytes = m_epoch.uplinkBytes;
    if (const double samples = m_epoch.tested.samples; samples > 0)
    {
        record.loss = m_epoch.tested.loss / samples;
        record.accuracy = m_epoch.tested.correct / samples;
    }
    m_roundTrace(record);
    m_beginEvent.Cancel();
    m_beginEvent = Simulator::ScheduleNow(&SplitServer::TryEpoch, this);
}

void
SplitServer::Drop(uint32_t worker, Ticket ticket, DropReason reason)
{
    DropRecord record;
    record.owner = m_task;
    record.round = m_epoch.number;
    record.worker = worker;
    record.ticket = ticket;
    record.reason = reason;
    m_dropTrace(record);
}

void
SplitServer::AbortAll(DropReason reason)
{
    for (auto& [worker, trainee] : m_trainees)
    {
        if (const Ptr<SplitSession> session = trainee.GetSession())
        {
            Dismiss(worker); // It learns so that there is nothing to wait for.
            session->Abort(reason);
        }
    }
}

void
SplitServer::EnergyDepleted()
{
    AbortAll(DropReason::FAULT);
    m_isRunning = false;
    m_beginEvent.Cancel();
}

void
SplitServer::EnergyRecharged()
{
    m_isRunning = true;
    m_beginEvent = Simulator::ScheduleNow(m_epoch.isOpen ? &SplitServer::BeginSessions
                                                         : &SplitServer::TryEpoch,
                                          this);
}

} // namespace ns3::edgelearning
