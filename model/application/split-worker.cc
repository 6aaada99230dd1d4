/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-worker.h"

#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/pointer.h"

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
    m_compute.Start(
        GetNode(),
        [this]() { EnergyDepleted(); },
        [this]() { OpenSession(); });
    if (!m_compute->IsDepleted())
    {
        OpenSession();
    }
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
    m_compute.Stop();
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
    if (!m_session || header.ticket != m_session->GetHeader().ticket)
    {
        Reject(header, RejectReason::STALE);
        return;
    }
    const Ptr<SplitWorkerSession> session = m_session; // It may end with the message.
    session->Handle(message);
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
        Reject(message.header, RejectReason::MALFORMED);
        Leave(DropReason::REJECTED);
        return;
    }
    SplitWorkerSession::Context context;
    context.compute = m_compute.Get();
    context.patience = m_patience;
    context.send = [this](const Message& answer) { SendToEdge(answer); };
    context.reject = [this](const MessageHeader& header, RejectReason reason) {
        Reject(header, reason);
    };
    context.failed = [this](DropReason reason) { Leave(reason); };
    context.ended = [this](bool isAccepted) { Closed(isAccepted); };
    const auto session =
        Create<SplitWorkerSession>(std::move(context), message.header, std::move(pass));
    m_session = session;
    session->Begin();
}

void
SplitWorker::Closed(bool isAccepted)
{
    if (!isAccepted)
    {
        MarkDropped(DropReason::REJECTED);
    }
    EndTraining();
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
    if (const Ptr<SplitWorkerSession> session = m_session)
    {
        session->End(); // The battery may run empty meanwhile.
        m_session = nullptr;
    }
}

void
SplitWorker::MarkDropped(DropReason reason)
{
    if (m_session && m_session->Mark())
    {
        TraceDrop(m_session->GetHeader(), reason);
    }
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

} // namespace ns3::edgelearning
