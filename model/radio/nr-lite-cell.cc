/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-cell.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/boolean.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteCell);

TypeId
NrLiteCell::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteCell")
            .SetParent<NrLiteCellTiming>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteCell>()
            .AddAttribute("MaxTransmissions",
                          "Transmissions of a transport block before HARQ gives it up, at least 1.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&NrLiteCell::m_maxTransmissions),
                          MakeUintegerChecker<uint32_t>(1, 64))
            .AddAttribute("RlcAcknowledged",
                          "Whether RLC sends again what HARQ gave up (acknowledged mode); if not, "
                          "the packets concerned are dropped.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&NrLiteCell::m_acknowledged),
                          MakeBooleanChecker())
            .AddAttribute("AveragingWindow",
                          "Time constant of the average rates that schedulers see, above 0.",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&NrLiteCell::m_averagingWindow),
                          MakeTimeChecker(MicroSeconds(1)))
            .AddAttribute("LoadInterval",
                          "Interval over which the load that others see as interference is "
                          "measured, above 0.",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&NrLiteCell::m_loadInterval),
                          MakeTimeChecker(MicroSeconds(1)))
            .AddAttribute("HeaderBytes",
                          "Bytes of SDAP, PDCP, RLC and MAC headers a packet.",
                          UintegerValue(9),
                          MakeUintegerAccessor(&NrLiteCell::m_headerBytes),
                          MakeUintegerChecker<uint32_t>(0, 100));
    return tid;
}

NrLiteCell::NrLiteCell() = default;

void
NrLiteCell::Bind(NrLiteGnbNetDevice* gnb, Ptr<NrLiteScheduler> scheduler)
{
    m_gnb = gnb;
    m_scheduler = scheduler;
    m_readsUploads = scheduler->ReadsUploads();
}

void
NrLiteCell::Start(Ptr<NrLiteChannel> channel)
{
    m_channel = channel;
    m_amc = channel->GetAmc();
    m_receiver = Create<NrLiteReceiver>(channel, m_index);
    m_phy.Start(channel, m_gnb, m_loadInterval);
    StartTiming(channel->GetCarrier());
    m_bulk.Start(this, channel, m_scheduler);
}

void
NrLiteCell::DoDispose()
{
    for (auto& active : m_active)
    {
        active.clear();
    }
    m_bulk.Stop();
    m_phy.Stop();
    if (m_receiver)
    {
        m_receiver->Stop();
    }
    m_batch.clear();
    m_candidateBearers.clear();
    m_gnb = nullptr;
    m_scheduler = nullptr;
    m_channel = nullptr;
    NrLiteCellTiming::DoDispose();
}

bool
NrLiteCell::Enqueue(const Ptr<NrLiteBearer>& bearer, NrLiteSdu sdu)
{
    // Retransmissions that wait do not tell the cell of new data.
    const bool idle = bearer->flow.GetPending() == 0;
    if (!bearer->flow.Enqueue(std::move(sdu)))
    {
        return false;
    }
    if (idle)
    {
        bearer->granted = bearer->direction == NR_LITE_UPLINK
                              ? GetGrantTime(bearer->id, Simulator::Now())
                              : Simulator::Now() + GetDownlinkDelay();
        Activate(bearer);
    }
    return true;
}

void
NrLiteCell::Admit(const Ptr<NrLiteBearer>& bearer, Time from)
{
    bearer->eligible = std::max(bearer->eligible, from);
    bearer->rateUntil = Time(0);
    if (bearer->HasWork())
    {
        Activate(bearer);
    }
    if (!bearer->bulk.empty())
    {
        m_bulk.Add(bearer);
    }
}

void
NrLiteCell::Remove(const Ptr<NrLiteBearer>& bearer)
{
    auto& active = m_active[bearer->direction];
    active.erase(std::remove(active.begin(), active.end(), bearer), active.end());
    bearer->active = false;
    for (const auto& block : bearer->harq)
    {
        bearer->flow.Requeue(block->ranges);
    }
    bearer->harq.clear();
    m_bulk.Remove(bearer);
}

