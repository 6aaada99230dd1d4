/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-client.h"

#include "node-probe.h"

#include "ns3/double.h"
#include "ns3/greedy-policy.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OffloadClient);

TypeId
OffloadClient::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::OffloadClient")
            .SetParent<OffloadContacts>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<OffloadClient>()
            .AddAttribute("Policy",
                          "Says where a task is done; null: a GreedyPolicy.",
                          PointerValue(),
                          MakePointerAccessor(&OffloadClient::m_policy),
                          MakePointerChecker<OffloadPolicy>())
            .AddAttribute("MemoryLimit",
                          "The largest working memory of a task that is done on the device, in "
                          "bytes.",
                          UintegerValue(uint64_t{1} << 32),
                          MakeUintegerAccessor(&OffloadClient::m_memoryLimit),
                          MakeUintegerChecker<uint64_t>())
            .AddTraceSource("Task",
                            "A task ended, or an attempt at it failed.",
                            MakeTraceSourceAccessor(&OffloadClient::m_taskTrace),
                            "ns3::edgelearning::OffloadClient::TaskTracedCallback")
            .AddTraceSource("SentAway",
                            "A task's input was sent to a server.",
                            MakeTraceSourceAccessor(&OffloadClient::m_sentAwayTrace),
                            "ns3::edgelearning::OffloadClient::SentAwayTracedCallback");
    return tid;
}

OffloadClient::OffloadClient() = default;

OffloadClient::~OffloadClient() = default;

void
OffloadClient::DoDispose()
{
    OffloadContacts::DoDispose();
    m_works.clear();
    m_policy = nullptr;
    m_kernel = nullptr;
}

void
OffloadClient::SetKernel(Kernel kernel)
{
    m_kernel = std::move(kernel);
}

void
OffloadClient::DoStart()
{
    m_compute = GetNode()->GetObject<ComputeResource>();
    NS_ABORT_MSG_IF(!m_compute,
                    "node " << GetId() << " has no ComputeResource; aggregate one to the node");
    if (!m_policy)
    {
        m_policy = CreateObject<GreedyPolicy>();
    }
    m_compute->TraceConnectWithoutContext("Depleted",
                                          MakeCallback(&OffloadClient::EnergyDepleted, this));
    m_compute->TraceConnectWithoutContext("Recharged",
                                          MakeCallback(&OffloadClient::EnergyRecharged, this));
    OpenContacts();
}

void
OffloadClient::DoLose()
{
    EndAll(DropReason::DEPARTED);
}

void
OffloadClient::DoStop()
{
    CloseContacts();
    if (m_compute)
    {
        m_compute->TraceDisconnectWithoutContext(
            "Depleted",
            MakeCallback(&OffloadClient::EnergyDepleted, this));
        m_compute->TraceDisconnectWithoutContext(
            "Recharged",
            MakeCallback(&OffloadClient::EnergyRecharged, this));
        m_compute = nullptr;
    }
}

Ticket
OffloadClient::Submit(const ComputeTask& task, TaskSink done)
{
    NS_ABORT_MSG_IF(!(task.flop >= 0 && std::isfinite(task.flop)),
                    "a task of " << task.flop << " FLOP on node " << GetId()
                                 << "; its work must be a number and at least 0");
    NS_ABORT_MSG_IF(task.input.size() * 4 > task.inputBytes,
                    "a task on node " << GetId() << " has " << task.input.size()
                                      << " values of real input in " << task.inputBytes
                                      << " bytes; each takes 4");
    const Ticket ticket = Ticket{GetId()} << 32 | ++m_lastTask;
    Work& work = m_works[ticket];
    work.task = task;
    work.done = std::move(done);
    work.record.task = ticket;
    work.record.from = work.record.to = GetId();
    work.record.inputBytes = task.inputBytes;
    work.record.outputBytes = task.outputBytes;
    work.record.submitted = Simulator::Now();
    if (!task.deadline.IsZero())
    {
        work.deadline = Simulator::Schedule(task.deadline, [this, ticket]() {
            End(ticket, DropReason::DEADLINE, {});
        });
    }
    // The caller knows the task's id before it hears of its end.
    Simulator::ScheduleNow(&OffloadClient::Place, this, ticket);
    return ticket;
}

void
OffloadClient::Cancel(Ticket ticket)
{
    End(ticket, DropReason::DEPARTED, {});
}

OffloadCandidate
OffloadClient::MakeLocal() const
{
    OffloadCandidate local;
    local.node = GetId();
    local.queueDelay = m_compute->GetBacklog().GetSeconds();
    local.rate = m_compute->GetRate();
    local.energyPerFlop = m_compute->GetEnergyPerFlop();
    local.memory = m_memoryLimit;
    local.remainingEnergy = GetRemainingEnergy(GetNode());
    return local;
}

