/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-bulk-server.h"

#include "nr-lite-cell.h"
#include "nr-lite-channel.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/// Bytes below which a transfer is complete; absorbs the rounding of times.
constexpr double COMPLETE = 1e-3;

} // namespace

void
NrLiteBulkServer::Start(NrLiteCell* cell,
                        Ptr<NrLiteChannel> channel,
                        Ptr<NrLiteScheduler> scheduler)
{
    m_cell = cell;
    m_channel = channel;
    m_scheduler = scheduler;
    m_latency.Bind(cell, channel->GetCarrier());
}

void
NrLiteBulkServer::Stop()
{
    for (auto& side : m_sides)
    {
        side.event.Cancel();
        side.active.clear();
    }
    m_bearers.clear();
    m_channel = nullptr;
    m_scheduler = nullptr;
    m_latency.Bind(nullptr, nullptr);
    m_cell = nullptr;
}

void
NrLiteBulkServer::Send(const Ptr<NrLiteBearer>& bearer, Ptr<NrLiteBulkTransfer> transfer, Time from)
{
    transfer->ready =
        bearer->bulk.empty() ? m_cell->GetFluidStart(bearer->direction, bearer->id, from) : from;
    bearer->bulk.push_back(transfer);
    Add(bearer);
}

void
NrLiteBulkServer::Add(const Ptr<NrLiteBearer>& bearer)
{
    if (!bearer->bulkActive)
    {
        bearer->bulkActive = true;
        m_sides[bearer->direction].active.push_back(bearer);
    }
    Touch(bearer->direction);
}

void
NrLiteBulkServer::Remove(const Ptr<NrLiteBearer>& bearer)
{
    if (!bearer->bulkActive)
    {
        return;
    }
    Advance(bearer->direction);
    auto& active = m_sides[bearer->direction].active;
    active.erase(std::remove(active.begin(), active.end(), bearer), active.end());
    bearer->bulkActive = false;
    for (const auto& transfer : bearer->bulk)
    {
        transfer->rate = 0.0;
    }
    Touch(bearer->direction);
}

void
NrLiteBulkServer::Cancel(const Ptr<NrLiteBearer>& bearer, const void* sender)
{
    Advance(bearer->direction);
    auto& bulk = bearer->bulk;
    const auto first =
        std::stable_partition(bulk.begin(), bulk.end(), [sender](const auto& transfer) {
            return transfer->sender != sender;
        });
    const std::vector<Ptr<NrLiteBulkTransfer>> cancelled(first, bulk.end());
    bulk.erase(first, bulk.end());
    Touch(bearer->direction);
    for (const auto& transfer : cancelled)
    {
        transfer->done(false);
    }
}

void
NrLiteBulkServer::Touch(NrLiteDirection direction)
{
    auto& event = m_sides[direction].event;
    if (!event.IsExpired() && Simulator::GetDelayLeft(event).IsZero())
    {
        return;
    }
    event.Cancel();
    event = Simulator::Schedule(Time(0), &NrLiteBulkServer::Recalculate, this, direction);
}

void
NrLiteBulkServer::Recalculate(NrLiteDirection direction)
{
    auto& side = m_sides[direction];
    Advance(direction);
    Finish(direction);
    // What a message's receiver does may have asked for another recalculation already.
    side.event.Cancel();
    if (!m_cell || side.active.empty())
    {
        return;
    }
    CloseWindows(direction);
    const Time next = Share(direction);
    if (next < Time::Max())
    {
        side.event = Simulator::Schedule(next - Simulator::Now(),
                                         &NrLiteBulkServer::Recalculate,
                                         this,
                                         direction);
    }
}

void
NrLiteBulkServer::Advance(NrLiteDirection direction)
{
    auto& side = m_sides[direction];
    const Time now = Simulator::Now();
    const double passed = (now - side.updated).GetSeconds();
    side.updated = now;
    const double elapsed = std::max(0.0, passed - side.still);
    side.still = std::max(0.0, side.still - passed);
    if (elapsed <= 0.0)
    {
        return;
    }
    const double slots = elapsed / m_cell->GetInterval(direction).GetSeconds();
    for (const auto& bearer : side.active)
    {
        if (Flows(*bearer))
        {
            const auto& transfer = *bearer->bulk.front();
            const double served = std::min(transfer.GetLeft(), transfer.rate * elapsed);
            Serve(bearer, served, transfer.blocks, slots * transfer.time);
        }
    }
}