void
NrLiteCell::CancelBulk(const Ptr<NrLiteBearer>& bearer, const void* sender)
{
    m_bulk.Cancel(bearer, sender);
}

void
NrLiteCell::Activate(const Ptr<NrLiteBearer>& bearer)
{
    if (!bearer->active)
    {
        bearer->active = true;
        m_active[bearer->direction].push_back(bearer);
    }
    RequestSlot(bearer->direction, bearer->GetNewDataTime());
}

void
NrLiteCell::RequestSlot(NrLiteDirection direction, Time time)
{
    const int64_t length = GetCarrier()->GetSlot().GetTimeStep();
    const Time start = std::max(time, Simulator::Now());
    uint64_t slot = (start.GetTimeStep() + length - 1) / length;
    slot = GetCarrier()->GetNextSlot(direction, std::max(slot, m_firstFree[direction]));
    if (m_waiting[direction] && m_nextSlot[direction] <= slot)
    {
        return;
    }
    m_waiting[direction] = true;
    m_nextSlot[direction] = slot;
    const Time delay = TimeStep(slot * length) - Simulator::Now();
    Simulator::ScheduleWithContext(m_gnb->GetNode()->GetId(),
                                   delay,
                                   &NrLiteCell::OnSlot,
                                   Ptr<NrLiteCell>(this),
                                   direction,
                                   slot);
}

void
NrLiteCell::OnSlot(NrLiteDirection direction, uint64_t slot)
{
    // A request for an earlier slot leaves the event of the later one behind.
    if (!m_gnb || !m_waiting[direction] || m_nextSlot[direction] != slot)
    {
        return;
    }
    m_waiting[direction] = false;
    m_firstFree[direction] = slot + 1;
    for (const auto& bearer : m_active[direction])
    {
        m_phy.RefreshRate(*bearer);
    }
    const uint32_t left = ServeRetransmissions(direction, GetCarrier()->GetBlocks());
    ServeNewData(direction, slot, left);
    m_receiver->Schedule(direction, GetTailDelay(), m_batch);
    Conclude(direction);
}

uint32_t
NrLiteCell::ServeRetransmissions(NrLiteDirection direction, uint32_t blocks)
{
    const Time now = Simulator::Now();
    for (const auto& bearer : m_active[direction])
    {
        // A terminal sends one transport block a slot: its power goes to that block alone.
        auto& harq = bearer->harq;
        const auto next = std::find_if(harq.begin(), harq.end(), [&](const auto& block) {
            return block->ready <= now && block->blocks <= blocks;
        });
        if (next != harq.end() && bearer->eligible <= now)
        {
            const auto block = *next;
            harq.erase(next);
            blocks -= block->blocks;
            Transmit(block);
        }
    }
    return blocks;
}

bool
NrLiteCell::FindCandidates(NrLiteDirection direction)
{
    const Time now = Simulator::Now();
    bool waiting = false;
    m_candidates.clear();
    m_candidateBearers.clear();
    for (const auto& bearer : m_active[direction])
    {
        const uint64_t pending = bearer->flow.GetPending();
        if (pending == 0 || bearer->GetNewDataTime() > now || bearer->lastTransmission >= now ||
            !bearer->rate.IsUsable())
        {
            continue;
        }
        waiting = true;
        if (m_bulk.HasTurn(*bearer))
        {
            continue;
        }
        bearer->competed = now;
        NrLiteCandidate candidate;
        candidate.id = bearer->id;
        candidate.rate = &bearer->rate;
        candidate.bytes = pending;
        candidate.average = bearer->GetAverage(now, m_averagingWindow);
        if (m_readsUploads)
        {
            bearer->UpdateUpload();
            candidate.deadline = bearer->deadline;
            candidate.uploadBytes = bearer->uploadBytes;
        }
        m_candidates.push_back(candidate);
        m_candidateBearers.push_back(bearer);
    }
    return waiting;
}

