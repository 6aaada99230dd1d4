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
    SplitJoinBody body;
    body.samples = m_data ? m_data->GetSize() : 0;
    body.testSamples = m_testData ? m_testData->GetSize() : 0;
    body.rate = m_compute->GetRate();
    body.energyPerFlop = m_compute->GetEnergyPerFlop();
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
    const auto& data = body->training ? m_data : m_testData;
    auto pass = data ? SplitPass::Make(m_learner, *data, *body) : nullptr;
    if (!pass)
    {
        TraceDrop(message.header, DropReason::REJECTED);
        Refuse(message);
        return;
    }
    m_session.reset(new Session{message.header, std::move(pass)});
    NextBatch();
}

void
SplitWorker::NextBatch()
{
    SplitPass& pass = *m_session->pass;
    if (pass.Next())
    {
        Work(pass.GetHeadFlop(), [this]() { Forward(); });
        return;
    }
    Say(MessageType::SPLIT_END, Encode(pass.GetEnd()));
    Await(Phase::CLOSED);
}

void
SplitWorker::Forward()
{
    SplitPass& pass = *m_session->pass;
    Say(MessageType::ACTIVATIONS, Encode(pass.Forward()));
    if (pass.HasTail())
    {
        Await(Phase::ACTIVATIONS);
    }
    else if (pass.IsTraining())
    {
        Await(Phase::GRADIENTS);
    }
    else
    {
        NextBatch();
    }
}

template <typename Body>
std::optional<Body>
SplitWorker::Take(Phase phase, const Message& message)
{
    auto body = Parse<Body>(message);
    if (!body)
    {
        Leave(DropReason::REJECTED);
    }
    else if (m_session->phase != phase || body->batch != m_session->pass->GetBatch())
    {
        Reject(message.header, RejectReason::STALE);
    }
    else if (!m_session->pass->Fits(*body))
    {
        Refuse(message);
    }
    else
    {
        return body;
    }
    return std::nullopt;
}

void
SplitWorker::TakeActivations(const Message& message)
{
    if (auto body = Take<ActivationsBody>(Phase::ACTIVATIONS, message))
    {
        const SplitPass& pass = *m_session->pass;
        Work(pass.GetTailFlop() * (pass.IsTraining() ? 3 : 1),
             [this, body = std::move(*body)]() { RunTail(body); });
    }
}

void
SplitWorker::RunTail(const ActivationsBody& body)
{
    if (const auto gradients = m_session->pass->RunTail(body))
    {
        Say(MessageType::GRADIENTS, Encode(*gradients));
        Await(Phase::GRADIENTS);
    }
    else
    {
        NextBatch();
    }
}

void
SplitWorker::TakeGradients(const Message& message)
{
    if (auto body = Take<GradientsBody>(Phase::GRADIENTS, message))
    {
        Work(2 * m_session->pass->GetHeadFlop(), [this, body = std::move(*body)]() {
            m_session->pass->Backward(body);
            NextBatch();
        });
    }
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
    if (!m_compute->IsDepleted())
    {
        RenewSession();
    }
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
