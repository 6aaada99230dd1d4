/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-bulk-latency.h"

#include "nr-lite-cell.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

void
NrLiteBulkLatency::Bind(NrLiteCell* cell, Ptr<NrLiteCarrier> carrier)
{
    m_cell = cell;
    m_carrier = carrier;
}

Time
NrLiteBulkLatency::GetHandshakeEnd(NrLiteUeNetDevice& terminal,
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

NrLiteStartUp::Link
NrLiteBulkLatency::GetLink(const NrLiteBearer& bearer, const NrLiteBulkTransfer& transfer) const
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
    return link;
}

Time
NrLiteBulkLatency::GetHarqTail(const NrLiteBearer& bearer, const NrLiteBulkTransfer& transfer) const
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

double
NrLiteBulkLatency::GetLoneUplinkRate(NrLiteUeNetDevice& terminal) const
{
    const auto& uplink = terminal.GetBearer(NR_LITE_UPLINK);
    m_cell->GetPhy().RefreshRate(*uplink);
    return uplink->rate.GetMeanRate(m_carrier->GetBlocks()) *
           m_carrier->GetMeanResourceElements(NR_LITE_UPLINK) / 8.0 /
           m_carrier->GetSlot().GetSeconds();
}

Time
NrLiteBulkLatency::GetAcknowledgementTime(double rate, double header) const
{
    const double interval = m_cell->GetInterval(NR_LITE_UPLINK).GetSeconds();
    return rate > 0.0 ? Seconds(std::max(0.0, std::ceil(header / rate / interval) - 1.0) * interval)
                      : Time(0);
}

} // namespace ns3::edgelearning
