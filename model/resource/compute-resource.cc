/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "compute-resource.h"

#include "ns3/double.h"
#include "ns3/energy-source-container.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ComputeResource);

TypeId
ComputeResource::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::ComputeResource")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<ComputeResource>()
            .AddAttribute("Rate",
                          "Floating point operations per second, above 0; a job keeps the rate "
                          "it started with.",
                          DoubleValue(1e9),
                          MakeDoubleAccessor(&ComputeResource::m_rate),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute("EnergyPerFlop",
                          "Energy of one floating point operation, in joules.",
                          DoubleValue(1e-10),
                          MakeDoubleAccessor(&ComputeResource::m_energyPerFlop),
                          MakeDoubleChecker<double>(0))
            .AddTraceSource("JobStarted",
                            "A job was put on the processor.",
                            MakeTraceSourceAccessor(&ComputeResource::m_jobStarted),
                            "ns3::edgelearning::ComputeResource::JobTracedCallback")
            .AddTraceSource("JobFinished",
                            "A job was done.",
                            MakeTraceSourceAccessor(&ComputeResource::m_jobFinished),
                            "ns3::edgelearning::ComputeResource::JobTracedCallback")
            .AddTraceSource("JobStopped",
                            "A job, running or waiting, was cancelled or lost its energy.",
                            MakeTraceSourceAccessor(&ComputeResource::m_jobStopped),
                            "ns3::edgelearning::ComputeResource::JobTracedCallback")
            .AddTraceSource("TotalEnergy",
                            "Energy of the jobs finished or stopped so far, in joules.",
                            MakeTraceSourceAccessor(&ComputeResource::m_totalEnergy),
                            "ns3::TracedValueCallback::Double")
            .AddTraceSource("Depleted",
                            "The node's energy source ran empty; all jobs were lost.",
                            MakeTraceSourceAccessor(&ComputeResource::m_depleted),
                            "ns3::edgelearning::ComputeResource::EnergyTracedCallback")
            .AddTraceSource("Recharged",
                            "The node's energy source was recharged; jobs are accepted again.",
                            MakeTraceSourceAccessor(&ComputeResource::m_recharged),
                            "ns3::edgelearning::ComputeResource::EnergyTracedCallback");
    return tid;
}

ComputeResource::ComputeResource() = default;

ComputeResource::~ComputeResource() = default;

void
ComputeResource::DoInitialize()
{
    AttachEnergySource();
    Object::DoInitialize();
}

void
ComputeResource::DoDispose()
{
    m_finish.Cancel();
    m_queue.clear();
    if (m_energyModel)
    {
        m_energyModel->Dispose();
        m_energyModel = nullptr;
    }
    Object::DoDispose();
}

void
ComputeResource::AttachEnergySource()
{
    const auto sources = GetObject<EnergySourceContainer>();
    if (m_energyModel || !sources || sources->GetN() == 0)
    {
        return;
    }
    m_energyModel = CreateObject<ComputeEnergyModel>();
    m_energyModel->SetCallbacks([this]() { Deplete(); }, [this]() { m_recharged(); });
    sources->Get(0)->AppendDeviceEnergyModel(m_energyModel);
    m_energyModel->SetEnergySource(sources->Get(0));
}

ComputeResource::JobId
ComputeResource::Submit(double flop, std::function<void()> done)
{
    AttachEnergySource();
    // Written so that not-a-number is refused too.
    if (IsDepleted() || !(flop >= 0 && flop / m_rate <= MAX_DURATION))
    {
        return NO_JOB;
    }
    const JobId id = ++m_lastId;
    m_queue.push_back({id, flop, std::move(done)});
    StartNext();
    return id;
}

bool
ComputeResource::Cancel(JobId id)
{
    const auto job = std::find_if(m_queue.begin(), m_queue.end(), [id](const Job& candidate) {
        return candidate.id == id;
    });
    if (job == m_queue.end())
    {
        return false;
    }
    const double flop = job->flop;
    const bool isRunning = job == m_queue.begin() && !m_finish.IsExpired();
    m_queue.erase(job);
    if (isRunning)
    {
        StopRunning();
    }
    m_jobStopped(id, flop);
    StartNext();
    return true;
}

double
ComputeResource::GetRate() const
{
    return m_rate;
}

double
ComputeResource::GetEnergyPerFlop() const
{
    return m_energyPerFlop;
}

Time
ComputeResource::GetBacklog() const
{
    const bool isRunning = !m_finish.IsExpired();
    double waiting = 0;
    for (auto job = m_queue.begin() + (isRunning ? 1 : 0); job != m_queue.end(); ++job)
    {
        waiting += job->flop / m_rate;
    }
    return (isRunning ? Simulator::GetDelayLeft(m_finish) : Time(0)) +
           Seconds(std::min(waiting, MAX_DURATION));
}

double
ComputeResource::GetTotalEnergy() const
{
    const double running =
        m_finish.IsExpired() ? 0 : m_power * (Simulator::Now() - m_started).GetSeconds();
    return m_totalEnergy + running;
}

bool
ComputeResource::IsDepleted() const
{
    return m_energyModel && m_energyModel->IsDepleted();
}

void
ComputeResource::StartNext()
{
    if (m_queue.empty() || !m_finish.IsExpired())
    {
        return;
    }
    const Job& job = m_queue.front();
    m_power = m_rate * m_energyPerFlop;
    m_started = Simulator::Now();
    m_finish = Simulator::Schedule(Seconds(job.flop / m_rate), &ComputeResource::Finish, this);
    m_jobStarted(job.id, job.flop);
    if (!m_finish.IsExpired())
    {
        SetPower(m_power);
    }
}

void
ComputeResource::Finish()
{
    const JobId id = m_queue.front().id;
    m_totalEnergy += m_power * (Simulator::Now() - m_started).GetSeconds();
    SetPower(m_queue.size() > 1 ? m_power : 0);
    if (m_queue.empty() || m_queue.front().id != id)
    {
        return; // The source had run empty before, and the job is lost with all others.
    }
    const Job job = std::move(m_queue.front());
    m_queue.pop_front();
    m_jobFinished(job.id, job.flop);
    StartNext();
    if (job.done)
    {
        job.done();
    }
}

void
ComputeResource::StopRunning()
{
    m_totalEnergy += m_power * (Simulator::Now() - m_started).GetSeconds();
    m_finish.Cancel();
    SetPower(0);
}

void
ComputeResource::Deplete()
{
    if (!m_finish.IsExpired())
    {
        StopRunning();
    }
    const auto lost = std::exchange(m_queue, {});
    for (const auto& job : lost)
    {
        m_jobStopped(job.id, job.flop);
    }
    m_depleted();
}

void
ComputeResource::SetPower(double power)
{
    if (m_energyModel)
    {
        m_energyModel->SetPower(power);
    }
}

} // namespace ns3::edgelearning
