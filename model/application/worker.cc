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
    const int64_t used = Seller::AssignStreams(stream);
    return used + (m_learner ? m_learner->AssignStreams(stream + used) : 0);
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
        m_dataOffloadedTrace(m_participation.GetTicket(), node, bytes);
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
    if (!m_participation.IsOpen())
    {
        Enter(State::IDLE);
        Offer();
    }
    else if (const auto& update = m_participation.GetUpdate())
    {
        SendToEdge(*update);
    }
    else if (m_state == State::FETCHING && GetEdge() == m_participation.GetSeller())
    {
        // The model may have been lost with the connection.
        SendToEdge(m_participation.MakeAcceptance());
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
    if (!m_participation.IsOpen())
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
    const MessageType type = message.header.type;
    if (type == MessageType::AWARD)
    {
        Awarded(message);
    }
    else if (type != MessageType::MODEL && type != MessageType::UPDATE_ANSWER)
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
    else if (!m_participation.IsMeant(message.header) ||
             (type == MessageType::MODEL && m_state != State::FETCHING))
    {
        Reject(message.header, RejectReason::STALE);
    }
    else if (type == MessageType::MODEL)
    {
        ModelArrived(message);
    }
    else
    {
        Answered(message);
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
    if (m_participation.IsMeant(message.header))
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
    m_participation.Begin(GetId(), message.header, *body, *sold);
    m_deadlineEvent =
        Simulator::Schedule(body->task.deadline - Simulator::Now(), &Worker::GiveUp, this);
    Enter(State::FETCHING);
    SendToEdge(m_participation.MakeAcceptance());
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
    if (!m_learner->IsAcceptable(model) || !m_participation.TakeVersion(body->version))
    {
        Reject(message.header, RejectReason::MALFORMED);
        return;
    }
    Enter(State::TRAINING);
    Train(std::move(model));
}

void
Worker::Train(ModelParameters model)
{
    const bool begun = m_training.Train(
        m_training.Describe(*m_learner, *m_data),
        [this, model = std::move(model)]() { Trained(model); },
        [this](DropReason reason) { MarkDropped(reason); });
    if (!begun && m_presence.IsDepleted())
    {
        MarkDropped(DropReason::ENERGY); // Otherwise the work is absurd, and the deadline comes.
    }
}

void
Worker::Trained(ModelParameters model)
{
    TrainingResult result =
        m_learner->Train(model,
                         m_drift ? m_drift->Apply(m_data, m_participation.GetCollected()) : m_data);
    m_trainedTrace(m_participation.GetTicket(), result.loss);
    m_participation.SetUpdate(std::move(result.parameters), m_data->GetSize());
    Enter(State::UPLOADING);
    if (HasSession())
    {
        SendToEdge(*m_participation.GetUpdate());
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
    if (!body->accepted && GetEdge() != m_participation.GetSeller())
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
    const bool unsent = m_participation.GetUpdate() && OwesBytes();
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
    m_participation.End();
}

void
Worker::MarkDropped(DropReason reason)
{
    if (const auto record = m_participation.MarkDropped(reason))
    {
        m_dropTrace(*record);
    }
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
