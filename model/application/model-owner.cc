/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-owner.h"

#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/valuation.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ModelOwner);

TypeId
ModelOwner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::ModelOwner")
            .SetParent<OwnerHub>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<ModelOwner>()
            .AddAttribute("Weight",
                          "Scale w of the valuation w (1 - theta) / max(A, theta).",
                          DoubleValue(1),
                          MakeDoubleAccessor(&ModelOwner::m_weight),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("OwnerClass",
                          "Class of owners that are exchangeable to the mechanism.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&ModelOwner::m_class),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("Demand",
                          "Workers wanted per round, with several edge rounds per edge round; "
                          "under a policy that refills places: at any one time.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&ModelOwner::m_demand),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Rounds",
                          "Rounds to be held; 0: no end.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&ModelOwner::m_rounds),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("EdgeRounds",
                          "Rounds that each edge server holds, each with its own selection and "
                          "Deadline, before its model is aggregated here; 1 to 1000.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&ModelOwner::m_edgeRounds),
                          MakeUintegerChecker<uint32_t>(1, MAX_EDGE_ROUNDS))
            .AddAttribute("StartDelay",
                          "Time from registration to the first round, for the edge servers to "
                          "come; while none has come it is waited again.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&ModelOwner::m_startDelay),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("SelectionWindow",
                          "Time from the opening of a round to the end of its selection.",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&ModelOwner::m_selectionWindow),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute(
                "Deadline",
                "Time from the opening of an edge round to the latest arrival of an update "
                "at the first tier; more than SelectionWindow.",
                TimeValue(Seconds(20)),
                MakeTimeAccessor(&ModelOwner::m_roundDeadline),
                MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("AggregationGrace",
                          "Time after the deadline for partial aggregates to come up.",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&ModelOwner::m_aggregationGrace),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("RoundInterval",
                          "Time from the end of a round to the opening of the next.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&ModelOwner::m_roundInterval),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("RoundPeriod",
                          "Rounds open at multiples of this time only, so that owners with the "
                          "same period compete; zero: at any time.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&ModelOwner::m_roundPeriod),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Preference",
                          "Freshness preference theta in [0, 1], drawn afresh for each auction; "
                          "the age at which the owner is satiated.",
                          StringValue("ns3::UniformRandomVariable[Min=0|Max=1]"),
                          MakePointerAccessor(&ModelOwner::m_preference),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("Learner",
                          "Gives the initial model, its work, and its tests; required.",
                          PointerValue(),
                          MakePointerAccessor(&ModelOwner::m_learner),
                          MakePointerChecker<Learner>())
            .AddAttribute("AggregationPoint",
                          "Collects the updates; null: one with its defaults.",
                          PointerValue(),
                          MakePointerAccessor(&ModelOwner::m_point),
                          MakePointerChecker<AggregationPoint>())
            .AddAttribute("Selection",
                          "For which workers the owner bids; null: for all.",
                          PointerValue(),
                          MakePointerAccessor(&ModelOwner::m_selection),
                          MakePointerChecker<SelectionPolicy>())
            .AddAttribute("Drift",
                          "How the test data depend on the time of the test; null: not at all.",
                          PointerValue(),
                          MakePointerAccessor(&ModelOwner::m_drift),
                          MakePointerChecker<DriftModel>())
            .AddTraceSource("Round",
                            "A round ended.",
                            MakeTraceSourceAccessor(&ModelOwner::m_roundTrace),
                            "ns3::edgelearning::ModelOwner::RoundTracedCallback")
            .AddTraceSource("Selected",
                            "The owner learned that a worker was selected.",
                            MakeTraceSourceAccessor(&ModelOwner::m_selectedTrace),
                            "ns3::edgelearning::ModelOwner::SelectedTracedCallback")
            .AddTraceSource("Merge",
                            "Updates were merged into the model.",
                            MakeTraceSourceAccessor(&ModelOwner::m_mergeTrace),
                            "ns3::edgelearning::ModelOwner::MergeTracedCallback")
            .AddTraceSource("Dropout",
                            "The update of a selected worker was not aggregated.",
                            MakeTraceSourceAccessor(&ModelOwner::m_dropTrace),
                            "ns3::edgelearning::ModelOwner::DropTracedCallback")
            .AddTraceSource("Finished",
                            "The last of the owner's rounds ended.",
                            MakeTraceSourceAccessor(&ModelOwner::m_finishedTrace),
                            "ns3::edgelearning::ModelOwner::FinishedTracedCallback");
    return tid;
}

ModelOwner::ModelOwner() = default;

ModelOwner::~ModelOwner() = default;

void
ModelOwner::NotifyConstructionCompleted()
{
    OwnerHub::NotifyConstructionCompleted();
    if (!m_point)
    {
        m_point = CreateObject<AggregationPoint>();
    }
}

void
ModelOwner::SetTestData(Ptr<const DataSet> data)
{
    m_testData = data;
}

int64_t
ModelOwner::AssignStreams(int64_t stream)
{
    int64_t used = OwnerHub::AssignStreams(stream);
    m_preference->SetStream(stream + used++);
    if (m_learner)
    {
        used += m_learner->AssignStreams(stream + used);
    }
    if (m_selection)
    {
        used += m_selection->AssignStreams(stream + used);
    }
    return used;
}

const ModelParameters&
ModelOwner::GetModel() const
{
    return m_models.GetNewest();
}

void
ModelOwner::DoDispose()
{
    OwnerHub::DoDispose();
    if (m_point)
    {
        m_point->Dispose();
    }
    if (m_learner)
    {
        m_learner->Dispose();
    }
    m_point = nullptr;
    m_learner = nullptr;
    m_selection = nullptr;
    m_testData = nullptr;
    m_drift = nullptr;
    m_preference = nullptr;
}

void
ModelOwner::CheckConfiguration() const
{
    NS_ABORT_MSG_IF(!m_learner, "owner " << GetId() << " has no Learner; set one");
    NS_ABORT_MSG_IF(m_roundDeadline <= m_selectionWindow,
                    "owner " << GetId() << " has Deadline " << m_roundDeadline.As(Time::S)
                             << ", which must be more than its SelectionWindow "
                             << m_selectionWindow.As(Time::S));
    NS_ABORT_MSG_IF(
        m_edgeRounds > 1 && m_point->GetPolicy()->NeedsEachUpdate(),
        "owner " << GetId() << " has EdgeRounds " << m_edgeRounds
                 << ", but its Policy takes each update by itself; set EdgeRounds to 1, "
                    "or a SynchronousPolicy without OverSelection");
}

void
ModelOwner::DoStart()
{
    CheckConfiguration();
    if (m_models.IsEmpty())
    {
        m_models.Add(m_learner->Initialise(), 1);
    }
    OpenConnections();
}

void
ModelOwner::DoStop()
{
    CloseConnections();
    m_roundEvent.Cancel();
    m_bids.Clear();
    m_selecting = false;
    m_selectingEdges.clear();
}

void
ModelOwner::DoLose()
{
    if (const auto lost = m_point->Abort())
    {
        Record(*lost);
    }
}

void
ModelOwner::HouseJoined()
{
    if (!m_point->IsOpen() && m_roundEvent.IsExpired() && !IsFinished())
    {
        OpenRoundAfter(m_startDelay);
    }
}

void
ModelOwner::EdgeJoined(uint32_t edge)
{
    if (m_selecting)
    {
        Announce(edge);
        if (m_point->GetPolicy()->RefillsPlaces())
        {
            SendToEdge(edge, m_round, Message(MessageType::ROUND_NEWS, Encode(m_news)));
        }
    }
}

void
ModelOwner::EdgeLost(uint32_t edge)
{
    m_bids.ForgetEdge(edge);
    SelectionDone(edge);
    ShareNews();
}

void
ModelOwner::SetFreeBudget(double free)
{
    m_bids.SetFree(free);
}

void
ModelOwner::HandleEdge(uint32_t edge, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::BID_REQUEST:
        BidRequested(edge, message);
        break;
    case MessageType::BID_RESULT:
        if (const auto body = Parse<BidResultBody>(message); body && !body->won)
        {
            m_bids.Close(edge, body->auction); // A won bid counts until its lease is known.
        }
        break;
    case MessageType::NOT_SELECTED:
        if (const auto body = Parse<AuctionBody>(message))
        {
            m_bids.Close(edge, body->auction);
        }
        break;
    case MessageType::SELECTED:
        Selected(edge, message);
        break;
    case MessageType::SELECTION_DONE:
        if (Parse<SelectionDoneBody>(message) && IsOfThisRound(message))
        {
            SelectionDone(edge);
        }
        break;
    case MessageType::MODEL_REQUEST:
        ModelRequested(edge, message);
        break;
    case MessageType::UPDATE:
        UpdateArrived(message);
        break;
    case MessageType::DROPPED:
        Dropped(message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
    ShareNews();
}

// Rounds

void
ModelOwner::OpenRoundAfter(Time delay)
{
    if (!m_roundPeriod.IsZero())
    {
        const Time earliest = Simulator::Now() + delay;
        const Time late = NanoSeconds(earliest.GetNanoSeconds() % m_roundPeriod.GetNanoSeconds());
        delay += late.IsZero() ? Time() : m_roundPeriod - late;
    }
    m_roundEvent = Simulator::Schedule(delay, &ModelOwner::OpenRound, this);
}

void
ModelOwner::OpenRound()
{
    const std::vector<uint32_t> edges = GetConnectedEdges();
    if (edges.empty())
    {
        OpenRoundAfter(m_startDelay);
        return;
    }
    m_round = m_opened++;
    m_openedAt = Simulator::Now();
    m_selecting = true;
    m_selected.clear();
    m_selectedCount.clear();
    m_selectingEdges.clear();
    const RoundPolicy& policy = *m_point->GetPolicy();
    m_announcement.demand = policy.GetSelectionSize(m_demand);
    m_announcement.forward = policy.NeedsEachUpdate();
    m_announcement.selectionEnd = m_openedAt + m_selectionWindow;
    m_announcement.edgeRounds = m_edgeRounds;
    m_announcement.selectionWindow = m_selectionWindow;
    m_announcement.roundTime = m_roundDeadline;
    TaskDescription& task = m_announcement.task;
    task.deadline = m_openedAt + m_roundDeadline * static_cast<int64_t>(m_edgeRounds);
    task.modelVersion = GetVersion();
    task.modelValues = GetModel().values.size();
    task.virtualBytes = GetModel().virtualBytes;
    task.flopPerSample = m_learner->GetFlopPerSample();
    task.epochs = m_learner->GetEpochs();
    m_news.version = task.modelVersion;
    m_news.buying = true;
    m_point->Open(task,
                  task.deadline + m_aggregationGrace,
                  DropReason::FAULT,
                  {[this](AggregationPoint::Merged merged) { ModelMerged(std::move(merged)); },
                   [this](const AggregationPoint::Result& result) { RoundEnded(result); }},
                  GetEnough(),
                  &m_models);
    if (m_selection)
    {
        m_selection->BeginRound();
    }
    for (uint32_t edge : edges)
    {
        Announce(edge);
    }
}

void
ModelOwner::Announce(uint32_t edge)
{
    if (SendToEdge(edge, m_round, Message(MessageType::ROUND_OPEN, Encode(m_announcement))))
    {
        m_selectingEdges.insert(edge);
    }
}

void
ModelOwner::SendToEdges(uint32_t round, const Message& message)
{
    for (uint32_t edge : GetConnectedEdges())
    {
        SendToEdge(edge, round, message);
    }
}

uint32_t
ModelOwner::GetVersion() const
{
    return m_models.GetVersion() * m_edgeRounds; // Those between are the edge servers'.
}

uint32_t
ModelOwner::GetEnough() const
{
    return m_announcement.forward ? m_demand : UINT32_MAX;
}

bool
ModelOwner::HasPlaces(uint32_t round)
{
    const bool refills = m_point->GetPolicy()->RefillsPlaces();
    const uint32_t taken = refills ? m_point->GetPending() : m_selectedCount[round];
    return m_selecting && taken + m_bids.GetSize(round) < m_announcement.demand;
}

void
ModelOwner::ShareNews()
{
    if (!m_point->IsOpen() || !m_point->GetPolicy()->RefillsPlaces())
    {
        return;
    }
    RoundNewsBody news;
    news.version = GetVersion();
    news.buying = HasPlaces(m_round);
    if (news.version != m_news.version || news.buying != m_news.buying)
    {
        m_news = news;
        SendToEdges(m_round, Message(MessageType::ROUND_NEWS, Encode(news)));
    }
}

void
ModelOwner::BidRequested(uint32_t edge, const Message& message)
{
    const auto body = Parse<BidRequestBody>(message);
    if (!body)
    {
        return;
    }
    BidBody bid;
    bid.auction = body->auction;
    bid.ownerClass = m_class;
    const uint32_t round = message.header.round;
    const Candidate candidate{body->worker, body->age, body->samples};
    if (IsOfThisRound(message) && HasPlaces(round) &&
        (!m_selection || m_selection->IsWanted(candidate)))
    {
        bid.interested = true;
        bid.amount = m_bids.Place(edge, body->auction, round, GetValue(body->age));
    }
    SendToEdge(edge, round, Message(MessageType::BID, Encode(bid)));
}

double
ModelOwner::GetValue(double age)
{
    const double theta = std::clamp(m_preference->GetValue(), 0.0, 1.0);
    return m_weight > 0 ? Valuation::Value(theta, age, m_weight) : 0;
}

void
ModelOwner::Selected(uint32_t edge, const Message& message)
{
    const auto body = Parse<SelectedBody>(message);
    if (!body || !IsOfThisRound(message))
    {
        return;
    }
    m_bids.Close(edge, body->auction);
    if (m_selected.count(message.header.ticket) != 0)
    {
        return; // Told again after a new connection.
    }
    if (!m_point->Select(message.header.ticket, body->worker, body->samples))
    {
        Reject(message.header, RejectReason::DUPLICATE);
        return;
    }
    m_everSelected = true;
    m_selected.emplace(message.header.ticket, body->worker);
    ++m_selectedCount[message.header.round];
    m_selectedTrace(
        {GetId(), m_round, body->worker, message.header.ticket, body->samples, body->price});
    CloseMarketsIfMet(message.header.round);
}

void
ModelOwner::CloseMarketsIfMet(uint32_t round)
{
    const bool met =
        m_selectedCount[round] >= m_announcement.demand || m_point->GetArrived() >= GetEnough();
    if (m_selecting && met && !m_point->GetPolicy()->RefillsPlaces())
    {
        SendToEdges(round, Message(MessageType::SELECTION_CLOSE));
    }
}

void
ModelOwner::SelectionDone(uint32_t edge)
{
    if (m_selecting && m_selectingEdges.erase(edge) > 0)
    {
        CloseSelectionIfDone();
    }
}

void
ModelOwner::CloseSelectionIfDone()
{
    if (m_selectingEdges.empty())
    {
        m_selecting = false;
        m_bids.Clear();
        m_point->CloseSelection();
    }
}

void
ModelOwner::ModelRequested(uint32_t edge, const Message& message)
{
    const auto body = Parse<ModelRequestBody>(message);
    if (!body)
    {
        return;
    }
    if (body->version > GetVersion())
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    ModelBody model;
    model.version = GetVersion();
    model.values = GetModel().values;
    SendToEdge(edge, m_round, Message(MessageType::MODEL, Encode(model), GetModel().virtualBytes));
}

void
ModelOwner::UpdateArrived(const Message& message)
{
    auto body = Parse<UpdateBody>(message);
    if (!body || !IsOfThisRound(message))
    {
        return;
    }
    const std::vector<Member> members = body->members;
    if (const auto reason = m_point->Deliver(std::move(*body), message.header.virtualLength))
    {
        Reject(message.header, *reason);
        for (const Member& member : members)
        {
            m_point->Drop(member.ticket, DropReason::REJECTED); // Unless it has its outcome.
        }
    }
    CloseMarketsIfMet(message.header.round);
}

void
ModelOwner::Dropped(const Message& message)
{
    const auto body = Parse<DroppedBody>(message);
    if (!body || !m_point->IsOpen() || message.header.round / m_edgeRounds != m_round)
    {
        return; // After the round there is nothing new in it.
    }
    for (const DroppedMember& member : body->members)
    {
        m_point->Drop(member.ticket, member.reason);
    }
}

void
ModelOwner::ObserveOutcomes(const AggregationPoint::Result& result)
{
    for (const Member& member : result.aggregated)
    {
        m_selection->Observe(member.worker, true);
    }
    for (const DroppedMember& member : result.dropped)
    {
        m_selection->Observe(m_selected.at(member.ticket), false);
    }
}

bool
ModelOwner::IsOfThisRound(const Message& message)
{
    const bool current = m_point->IsOpen() && message.header.round / m_edgeRounds == m_round;
    if (!current && message.header.type != MessageType::BID_REQUEST)
    {
        Reject(message.header, RejectReason::STALE);
    }
    return current;
}

void
ModelOwner::ModelMerged(AggregationPoint::Merged merged)
{
    MergeRecord record;
    record.owner = GetId();
    record.round = m_round;
    record.workers = merged.members.size();
    record.staleness = GetVersion() - merged.baseVersion;
    m_models.Add(std::move(merged.model), m_point->GetPolicy()->GetKeptVersions());
    record.version = GetVersion();
    m_point->SetVersion(record.version);
    m_mergeTrace(record);
}

void
ModelOwner::RoundEnded(const AggregationPoint::Result& result)
{
    m_selecting = false;
    m_bids.Clear();
    if (result.early)
    {
        SendToEdges(m_round, Message(MessageType::ROUND_CLOSE));
    }
    Record(result);
    if (!IsFinished())
    {
        OpenRoundAfter(m_roundInterval);
    }
}

void
ModelOwner::Record(const AggregationPoint::Result& result)
{
    RoundRecord record;
    record.owner = GetId();
    record.tier = Role::OWNER;
    record.node = GetNode()->GetId();
    record.round = m_round;
    record.aggregated = result.aggregated.size();
    record.dropped = result.dropped.size();
    record.selected = record.aggregated + record.dropped;
    record.opened = m_openedAt;
    record.uplinkBytes = result.updateBytes;
    if (m_everSelected && m_testData)
    {
        const EvaluationResult evaluation = m_learner->Evaluate(
            GetModel(),
            m_drift ? m_drift->Apply(m_testData, Simulator::Now()) : m_testData);
        record.loss = evaluation.loss;
        record.accuracy = evaluation.accuracy;
    }
    if (m_selection)
    {
        ObserveOutcomes(result);
    }
    for (const DroppedMember& member : result.dropped)
    {
        DropRecord drop;
        drop.owner = GetId();
        drop.round = m_round;
        drop.worker = m_selected.at(member.ticket);
        drop.ticket = member.ticket;
        drop.reason = member.reason;
        m_dropTrace(drop);
    }
    m_roundTrace(record);
    if (IsFinished())
    {
        m_finishedTrace(GetId());
    }
}

bool
ModelOwner::IsFinished() const
{
    return m_rounds > 0 && m_opened >= m_rounds;
}

} // namespace ns3::edgelearning
