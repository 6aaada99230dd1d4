/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-tasks.h"

#include <utility>

namespace ns3::edgelearning
{

void
EdgeTasks::SetMaker(Maker maker)
{
    m_maker = std::move(maker);
}

void
EdgeTasks::Clear()
{
    m_tasks.clear();
}

Ptr<EdgeTask>
EdgeTasks::Get(OwnerId owner)
{
    Ptr<EdgeTask>& task = m_tasks[owner];
    if (!task)
    {
        task = m_maker(owner);
    }
    return task;
}

Ptr<EdgeTask>
EdgeTasks::Find(OwnerId owner) const
{
    const auto found = m_tasks.find(owner);
    return found == m_tasks.end() ? nullptr : found->second;
}

Ptr<EdgeRound>
EdgeTasks::FindRound(Ticket ticket) const
{
    for (const auto& [owner, task] : m_tasks)
    {
        Ptr<EdgeRound> round = task->GetEdgeRound();
        if (round && round->Find(ticket))
        {
            return round;
        }
    }
    return nullptr;
}

bool
EdgeTasks::IsSelling(uint32_t worker) const
{
    for (const auto& [owner, task] : m_tasks)
    {
        if (task->IsSelling(worker))
        {
            return true;
        }
    }
    return false;
}

std::optional<Time>
EdgeTasks::IsAwaited(uint32_t worker) const
{
    for (const auto& [owner, task] : m_tasks)
    {
        Ptr<EdgeRound> round = task->GetEdgeRound();
        if (const auto deadline = round ? round->IsAwaited(worker) : std::nullopt)
        {
            return deadline;
        }
    }
    return std::nullopt;
}

std::optional<RejectReason>
EdgeTasks::LeaseAnswered(const Message& message)
{
    Ptr<EdgeTask> task = Find(message.header.task);
    if (!task)
    {
        return std::nullopt;
    }
    const uint32_t round = message.header.round;
    if (message.header.type == MessageType::LEASE_BARRED)
    {
        if (Ptr<EdgeRound> edgeRound = task->GetEdgeRound())
        {
            edgeRound->LeaseBarred(message.header.ticket);
        }
        return std::nullopt;
    }
    if (message.header.type == MessageType::LEASE_REFUSED)
    {
        if (const auto body = Decode<LeaseRefusedBody>(message.Bytes()))
        {
            task->LeaseRefused(*body, round);
            return std::nullopt;
        }
    }
    else if (const auto body = Decode<AuctionBody>(message.Bytes()))
    {
        task->LeaseGranted(body->auction, message.header.ticket, round);
        return std::nullopt;
    }
    return RejectReason::MALFORMED;
}

std::optional<RejectReason>
EdgeTasks::TakeRelayed(uint32_t relay, const Message& message)
{
    Ptr<EdgeTask> task = Find(message.header.task);
    Ptr<EdgeRound> round = task ? task->GetEdgeRound() : nullptr;
    if (!round)
    {
        return RejectReason::STALE;
    }
    switch (message.header.type)
    {
    case MessageType::ARRIVED:
        if (const auto body = Decode<ArrivedBody>(message.Bytes()))
        {
            return round->Hold(relay, body->members);
        }
        return RejectReason::MALFORMED;
    case MessageType::UPDATE:
        if (auto body = Decode<UpdateBody>(message.Bytes()))
        {
            return round->DeliverAggregate(relay, std::move(*body), message.header.virtualLength);
        }
        return RejectReason::MALFORMED;
    case MessageType::DROPPED:
        if (const auto body = Decode<DroppedBody>(message.Bytes()))
        {
            return round->Drop(relay, body->members);
        }
        return RejectReason::MALFORMED;
    default:
        return RejectReason::UNAUTHORISED;
    }
}

void
EdgeTasks::WorkerMoved(uint32_t worker)
{
    for (auto& [owner, task] : m_tasks)
    {
        if (Ptr<EdgeRound> round = task->GetEdgeRound())
        {
            round->WorkerMoved(worker);
        }
    }
}

void
EdgeTasks::HouseLost()
{
    for (auto& [owner, task] : m_tasks)
    {
        task->HouseLost();
    }
}

void
EdgeTasks::Lose()
{
    for (auto& [owner, task] : m_tasks)
    {
        task->Lose();
    }
}

} // namespace ns3::edgelearning
