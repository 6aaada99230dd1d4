/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-trainee.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

SplitTrainee::SplitTrainee(double assumedRate)
    : m_registered(Simulator::Now()),
      m_link(assumedRate)
{
}

bool
SplitTrainee::HasOffer() const
{
    return m_offer.rate > 0;
}

void
SplitTrainee::TakeOffer(const SplitJoinBody& offer, uint64_t bytes)
{
    m_offer = offer;
    m_link.TakeHandshake((Simulator::Now() - m_registered).GetSeconds(), bytes);
}

uint32_t
SplitTrainee::GetSamples(bool isTraining) const
{
    return isTraining ? m_offer.samples : m_offer.testSamples;
}

SplitDevice
SplitTrainee::GetDevice() const
{
    return {m_offer.rate, m_offer.energyPerFlop, m_offer.sendPower, m_offer.receivePower};
}

const SplitLink&
SplitTrainee::GetLink() const
{
    return m_link.GetLink();
}

Ptr<SplitSession>
SplitTrainee::GetSession() const
{
    return m_session;
}

Ticket
SplitTrainee::GetTicket() const
{
    return m_ticket;
}

void
SplitTrainee::Begin(Ptr<SplitSession> session, Ticket ticket, const SplitCost& cost)
{
    m_session = session;
    m_ticket = ticket;
    m_begun = Simulator::Now();
    m_cost = cost;
}

SplitRecord
SplitTrainee::End()
{
    const Ptr<SplitSession> session = std::exchange(m_session, nullptr);
    SplitRecord record;
    record.ticket = m_ticket;
    record.training = session->IsTraining();
    record.split = m_cost.split;
    record.samples = session->GetSums().samples;
    record.opened = m_begun;
    record.predictedLatency = m_cost.latency;
    record.predictedEnergy = m_cost.energy;
    record.uplinkBytes = session->GetUplinkBytes();
    record.downlinkBytes = session->GetDownlinkBytes();
    record.reason = session->GetReason();
    if (record.training && !record.reason) // The messages of an evaluation overlap.
    {
        // What took neither processor was the link. The answer to SPLIT_END is still under way.
        const Time elapsed = Simulator::Now() - m_begun - session->GetServerTime();
        m_link.TakeExchange(elapsed.GetSeconds() - m_cost.deviceTime,
                            session->GetMessages() - 1,
                            record.uplinkBytes + record.downlinkBytes);
    }
    return record;
}

} // namespace ns3::edgelearning
