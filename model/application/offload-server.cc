/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-server.h"

#include "node-probe.h"
#include "value-checks.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OffloadServer);

TypeId
OffloadServer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::OffloadServer")
            .SetParent<GuestHub>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<OffloadServer>()
            .AddAttribute("Neighbour",
                          "It is on a device, for its neighbours; else it is an edge server.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&OffloadServer::m_isNeighbour),
                          MakeBooleanChecker())
            .AddAttribute("MemoryLimit",
                          "The largest working memory of a task that is accepted, in bytes.",
                          UintegerValue(uint64_t{1} << 32),
                          MakeUintegerAccessor(&OffloadServer::m_memoryLimit),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("SendPower",
                          "Of the node's radio while it sends, as others are told, in watts.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&OffloadServer::m_sendPower),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("ReceivePower",
                          "Of the node's radio while it receives, as others are told, in watts.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&OffloadServer::m_receivePower),
                          MakeDoubleChecker<double>(0))
            .AddTraceSource("Served",
                            "Somebody's task was accepted, refused, done or given up.",
                            MakeTraceSourceAccessor(&OffloadServer::m_servedTrace),
                            "ns3::edgelearning::OffloadServer::ServedTracedCallback");
    return tid;
}

OffloadServer::OffloadServer() = default;

OffloadServer::~OffloadServer() = default;

Role
OffloadServer::GetRole() const
{
    return m_isNeighbour ? Role::WORKER : Role::EDGE;
}

void
OffloadServer::SetKernel(Kernel kernel)
{
    m_kernel = std::move(kernel);
}

void
OffloadServer::DoDispose()
{
    GuestHub::DoDispose();
    m_kernel = nullptr;
}

void
OffloadServer::DoStart()
{
    m_compute.Start(
        GetNode(),
        [this]() { EnergyDepleted(); },
        nullptr);
    Listen();
}

void
OffloadServer::DoStop()
{
    while (!m_jobs.empty())
    {
        GiveUp(TaskKey(m_jobs.begin()->first), DropReason::DEPARTED);
    }
    m_clients.clear();
    ForgetConnections();
    m_compute.Stop();
}

Ptr<ComputeResource>
OffloadServer::GetCompute() const
{
    return m_compute.Get();
}

OffloadStatusBody
OffloadServer::MakeStatus() const
{
    OffloadStatusBody body;
    body.rate = m_compute->GetRate();
    body.energyPerFlop = m_compute->GetEnergyPerFlop();
    body.backlog = m_compute->GetBacklog();
    body.memory = m_memoryLimit;
    const double remaining = GetRemainingEnergy(GetNode());
    body.hasBattery = std::isfinite(remaining);
    body.remainingEnergy = body.hasBattery ? remaining : 0;
    body.sendPower = m_sendPower;
    body.receivePower = m_receivePower;
    return body;
}

void
OffloadServer::WorkerJoined(uint32_t worker)
{
    if (m_compute->IsDepleted())
    {
        Dismiss(worker);
        return;
    }
    m_clients.insert(worker);
}

void
OffloadServer::WorkerLost(uint32_t worker)
{
    m_clients.erase(worker);
    auto job = m_jobs.lower_bound(TaskKey(worker, 0));
    while (job != m_jobs.end() && job->first.first == worker)
    {
        GiveUp(TaskKey((job++)->first), DropReason::DEPARTED);
    }
}

void
OffloadServer::HandleWorker(uint32_t worker, const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::OFFLOAD_QUERY:
        if (Parse<EmptyBody>(message))
        {
            Answer(worker,
                   message.header,
                   Message(MessageType::OFFLOAD_STATUS, Encode(MakeStatus())));
        }
        break;
    case MessageType::OFFLOAD_TASK:
        TakeTask(worker, message);
        break;
    default:
        Reject(message.header, RejectReason::UNAUTHORISED);
    }
}

std::optional<ComputeTask>
OffloadServer::Read(const Message& message)
{
    auto body = Parse<OffloadTaskBody>(message);
    if (!body)
    {
        return std::nullopt;
    }
    const auto& values = body->values;
    if (!AreFinite(values))
    {
        Reject(message.header, RejectReason::MALFORMED);
        return std::nullopt;
    }
    ComputeTask task;
    task.inputBytes = static_cast<uint32_t>(4 * values.size()) + message.header.virtualLength;
    task.flop = body->flop;
    task.outputBytes = body->outputBytes;
    task.memory = body->memory;
    if (!body->deadline.IsZero())
    {
        // One that is later than any work may take is as good as none.
        const Time left =
            Min(body->deadline - Simulator::Now(), Seconds(ComputeResource::MAX_DURATION));
        task.deadline = left.IsZero() ? NanoSeconds(-1) : left; // 0 would be without one.
    }
    task.input = std::move(body->values);
    return task;
}

