/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-worker.h"

#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SplitWorker);

TypeId
SplitWorker::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SplitWorker")
            .SetParent<EdgeClient>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SplitWorker>()
            .AddAttribute("Learner",
                          "The network and how it is trained, with the attributes of the "
                          "server's; required.",
                          PointerValue(),
                          MakePointerAccessor(&SplitWorker::m_learner),
                          MakePointerChecker<SplitLearner>())
            .AddAttribute("SendPower",
                          "What the server is told of the radio's power while it sends, for where "
                          "to cut, in watts.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&SplitWorker::m_sendPower),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("ReceivePower",
                          "What the server is told of the radio's power while it receives, for "
                          "where to cut, in watts.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&SplitWorker::m_receivePower),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Patience",
                          "How long the server may be silent when it is its turn; longer than it "
                          "computes on a batch of everybody and any message takes.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&SplitWorker::m_patience),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddTraceSource("Dropout",
                            "The worker met what made it drop out of a session.",
                            MakeTraceSourceAccessor(&SplitWorker::m_dropTrace),
                            "ns3::edgelearning::Worker::DropTracedCallback");
    return tid;
}

SplitWorker::SplitWorker() = default;

SplitWorker::~SplitWorker() = default;

void
SplitWorker::SetData(Ptr<const DataSet> training, Ptr<const DataSet> test)
{
    m_data = training && training->GetSize() > 0 ? training : nullptr;
    m_testData = test && test->GetSize() > 0 ? test : nullptr;
}

int64_t
SplitWorker::AssignStreams(int64_t stream)
{
    int64_t used = EdgeClient::AssignStreams(stream);
    if (m_learner)
    {
        used += m_learner->AssignStreams(stream + used);
    }
    return used;
}

Role
SplitWorker::GetRole() const
{
    return Role::WORKER;
}

void
SplitWorker::DoDispose()
{
    EdgeClient::DoDispose();
    if (m_learner)
    {
        m_learner->Dispose();
    }
    m_learner = nullptr;
    m_data = nullptr;
    m_testData = nullptr;
}

void
SplitWorker::CheckConfiguration() const
{
    const uint32_t node = GetNode()->GetId();
    NS_ABORT_MSG_IF(!m_learner, "the split worker on node " << node << " has no Learner; set one");
    NS_ABORT_MSG_IF(!m_data && !m_testData,
                    "the split worker on node " << node << " has no data; call SetData()");
    NS_ABORT_MSG_IF(!GetNode()->GetObject<ComputeResource>(),
                    "node " << node << " has no ComputeResource; aggregate one to the node");
    std::string problem;
    for (const auto& data : {m_data, m_testData})
    {
        try
        {
            if (data)
            {
                m_learner->CheckData(*data);
            }
        }
        catch (const std::exception& error)
        {
            problem = error.what();
        }
    }
    NS_ABORT_MSG_IF(!problem.empty(), "the split worker on node " << node << ": " << problem);
}

void
SplitWorker::DoStart()
{
    CheckConfiguration();
    m_compute = GetNode()->GetObject<ComputeResource>();
    m_compute->TraceConnectWithoutContext("Depleted",
                                          MakeCallback(&SplitWorker::EnergyDepleted, this));
    m_compute->TraceConnectWithoutContext("Recharged",
                                          MakeCallback(&SplitWorker::EnergyRecharged, this));
    OpenSession();
}

void
SplitWorker::DoLose()
{
    MarkDropped(DropReason::DEPARTED);
}

void
SplitWorker::DoStop()
{
    EndTraining();
    CloseSession();
    if (m_compute)
    {
        m_compute->TraceDisconnectWithoutContext("Depleted",
                                                 MakeCallback(&SplitWorker::EnergyDepleted, this));
        m_compute->TraceDisconnectWithoutContext("Recharged",
                                                 MakeCallback(&SplitWorker::EnergyRecharged, this));
        m_compute = nullptr;
    }
}

void
SplitWorker::SessionOpened()
{
    const auto get = [this](const char* attribute) {
        DoubleValue value;
        m_compute->GetAttribute(attribute, value);
        return value.Get();
    };
    SplitJoinBody body;
    body.samples = m_data ? m_data->GetSize() : 0;
    body.testSamples = m_testData ? m_testData->GetSize() : 0;
    body.rate = get("Rate");
    body.energyPerFlop = get("EnergyPerFlop");
    body.sendPower = m_sendPower;
    body.receivePower = m_receivePower;
    SendToEdge(Message(MessageType::SPLIT_JOIN, Encode(body)));
}

void
SplitWorker::SessionLost()
{
    EndTraining(); // What a session was worth is the server's to say.
}

