/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-forwarding.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

bool
NrLiteForwarding::SendDownlink(NrLiteChannel& channel,
                               NrLiteGnbNetDevice& gnb,
                               const NrLiteSdu& sdu)
{
    if (sdu.to.IsGroup())
    {
        for (uint32_t i = 0; i < channel.GetNUes(); i++)
        {
            auto& terminal = channel.GetUe(i);
            if (terminal.GetServing() == &gnb)
            {
                SendToUe(channel,
                         terminal,
                         {sdu.packet->Copy(), sdu.protocol, sdu.from, sdu.to},
                         &gnb);
            }
        }
        return true;
    }
    if (auto* terminal = channel.FindUe(sdu.to))
    {
        return SendToUe(channel, *terminal, sdu, &gnb);
    }
    auto* other = channel.FindGnb(sdu.to);
    if (!other)
    {
        gnb.NotifyDrop(sdu.packet, NrLiteDropReason::UNKNOWN);
        return false;
    }
    Simulator::ScheduleWithContext(other->GetNode()->GetId(),
                                   channel.GetForwardingDelay(),
                                   &NrLiteForwarding::ForwardToGnb,
                                   Ptr<NrLiteChannel>(&channel),
                                   sdu,
                                   Ptr<NrLiteNetDevice>(&gnb));
    return true;
}

void
NrLiteForwarding::Deliver(NrLiteChannel& channel,
                          const Ptr<NrLiteBearer>& bearer,
                          const NrLiteSdu& sdu,
                          uint32_t cell)
{
    bearer->flow.counters.deliveredPackets++;
    bearer->flow.counters.deliveredBytes += sdu.packet->GetSize();
    if (bearer->direction == NR_LITE_DOWNLINK)
    {
        bearer->ue->Receive(sdu.packet, sdu.protocol, sdu.from, sdu.to);
        return;
    }
    auto* gnb = channel.GetGnb(cell);
    if (!gnb)
    {
        return;
    }
    const auto own = Mac48Address::ConvertFrom(gnb->GetAddress());
    if (sdu.to.IsGroup() || sdu.to == own)
    {
        gnb->Receive(sdu.packet, sdu.protocol, sdu.from, own);
    }
    else
    {
        SendDownlink(channel, *gnb, sdu);
    }
}

bool
NrLiteForwarding::SendToUe(NrLiteChannel& channel,
                           NrLiteUeNetDevice& terminal,
                           const NrLiteSdu& sdu,
                           NrLiteGnbNetDevice* gnb)
{
    auto* serving = terminal.GetServing();
    const auto& bearer = terminal.GetBearer(NR_LITE_DOWNLINK);
    if (serving && serving != gnb)
    {
        Simulator::ScheduleWithContext(serving->GetNode()->GetId(),
                                       channel.GetForwardingDelay(),
                                       &NrLiteForwarding::ForwardToUe,
                                       Ptr<NrLiteChannel>(&channel),
                                       Mac48Address::ConvertFrom(terminal.GetAddress()),
                                       sdu,
                                       Ptr<NrLiteNetDevice>(gnb));
        return true;
    }
    bearer->flow.counters.sentPackets++;
    bearer->flow.counters.sentBytes += sdu.packet->GetSize();
    if (!serving)
    {
        terminal.Drop(NR_LITE_DOWNLINK, sdu.packet, NrLiteDropReason::LINK_DOWN);
        return false;
    }
    if (!serving->GetCell()->Enqueue(bearer, sdu))
    {
        terminal.Drop(NR_LITE_DOWNLINK, sdu.packet, NrLiteDropReason::BUFFER);
        return false;
    }
    return true;
}

void
NrLiteForwarding::ForwardToUe(Ptr<NrLiteChannel> channel,
                              Mac48Address to,
                              NrLiteSdu sdu,
                              Ptr<NrLiteNetDevice> sender)
{
    if (auto* terminal = channel->FindUe(to))
    {
        // Wherever it is attached by now, one forwarding is enough.
        SendToUe(*channel, *terminal, sdu, terminal->GetServing());
    }
    else
    {
        sender->NotifyDrop(sdu.packet, NrLiteDropReason::REMOVED);
    }
}

void
NrLiteForwarding::ForwardToGnb(Ptr<NrLiteChannel> channel,
                               NrLiteSdu sdu,
                               Ptr<NrLiteNetDevice> sender)
{
    if (auto* gnb = channel->FindGnb(sdu.to))
    {
        gnb->Receive(sdu.packet, sdu.protocol, sdu.from, sdu.to);
    }
    else
    {
        sender->NotifyDrop(sdu.packet, NrLiteDropReason::REMOVED);
    }
}

} // namespace ns3::edgelearning
