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
            .SetParent<RoundHub>()
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
                          MakeTimeChecker(MilliSeconds(1), Seconds(1e9)))
            .AddAttribute("SelectionWindow",
                          "Time from the opening of a round to the end of its selection.",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&ModelOwner::m_selectionWindow),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute(
                "Deadline",
                "Time from the opening of an edge round to the latest arrival of an update "
                "at the first tier; more than SelectionWindow, at most 4.6e6 s, and with "
                "all EdgeRounds 1e9 s.",
                TimeValue(Seconds(20)),
                MakeTimeAccessor(&ModelOwner::m_roundDeadline),
                MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("AggregationGrace",
                          "Time after the deadline for partial aggregates to come up.",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&ModelOwner::m_aggregationGrace),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)))
            .AddAttribute("RoundInterval",
                          "Time from the end of a round to the opening of the next.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&ModelOwner::m_roundInterval),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)))
            .AddAttribute("RoundPeriod",
                          "Rounds open at multiples of this time only, so that owners with the "
                          "same period compete; zero: at any time.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&ModelOwner::m_roundPeriod),
                          MakeTimeChecker(Seconds(0), Seconds(1e9)))
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
            .AddTraceSource("Merge",
                            "Updates were merged into the model.",
                            MakeTraceSourceAccessor(&ModelOwner::m_mergeTrace),
                            "ns3::edgelearning::ModelOwner::MergeTracedCallback")
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
    RoundHub::NotifyConstructionCompleted();
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
    int64_t used = RoundHub::AssignStreams(stream);
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
    RoundHub::DoDispose();
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
    constexpr double LONGEST = 1e9; // seconds of all edge rounds; far below the largest Time
    NS_ABORT_MSG_IF(
        m_roundDeadline > GetMaxRoundTime() ||
            m_roundDeadline.GetSeconds() * m_edgeRounds > LONGEST,
        "owner " << GetId() << " has Deadline " << m_roundDeadline.As(Time::S) << " for each of "
                 << m_edgeRounds << " EdgeRounds, which no edge server takes; one must be at most "
                 << GetMaxRoundTime().As(Time::S) << ", and all together " << LONGEST << " s");
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
    StartRounds(m_point);
    OpenConnections();
}

void
ModelOwner::DoStop()
{
    CloseConnections();
    m_roundEvent.Cancel();
    GetCurrent().Close();
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
    const RoundPolicy& policy = *m_point->GetPolicy();
    RoundOpenBody announcement;
    announcement.demand = policy.GetSelectionSize(m_demand);
    announcement.forward = policy.NeedsEachUpdate();
    announcement.selectionEnd = Simulator::Now() + m_selectionWindow;
    announcement.edgeRounds = m_edgeRounds;
    announcement.selectionWindow = m_selectionWindow;
    announcement.roundTime = m_roundDeadline;
    TaskDescription& task = announcement.task;
    task.deadline = Simulator::Now() + m_roundDeadline * static_cast<int64_t>(m_edgeRounds);
    task.modelVersion = GetModelVersion();
    task.modelValues = GetModel().values.size();
    task.virtualBytes = GetModel().virtualBytes;
    task.flopPerSample = m_learner->GetFlopPerSample();
    task.epochs = m_learner->GetEpochs();
    const uint32_t enough = announcement.forward ? m_demand : UINT32_MAX;
    GetCurrent().Open(m_opened++, announcement, enough);
    m_point->Open(task,
                  task.deadline + m_aggregationGrace,
                  DropReason::FAULT,
                  {[this](AggregationPoint::Merged merged) { ModelMerged(std::move(merged)); },
                   [this](const AggregationPoint::Result& result) { RoundEnded(result); }},
                  enough,
                  &m_models);
    if (m_selection)
    {
        m_selection->BeginRound();
    }
    for (uint32_t edge : edges)
    {
        GetCurrent().Announce(edge);
    }
}

uint32_t
ModelOwner::GetModelVersion() const
{
    return m_models.GetVersion() * m_edgeRounds; // Those between are the edge servers'.
}

uint32_t
ModelOwner::GetOwnerClass() const
{
    return m_class;
}

bool
ModelOwner::IsWanted(const Candidate& candidate)
{
    return !m_selection || m_selection->IsWanted(candidate);
}

double
ModelOwner::GetValue(double age)
{
    const double theta = std::clamp(m_preference->GetValue(), 0.0, 1.0);
    return m_weight > 0 ? Valuation::Value(theta, age, m_weight) : 0;
}

void
ModelOwner::ModelMerged(AggregationPoint::Merged merged)
{
    MergeRecord record;
    record.owner = GetId();
    record.round = GetCurrent().GetNumber();
    record.workers = merged.members.size();
    record.staleness = GetModelVersion() - merged.baseVersion;
    m_models.Add(std::move(merged.model), m_point->GetPolicy()->GetKeptVersions());
    record.version = GetModelVersion();
    m_point->SetVersion(record.version);
    m_mergeTrace(record);
}

void
ModelOwner::RoundEnded(const AggregationPoint::Result& result)
{
    CloseRound(result.early);
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
    record.round = GetCurrent().GetNumber();
    record.aggregated = result.aggregated.size();
    record.dropped = result.dropped.size();
    record.selected = record.aggregated + record.dropped;
    record.opened = GetCurrent().GetOpened();
    record.uplinkBytes = result.updateBytes;
    if (HasEverSelected() && m_testData)
    {
        const EvaluationResult evaluation = m_learner->Evaluate(
            GetModel(),
            m_drift ? m_drift->Apply(m_testData, Simulator::Now()) : m_testData);
        record.loss = evaluation.loss;
        record.accuracy = evaluation.accuracy;
    }
    if (m_selection)
    {
        ObserveOutcomes(*m_selection, result);
    }
    TraceDropouts(result);
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
