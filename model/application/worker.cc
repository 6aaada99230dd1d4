/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "worker.h"

#include "ns3/boolean.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Worker);

TypeId
Worker::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Worker")
            .SetParent<Seller>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<Worker>()
            .AddAttribute("Learner",
                          "Trains the model; required.",
                          PointerValue(),
                          MakePointerAccessor(&Worker::m_learner),
                          MakePointerChecker<Learner>())
            .AddAttribute("AllowDataOffload",
                          "The training may be done by whoever the node's OffloadClient finds: "
                          "then the data leave the device.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&Worker::m_allowDataOffload),
                          MakeBooleanChecker())
            .AddAttribute("Drift",
                          "How the data depend on the time of their collection; null: not at all.",
                          PointerValue(),
                          MakePointerAccessor(&Worker::m_drift),
                          MakePointerChecker<DriftModel>())
            .AddTraceSource("State",
                            "The worker entered a state.",
                            MakeTraceSourceAccessor(&Worker::m_stateTrace),
                            "ns3::edgelearning::Worker::StateTracedCallback")
            .AddTraceSource("Dropout",
                            "The worker met the first cause that may make it drop out of the "
                            "participation it is in.",
                            MakeTraceSourceAccessor(&Worker::m_dropTrace),
                            "ns3::edgelearning::Worker::DropTracedCallback")
            .AddTraceSource("Trained",
                            "A local training was done.",
                            MakeTraceSourceAccessor(&Worker::m_trainedTrace),
                            "ns3::edgelearning::Worker::TrainedTracedCallback")
            .AddTraceSource("DataOffloaded",
                            "The worker's data were sent to somebody who trains on them.",
                            MakeTraceSourceAccessor(&Worker::m_dataOffloadedTrace),
                            "ns3::edgelearning::Worker::DataOffloadedTracedCallback");
    return tid;
}

Worker::Worker() = default;

Worker::~Worker() = default;

void
Worker::SetData(Ptr<const DataSet> data)
{
    NS_ABORT_MSG_IF(!data || data->GetSize() == 0,
                    "a worker needs at least one sample; give SetData() a data set that has some");
    m_data = data;
}

int64_t
Worker::AssignStreams(int64_t stream)
{
    int64_t used = Seller::AssignStreams(stream);
    if (m_learner)
    {
        used += m_learner->AssignStreams(stream + used);
    }
    return used;
}

Role
Worker::GetRole() const
{
    return Role::WORKER;
}

bool
Worker::IsForSale() const
{
    return m_state == State::IDLE;
}

uint32_t
Worker::GetSamples() const
{
    return m_data->GetSize();
}

void
Worker::DoDispose()
{
    Seller::DoDispose();
    if (m_learner)
    {
        m_learner->Dispose();
    }
    m_learner = nullptr;
    m_data = nullptr;
    m_drift = nullptr;
}

void
Worker::CheckConfiguration()
{
    const uint32_t node = GetNode()->GetId();
    NS_ABORT_MSG_IF(!m_learner, "the worker on node " << node << " has no Learner; set one");
    NS_ABORT_MSG_IF(!m_data, "the worker on node " << node << " has no data; call SetData()");
    NS_ABORT_MSG_IF(!GetNode()->GetObject<ComputeResource>(),
                    "node " << node << " has no ComputeResource; aggregate one to the node");
}

void
Worker::DoStart()
{
    CheckConfiguration();
    StartCollecting();
    m_training.Start(GetNode(), m_allowDataOffload, [this](uint32_t node, uint32_t bytes) {
        m_dataOffloadedTrace(m_ticket, node, bytes);
    });
    m_presence.Start(
        GetNode(),
        [this](DropReason reason) { Pause(reason); },
        [this]() { Resume(); });
    Resume();
}

void
Worker::DoStop()
{
    Pause(DropReason::DEPARTED);
    m_training.Stop();
    m_presence.Stop();
}

void
Worker::Enter(State state)
{
    static const char* names[] =
        {"stopped", "searching", "idle", "fetching", "training", "uploading"};
    if (state != m_state)
    {
        m_state = state;
        m_stateTrace(names[static_cast<int>(state)]);
    }
}

void
Worker::SessionOpened()
{
    if (m_ticket == 0)
    {
        Enter(State::IDLE);
        Offer();
    }
    else if (m_update)
    {
        SendToEdge(*m_update);
    }
    else if (m_state == State::FETCHING && GetEdge() == m_lease.sender)
    {
        AcceptLease(); // The model may have been lost with the connection.
    }
    else if (m_state == State::FETCHING)
    {
        Depart(); // Only the edge server that sold the worker has the model for it.
    }
}

void
Worker::SessionLost()
{
    StopOffering();
    if (m_ticket == 0)
    {
        Enter(State::SEARCHING);
    }
}

void
Worker::LinkLost()
{
    // A radio that is empty loses its link. The connection may outlive the link.
    MarkDropped(m_presence.IsDepleted() ? DropReason::ENERGY : DropReason::COVERAGE);
}

