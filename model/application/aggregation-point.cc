/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "aggregation-point.h"

#include "ns3/fed-avg-aggregator.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/synchronous-policy.h"

#include <cmath>
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
                          "When a round ends, and whether it counts; null: a SynchronousPolicy.",
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
    m_done = nullptr;
    m_policy = nullptr;
    m_aggregator = nullptr;
    Object::DoDispose();
}

void
AggregationPoint::Open(const TaskDescription& task,
                       Time deadline,
                       DropReason silence,
                       DoneSink done)
{
    Abort();
    m_open = true;
    m_selectionOpen = true;
    m_task = task;
    m_deadline = deadline;
    m_silence = silence;
    m_done = std::move(done);
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

std::optional<RejectReason>
AggregationPoint::Deliver(UpdateBody update, uint64_t virtualBytes)
{
    if (std::optional<RejectReason> reason = Check(update, virtualBytes))
    {
        return reason;
    }
    Arrival arrival;
    for (const Member& member : update.members)
    {
        Participant& participant = m_participants.at(member.ticket);
        participant.arrived = true;
        participant.member = member;
        arrival.samples += member.samples;
        ++m_arrivedCount;
    }
    arrival.model.values = std::move(update.values);
    arrival.model.virtualBytes = virtualBytes;
    m_updateBytes += arrival.model.GetBytes();
    m_arrivals.push_back(std::move(arrival));
    Reconsider();
    return std::nullopt;
}

std::optional<RejectReason>
AggregationPoint::Check(const UpdateBody& update, uint64_t virtualBytes) const
{
    if (!m_open || update.baseVersion != m_task.modelVersion)
    {
        return RejectReason::STALE;
    }
    if (update.values.size() != m_task.modelValues || virtualBytes != m_task.virtualBytes)
    {
        return RejectReason::MALFORMED;
    }
    for (float value : update.values)
    {
        if (!std::isfinite(value))
        {
            return RejectReason::MALFORMED;
        }
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

void
AggregationPoint::Abort()
{
    m_open = false;
    m_selectionOpen = false;
    m_timer.Cancel();
    m_participants.clear();
    m_arrivals.clear();
}

uint32_t
AggregationPoint::GetSelected() const
{
    return m_participants.size();
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
    const RoundDecision decision = m_policy->Decide(state);
    if (decision != RoundDecision::WAIT)
    {
        Finish(decision == RoundDecision::VOID || m_arrivals.empty());
    }
}

void
AggregationPoint::Finish(bool isVoid)
{
    m_open = false;
    m_timer.Cancel();
    Result result;
    result.isVoid = isVoid;
    result.updateBytes = m_updateBytes;
    for (const auto& [ticket, participant] : m_participants)
    {
        if (!participant.arrived)
        {
            result.dropped.push_back({ticket, participant.reason.value_or(m_silence)});
        }
        else if (isVoid)
        {
            result.dropped.push_back({ticket, DropReason::QUORUM});
        }
        else
        {
            result.aggregated.push_back(participant.member);
        }
    }
    if (!isVoid)
    {
        std::vector<WeightedModel> models;
        for (const Arrival& arrival : m_arrivals)
        {
            models.push_back({&arrival.model, arrival.samples});
        }
        result.model = m_aggregator->Aggregate(models);
    }
    // The sink may open the next round at once.
    DoneSink done = std::move(m_done);
    Abort();
    done(result);
}

} // namespace ns3::edgelearning
