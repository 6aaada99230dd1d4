/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-tasks.h"

#include "ns3/simulator.h"

#include <cmath>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OffloadTasks);

TypeId
OffloadTasks::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::OffloadTasks")
                            .SetParent<OffloadContacts>()
                            .SetGroupName("EdgeLearning")
                            .AddTraceSource("Task",
                                            "A task ended, or an attempt at it failed.",
                                            MakeTraceSourceAccessor(&OffloadTasks::m_taskTrace),
                                            "ns3::edgelearning::OffloadTasks::TaskTracedCallback");
    return tid;
}

OffloadTasks::OffloadTasks() = default;

OffloadTasks::~OffloadTasks() = default;

void
OffloadTasks::DoDispose()
{
    OffloadContacts::DoDispose();
    m_works.clear();
}

Ticket
OffloadTasks::Submit(const ComputeTask& task, TaskSink done)
{
    NS_ABORT_MSG_IF(!(task.flop >= 0 && std::isfinite(task.flop)),
                    "a task of " << task.flop << " FLOP on node " << GetId()
                                 << "; its work must be a number and at least 0");
    NS_ABORT_MSG_IF(task.input.size() * 4 > task.inputBytes,
                    "a task on node " << GetId() << " has " << task.input.size()
                                      << " values of real input in " << task.inputBytes
                                      << " bytes; each takes 4");
    NS_ABORT_MSG_IF(task.deadline.IsStrictlyNegative() ||
                        task.deadline > Seconds(ComputeResource::MAX_DURATION),
                    "a task on node " << GetId() << " has the deadline "
                                      << task.deadline.As(Time::S)
                                      << "; it must be from 0, which is none, to "
                                      << ComputeResource::MAX_DURATION << " s");
    const Ticket ticket = Ticket{GetId()} << 32 | ++m_lastTask;
    const auto added = m_works.emplace(ticket, OffloadWork(ticket, GetId(), task, std::move(done)));
    if (!task.deadline.IsZero())
    {
        added.first->second.SetDeadline(Simulator::Schedule(task.deadline, [this, ticket]() {
            End(ticket, DropReason::DEADLINE, {});
        }));
    }
    // The caller knows the task's id before it hears of its end.
    Simulator::ScheduleNow(&OffloadTasks::Place, this, ticket);
    return ticket;
}

void
OffloadTasks::Cancel(Ticket ticket)
{
    End(ticket, DropReason::DEPARTED, {});
}

OffloadWork*
OffloadTasks::FindWork(Ticket ticket)
{
    const auto found = m_works.find(ticket);
    return found == m_works.end() ? nullptr : &found->second;
}

OffloadWork*
OffloadTasks::FindAddressed(uint32_t node, const MessageHeader& header)
{
    OffloadWork* work = FindWork(header.ticket);
    if (!work)
    {
        // It may have ended meanwhile.
        const bool isOwn =
            header.ticket >> 32 == GetId() && static_cast<uint32_t>(header.ticket) - 1 < m_lastTask;
        Reject(header, isOwn ? RejectReason::STALE : RejectReason::UNAUTHORISED);
        return nullptr;
    }
    if (const auto reason = work->Judge(node, header))
    {
        Reject(header, *reason);
        return nullptr;
    }
    return work;
}

void
OffloadTasks::ContactLost(uint32_t node)
{
    std::vector<Ticket> lost;
    for (const auto& [ticket, work] : m_works)
    {
        if (work.IsAt(node))
        {
            lost.push_back(ticket);
        }
    }
    for (const Ticket ticket : lost)
    {
        AttemptFailed(ticket, DropReason::FAULT);
    }
}

void
OffloadTasks::AttemptFailed(Ticket ticket, DropReason reason)
{
    OffloadWork* work = FindWork(ticket);
    if (!work || !work->IsPlaced())
    {
        return;
    }
    work->Failed(reason);
    ForgetTask(work->GetRecord().to, ticket);
    m_taskTrace(work->GetRecord());
    Simulator::ScheduleNow(&OffloadTasks::Place, this, ticket);
}

void
OffloadTasks::End(Ticket ticket, std::optional<DropReason> reason, const std::vector<float>& output)
{
    auto ended = m_works.extract(ticket);
    if (ended.empty())
    {
        return; // by whoever heard of another's end
    }
    OffloadWork& work = ended.mapped();
    work.End(reason);
    if (work.GetJob() != ComputeResource::NO_JOB)
    {
        CancelJob(work.GetJob());
    }
    ForgetTask(work.GetRecord().to, ticket);
    m_taskTrace(work.GetRecord());
    work.Tell(output);
}

void
OffloadTasks::EndAll(DropReason reason)
{
    std::vector<Ticket> tickets; // Whoever hears of an end may submit another task.
    for (const auto& [ticket, work] : m_works)
    {
        tickets.push_back(ticket);
    }
    for (const Ticket ticket : tickets)
    {
        End(ticket, reason, {});
    }
}

} // namespace ns3::edgelearning
