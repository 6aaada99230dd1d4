/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "aggregation-point.h"

#include "value-checks.h"

#include "ns3/fed-avg-aggregator.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/synchronous-policy.h"

#include <algorithm>
#include <set>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AggregationPoint);

TypeId
AggregationPoint::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::AggregationPoint")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<AggregationPoint>()
            .AddAttribute("Policy",
                          "When updates are merged, how, and when a round ends; null: a "
                          "SynchronousPolicy.",
                          PointerValue(),
                          MakePointerAccessor(&AggregationPoint::m_policy),
                          MakePointerChecker<RoundPolicy>())
            .AddAttribute("Aggregator",
                          "How updates are combined; null: a FedAvgAggregator.",
                          PointerValue(),
                          MakePointerAccessor(&AggregationPoint::m_aggregator),
                          MakePointerChecker<Aggregator>());
    return tid;
}

AggregationPoint::AggregationPoint() = default;

AggregationPoint::~AggregationPoint() = default;

void
AggregationPoint::NotifyConstructionCompleted()
{
    Object::NotifyConstructionCompleted();
    if (!m_policy)
    {
        m_policy = CreateObject<SynchronousPolicy>();
    }
    if (!m_aggregator)
    {
        m_aggregator = CreateObject<FedAvgAggregator>();
    }
}

void
AggregationPoint::DoDispose()
{
    Abort();
    m_sinks = Sinks();
    m_policy = nullptr;
    m_aggregator = nullptr;
    Object::DoDispose();
}

void
AggregationPoint::Open(const TaskDescription& task,
                       Time deadline,
                       DropReason silence,
                       Sinks sinks,
                       uint32_t demand,
                       const ModelHistory* history)
{
    Abort();
    m_open = true;
    m_selectionOpen = true;
    m_task = task;
    m_deadline = deadline;
    m_silence = silence;
    m_sinks = std::move(sinks);
    m_demand = demand;
    m_history = history;
    m_arrivedCount = 0;
    m_droppedCount = 0;
    m_updateBytes = 0;
    m_timer = Simulator::Schedule(Max(deadline - Simulator::Now(), Seconds(0)),
                                  &AggregationPoint::CloseSelection,
                                  this);
}

bool
AggregationPoint::IsOpen() const
{
    return m_open;
}

Ptr<const RoundPolicy>
AggregationPoint::GetPolicy() const
{
    return m_policy;
}

void
AggregationPoint::SetVersion(uint32_t version)
{
    m_task.modelVersion = version;
}

bool
AggregationPoint::Select(Ticket ticket, uint32_t worker, uint32_t samples)
{
    if (!m_open)
    {
        return false;
    }
    Participant participant;
    participant.worker = worker;
    participant.samples = samples;
    return m_participants.emplace(ticket, participant).second;
}

void
AggregationPoint::CloseSelection()
{
    m_selectionOpen = false;
    Reconsider();
}

void
AggregationPoint::Close()
{
    if (m_open)
    {
        Finish();
    }
}

std::optional<RejectReason>
AggregationPoint::Deliver(UpdateBody update, uint64_t virtualBytes)
{
    if (std::optional<RejectReason> reason = Check(update, virtualBytes))
    {
        return reason;
    }
    ModelUpdate arrival;
    arrival.baseVersion = update.baseVersion;
    arrival.workers = update.members.size();
    for (const Member& member : update.members)
    {
        Participant& participant = m_participants.at(member.ticket);
        participant.arrived = true;
        participant.member = member;
        arrival.samples += member.samples;
        m_unmerged.push_back(member);
        ++m_arrivedCount;
    }
    arrival.model.values = std::move(update.values);
    arrival.model.virtualBytes = virtualBytes;
    m_updateBytes += arrival.model.GetBytes();
    m_updates.push_back(std::move(arrival));
    Reconsider();
    return std::nullopt;
}

