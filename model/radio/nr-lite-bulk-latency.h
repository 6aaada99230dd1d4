/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_BULK_LATENCY_H
#define EDGE_LEARNING_NR_LITE_BULK_LATENCY_H

#include "nr-lite-bearer.h"
#include "nr-lite-carrier.h"

namespace ns3::edgelearning
{

class NrLiteCell;
class NrLiteUeNetDevice;

/**
 * @ingroup edge-learning
 * @brief What a bulk transfer waits for beside its turn: handshake, acknowledgements, late blocks.
 *
 * Means over what packets would meet on an otherwise idle link of the cell.
 */
class NrLiteBulkLatency
{
  public:
    /**
     * @brief Bind to a cell.
     * @param cell the cell that owns this object, null to unbind
     * @param carrier its carrier
     */
    void Bind(NrLiteCell* cell, Ptr<NrLiteCarrier> carrier);

    /**
     * @param terminal an attached terminal
     * @param initiator direction of the first packet
     * @param header bytes of a packet without data
     * @return when a connection attempt of now succeeds
     */
    Time GetHandshakeEnd(NrLiteUeNetDevice& terminal,
                         NrLiteDirection initiator,
                         double header) const;

    /**
     * @param bearer the bearer of a transfer
     * @param transfer the transfer, which has its share
     * @return how its windows and acknowledgements follow each other
     */
    NrLiteStartUp::Link GetLink(const NrLiteBearer& bearer,
                                const NrLiteBulkTransfer& transfer) const;

    /**
     * @brief Blocks that fail late hold up the end of a transfer.
     * @param bearer its bearer
     * @param transfer the transfer, all served
     * @return mean time from its last new block to its last retransmission
     */
    Time GetHarqTail(const NrLiteBearer& bearer, const NrLiteBulkTransfer& transfer) const;

  private:
    /**
     * @param terminal a terminal
     * @return its uplink rate alone in the cell [byte/s]
     */
    double GetLoneUplinkRate(NrLiteUeNetDevice& terminal) const;

    /**
     * @param rate uplink rate [byte/s]
     * @param header bytes of an acknowledgement
     * @return what it takes beyond its first slot
     */
    Time GetAcknowledgementTime(double rate, double header) const;

    NrLiteCell* m_cell{nullptr};  //!< owner
    Ptr<NrLiteCarrier> m_carrier; //!< shared carrier
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_BULK_LATENCY_H */