void
SplitWorker::LinkLost()
{
    // A radio that is empty loses its link. The connection may outlive the link.
    MarkDropped(m_compute->IsDepleted() ? DropReason::ENERGY : DropReason::COVERAGE);
}

void
SplitWorker::HandleEdge(const Message& message)
{
    const MessageHeader& header = message.header;
    if (header.type == MessageType::SPLIT_BEGIN)
    {
        Begin(message);
        return;
    }
    if (!m_session || header.ticket != m_session->header.ticket)
    {
        Reject(header, RejectReason::STALE);
        return;
    }
    switch (header.type)
    {
    case MessageType::ACTIVATIONS:
        TakeActivations(message);
        break;
    case MessageType::GRADIENTS:
        TakeGradients(message);
        break;
    case MessageType::SPLIT_CLOSED:
        TakeClosed(message);
        break;
    default:
        Reject(header, RejectReason::UNAUTHORISED);
    }
}

double
SplitWorker::SumFlop(uint32_t first, uint32_t last) const
{
    double sum = 0;
    for (uint32_t i = first; i < last; ++i)
    {
        sum += m_learner->GetProfile()[i].forwardFlop;
    }
    return sum;
}

void
SplitWorker::Begin(const Message& message)
{
    auto body = Parse<SplitBeginBody>(message);
    if (!body)
    {
        return;
    }
    if (m_session)
    {
        Reject(message.header, RejectReason::UNAUTHORISED); // One at a time.
        return;
    }
    if (!Open(message.header, std::move(*body)))
    {
        TraceDrop(message.header, DropReason::REJECTED);
        Refuse(message);
        return;
    }
    NextBatch();
}

bool
SplitWorker::Open(const MessageHeader& header, SplitBeginBody body)
{
    const auto layers = static_cast<uint32_t>(m_learner->GetProfile().size());
    const SplitPoint split{body.cut, body.tail};
    const auto& data = body.training ? m_data : m_testData;
    if (!data || !m_learner->IsPossible(split))
    {
        return false;
    }
    const uint64_t headValues = m_learner->CountValues(0, split.cut);
    if (!Fits(body.values, 1, headValues + m_learner->CountValues(split.tail, layers)))
    {
        return false;
    }
    const auto border = body.values.begin() + static_cast<std::ptrdiff_t>(headValues);
    m_session.reset(
        new Session{header,
                    body.training,
                    m_learner->MakePart(0, split.cut, {body.values.begin(), border}),
                    m_learner->MakePart(split.tail, layers, {border, body.values.end()}),
                    m_learner->MakeBatches(*data, body.training)});
    m_session->headFlop = SumFlop(0, split.cut);
    m_session->tailFlop = SumFlop(split.tail, layers);
    return true;
}

void
SplitWorker::NextBatch()
{
    Session& session = *m_session;
    session.phase = Phase::WORK;
    if (!session.batches.Next())
    {
        SendEnd();
        return;
    }
    Work(session.headFlop * session.batches.GetLabels().size(), [this]() { Forward(); });
}

void
SplitWorker::Forward()
{
    Session& session = *m_session;
    const auto& labels = session.batches.GetLabels();
    ActivationsBody body;
    body.batch = session.batch;
    body.samples = static_cast<uint32_t>(labels.size());
    body.values = session.head->Forward(session.batches.GetFeatures());
    session.samples += body.samples;
    if (!session.tail)
    {
        for (const auto label : labels)
        {
            body.labels.push_back({{}, static_cast<uint32_t>(label)});
        }
    }
    Say(MessageType::ACTIVATIONS, Encode(body));
    if (session.tail)
    {
        Await(Phase::ACTIVATIONS);
    }
    else if (session.isTraining)
    {
        Await(Phase::GRADIENTS);
    }
    else
    {
        ++session.batch;
        NextBatch();
    }
}

void
SplitWorker::TakeActivations(const Message& message)
{
    auto body = Parse<ActivationsBody>(message);
    Session& session = *m_session;
    if (!body)
    {
        Leave(DropReason::REJECTED);
        return;
    }
    if (session.phase != Phase::ACTIVATIONS || body->batch != session.batch)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    const std::size_t size = session.batches.GetLabels().size();
    if (body->samples != size || !body->labels.empty() ||
        !Fits(body->values, body->samples, session.tail->GetInputCount()))
    {
        Refuse(message);
        return;
    }
    Work(session.tailFlop * size * (session.isTraining ? 3 : 1),
         [this, body = std::move(*body)]() { RunTail(body); });
}

