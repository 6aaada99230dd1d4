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

/// How windows of data follow each other on one direction of an otherwise idle link.
struct NrLiteRounds
{
    Time roundTrip;     //!< first slot of a window to that of the next, if the sender runs dry
    Time flow;          //!< a sender whose window lasts longer than this does not run dry
    double timely{1.0}; //!< share of a round trip's slots that the next window acknowledges
};

/**
 * @ingroup edge-learning
 * @brief The latencies of a cell: what packet granularity waits for, and the same for bulk.
 */
class NrLiteCellTiming : public Object
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteCellTiming();

    /**
     * @brief When a fluid that stands for the slots of a direction starts to flow. What one slot
     * carries at its start the fluid carries around it: half the slots' mean distance earlier.
     * @param direction the direction
     * @param terminal node id of the terminal
     * @param from arrival of the data at an empty queue
     * @return the time, not before from
     */
    Time GetFluidStart(NrLiteDirection direction, uint32_t terminal, Time from) const;
    /**
     * @param direction the direction
     * @return mean time between two slots of the direction
     */
    Time GetInterval(NrLiteDirection direction) const;
    /// @return time from the start of the last slot to the receiver's upper layers
    Time GetTailDelay() const;
    /// @return time from a transmission to its retransmission
    Time GetHarqRoundTrip() const;
    /**
     * @brief Rounds of windows and acknowledgements. Whenever the terminal's queue has run empty
     * they are locked to its opportunities for scheduling requests.
     * @param direction the direction of the data
     * @param terminal node id of the terminal
     * @param acknowledgement what a lone acknowledgement takes in uplink beyond its first slot
     * @return means over the TDD pattern
     */
    NrLiteRounds GetRounds(NrLiteDirection direction,
                           uint32_t terminal,
                           Time acknowledgement) const;

    /**
     * @param initiator direction of the first packet
     * @param terminal node id of the terminal
     * @param acknowledgement as for GetRounds
     * @param from time of the connection attempt
     * @return time of its success on an otherwise idle link
     */
    Time GetHandshakeEnd(NrLiteDirection initiator,
                         uint32_t terminal,
                         Time acknowledgement,
                         Time from) const;

  protected:
    void DoDispose() override;

    /**
     * @brief Take the carrier.
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
     * @param from arrival of new data there
     * @return when a grant for it can be used
     */
    Time GetGrantTime(uint32_t terminal, Time from) const;

    /// @return processing at the gNB from a packet's arrival to its first slot
    Time GetDownlinkDelay() const;

  private:
    /**
     * @param direction the direction
     * @param from a time
     * @return start of the first slot of the direction at or after it
     */
    Time GetNextStart(NrLiteDirection direction, Time from) const;

    Time m_requestPeriod;         //!< scheduling request opportunities
    Time m_grantDelay;            //!< request to granted slot
    Time m_downlinkDelay;         //!< packet to first slot
    Time m_processingDelay;       //!< slot end to upper layers
    Time m_harqDelay;             //!< slot end to retransmission
    Ptr<NrLiteCarrier> m_carrier; //!< shared carrier
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_CELL_TIMING_H */