void
Worker::HandleEdge(const Message& message)
{
    if (HandleSelling(message))
    {
        return;
    }
    const bool mine = m_ticket != 0 && message.header.ticket == m_ticket;
    switch (message.header.type)
    {
    case MessageType::AWARD:
        Awarded(message);
        break;
    case MessageType::MODEL:
        if (mine && m_state == State::FETCHING)
        {
            ModelArrived(message);
        }
        else
        {
            Reject(message.header, RejectReason::STALE);
        }
        break;
    case MessageType::UPDATE_ANSWER:
        if (mine)
        {
            Answered(message);
        }
        else
        {
            Reject(message.header, RejectReason::STALE);
        }
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
Worker::Awarded(const Message& message)
{
    const auto body = Parse<AwardBody>(message);
    if (!body)
    {
        return;
    }
    if (m_ticket != 0 && message.header.ticket == m_ticket)
    {
        return; // Told again since the relay is another one.
    }
    if (m_state != State::IDLE)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    if (body->price < GetAsk() || message.header.ticket == 0 ||
        body->task.deadline <= Simulator::Now())
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        OfferLater(Simulator::Now()); // The offer was sold, if not acceptably, and stands no more.
        return;
    }
    const std::optional<Time> sold = Sell(body->offer);
    if (!sold)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    m_sold = {body->offer, *sold};
    m_ticket = message.header.ticket;
    m_lease = message.header;
    m_task = body->task;
    m_markedDropped = false;
    m_deadlineEvent =
        Simulator::Schedule(m_task.deadline - Simulator::Now(), &Worker::GiveUp, this);
    Enter(State::FETCHING);
    AcceptLease();
}

void
Worker::AcceptLease()
{
    Message accept(MessageType::LEASE_ACCEPT, Encode(LeaseAcceptBody{{}, GetId(), m_sold.number}));
    accept.header.ticket = m_ticket;
    SendToEdge(accept);
}

void
Worker::ModelArrived(const Message& message)
{
    auto body = Parse<ModelBody>(message);
    if (!body)
    {
        return;
    }
    ModelParameters model;
    model.values = std::move(body->values);
    model.virtualBytes = message.header.virtualLength;
    if (body->version < m_task.modelVersion || !m_learner->IsAcceptable(model))
    {
        Reject(message.header, RejectReason::MALFORMED);
        return;
    }
    m_task.modelVersion = body->version; // The model may have moved on since the award.
    Enter(State::TRAINING);
    Train(std::move(model));
}

void
Worker::Train(ModelParameters model)
{
    const auto failed = [this](DropReason reason) {
        if (reason != DropReason::DEADLINE)
        {
            MarkDropped(reason);
        }
    };
    const bool begun = m_training.Train(
        m_training.Describe(*m_learner, *m_data),
        [this, model = std::move(model)]() { Trained(model); },
        failed);
    if (!begun && m_presence.IsDepleted())
    {
        MarkDropped(DropReason::ENERGY); // Otherwise the work is absurd, and the deadline comes.
    }
}

void
Worker::Trained(ModelParameters model)
{
    TrainingResult result =
        m_learner->Train(model, m_drift ? m_drift->Apply(m_data, m_sold.collected) : m_data);
    m_trainedTrace(m_ticket, result.loss);
    UpdateBody body;
    body.baseVersion = m_task.modelVersion;
    body.members.push_back({m_ticket, GetId(), m_data->GetSize(), Time()});
    body.values = std::move(result.parameters.values);
    m_update = Message(MessageType::UPDATE, Encode(body), result.parameters.virtualBytes);
    m_update->header.task = m_lease.task;
    m_update->header.round = m_lease.round;
    m_update->header.ticket = m_ticket;
    m_update->deadline = m_task.deadline;
    Enter(State::UPLOADING);
    if (HasSession())
    {
        SendToEdge(*m_update);
    }
}

void
Worker::Answered(const Message& message)
{
    const auto body = Parse<UpdateAnswerBody>(message);
    if (!body)
    {
        return;
    }
    if (!body->accepted && GetEdge() != m_lease.sender)
    {
        Depart(); // The new edge server does not know the ticket.
        return;
    }
    GiveUp();
}

void
Worker::Depart()
{
    MarkDropped(DropReason::DEPARTED);
    EndParticipation();
    Enter(State::IDLE);
    Offer();
}

void
Worker::GiveUp()
{
    const bool unsent = m_update && OwesBytes();
    EndParticipation();
    if (unsent)
    {
        RenewSession(); // Else the late update would hold up whatever comes next.
    }
    if (HasSession())
    {
        Enter(State::IDLE);
        Offer();
    }
    else
    {
        Enter(State::SEARCHING);
    }
}

void
Worker::EndParticipation()
{
    m_deadlineEvent.Cancel();
    m_training.Cancel();
    m_update.reset();
    m_ticket = 0;
}

void
Worker::MarkDropped(DropReason reason)
{
    if (m_ticket == 0 || m_markedDropped)
    {
        return;
    }
    m_markedDropped = true;
    DropRecord record;
    record.owner = m_lease.task;
    record.round = m_lease.round;
    record.worker = GetId();
    record.ticket = m_ticket;
    record.reason = reason;
    m_dropTrace(record);
}

void
Worker::Pause(DropReason reason)
{
    MarkDropped(reason);
    EndParticipation();
    CloseSession();
    StopOffering();
    Enter(State::STOPPED);
}

void
Worker::Resume()
{
    if (m_state == State::STOPPED && m_presence.IsThere())
    {
        Enter(State::SEARCHING);
        OpenSession();
    }
}

} // namespace ns3::edgelearning
