/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-receiver.h"

#include "nr-lite-channel.h"
#include "nr-lite-forwarding.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NrLiteReceiver::NrLiteReceiver(Ptr<NrLiteChannel> channel, uint32_t cell)
    : m_channel(channel),
      m_cell(cell)
{
}

NrLiteReceiver::~NrLiteReceiver() = default;

void
NrLiteReceiver::Stop()
{
    m_channel = nullptr;
}

void
NrLiteReceiver::Schedule(NrLiteDirection direction,
                         Time delay,
                         std::vector<Ptr<NrLiteTransportBlock>>& blocks)
{
    const Ptr<NrLiteReceiver> self(this);
    if (direction == NR_LITE_DOWNLINK)
    {
        for (const auto& block : blocks)
        {
            Simulator::ScheduleWithContext(block->bearer->id,
                                           delay,
                                           &NrLiteReceiver::ArriveOne,
                                           self,
                                           block);
        }
    }
    else if (!blocks.empty())
    {
        Simulator::Schedule(delay, &NrLiteReceiver::Arrive, self, blocks);
    }
    blocks.clear();
}

void
NrLiteReceiver::Arrive(std::vector<Ptr<NrLiteTransportBlock>> blocks)
{
    for (const auto& block : blocks)
    {
        ArriveOne(block);
    }
}

void
NrLiteReceiver::ArriveOne(Ptr<NrLiteTransportBlock> block)
{
    const auto& bearer = block->bearer;
    if (!bearer->ue)
    {
        return;
    }
    if (block->bytes > 0)
    {
        bearer->servedBytes += block->bytes;
        bearer->flow.Arrive(block->ranges);
    }
    else
    {
        bearer->flow.Lose(block->ranges);
    }
    Deliver(bearer);
}

void
NrLiteReceiver::Deliver(const Ptr<NrLiteBearer>& bearer)
{
    NrLiteSdu sdu;
    bool lost = false;
    // The receiver's stack may do anything in reply, up to disposing of the terminal.
    while (bearer->ue && m_channel && bearer->flow.PopFinished(sdu, lost))
    {
        if (lost)
        {
            bearer->ue->Drop(bearer->direction, sdu.packet, NrLiteDropReason::RADIO);
        }
        else
        {
            NrLiteForwarding::Deliver(*m_channel, bearer, sdu, m_cell);
        }
    }
}

} // namespace ns3::edgelearning