void
SplitWorker::RunTail(const ActivationsBody& body)
{
    Session& session = *m_session;
    const auto& labels = session.batches.GetLabels();
    const uint32_t classes = m_learner->GetClassCount();
    const std::vector<float> scores = session.tail->Forward(body.values);
    JudgeScores(scores.data(), labels.data(), body.samples, classes, session.sums);
    if (!session.isTraining)
    {
        ++session.batch;
        NextBatch();
        return;
    }
    std::vector<float> gradients;
    ComputeLoss(scores.data(), labels, classes, gradients);
    const GradientsBody answer{body.batch, body.samples, session.tail->Backward(gradients)};
    session.tail->Step(m_learner->GetLearningRate());
    Say(MessageType::GRADIENTS, Encode(answer));
    Await(Phase::GRADIENTS);
}

void
SplitWorker::TakeGradients(const Message& message)
{
    auto body = Parse<GradientsBody>(message);
    Session& session = *m_session;
    if (!body)
    {
        Leave(DropReason::REJECTED);
        return;
    }
    if (session.phase != Phase::GRADIENTS || body->batch != session.batch)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    const std::size_t size = session.batches.GetLabels().size();
    if (body->samples != size || !Fits(body->values, body->samples, session.head->GetOutputCount()))
    {
        Refuse(message);
        return;
    }
    Work(2 * session.headFlop * size, [this, body = std::move(*body)]() { Backward(body); });
}

void
SplitWorker::Backward(const GradientsBody& body)
{
    Session& session = *m_session;
    session.head->Backward(body.values);
    session.head->Step(m_learner->GetLearningRate());
    ++session.batch;
    NextBatch();
}

void
SplitWorker::SendEnd()
{
    const Session& session = *m_session;
    SplitEndBody body;
    body.samples = session.samples;
    body.loss = session.sums.loss;
    body.correct = session.sums.correct;
    if (session.isTraining)
    {
        body.values = session.head->GetValues();
        if (session.tail)
        {
            const auto& tail = session.tail->GetValues();
            body.values.insert(body.values.end(), tail.begin(), tail.end());
        }
    }
    Say(MessageType::SPLIT_END, Encode(body));
    Await(Phase::CLOSED);
}

void
SplitWorker::TakeClosed(const Message& message)
{
    const auto body = Parse<SplitClosedBody>(message);
    if (!body)
    {
        Leave(DropReason::REJECTED);
        return;
    }
    if (!body->accepted)
    {
        MarkDropped(DropReason::REJECTED);
    }
    EndTraining();
}

bool
SplitWorker::Fits(const std::vector<float>& values, uint32_t samples, uint64_t width) const
{
    return values.size() == samples * width &&
           std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

void
SplitWorker::Work(double flop, std::function<void()> work)
{
    m_timeout.Cancel();
    m_session->phase = Phase::WORK;
    m_job = m_compute->Submit(flop, [this, work = std::move(work)]() {
        m_job = ComputeResource::NO_JOB;
        work();
    });
    if (m_job == ComputeResource::NO_JOB)
    {
        Leave(DropReason::ENERGY);
    }
}

void
SplitWorker::Await(Phase phase)
{
    m_session->phase = phase;
    m_timeout.Cancel();
    m_timeout = Simulator::Schedule(m_patience, [this]() { Leave(DropReason::FAULT); });
}

void
SplitWorker::Say(MessageType type, std::vector<uint8_t> body)
{
    Message message(type, std::move(body));
    message.header.task = m_session->header.task;
    message.header.round = m_session->header.round;
    message.header.ticket = m_session->header.ticket;
    SendToEdge(message);
}

void
SplitWorker::Refuse(const Message& message)
{
    Reject(message.header, RejectReason::MALFORMED);
    Leave(DropReason::REJECTED);
}

void
SplitWorker::Leave(DropReason reason)
{
    MarkDropped(reason);
    EndTraining();
    RenewSession();
}

void
SplitWorker::EndTraining()
{
    m_timeout.Cancel();
    if (m_job != ComputeResource::NO_JOB)
    {
        m_compute->Cancel(m_job);
        m_job = ComputeResource::NO_JOB;
    }
    m_session.reset();
}

void
SplitWorker::MarkDropped(DropReason reason)
{
    if (!m_session || m_session->isMarked)
    {
        return;
    }
    m_session->isMarked = true;
    TraceDrop(m_session->header, reason);
}

void
SplitWorker::TraceDrop(const MessageHeader& header, DropReason reason)
{
    DropRecord record;
    record.owner = header.task;
    record.round = header.round;
    record.worker = GetId();
    record.ticket = header.ticket;
    record.reason = reason;
    m_dropTrace(record);
}

void
SplitWorker::EnergyDepleted()
{
    MarkDropped(DropReason::ENERGY);
    EndTraining();
    CloseSession();
}

void
SplitWorker::EnergyRecharged()
{
    OpenSession();
}

} // namespace ns3::edgelearning