std::optional<RejectReason>
AggregationPoint::Check(const UpdateBody& update, uint64_t virtualBytes) const
{
    if (!m_open)
    {
        return RejectReason::STALE;
    }
    if (update.baseVersion > m_task.modelVersion)
    {
        return RejectReason::MALFORMED;
    }
    if (m_task.modelVersion - update.baseVersion > m_policy->GetMaxStaleness())
    {
        return RejectReason::STALE;
    }
    if (update.values.size() != m_task.modelValues || virtualBytes != m_task.virtualBytes)
    {
        return RejectReason::MALFORMED;
    }
    if (!AreFinite(update.values))
    {
        return RejectReason::MALFORMED;
    }
    std::set<Ticket> seen;
    for (const Member& member : update.members)
    {
        const auto found = m_participants.find(member.ticket);
        if (found == m_participants.end() || found->second.worker != member.worker)
        {
            return RejectReason::UNAUTHORISED;
        }
        if (member.samples > found->second.samples)
        {
            return RejectReason::MALFORMED;
        }
        if (found->second.arrived || !seen.insert(member.ticket).second)
        {
            return RejectReason::DUPLICATE;
        }
        if (found->second.reason)
        {
            return RejectReason::STALE;
        }
    }
    return std::nullopt;
}

bool
AggregationPoint::Drop(Ticket ticket, DropReason reason)
{
    if (!IsPending(ticket))
    {
        return false;
    }
    m_participants.at(ticket).reason = reason;
    ++m_droppedCount;
    Reconsider();
    return true;
}

std::optional<AggregationPoint::Result>
AggregationPoint::Abort()
{
    std::optional<Result> lost;
    if (m_open)
    {
        lost = MakeResult(DropReason::FAULT, DropReason::FAULT);
    }
    Reset();
    return lost;
}

void
AggregationPoint::Reset()
{
    m_open = false;
    m_selectionOpen = false;
    m_timer.Cancel();
    m_participants.clear();
    m_updates.clear();
    m_unmerged.clear();
}

uint32_t
AggregationPoint::GetSelected() const
{
    return m_participants.size();
}

uint32_t
AggregationPoint::GetArrived() const
{
    return m_arrivedCount;
}

uint32_t
AggregationPoint::GetPending() const
{
    return m_participants.size() - m_arrivedCount - m_droppedCount;
}

bool
AggregationPoint::IsPending(Ticket ticket) const
{
    const auto found = m_participants.find(ticket);
    return m_open && found != m_participants.end() && !found->second.arrived &&
           !found->second.reason;
}

void
AggregationPoint::Reconsider()
{
    if (!m_open)
    {
        return;
    }
    RoundState state;
    state.now = Simulator::Now();
    state.deadline = m_deadline;
    state.selectionOpen = m_selectionOpen;
    state.selected = m_participants.size();
    state.arrived = m_arrivedCount;
    state.dropped = m_droppedCount;
    state.unmerged = m_unmerged.size();
    state.demand = m_demand;
    switch (m_policy->Decide(state))
    {
    case RoundDecision::WAIT:
        break;
    case RoundDecision::MERGE:
        Merge();
        break;
    case RoundDecision::CLOSE:
        Finish();
        break;
    case RoundDecision::VOID:
        m_updates.clear();
        m_unmerged.clear();
        Finish();
        break;
    }
}

void
AggregationPoint::Merge()
{
    if (m_updates.empty())
    {
        return;
    }
    Merged merged;
    merged.model = m_policy->Merge(m_updates, m_history, *m_aggregator);
    merged.baseVersion = m_updates.front().baseVersion;
    for (const ModelUpdate& update : m_updates)
    {
        merged.baseVersion = std::min(merged.baseVersion, update.baseVersion);
    }
    for (const Member& member : m_unmerged)
    {
        m_participants.at(member.ticket).merged = true;
    }
    merged.members = std::move(m_unmerged);
    m_updates.clear();
    m_unmerged.clear();
    m_sinks.merged(std::move(merged));
}

void
AggregationPoint::Finish()
{
    m_open = false;
    Merge();
    const bool early = GetPending() > 0 && Simulator::Now() < m_task.deadline;
    Result result = MakeResult(early ? DropReason::DEADLINE : m_silence, DropReason::QUORUM);
    result.early = early;
    const Sinks sinks = std::move(m_sinks);
    Reset();
    sinks.done(result);
}

AggregationPoint::Result
AggregationPoint::MakeResult(DropReason silence, DropReason unmerged) const
{
    Result result;
    result.updateBytes = m_updateBytes;
    for (const auto& [ticket, participant] : m_participants)
    {
        if (participant.merged)
        {
            result.aggregated.push_back(participant.member);
        }
        else if (participant.arrived)
        {
            result.dropped.push_back({ticket, unmerged});
        }
        else
        {
            result.dropped.push_back({ticket, participant.reason.value_or(silence)});
        }
    }
    return result;
}

} // namespace ns3::edgelearning
