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
            .SetParent<SplitHub>()
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
    int64_t used = SplitHub::AssignStreams(stream);
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
    SplitHub::DoDispose();
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
    m_compute.Start(
        GetNode(),
        [this]() { EnergyDepleted(); },
        [this]() { EnergyRecharged(); });
    m_isRunning = !m_compute->IsDepleted();
    Listen();
}

void
SplitServer::DoLose()
{
    AbortAll(DropReason::FAULT);
    MergeResults(); // What there is of them is kept.
    while (const auto worker = m_epoch.TakeNext())
    {
        if (m_epoch.IsTraining())
        {
            Drop(*worker, 0, DropReason::FAULT);
        }
    }
    if (m_epoch.IsOpen())
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
    m_compute.Stop();
}

double
SplitServer::GetAssumedLinkRate() const
{
    return m_assumedRate;
}

void
SplitServer::WorkerOffered()
{
    TryEpoch();
}

void
SplitServer::TryEpoch()
{
    const uint32_t number = m_epoch.GetNumber() + 1;
    if (!m_isRunning || m_epoch.IsOpen() || number > m_epochs)
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
    m_epoch = SplitEpoch(number, std::move(ready));
    BeginSessions();
}

void
SplitServer::BeginSessions()
{
    const bool isAlone = m_epoch.IsTraining() && m_order == SEQUENTIAL;
    while (m_epoch.GetActive() == 0 || !isAlone)
    {
        const auto worker = m_epoch.TakeNext();
        if (!worker)
        {
            break;
        }
        if (IsReady(*worker, m_epoch.IsTraining()))
        {
            BeginSession(*worker);
        }
        else if (m_epoch.IsTraining())
        {
            Drop(*worker, 0, DropReason::DEPARTED);
        }
    }
    if (m_epoch.GetActive() == 0)
    {
        StageEnded();
    }
}

void
SplitServer::BeginSession(uint32_t worker)
{
    SplitTrainee& trainee = GetTrainee(worker);
    const SplitCost cost = ChooseSplit(trainee);
    SplitSession::Context context;
    context.samples = trainee.GetSamples(m_epoch.IsTraining());
    context.learner = m_learner;
    context.compute = m_compute.Get();
    context.patience = m_patience;
    context.send = [this, worker](Message message) {
        message.header.task = m_task;
        message.header.round = m_epoch.GetNumber();
        message.header.ticket = GetTrainee(worker).GetTicket();
        SendToWorker(worker, std::move(message));
    };
    context.reject = [this](const MessageHeader& header, RejectReason reason) {
        Reject(header, reason);
    };
    context.ended = [this, worker]() { SessionEnded(worker); };
    const auto session =
        Create<SplitSession>(std::move(context), cost.split, m_epoch.IsTraining(), m_model);
    trainee.Begin(session, DrawToken(), cost);
    m_epoch.SessionBegan();
    session->Begin();
}

SplitCost
SplitServer::ChooseSplit(const SplitTrainee& trainee) const
{
    const SplitJob job{m_learner->GetProfile(),
                       trainee.GetSamples(m_epoch.IsTraining()),
                       m_learner->GetBatchSize()};
    return m_policy->Choose(job, trainee.GetDevice(), m_compute->GetRate(), trainee.GetLink());
}

void
SplitServer::SessionEnded(uint32_t worker)
{
    SplitTrainee& trainee = GetTrainee(worker);
    const Ptr<SplitSession> session = trainee.GetSession();
    SplitRecord record = trainee.End();
    if (!m_isRunning)
    {
        return;
    }
    record.server = GetId();
    record.worker = worker;
    record.epoch = m_epoch.GetNumber();
    m_sessionTrace(record);
    m_epoch.SessionEnded(record.uplinkBytes);
    if (!record.reason)
    {
        TakeResult(*session);
    }
    else if (m_epoch.IsTraining())
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
    if (!m_epoch.IsTraining())
    {
        m_epoch.TakeTested(session.GetSums());
        return;
    }
    if (m_order == SEQUENTIAL)
    {
        m_model = session.GetModel();
    }
    m_epoch.TakeTrained(session, m_order == PARALLEL);
}

void
SplitServer::MergeResults()
{
    if (auto merged = m_epoch.Merge(*m_aggregator))
    {
        m_model = std::move(*merged);
    }
}

void
SplitServer::StageEnded()
{
    if (!m_epoch.IsTraining())
    {
        EndEpoch();
        return;
    }
    MergeResults();
    const bool isDue =
        m_evaluationInterval > 0 &&
        (m_epoch.GetNumber() % m_evaluationInterval == 0 || m_epoch.GetNumber() == m_epochs);
    m_epoch.BeginEvaluation(isDue ? FindReady(false) : std::deque<uint32_t>());
    BeginSessions();
}

void
SplitServer::EndEpoch()
{
    RoundRecord record = m_epoch.Close();
    record.owner = m_task;
    record.tier = Role::EDGE;
    record.node = GetId();
    m_roundTrace(record);
    m_beginEvent.Cancel();
    m_beginEvent = Simulator::ScheduleNow(&SplitServer::TryEpoch, this);
}

void
SplitServer::Drop(uint32_t worker, Ticket ticket, DropReason reason)
{
    DropRecord record;
    record.owner = m_task;
    record.round = m_epoch.GetNumber();
    record.worker = worker;
    record.ticket = ticket;
    record.reason = reason;
    m_dropTrace(record);
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
    m_beginEvent = Simulator::ScheduleNow(m_epoch.IsOpen() ? &SplitServer::BeginSessions
                                                           : &SplitServer::TryEpoch,
                                          this);
}

} // namespace ns3::edgelearning
