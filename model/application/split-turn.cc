/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-turn.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

SplitTurn::SplitTurn(Ptr<ComputeResource> compute, Time patience, std::function<void()> overdue)
    : m_compute(compute),
      m_patience(patience),
      m_overdue(std::move(overdue))
{
}

SplitTurn::~SplitTurn()
{
    m_timeout.Cancel();
}

SplitTurn::Phase
SplitTurn::GetPhase() const
{
    return m_phase;
}

bool
SplitTurn::Work(double flop, std::function<void()> done)
{
    if (m_phase == Phase::ENDED)
    {
        return true;
    }
    m_timeout.Cancel();
    m_phase = Phase::WORK;
    if (m_jobs.empty())
    {
        m_begun = Simulator::Now();
    }
    const Ptr<SplitTurn> self(this);
    const auto job = m_compute->Submit(flop, [self, done = std::move(done)]() {
        if (self->m_phase == Phase::ENDED)
        {
            return;
        }
        self->m_jobs.pop_front();
        self->m_workTime += Simulator::Now() - self->m_begun;
        self->m_begun = Simulator::Now();
        done();
    });
    if (m_phase == Phase::ENDED)
    {
        return true; // The battery ran empty at once, and whoever owns the session heard of it.
    }
    if (job == ComputeResource::NO_JOB)
    {
        return false;
    }
    m_jobs.push_back(job);
    return true;
}

void
SplitTurn::Await(Phase phase)
{
    if (!m_jobs.empty() || m_phase == Phase::ENDED)
    {
        return;
    }
    m_phase = phase;
    m_timeout.Cancel();
    // The session, and its turn with it, may be gone before the call returns.
    m_timeout = Simulator::Schedule(m_patience, [overdue = m_overdue]() { overdue(); });
}

void
SplitTurn::End()
{
    m_phase = Phase::ENDED;
    m_timeout.Cancel();
    for (const auto job : std::exchange(m_jobs, {}))
    {
        m_compute->Cancel(job);
    }
}

Time
SplitTurn::GetWorkTime() const
{
    return m_workTime;
}

} // namespace ns3::edgelearning
