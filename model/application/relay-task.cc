/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay-task.h"

#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/synchronous-policy.h"
#include "ns3/wire.h"

namespace ns3::edgelearning
{

RelayTask::RelayTask(OwnerId owner,
                     uint32_t relay,
                     Ptr<Aggregator> aggregator,
                     EdgeSink edge,
                     EndedSink ended)
    : m_owner(owner),
      m_relay(relay),
      m_edge(std::move(edge)),
      m_ended(std::move(ended)),
      m_point(CreateObject<AggregationPoint>())
{
    // Whether a round has its quorum is for the owner to say.
    Ptr<SynchronousPolicy> policy = CreateObject<SynchronousPolicy>();
    policy->SetAttribute("Quorum", DoubleValue(0));
    m_point->SetAttribute("Policy", PointerValue(policy));
    m_point->SetAttribute("Aggregator", PointerValue(aggregator));
}

RelayTask::~RelayTask()
{
    m_point->Dispose();
}

void
RelayTask::Select(uint32_t round, Ticket ticket, uint32_t worker, const AwardBody& award)
{
    if (award.task.deadline <= Simulator::Now() || (m_round && round < *m_round))
    {
        return;
    }
    if (!m_round || round > *m_round)
    {
        Lose(); // The edge server ended the last one early; what is here of it is of no use.
        m_round = round;
        m_version = award.task.modelVersion;
        m_opened = Simulator::Now();
        m_workers.clear();
        m_arrived.clear();
        m_aggregate.reset();
        m_point->Open(
            award.task,
            award.task.deadline,
            DropReason::DEADLINE,
            {[this](AggregationPoint::Merged merged) { m_model = std::move(merged.model); },
             [this](const AggregationPoint::Result& result) { EndRound(result); }});
    }
    if (m_point->Select(ticket, worker, award.samples))
    {
        m_workers[ticket] = worker;
    }
}

void
RelayTask::CloseSelection(uint32_t round)
{
    if (round == m_round)
    {
        m_point->CloseSelection();
    }
}

bool
RelayTask::Deliver(uint32_t worker, const Message& message, std::optional<RejectReason>& reason)
{
    const Ticket ticket = message.header.ticket;
    if (m_arrived.count(ticket) != 0 && m_workers.at(ticket) == worker)
    {
        reason = RejectReason::DUPLICATE;
        return true;
    }
    if (!m_point->IsPending(ticket) || m_workers.at(ticket) != worker)
    {
        return false;
    }
    auto body = Decode<UpdateBody>(message.Bytes());
    if (!body || body->members.size() != 1 || body->members[0].ticket != ticket)
    {
        reason = RejectReason::MALFORMED;
        m_point->Drop(ticket, DropReason::REJECTED);
        return true;
    }
    const Member member{ticket, worker, body->members[0].samples, Simulator::Now()};
    body->members[0] = member;
    m_arrived[ticket] = member;
    reason = m_point->Deliver(std::move(*body), message.header.virtualLength);
    if (reason)
    {
        m_arrived.erase(ticket);
        m_point->Drop(ticket, DropReason::REJECTED);
    }
    else if (m_point->IsOpen())
    {
        TellArrived({member}); // Otherwise the aggregate has said it.
    }
    return true;
}

void
RelayTask::Drop(Ticket ticket, DropReason reason)
{
    m_point->Drop(ticket, reason);
}

void
RelayTask::WorkerLeft(uint32_t worker)
{
    const std::map<Ticket, uint32_t> workers = m_workers;
    for (const auto& [ticket, id] : workers)
    {
        if (id == worker)
        {
            m_point->Drop(ticket, DropReason::DEPARTED);
        }
    }
}

void
RelayTask::Lose()
{
    if (const auto lost = m_point->Abort())
    {
        Record(*lost);
    }
}

void
RelayTask::Repeat()
{
    std::vector<Member> members;
    for (const auto& [ticket, member] : m_arrived)
    {
        members.push_back(member);
    }
    if (m_aggregate)
    {
        Tell(*m_aggregate);
    }
    else if (!members.empty())
    {
        TellArrived(members);
    }
}

void
RelayTask::EndRound(const AggregationPoint::Result& result)
{
    DroppedBody dropped;
    for (const DroppedMember& member : result.dropped)
    {
        if (member.reason != DropReason::DEPARTED)
        {
            dropped.members.push_back(member);
        }
    }
    if (!dropped.members.empty())
    {
        Tell(Message(MessageType::DROPPED, Encode(dropped)));
    }
    if (!result.aggregated.empty())
    {
        UpdateBody body;
        body.baseVersion = m_version;
        body.members = result.aggregated;
        body.values = m_model.values;
        m_aggregate = Message(MessageType::UPDATE, Encode(body), m_model.virtualBytes);
        Tell(*m_aggregate);
    }
    Record(result);
}

void
RelayTask::Record(const AggregationPoint::Result& result)
{
    RoundRecord record;
    record.tier = Role::RELAY;
    record.owner = m_owner;
    record.node = m_relay;
    record.round = *m_round;
    record.aggregated = result.aggregated.size();
    record.dropped = result.dropped.size();
    record.selected = record.aggregated + record.dropped;
    record.opened = m_opened;
    record.uplinkBytes = result.updateBytes;
    m_ended(record);
}

void
RelayTask::TellArrived(const std::vector<Member>& members)
{
    ArrivedBody body;
    body.members = members;
    Tell(Message(MessageType::ARRIVED, Encode(body)));
}

void
RelayTask::Tell(Message message)
{
    message.header.task = m_owner;
    message.header.round = *m_round;
    m_edge(message);
}

} // namespace ns3::edgelearning