void
OffloadServer::TakeTask(uint32_t worker, const Message& message)
{
    const MessageHeader& header = message.header;
    const TaskKey key(worker, header.ticket);
    if (m_jobs.count(key) > 0)
    {
        Reject(header, RejectReason::DUPLICATE);
        return;
    }
    const auto task = Read(message);
    if (!task)
    {
        Refuse(key, header, DropReason::REJECTED);
        return;
    }
    auto refused = Check(*task);
    if (!refused)
    {
        Job& job = m_jobs[key];
        job.header = header;
        job.outputBytes = task->outputBytes;
        job.arrived = Simulator::Now();
        refused = Begin(key, *task);
    }
    if (refused)
    {
        m_jobs.erase(key);
        Refuse(key, header, *refused);
        return;
    }
    const auto job = m_jobs.find(key);
    if (job == m_jobs.end())
    {
        return; // The battery ran empty at once.
    }
    if (!task->deadline.IsZero())
    {
        job->second.deadline = Simulator::Schedule(task->deadline, [this, key]() {
            GiveUp(key, DropReason::DEADLINE);
        });
    }
    m_servedTrace(worker, header.ticket, "accepted");
    Answer(worker,
           header,
           Message(MessageType::OFFLOAD_ACCEPTED, Encode(OffloadAcceptedBody{Foresee()})));
}

std::optional<DropReason>
OffloadServer::Check(const ComputeTask& task) const
{
    const OffloadStatusBody status = MakeStatus();
    const double seconds = status.backlog.GetSeconds() + task.flop / status.rate;
    if (task.memory > status.memory || task.outputBytes > GetMaxMessageBytes() / 2 ||
        !(seconds <= ComputeResource::MAX_DURATION))
    {
        return DropReason::REJECTED;
    }
    if (task.deadline.IsStrictlyNegative() ||
        (!task.deadline.IsZero() && seconds > task.deadline.GetSeconds()))
    {
        return DropReason::DEADLINE;
    }
    return std::nullopt;
}

std::optional<DropReason>
OffloadServer::Begin(const TaskKey& key, const ComputeTask& task)
{
    const double joules = task.flop * m_compute->GetEnergyPerFlop();
    const auto job = m_compute->Submit(task.flop, [this, key, joules, input = task.input]() {
        m_computing.erase(key);
        Finished(key, joules, m_kernel && !input.empty() ? m_kernel(input) : std::vector<float>());
    });
    if (job == ComputeResource::NO_JOB)
    {
        return m_compute->IsDepleted() ? DropReason::ENERGY : DropReason::REJECTED;
    }
    if (m_jobs.count(key) > 0) // The battery may have run empty at once.
    {
        m_computing[key] = job;
    }
    return std::nullopt;
}

Time
OffloadServer::Foresee() const
{
    return m_compute->GetBacklog();
}

void
OffloadServer::Abort(const TaskKey& key)
{
    const auto found = m_computing.find(key);
    if (found != m_computing.end())
    {
        m_compute->Cancel(found->second);
        m_computing.erase(found);
    }
}

void
OffloadServer::Finished(const TaskKey& key, double joules, const std::vector<float>& output)
{
    auto ended = m_jobs.extract(key);
    Job& job = ended.mapped();
    job.deadline.Cancel();
    const uint64_t real = 4 * uint64_t{output.size()};
    if (real > job.outputBytes) // The device asked for less than its task gives.
    {
        Refuse(key, job.header, DropReason::REJECTED);
        return;
    }
    m_servedTrace(key.first, key.second, "done");
    const OffloadResultBody body{Simulator::Now() - job.arrived, joules, output};
    Answer(key.first,
           job.header,
           Message(MessageType::OFFLOAD_RESULT,
                   Encode(body),
                   job.outputBytes - static_cast<uint32_t>(real)));
}

void
OffloadServer::Failed(const TaskKey& key, DropReason reason)
{
    auto ended = m_jobs.extract(key);
    ended.mapped().deadline.Cancel();
    Refuse(key, ended.mapped().header, reason);
}

void
OffloadServer::Refuse(const TaskKey& key, const MessageHeader& header, DropReason reason)
{
    m_servedTrace(key.first, key.second, ToString(reason));
    Answer(key.first,
           header,
           Message(MessageType::OFFLOAD_REFUSED, Encode(OffloadRefusedBody{{}, reason})));
}

void
OffloadServer::Answer(uint32_t worker, const MessageHeader& header, Message answer)
{
    answer.header.ticket = header.ticket;
    answer.header.round = header.round;
    SendToWorker(worker, std::move(answer));
}

void
OffloadServer::GiveUp(const TaskKey& key, DropReason reason)
{
    Abort(key);
    auto ended = m_jobs.extract(key);
    ended.mapped().deadline.Cancel();
    m_servedTrace(key.first, key.second, ToString(reason));
}

void
OffloadServer::EnergyDepleted()
{
    m_computing.clear(); // lost already
    while (!m_jobs.empty())
    {
        GiveUp(TaskKey(m_jobs.begin()->first), DropReason::ENERGY);
    }
    for (const uint32_t client : std::exchange(m_clients, {}))
    {
        Dismiss(client);
    }
}

} // namespace ns3::edgelearning