bool
OffloadClient::FitsSomebody(const ComputeTask& task) const
{
    const auto servers = GetServers();
    return task.memory <= m_memoryLimit ||
           std::any_of(servers.begin(), servers.end(), [&task](const OffloadCandidate& server) {
               return task.memory <= server.memory;
           });
}

void
OffloadClient::Place(Ticket ticket)
{
    const auto found = m_works.find(ticket);
    if (found == m_works.end() || found->second.isPlaced)
    {
        return;
    }
    if (!m_compute || m_compute->IsDepleted())
    {
        End(ticket, m_compute ? DropReason::ENERGY : DropReason::DEPARTED, {});
        return;
    }
    Work& work = found->second;
    std::vector<OffloadCandidate> candidates;
    if (work.tried.count(GetId()) == 0)
    {
        candidates.push_back(MakeLocal());
    }
    for (const OffloadCandidate& server : GetServers())
    {
        if (work.tried.count(server.node) == 0)
        {
            candidates.push_back(server);
        }
    }
    const OffloadPolicy::Choice choice = m_policy->Choose(work.task, candidates);
    if (!choice)
    {
        const DropReason last = work.record.reason.value_or(DropReason::COVERAGE);
        End(ticket, FitsSomebody(work.task) ? last : DropReason::REJECTED, {});
        return;
    }
    const OffloadCandidate& chosen = candidates.at(*choice);
    ++work.attempt;
    work.isPlaced = true;
    work.isAccepted = false;
    work.record.to = chosen.node;
    work.record.where = chosen.place;
    work.tried.insert(chosen.node);
    chosen.place == OffloadPlace::LOCAL ? DoLocally(ticket) : SendAway(ticket, chosen);
}

void
OffloadClient::DoLocally(Ticket ticket)
{
    const double joules = m_works.at(ticket).task.flop * m_compute->GetEnergyPerFlop();
    const auto job = m_compute->Submit(m_works.at(ticket).task.flop, [this, ticket, joules]() {
        Work& work = m_works.at(ticket);
        work.job = ComputeResource::NO_JOB;
        work.record.joules += joules;
        End(ticket,
            std::nullopt,
            m_kernel && !work.task.input.empty() ? m_kernel(work.task.input)
                                                 : std::vector<float>());
    });
    if (job == ComputeResource::NO_JOB)
    {
        AttemptFailed(ticket, m_compute->IsDepleted() ? DropReason::ENERGY : DropReason::REJECTED);
        return;
    }
    const auto work = m_works.find(ticket);
    if (work != m_works.end()) // The battery may have run empty at once.
    {
        work->second.job = job;
    }
}

void
OffloadClient::SendAway(Ticket ticket, const OffloadCandidate& server)
{
    Work& work = m_works.at(ticket);
    OffloadTaskBody body;
    body.flop = work.task.flop;
    body.outputBytes = work.task.outputBytes;
    body.memory = work.task.memory;
    body.values = work.task.input;
    if (!work.task.deadline.IsZero())
    {
        body.deadline = work.record.submitted + work.task.deadline;
    }
    const auto real = static_cast<uint32_t>(4 * body.values.size());
    Message message(MessageType::OFFLOAD_TASK, Encode(body), work.task.inputBytes - real);
    message.header.ticket = ticket;
    message.header.round = work.attempt;
    message.Seal();
    GetPeer(server.node).TaskSent(ticket, work.task.flop, message.header.GetFrameBytes());
    const double backlog = 8.0 * static_cast<double>(server.uplinkBacklog) / server.uplinkRate;
    Wait(work, 2 * (backlog + server.GetUploadTime(work.task) + server.linkDelay));
    m_sentAwayTrace(ticket, server.node, work.task.inputBytes);
    if (!SendTo(server.node, message))
    {
        AttemptFailed(ticket, DropReason::FAULT);
    }
}

