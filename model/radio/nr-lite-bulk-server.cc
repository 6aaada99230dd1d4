/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-bulk-server.h"

#include "nr-lite-cell.h"
#include "nr-lite-channel.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/node.h"
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
    const double elapsed = (now - side.updated).GetSeconds();
    side.updated = now;
    if (elapsed <= 0.0)
    {
        return;
    }
    const double slots = elapsed / m_channel->GetCarrier()->GetSlot().GetSeconds() *
                         m_channel->GetCarrier()->GetSlotShare(direction);
    for (const auto& bearer : side.active)
    {
        if (bearer->bulk.empty() || bearer->bulk.front()->rate <= 0.0)
        {
            continue;
        }
        auto& transfer = *bearer->bulk.front();
        const double left = std::min(transfer.bytes, transfer.startUp.GetQueue());
        const double served = std::min(left, transfer.rate * elapsed);
        transfer.bytes -= served;
        transfer.startUp.Serve(served);
        bearer->servedBytes += static_cast<uint64_t>(served);
        m_cell->GetPhy().AddLoad(bearer, transfer.blocks, slots * transfer.time);
        bearer->ue->NotifyBulkActivity(direction, slots * transfer.time);
    }
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
        const Time end = Simulator::Now() + tail + GetHarqTail(*bearer, *transfer);
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

Time
NrLiteBulkServer::Share(NrLiteDirection direction)
{
    const Time now = Simulator::Now();
    const auto carrier = m_channel->GetCarrier();
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
            NrLiteCandidate candidate;
            candidate.id = bearer->id;
            candidate.rate = &bearer->rate;
            candidate.bytes = transfer.bytes;
            candidate.deadline = transfer.deadline;
            candidate.uploadBytes = transfer.bytes;
            m_candidates.push_back(candidate);
            m_bearers.push_back(bearer);
        }
    }
    const double elements = carrier->GetMeanResourceElements(direction);
    const double slot = carrier->GetSlot().GetSeconds();
    m_scheduler->Share({carrier->GetBlocks(),
                        elements,
                        elements,
                        carrier->GetSlot(),
                        now,
                        static_cast<uint32_t>(direction)},
                       m_candidates);
    for (size_t i = 0; i < m_candidates.size(); i++)
    {
        const auto& candidate = m_candidates[i];
        auto& transfer = *m_bearers[i]->bulk.front();
        const double extra = candidate.extraTime;
        const double rate =
            candidate.rate->GetMeanRate(candidate.blocks) * (1.0 - extra) +
            (extra > 0.0 ? candidate.rate->GetMeanRate(candidate.extraBlocks) * extra : 0.0);
        transfer.blocks = candidate.blocks * (1.0 - extra) + candidate.extraBlocks * extra;
        const double possible = rate * candidate.time * elements / 8.0 / slot;
        transfer.rate = std::min(possible, transfer.startUp.GetRateLimit());
        transfer.time = candidate.time;
        if (transfer.rate <= 0.0)
        {
            continue;
        }
        transfer.time *= transfer.rate / possible;
        if (!transfer.startUp.HasBegun())
        {
            BeginStartUp(*m_bearers[i], transfer);
        }
        const double left = std::min(transfer.bytes, transfer.startUp.GetQueue());
        const double duration = std::ceil(left / transfer.rate * 1e9);
        next = std::min(next, now + NanoSeconds(static_cast<int64_t>(duration)));
    }
    return next;
}

void
NrLiteBulkServer::BeginStartUp(const NrLiteBearer& bearer, NrLiteBulkTransfer& transfer) const
{
    const auto& connection = transfer.startUp.GetConnection();
    NrLiteStartUp::Link link;
    link.interval = m_cell->GetInterval(bearer.direction).GetSeconds() / transfer.time;
    link.error = bearer.rate.GetFirstError(transfer.blocks);
    Time acknowledgement;
    if (bearer.direction == NR_LITE_DOWNLINK && connection.header > 0.0)
    {
        const double uplink = GetLoneUplinkRate(*bearer.ue);
        acknowledgement = GetAcknowledgementTime(uplink, connection.header);
        if (uplink > 0.0)
        {
            link.acknowledged =
                uplink * NrLiteStartUp::DELAYED_SEGMENTS * connection.segment / connection.header;
        }
    }
    const auto rounds = m_cell->GetRounds(bearer.direction, bearer.id, acknowledgement);
    link.roundTrip = rounds.roundTrip.GetSeconds();
    link.flow = rounds.flow.GetSeconds();
    link.timely = rounds.timely;
    transfer.startUp.Begin(link);
    transfer.round = Simulator::Now();
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

double
NrLiteBulkServer::GetLoneUplinkRate(NrLiteUeNetDevice& terminal) const
{
    const auto carrier = m_channel->GetCarrier();
    const auto& uplink = terminal.GetBearer(NR_LITE_UPLINK);
    m_cell->GetPhy().RefreshRate(*uplink);
    return uplink->rate.GetMeanRate(carrier->GetBlocks()) *
           carrier->GetMeanResourceElements(NR_LITE_UPLINK) / 8.0 / carrier->GetSlot().GetSeconds();
}

Time
NrLiteBulkServer::GetAcknowledgementTime(double rate, double header) const
{
    const double interval = m_cell->GetInterval(NR_LITE_UPLINK).GetSeconds();
    return rate > 0.0 ? Seconds(std::max(0.0, std::ceil(header / rate / interval) - 1.0) * interval)
                      : Time(0);
}

Time
NrLiteBulkServer::GetHandshakeEnd(NrLiteUeNetDevice& terminal,
                                  NrLiteDirection initiator,
                                  double header) const
{
    const Time lone = GetAcknowledgementTime(GetLoneUplinkRate(terminal), header);
    const auto& downlink = terminal.GetBearer(NR_LITE_DOWNLINK);
    m_cell->GetPhy().RefreshRate(*downlink);
    // Small grants of an uplink have power to spare; in downlink they fail as often as large ones.
    const double failure = downlink->rate.GetFirstError(1.0);
    return m_cell->GetHandshakeEnd(initiator, terminal.GetNode()->GetId(), lone, Simulator::Now()) +
           Seconds(failure * m_cell->GetHarqRoundTrip().GetSeconds());
}

Time
NrLiteBulkServer::GetHarqTail(const NrLiteBearer& bearer, const NrLiteBulkTransfer& transfer) const
{
    const double error = bearer.rate.GetFirstError(transfer.blocks);
    const double interval = m_cell->GetInterval(bearer.direction).GetSeconds() / transfer.time;
    double probability = error;
    double tail = 0.0;
    // The last block, the one before it, and so on: the retransmission of the first to fail ends
    // the transfer.
    for (double left = m_cell->GetHarqRoundTrip().GetSeconds(); left > 0.0; left -= interval)
    {
        tail += probability * left;
        probability *= 1.0 - error;
    }
    return Seconds(tail);
}

} // namespace ns3::edgelearning
