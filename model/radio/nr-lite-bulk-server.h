/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_BULK_SERVER_H
#define EDGE_LEARNING_NR_LITE_BULK_SERVER_H

#include "nr-lite-bearer.h"
#include "nr-lite-bulk-transfer.h"
#include "nr-lite-scheduler.h"

#include "ns3/event-id.h"

#include <vector>

namespace ns3::edgelearning
{

class NrLiteCell;
class NrLiteChannel;
class NrLiteUeNetDevice;

/**
 * @ingroup edge-learning
 * @brief Serves a cell's bulk transfers as fluids by the scheduler's shares.
 *
 * There are events only when a transfer starts or ends, in the rounds of its start-up and when link
 * qualities expire. Transfers of
 * one bearer are served one after the other.
 */
class NrLiteBulkServer
{
  public:
    /**
     * @brief Bind to a cell.
     * @param cell the cell that owns this object
     * @param channel its channel
     * @param scheduler its scheduler
     */
    void Start(NrLiteCell* cell, Ptr<NrLiteChannel> channel, Ptr<NrLiteScheduler> scheduler);

    /// @brief Cancel everything.
    void Stop();

    /**
     * @brief Send a message as a fluid.
     * @param bearer the bearer of an attached terminal
     * @param transfer the message
     * @param from when its data are there, at present or later
     */
    void Send(const Ptr<NrLiteBearer>& bearer, Ptr<NrLiteBulkTransfer> transfer, Time from);

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
     * @brief Serve a bearer that has transfers.
     * @param bearer the bearer
     */
    void Add(const Ptr<NrLiteBearer>& bearer);

    /**
     * @brief Stop serving a bearer; its transfers keep what they have reached.
     * @param bearer the bearer
     */
    void Remove(const Ptr<NrLiteBearer>& bearer);

    /**
     * @brief Lose the transfers of a sender, and tell it.
     * @param bearer the bearer
     * @param sender as in NrLiteBulkTransfer
     */
    void Cancel(const Ptr<NrLiteBearer>& bearer, const void* sender);

  private:
    /// One direction.
    struct Side
    {
        std::vector<Ptr<NrLiteBearer>> active; //!< bearers with transfers
        EventId event;                         //!< next recalculation
        Time updated;                          //!< time of the last one
    };

    /**
     * @brief Recalculate soon, once for all that happens now.
     * @param direction the direction
     */
    void Touch(NrLiteDirection direction);

    /**
     * @brief Bring progress up to now, end what is complete, share anew.
     * @param direction the direction
     */
    void Recalculate(NrLiteDirection direction);

    /**
     * @brief Bring progress up to now.
     * @param direction the direction
     */
    void Advance(NrLiteDirection direction);

    /**
     * @brief End the complete transfers.
     * @param direction the direction
     */
    void Finish(NrLiteDirection direction);

    /**
     * @brief Grant shares to the transfers at the heads of their queues.
     * @param direction the direction
     * @return when to recalculate
     */
    Time Share(NrLiteDirection direction);

    /**
     * @brief The first round of a transfer begins.
     * @param bearer its bearer
     * @param transfer the transfer
     */
    void BeginStartUp(const NrLiteBearer& bearer, NrLiteBulkTransfer& transfer) const;

    /**
     * @brief Let transfers whose round was served wait for the next.
     * @param direction the direction
     */
    void CloseWindows(NrLiteDirection direction);

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

    /**
     * @brief Blocks that fail late hold up the end of a transfer.
     * @param bearer its bearer
     * @param transfer the transfer, all served
     * @return mean time from its last new block to its last retransmission
     */
    Time GetHarqTail(const NrLiteBearer& bearer, const NrLiteBulkTransfer& transfer) const;

    NrLiteCell* m_cell{nullptr};               //!< owner
    Ptr<NrLiteChannel> m_channel;              //!< shared objects
    Ptr<NrLiteScheduler> m_scheduler;          //!< shares
    Side m_sides[2];                           //!< by direction
    std::vector<NrLiteCandidate> m_candidates; //!< scratch
    std::vector<Ptr<NrLiteBearer>> m_bearers;  //!< scratch, same order
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_BULK_SERVER_H */