void
OffloadClient::HandleServer(uint32_t node, const Message& message)
{
    Work* work = FindWork(node, message.header);
    if (!work)
    {
        return;
    }
    switch (message.header.type)
    {
    case MessageType::OFFLOAD_ACCEPTED:
        TakeAccepted(*work, message);
        break;
    case MessageType::OFFLOAD_REFUSED:
        TakeRefused(*work, message);
        break;
    case MessageType::OFFLOAD_RESULT:
        TakeResult(*work, message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

OffloadClient::Work*
OffloadClient::FindWork(uint32_t node, const MessageHeader& header)
{
    const auto found = m_works.find(header.ticket);
    if (found == m_works.end())
    {
        // It may have ended meanwhile.
        const bool isOwn =
            header.ticket >> 32 == GetId() && static_cast<uint32_t>(header.ticket) - 1 < m_lastTask;
        Reject(header, isOwn ? RejectReason::STALE : RejectReason::UNAUTHORISED);
        return nullptr;
    }
    Work& work = found->second;
    if (header.round < work.attempt)
    {
        Reject(header, RejectReason::STALE);
        return nullptr;
    }
    if (!work.isPlaced || work.record.to != node || header.round != work.attempt)
    {
        Reject(header, RejectReason::UNAUTHORISED);
        return nullptr;
    }
    return &work;
}

void
OffloadClient::TakeAccepted(Work& work, const Message& message)
{
    const auto body = Parse<OffloadAcceptedBody>(message);
    if (!body)
    {
        AttemptFailed(work.record.task, DropReason::REJECTED);
        return;
    }
    if (work.isAccepted)
    {
        Reject(message.header, RejectReason::DUPLICATE);
        return;
    }
    work.isAccepted = true;
    OffloadPeer& peer = GetPeer(work.record.to);
    peer.TakeAccepted(work.record.task, body->backlog, message.header.GetFrameBytes());
    const auto server = peer.MakeCandidate(m_sendPower, m_receivePower);
    const double upload = server.GetUploadTime(work.task);
    work.record.joules += upload * (server.sendPower + server.peerReceivePower);
    Wait(work, body->backlog.GetSeconds() + 2 * server.GetDownloadTime(work.task));
}

void
OffloadClient::TakeRefused(Work& work, const Message& message)
{
    const auto body = Parse<OffloadRefusedBody>(message);
    GetPeer(work.record.to).TakeRefused(work.record.task);
    AttemptFailed(work.record.task, body ? body->reason : DropReason::REJECTED);
}

void
OffloadClient::TakeResult(Work& work, const Message& message)
{
    const MessageHeader& header = message.header;
    if (!work.isAccepted)
    {
        Reject(header, RejectReason::UNAUTHORISED);
        return;
    }
    const auto body = Parse<OffloadResultBody>(message);
    if (!body)
    {
        AttemptFailed(work.record.task, DropReason::REJECTED);
        return;
    }
    const auto& values = body->values;
    if (4 * uint64_t{values.size()} + header.virtualLength != work.task.outputBytes ||
        !std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); }))
    {
        Reject(header, RejectReason::MALFORMED);
        AttemptFailed(work.record.task, DropReason::REJECTED);
        return;
    }
    OffloadPeer& peer = GetPeer(work.record.to);
    peer.TakeResult(work.record.task, body->service, header.GetFrameBytes());
    const auto server = peer.MakeCandidate(m_sendPower, m_receivePower);
    const double download = server.GetDownloadTime(work.task);
    work.record.joules += body->joules + download * (server.receivePower + server.peerSendPower);
    End(work.record.task, std::nullopt, values);
}

void
OffloadClient::Wait(Work& work, double seconds)
{
    constexpr double LONGEST = 1e9; // far below the largest Time
    work.patience.Cancel();
    work.patience = Simulator::Schedule(m_patience + Seconds(std::min(seconds, LONGEST)),
                                        &OffloadClient::CheckProgress,
                                        this,
                                        work.record.task);
}

void
OffloadClient::CheckProgress(Ticket ticket)
{
    Work& work = m_works.at(ticket);
    if (Simulator::Now() - GetContactProgress(work.record.to) < m_patience)
    {
        Wait(work, 0);
        return;
    }
    GiveUp(work.record.to); // and with it this task
}

void
OffloadClient::ContactLost(uint32_t node)
{
    std::vector<Ticket> lost;
    for (const auto& [ticket, work] : m_works)
    {
        if (work.isPlaced && work.record.to == node)
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
OffloadClient::AttemptFailed(Ticket ticket, DropReason reason)
{
    const auto found = m_works.find(ticket);
    if (found == m_works.end() || !found->second.isPlaced)
    {
        return;
    }
    Work& work = found->second;
    work.patience.Cancel();
    work.isPlaced = false;
    work.record.reason = reason;
    ForgetTask(work.record.to, ticket);
    OffloadRecord record = work.record;
    record.isFinal = false;
    m_taskTrace(record);
    Simulator::ScheduleNow(&OffloadClient::Place, this, ticket);
}

void
OffloadClient::End(Ticket ticket,
                   std::optional<DropReason> reason,
                   const std::vector<float>& output)
{
    auto ended = m_works.extract(ticket);
    if (ended.empty())
    {
        return; // by whoever heard of another's end
    }
    Work& work = ended.mapped();
    work.patience.Cancel();
    work.deadline.Cancel();
    if (work.job != ComputeResource::NO_JOB && m_compute)
    {
        m_compute->Cancel(work.job);
    }
    ForgetTask(work.record.to, ticket);
    work.record.reason = reason;
    work.record.isFinal = true;
    m_taskTrace(work.record);
    if (work.done)
    {
        work.done(work.record, output);
    }
}

void
OffloadClient::EndAll(DropReason reason)
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

void
OffloadClient::EnergyDepleted()
{
    CloseContacts();
    for (auto& [ticket, work] : m_works)
    {
        work.job = ComputeResource::NO_JOB; // lost already
    }
    EndAll(DropReason::ENERGY);
}

void
OffloadClient::EnergyRecharged()
{
    OpenContacts();
}

} // namespace ns3::edgelearning
