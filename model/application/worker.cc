/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "worker.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/object-factory.h"
#include "ns3/periodic-collection.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <limits>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Worker);

TypeId
Worker::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Worker")
            .SetParent<EdgeClient>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<Worker>()
            .AddAttribute("Ask",
                          "The least price that the worker accepts, in currency units.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&Worker::m_ask),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Learner",
                          "Trains the model; required.",
                          PointerValue(),
                          MakePointerAccessor(&Worker::m_learner),
                          MakePointerChecker<Learner>())
            .AddAttribute("InitialAge",
                          "Age of the data when the application starts.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Worker::m_initialAge),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("CollectionPeriod",
                          "Time between two collections of fresh data; zero: never again. Only for "
                          "a worker without Collection.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Worker::m_collectionPeriod),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("AllowDataOffload",
                          "The training may be done by whoever the node's OffloadClient finds: "
                          "then the data leave the device.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&Worker::m_allowDataOffload),
                          MakeBooleanChecker())
            .AddAttribute("Collection",
                          "When data are collected; null: a PeriodicCollection of "
                          "CollectionPeriod.",
                          PointerValue(),
                          MakePointerAccessor(&Worker::m_collection),
                          MakePointerChecker<CollectionProcess>())
            .AddAttribute("AgeReport",
                          "What the worker says about the age of its data; null: the truth.",
                          PointerValue(),
                          MakePointerAccessor(&Worker::m_report),
                          MakePointerChecker<AgeReport>())
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
            .AddTraceSource("Offer",
                            "The worker made an offer.",
                            MakeTraceSourceAccessor(&Worker::m_offerTrace),
                            "ns3::edgelearning::Worker::OfferTracedCallback")
            .AddTraceSource("Payment",
                            "The worker was told of a payment.",
                            MakeTraceSourceAccessor(&Worker::m_paymentTrace),
                            "ns3::edgelearning::Worker::PaymentTracedCallback")
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
    int64_t used = EdgeClient::AssignStreams(stream);
    if (m_learner)
    {
        used += m_learner->AssignStreams(stream + used);
    }
    if (m_collection)
    {
        used += m_collection->AssignStreams(stream + used);
    }
    return used;
}

Role
Worker::GetRole() const
{
    return Role::WORKER;
}

Time
Worker::GetCollectionTime() const
{
    const Time now = Simulator::Now();
    return m_collection && m_collection->IsStarted() ? m_collection->GetLast(now)
                                                     : now - m_initialAge;
}

void
Worker::DoDispose()
{
    EdgeClient::DoDispose();
    if (m_learner)
    {
        m_learner->Dispose();
    }
    m_learner = nullptr;
    m_data = nullptr;
    m_collection = nullptr;
    m_report = nullptr;
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
    if (!m_collection)
    {
        m_collection =
            CreateObjectWithAttributes<PeriodicCollection>("Period", TimeValue(m_collectionPeriod));
    }
    m_collection->Start(Simulator::Now() - m_initialAge, Simulator::Now());
    m_compute = GetNode()->GetObject<ComputeResource>();
    m_training.Start(GetNode(), m_allowDataOffload, [this](uint32_t node, uint32_t bytes) {
        m_dataOffloadedTrace(m_ticket, node, bytes);
    });
    m_compute->TraceConnectWithoutContext("Depleted", MakeCallback(&Worker::EnergyDepleted, this));
    m_compute->TraceConnectWithoutContext("Recharged", MakeCallback(&Worker::Resume, this));
    m_availability = GetNode()->GetObject<AvailabilityModel>();
    if (m_availability)
    {
        m_availability->TraceConnectWithoutContext(
            "Available",
            MakeCallback(&Worker::AvailabilityChanged, this));
    }
    Resume();
}

void
Worker::DoStop()
{
    Pause(DropReason::DEPARTED);
    m_training.Stop();
    if (m_compute)
    {
        m_compute->TraceDisconnectWithoutContext("Depleted",
                                                 MakeCallback(&Worker::EnergyDepleted, this));
        m_compute->TraceDisconnectWithoutContext("Recharged", MakeCallback(&Worker::Resume, this));
        m_compute = nullptr;
    }
    if (m_availability)
    {
        m_availability->TraceDisconnectWithoutContext(
            "Available",
            MakeCallback(&Worker::AvailabilityChanged, this));
        m_availability = nullptr;
    }
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
    m_offerEvent.Cancel();
    m_collectEvent.Cancel();
    if (m_ticket == 0)
    {
        Enter(State::SEARCHING);
    }
}

void
Worker::LinkLost()
{
    // A radio that is empty loses its link. The connection may outlive the link.
    MarkDropped(m_compute->IsDepleted() ? DropReason::ENERGY : DropReason::COVERAGE);
}