bool
NrLiteBulkServer::Flows(const NrLiteBearer& bearer)
{
    return bearer.bulkActive && !bearer.bulk.empty() && bearer.bulk.front()->rate > 0.0;
}

void
NrLiteBulkServer::Serve(const Ptr<NrLiteBearer>& bearer, double bytes, double blocks, double slots)
{
    auto& transfer = *bearer->bulk.front();
    transfer.bytes -= bytes;
    transfer.startUp.Serve(bytes);
    bearer->servedBytes += static_cast<uint64_t>(bytes);
    m_cell->GetPhy().AddLoad(bearer, blocks, slots);
    bearer->ue->NotifyBulkActivity(bearer->direction, slots);
}

bool
NrLiteBulkServer::HasTurn(const NrLiteBearer& bearer) const
{
    return Flows(bearer) && bearer.competed >= m_sides[bearer.direction].slot;
}

void
NrLiteBulkServer::Compete(NrLiteDirection direction,
                          std::vector<NrLiteCandidate>& candidates,
                          std::vector<Ptr<NrLiteBearer>>& bearers)
{
    Advance(direction);
    const Time now = Simulator::Now();
    const double interval = m_cell->GetInterval(direction).GetSeconds();
    for (const auto& bearer : m_sides[direction].active)
    {
        // A terminal sends one transport block a slot.
        if (!Flows(*bearer) || bearer->competed == now || bearer->lastTransmission == now)
        {
            continue;
        }
        const auto& transfer = *bearer->bulk.front();
        const double most = transfer.startUp.GetRateLimit() * interval;
        auto candidate = MakeCandidate(*bearer);
        candidate.bytes = std::min(transfer.GetLeft(), most);
        candidate.average = bearer->GetAverage(now, m_cell->GetAveragingWindow());
        if (candidate.bytes > COMPLETE)
        {
            candidates.push_back(candidate);
            bearers.push_back(bearer);
        }
    }
}

void
NrLiteBulkServer::ServeSlot(NrLiteDirection direction,
                            double elements,
                            const std::vector<NrLiteCandidate>& candidates,
                            const std::vector<Ptr<NrLiteBearer>>& bearers,
                            size_t first)
{
    auto& side = m_sides[direction];
    const Time now = Simulator::Now();
    side.slot = now;
    if (side.active.empty())
    {
        return;
    }
    const auto carrier = m_channel->GetCarrier();
    side.still +=
        carrier->GetSlot().GetSeconds() * elements / carrier->GetMeanResourceElements(direction);
    for (size_t i = first; i < candidates.size(); i++)
    {
        const double blocks = candidates[i].blocks;
        if (blocks > 0.0)
        {
            const double carried = bearers[i]->rate.GetMeanRate(blocks) * elements / 8.0;
            const double served = std::min(candidates[i].bytes, carried);
            Serve(bearers[i], served, blocks, 1.0);
            bearers[i]->Serve(served, now, m_cell->GetAveragingWindow());
        }
    }
    Touch(direction);
}

void
NrLiteBulkServer::Finish(NrLiteDirection direction)
{
    auto& active = m_sides[direction].active;
    const Time tail = m_cell->GetTailDelay();
    for (const auto& bearer : active)
    {
        if (bearer->bulk.empty() || bearer->bulk.front()->bytes > COMPLETE)
        {
            continue;
        }
        auto transfer = bearer->bulk.front();
        bearer->bulk.pop_front();
        const Time end = Simulator::Now() + tail + m_latency.GetHarqTail(*bearer, *transfer);
        // RLC delivers in order: nobody overtakes a transfer that HARQ held up longer.
        bearer->bulkDelivered = std::max(bearer->bulkDelivered, end);
        Simulator::Schedule(bearer->bulkDelivered - Simulator::Now(),
                            [transfer]() { transfer->done(true); });
    }
    auto done = std::remove_if(active.begin(), active.end(), [](const auto& bearer) {
        bearer->bulkActive = !bearer->bulk.empty();
        return !bearer->bulkActive;
    });
    active.erase(done, active.end());
}

