/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-work.h"

#include "value-checks.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

OffloadWork::OffloadWork(Ticket ticket, uint32_t device, const ComputeTask& task, Sink done)
    : m_task(task),
      m_done(std::move(done))
{
    m_record.task = ticket;
    m_record.from = m_record.to = device;
    m_record.inputBytes = task.inputBytes;
    m_record.outputBytes = task.outputBytes;
    m_record.submitted = Simulator::Now();
}

const ComputeTask&
OffloadWork::GetTask() const
{
    return m_task;
}

const OffloadRecord&
OffloadWork::GetRecord() const
{
    return m_record;
}

bool
OffloadWork::IsPlaced() const
{
    return m_isPlaced;
}

bool
OffloadWork::IsAt(uint32_t node) const
{
    return m_isPlaced && m_record.where != OffloadPlace::LOCAL && m_record.to == node;
}

bool
OffloadWork::IsAccepted() const
{
    return m_isAccepted;
}

bool
OffloadWork::WasTried(uint32_t node) const
{
    return m_tried.count(node) > 0;
}

void
OffloadWork::SetDeadline(EventId event)
{
    m_deadline = event;
}

void
OffloadWork::SetPatience(EventId event)
{
    m_patience.Cancel();
    m_patience = event;
}

void
OffloadWork::SetJob(ComputeResource::JobId job)
{
    m_job = job;
}

ComputeResource::JobId
OffloadWork::GetJob() const
{
    return m_job;
}

void
OffloadWork::Place(const OffloadCandidate& place)
{
    ++m_attempt;
    m_isPlaced = true;
    m_isAccepted = false;
    m_record.to = place.node;
    m_record.where = place.place;
    m_tried.insert(place.node);
}

void
OffloadWork::Accepted()
{
    m_isAccepted = true;
}

void
OffloadWork::Failed(DropReason reason)
{
    m_patience.Cancel();
    m_isPlaced = false;
    m_record.reason = reason;
    m_record.isFinal = false;
}

void
OffloadWork::End(std::optional<DropReason> reason)
{
    m_patience.Cancel();
    m_deadline.Cancel();
    m_record.reason = reason;
    m_record.isFinal = true;
}

void
OffloadWork::Tell(const std::vector<float>& output) const
{
    if (m_done)
    {
        m_done(m_record, output);
    }
}

void
OffloadWork::AddEnergy(double joules)
{
    m_record.joules += joules;
}

Message
OffloadWork::MakeRequest() const
{
    OffloadTaskBody body;
    body.flop = m_task.flop;
    body.outputBytes = m_task.outputBytes;
    body.memory = m_task.memory;
    body.values = m_task.input;
    if (!m_task.deadline.IsZero())
    {
        body.deadline = m_record.submitted + m_task.deadline;
    }
    const auto real = static_cast<uint32_t>(4 * body.values.size());
    Message message(MessageType::OFFLOAD_TASK, Encode(body), m_task.inputBytes - real);
    message.header.ticket = m_record.task;
    message.header.round = m_attempt;
    message.Seal();
    return message;
}

std::optional<RejectReason>
OffloadWork::Judge(uint32_t node, const MessageHeader& header) const
{
    if (header.round < m_attempt)
    {
        return RejectReason::STALE;
    }
    if (!IsAt(node) || header.round != m_attempt)
    {
        return RejectReason::UNAUTHORISED;
    }
    return std::nullopt;
}

bool
OffloadWork::IsResult(const MessageHeader& header, const OffloadResultBody& body) const
{
    return 4 * uint64_t{body.values.size()} + header.virtualLength == m_task.outputBytes &&
           AreFinite(body.values);
}

} // namespace ns3::edgelearning