void
Worker::HandleEdge(const Message& message)
{
    const bool mine = m_ticket != 0 && message.header.ticket == m_ticket;
    switch (message.header.type)
    {
    case MessageType::OFFER_CLOSED:
        OfferClosed(message);
        break;
    case MessageType::COLLECT:
        CollectionRequested(message);
        break;
    case MessageType::AWARD:
        Awarded(message);
        break;
    case MessageType::PAID:
        Paid(message);
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
Worker::Offer()
{
    SendOffer(0);
}

void
Worker::SendOffer(uint64_t request)
{
    const Time now = Simulator::Now();
    m_offered = GetCollectionTime();
    OfferBody body;
    body.collected = m_report ? m_report->Claim(m_offered, now) : m_offered;
    body.ask = m_ask;
    body.samples = m_data->GetSize();
    Message offer(MessageType::OFFER, Encode(body));
    offer.header.ticket = request;
    SendToEdge(offer);
    m_offerTrace({GetId(), m_offered, body.collected});
    m_offerEvent.Cancel();
    const std::optional<Time> period = m_report ? m_report->GetPeriod() : std::nullopt;
    const std::optional<Time> collection = m_collection->GetNext(now);
    if (period || collection)
    {
        // Data that are fresher, or said to be, replace the offer.
        OfferLater(Min(period ? now + *period : Time::Max(), collection.value_or(Time::Max())));
    }
}

void
Worker::CollectionRequested(const Message& message)
{
    if (!Parse<EmptyBody>(message))
    {
        return;
    }
    const std::optional<Time> done =
        m_state == State::IDLE ? m_collection->Request(Simulator::Now()) : std::nullopt;
    if (!done)
    {
        return; // The edge server goes on without.
    }
    m_collectEvent.Cancel();
    m_collectEvent = Simulator::Schedule(*done - Simulator::Now(),
                                         &Worker::SendOffer,
                                         this,
                                         message.header.ticket);
}

void
Worker::OfferLater(Time at)
{
    m_offerEvent.Cancel();
    m_offerEvent =
        Simulator::Schedule(Max(at - Simulator::Now(), m_retryInterval), &Worker::Offer, this);
}

void
Worker::OfferClosed(const Message& message)
{
    const auto body = Parse<OfferClosedBody>(message);
    if (!body)
    {
        return;
    }
    if (m_state != State::IDLE)
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    OfferLater(body->retry);
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
    if (body->price < m_ask || message.header.ticket == 0 ||
        body->task.deadline <= Simulator::Now())
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        OfferLater(Simulator::Now()); // The offer was sold, if not acceptably, and stands no more.
        return;
    }
    m_offerEvent.Cancel();
    m_collectEvent.Cancel();
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
    Message accept(MessageType::LEASE_ACCEPT, Encode(LeaseAcceptBody{{}, GetId()}));
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
    ComputeTask task;
    task.flop = m_learner->GetFlopPerSample() * m_learner->GetEpochs() * m_data->GetSize();
    if (m_allowDataOffload)
    {
        // Of each sample the features and the label, as binary32 and 32 bits.
        const uint64_t dataBytes =
            4 * uint64_t{m_data->GetSize()} * (m_data->GetFeatureCount() + 1);
        const uint64_t modelBytes = m_learner->GetModelBytes();
        NS_ABORT_MSG_IF(dataBytes + modelBytes > std::numeric_limits<uint32_t>::max(),
                        "the worker on node " << GetId() << " may offload " << dataBytes
                                              << " bytes of data and a model of " << modelBytes
                                              << "; at most 2^32 - 1 bytes travel together");
        task.inputBytes = static_cast<uint32_t>(dataBytes + modelBytes);
        task.outputBytes = static_cast<uint32_t>(modelBytes);
    }
    const auto failed = [this](DropReason reason) {
        if (reason != DropReason::DEADLINE)
        {
            MarkDropped(reason);
        }
    };
    const bool begun = m_training.Train(
        task,
        [this, model = std::move(model)]() { Trained(model); },
        failed);
    if (!begun && m_compute->IsDepleted())
    {
        MarkDropped(DropReason::ENERGY); // Otherwise the work is absurd, and the deadline comes.
    }
}

void
Worker::Trained(ModelParameters model)
{
    TrainingResult result =
        m_learner->Train(model, m_drift ? m_drift->Apply(m_data, m_offered) : m_data);
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
Worker::Paid(const Message& message)
{
    const auto body = Parse<PaidBody>(message);
    if (!body)
    {
        return;
    }
    if (body->worker != GetId())
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    PaymentRecord record;
    record.worker = GetId();
    record.owner = message.header.task;
    record.amount = body->amount;
    record.total = body->total;
    m_paymentTrace(record);
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
Worker::EnergyDepleted()
{
    Pause(DropReason::ENERGY);
}

void
Worker::AvailabilityChanged(bool available)
{
    if (available)
    {
        Resume();
    }
    else
    {
        Pause(DropReason::DEPARTED);
    }
}

void
Worker::Pause(DropReason reason)
{
    MarkDropped(reason);
    EndParticipation();
    CloseSession();
    m_offerEvent.Cancel();
    m_collectEvent.Cancel();
    Enter(State::STOPPED);
}

void
Worker::Resume()
{
    const bool away = m_availability && !m_availability->IsAvailable();
    if (m_state == State::STOPPED && !m_compute->IsDepleted() && !away)
    {
        Enter(State::SEARCHING);
        OpenSession();
    }
}

} // namespace ns3::edgelearning
