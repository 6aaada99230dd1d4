/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_CELL_TIMING_H
#define EDGE_LEARNING_NR_LITE_CELL_TIMING_H

#include "nr-lite-carrier.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The latencies of a cell: what packet granularity waits for, and their means for bulk.
 */
class NrLiteCellTiming : public Object
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteCellTiming();

    /**
     * @param direction the direction
     * @return mean time from a packet's arrival at an empty queue to its slot
     */
    Time GetAccessDelay(NrLiteDirection direction) const;
    /// @return time from the start of the last slot to the receiver's upper layers
    Time GetTailDelay() const;
    /// @return time from a transmission to its retransmission
    Time GetHarqRoundTrip() const;
    /**
     * @brief Mean round-trip time of a window on an empty link. It is locked to the terminal's
     * opportunities for scheduling requests: one follows the acknowledgements of the last.
     * @return the time
     */
    Time GetRoundTrip() const;

    /**
     * @param initiator direction of the first packet
     * @return mean time from a connection attempt to its success on an empty link, less what the
     * access delay of the data that follows at once counts too much
     */
    Time GetHandshake(NrLiteDirection initiator) const;

  protected:
    void DoDispose() override;

    /**
     * @brief Take the carrier and derive the mean times.
     * @param carrier the carrier
     */
    void StartTiming(Ptr<NrLiteCarrier> carrier);

    /// @return the carrier
    const Ptr<NrLiteCarrier>& GetCarrier() const
    {
        return m_carrier;
    }

    /**
     * @param terminal node id of a terminal whose uplink queue was empty
     * @return when a grant for new data can be used
     */
    Time GetGrantTime(uint32_t terminal) const;

    /// @return processing at the gNB from a packet's arrival to its first slot
    Time GetDownlinkDelay() const;

  private:
    /// @brief Fill m_roundTrip and m_echo from the slot clock.
    void MeasureRoundTrip();

    Time m_roundTrip;             //!< mean, request to request
    Time m_echo;                  //!< mean, request to answer at the terminal
    Time m_requestPeriod;         //!< scheduling request opportunities
    Time m_grantDelay;            //!< request to granted slot
    Time m_downlinkDelay;         //!< packet to first slot
    Time m_processingDelay;       //!< slot end to upper layers
    Time m_harqDelay;             //!< slot end to retransmission
    Ptr<NrLiteCarrier> m_carrier; //!< shared carrier
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_CELL_TIMING_H */
