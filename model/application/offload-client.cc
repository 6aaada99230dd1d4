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
            .SetParent<OffloadTasks>()
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
    OffloadTasks::DoDispose();
    m_policy = nullptr;
    m_kernel = nullptr;
}

Ptr<OffloadClient>
OffloadClient::Of(Ptr<Node> node)
{
    for (uint32_t i = 0; i < node->GetNApplications(); ++i)
    {
        if (const auto client = DynamicCast<OffloadClient>(node->GetApplication(i)))
        {
            return client;
        }
    }
    return nullptr;
}

void
OffloadClient::SetKernel(Kernel kernel)
{
    m_kernel = std::move(kernel);
}

void
OffloadClient::DoStart()
{
    m_compute.Start(
        GetNode(),
        [this]() { EnergyDepleted(); },
        [this]() { OpenContacts(); });
    if (!m_policy)
    {
        m_policy = CreateObject<GreedyPolicy>();
    }
    if (!m_compute->IsDepleted())
    {
        OpenContacts();
    }
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
    m_compute.Stop();
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

std::vector<OffloadCandidate>
OffloadClient::FindUntried(const OffloadWork& work) const
{
    std::vector<OffloadCandidate> candidates;
    if (!work.WasTried(GetId()))
    {
        candidates.push_back(MakeLocal());
    }
    for (const OffloadCandidate& server : GetServers())
    {
        if (!work.WasTried(server.node))
        {
            candidates.push_back(server);
        }
    }
    return candidates;
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
    OffloadWork* work = FindWork(ticket);
    if (!work || work->IsPlaced())
    {
        return;
    }
    if (!m_compute || m_compute->IsDepleted())
    {
        End(ticket, m_compute ? DropReason::ENERGY : DropReason::DEPARTED, {});
        return;
    }
    const auto candidates = FindUntried(*work);
    const OffloadPolicy::Choice choice = m_policy->Choose(work->GetTask(), candidates);
    if (!choice)
    {
        const DropReason last = work->GetRecord().reason.value_or(DropReason::COVERAGE);
        End(ticket, FitsSomebody(work->GetTask()) ? last : DropReason::REJECTED, {});
        return;
    }
    const OffloadCandidate& chosen = candidates.at(*choice);
    work->Place(chosen);
    chosen.place == OffloadPlace::LOCAL ? DoLocally(ticket) : SendAway(ticket, chosen);
}

void
OffloadClient::DoLocally(Ticket ticket)
{
    const double flop = FindWork(ticket)->GetTask().flop;
    const double joules = flop * m_compute->GetEnergyPerFlop();
    const auto job = m_compute->Submit(flop, [this, ticket, joules]() {
        OffloadWork& work = *FindWork(ticket);
        const auto& input = work.GetTask().input;
        work.SetJob(ComputeResource::NO_JOB);
        work.AddEnergy(joules);
        End(ticket,
            std::nullopt,
            m_kernel && !input.empty() ? m_kernel(input) : std::vector<float>());
    });
    if (job == ComputeResource::NO_JOB)
    {
        AttemptFailed(ticket, m_compute->IsDepleted() ? DropReason::ENERGY : DropReason::REJECTED);
        return;
    }
    if (OffloadWork* work = FindWork(ticket)) // The battery may have run empty at once.
    {
        work->SetJob(job);
    }
}

void
OffloadClient::CancelJob(ComputeResource::JobId job)
{
    if (m_compute)
    {
        m_compute->Cancel(job); // Unless it is lost already.
    }
}

void
OffloadClient::SendAway(Ticket ticket, const OffloadCandidate& server)
{
    OffloadWork& work = *FindWork(ticket);
    const ComputeTask& task = work.GetTask();
    const Message request = work.MakeRequest();
    GetPeer(server.node).TaskSent(ticket, task.flop, request.header.GetFrameBytes());
    const double backlog = 8.0 * static_cast<double>(server.uplinkBacklog) / server.uplinkRate;
    Wait(work, 2 * (backlog + server.GetUploadTime(task) + server.linkDelay));
    m_sentAwayTrace(ticket, server.node, task.inputBytes);
    if (!SendTo(server.node, request))
    {
        AttemptFailed(ticket, DropReason::FAULT);
    }
}

void
OffloadClient::HandleServer(uint32_t node, const Message& message)
{
    OffloadWork* work = FindAddressed(node, message.header);
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

void
OffloadClient::TakeAccepted(OffloadWork& work, const Message& message)
{
    const auto body = Parse<OffloadAcceptedBody>(message);
    if (!body)
    {
        AttemptFailed(work.GetRecord().task, DropReason::REJECTED);
        return;
    }
    if (work.IsAccepted())
    {
        Reject(message.header, RejectReason::DUPLICATE);
        return;
    }
    work.Accepted();
    OffloadPeer& peer = GetPeer(work.GetRecord().to);
    peer.TakeAccepted(work.GetRecord().task, body->backlog, message.header.GetFrameBytes());
    const auto server = peer.MakeCandidate(m_sendPower, m_receivePower);
    const double upload = server.GetUploadTime(work.GetTask());
    work.AddEnergy(upload * (server.sendPower + server.peerReceivePower));
    Wait(work, body->backlog.GetSeconds() + 2 * server.GetDownloadTime(work.GetTask()));
}

void
OffloadClient::TakeRefused(OffloadWork& work, const Message& message)
{
    const auto body = Parse<OffloadRefusedBody>(message);
    GetPeer(work.GetRecord().to).TakeRefused(work.GetRecord().task);
    AttemptFailed(work.GetRecord().task, body ? body->reason : DropReason::REJECTED);
}

void
OffloadClient::TakeResult(OffloadWork& work, const Message& message)
{
    const MessageHeader& header = message.header;
    if (!work.IsAccepted())
    {
        Reject(header, RejectReason::UNAUTHORISED);
        return;
    }
    const auto body = Parse<OffloadResultBody>(message);
    if (!body)
    {
        AttemptFailed(work.GetRecord().task, DropReason::REJECTED);
        return;
    }
    if (!work.IsResult(header, *body))
    {
        Reject(header, RejectReason::MALFORMED);
        AttemptFailed(work.GetRecord().task, DropReason::REJECTED);
        return;
    }
    OffloadPeer& peer = GetPeer(work.GetRecord().to);
    peer.TakeResult(work.GetRecord().task, body->service, header.GetFrameBytes());
    const auto server = peer.MakeCandidate(m_sendPower, m_receivePower);
    const double download = server.GetDownloadTime(work.GetTask());
    work.AddEnergy(body->joules + download * (server.receivePower + server.peerSendPower));
    End(work.GetRecord().task, std::nullopt, body->values);
}

void
OffloadClient::Wait(OffloadWork& work, double seconds)
{
    constexpr double LONGEST = 1e9; // far below the largest Time
    work.SetPatience(Simulator::Schedule(m_patience + Seconds(std::min(seconds, LONGEST)),
                                         &OffloadClient::CheckProgress,
                                         this,
                                         work.GetRecord().task));
}

void
OffloadClient::CheckProgress(Ticket ticket)
{
    OffloadWork& work = *FindWork(ticket);
    if (Simulator::Now() - GetContactProgress(work.GetRecord().to) < m_patience)
    {
        Wait(work, 0);
        return;
    }
    GiveUp(work.GetRecord().to); // and with it this task
}

void
OffloadClient::EnergyDepleted()
{
    CloseContacts();
    EndAll(DropReason::ENERGY);
}

} // namespace ns3::edgelearning