NrLiteCandidate
NrLiteBulkServer::MakeCandidate(const NrLiteBearer& bearer)
{
    const auto& transfer = *bearer.bulk.front();
    NrLiteCandidate candidate;
    candidate.id = bearer.id;
    candidate.rate = &bearer.rate;
    candidate.bytes = transfer.bytes;
    candidate.deadline = transfer.deadline;
    candidate.uploadBytes = transfer.bytes;
    return candidate;
}

Time
NrLiteBulkServer::FindCandidates(NrLiteDirection direction)
{
    const Time now = Simulator::Now();
    Time next = Time::Max();
    m_candidates.clear();
    m_bearers.clear();
    for (const auto& bearer : m_sides[direction].active)
    {
        auto& transfer = *bearer->bulk.front();
        transfer.rate = 0.0;
        m_cell->GetPhy().RefreshRate(*bearer);
        next = std::min(next, bearer->rateUntil);
        const Time ready = std::max(transfer.ready, bearer->eligible);
        if (ready > now)
        {
            next = std::min(next, ready);
        }
        else if (!bearer->rate.IsUsable())
        {
            m_channel->GetRrc()->ReportOutOfSync(*bearer->ue);
        }
        else
        {
            m_candidates.push_back(MakeCandidate(*bearer));
            m_bearers.push_back(bearer);
        }
    }
    return next;
}

Time
NrLiteBulkServer::Share(NrLiteDirection direction)
{
    Time next = FindCandidates(direction);
    const auto carrier = m_channel->GetCarrier();
    const double elements = carrier->GetMeanResourceElements(direction);
    m_scheduler->Share({carrier->GetBlocks(),
                        elements,
                        elements,
                        carrier->GetSlot(),
                        Simulator::Now(),
                        static_cast<uint32_t>(direction)},
                       m_candidates);
    for (size_t i = 0; i < m_candidates.size(); i++)
    {
        next = std::min(next, Flow(*m_bearers[i], m_candidates[i], elements));
    }
    return next;
}

Time
NrLiteBulkServer::Flow(const NrLiteBearer& bearer,
                       const NrLiteCandidate& candidate,
                       double elements)
{
    const Time now = Simulator::Now();
    auto& transfer = *bearer.bulk.front();
    double rate = 0.0;
    transfer.time = 0.0;
    for (const auto& portion : candidate.portions)
    {
        rate += candidate.rate->GetMeanRate(portion.blocks) * portion.time;
        transfer.time += portion.blocks > 0.0 ? portion.time : 0.0;
    }
    const double possible = rate * elements / 8.0 / m_channel->GetCarrier()->GetSlot().GetSeconds();
    transfer.rate = std::min(possible, transfer.startUp.GetRateLimit());
    if (transfer.rate <= 0.0)
    {
        return Time::Max();
    }
    transfer.blocks = candidate.GetMeanBlocks() / transfer.time;
    transfer.time *= transfer.rate / possible;
    if (!transfer.startUp.HasBegun())
    {
        transfer.startUp.Begin(m_latency.GetLink(bearer, transfer));
        transfer.round = now;
    }
    const double duration = std::ceil(transfer.GetLeft() / transfer.rate * 1e9);
    return now + NanoSeconds(static_cast<int64_t>(duration));
}

void
NrLiteBulkServer::CloseWindows(NrLiteDirection direction)
{
    const Time now = Simulator::Now();
    for (const auto& bearer : m_sides[direction].active)
    {
        auto& transfer = *bearer->bulk.front();
        if (transfer.rate > 0.0 && transfer.startUp.GetQueue() <= COMPLETE)
        {
            const double wait = transfer.startUp.NextRound((now - transfer.round).GetSeconds(),
                                                           transfer.rate,
                                                           transfer.bytes);
            transfer.round = now + Seconds(wait);
            transfer.ready = transfer.round;
        }
    }
}

} // namespace ns3::edgelearning