void
NrLiteCell::ServeNewData(NrLiteDirection direction, uint64_t slot, uint32_t blocks)
{
    if (!FindCandidates(direction) && blocks == GetCarrier()->GetBlocks())
    {
        return;
    }
    const size_t packets = m_candidates.size();
    m_bulk.Compete(direction, m_candidates, m_candidateBearers);
    const double elements = GetCarrier()->GetResourceElements(direction, slot);
    if (blocks > 0 && !m_candidates.empty())
    {
        m_scheduler->Allocate({blocks,
                               elements,
                               GetCarrier()->GetMeanResourceElements(direction),
                               GetCarrier()->GetSlot(),
                               Simulator::Now(),
                               static_cast<uint32_t>(direction)},
                              m_candidates);
    }
    for (size_t i = 0; i < packets; i++)
    {
        const auto granted = static_cast<uint32_t>(m_candidates[i].blocks);
        const auto& bearer = m_candidateBearers[i];
        const uint32_t bytes = granted > 0 ? bearer->rate.GetBytes(granted, elements) : 0;
        if (bytes == 0)
        {
            continue;
        }
        auto block = Create<NrLiteTransportBlock>();
        block->bearer = bearer;
        block->bytes = bearer->flow.Take(bytes, block->ranges);
        block->blocks = granted;
        block->mcs = m_amc->GetMcs(bearer->rate.GetCqi(granted));
        Transmit(block);
    }
    m_bulk.ServeSlot(direction, elements, m_candidates, m_candidateBearers, packets);
}

void
NrLiteCell::Transmit(const Ptr<NrLiteTransportBlock>& block)
{
    const auto& bearer = block->bearer;
    const Time now = Simulator::Now();
    bearer->lastTransmission = now;
    block->attempts++;
    block->sinr += bearer->rate.GetSinr(block->blocks);
    m_phy.AddLoad(bearer, block->blocks, 1.0);
    const bool decoded = m_phy.IsDecoded(block->mcs, block->sinr);
    bearer->ue->NotifyTransportBlock(*block, decoded);
    if (decoded)
    {
        bearer->Serve(block->bytes, now, m_averagingWindow);
        m_batch.push_back(block);
    }
    else if (block->attempts < m_maxTransmissions)
    {
        block->ready = now + GetHarqRoundTrip();
        bearer->harq.push_back(block);
    }
    else if (m_acknowledged)
    {
        bearer->flow.Requeue(block->ranges);
    }
    else
    {
        // An empty block tells the receiver's side that its data was given up.
        block->bytes = 0;
        m_batch.push_back(block);
    }
}

void
NrLiteCell::Conclude(NrLiteDirection direction)
{
    auto& active = m_active[direction];
    Time next = Time::Max();
    size_t kept = 0;
    for (size_t i = 0; i < active.size(); i++)
    {
        const auto& bearer = active[i];
        if (!bearer->HasWork())
        {
            bearer->active = false;
            continue;
        }
        Time ready = Time::Max();
        if (bearer->flow.GetPending() > 0)
        {
            ready = bearer->rate.IsUsable() ? bearer->GetNewDataTime() : bearer->rateUntil;
        }
        for (const auto& block : bearer->harq)
        {
            ready = std::min(ready, std::max(block->ready, bearer->eligible));
        }
        if (!bearer->rate.IsUsable())
        {
            m_channel->GetRrc()->ReportOutOfSync(*bearer->ue);
        }
        next = std::min(next, ready);
        active[kept++] = bearer;
    }
    active.resize(kept);
    if (next < Time::Max())
    {
        RequestSlot(direction, next);
    }
}

int64_t
NrLiteCell::AssignStreams(int64_t stream)
{
    return m_phy.AssignStreams(stream);
}

} // namespace ns3::edgelearning
