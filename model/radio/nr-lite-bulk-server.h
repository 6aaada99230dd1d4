/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_BULK_SERVER_H
#define EDGE_LEARNING_NR_LITE_BULK_SERVER_H

#include "nr-lite-bearer.h"
#include "nr-lite-bulk-latency.h"
#include "nr-lite-bulk-transfer.h"
#include "nr-lite-scheduler.h"

#include "ns3/event-id.h"

#include <vector>

namespace ns3::edgelearning
{

class NrLiteCell;
class NrLiteChannel;

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

    /// @return what transfers wait for beside their turn
    const NrLiteBulkLatency& GetLatency() const
    {
        return m_latency;
    }

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
     * @brief Refresh link qualities and find the transfers that can be served.
     * @param direction the direction
     * @return when to look again
     */
    Time FindCandidates(NrLiteDirection direction);

    /**
     * @brief Let a transfer flow at what its grant carries.
     * @param bearer its bearer
     * @param candidate the grant
     * @param elements data resource elements of a block, averaged over the pattern
     * @return when its window or itself is served, Time::Max() if it does not flow
     */
    Time Flow(const NrLiteBearer& bearer, const NrLiteCandidate& candidate, double elements);

    /**
     * @brief Let transfers whose round was served wait for the next.
     * @param direction the direction
     */
    void CloseWindows(NrLiteDirection direction);

    NrLiteCell* m_cell{nullptr};               //!< owner
    Ptr<NrLiteChannel> m_channel;              //!< shared objects
    Ptr<NrLiteScheduler> m_scheduler;          //!< shares
    NrLiteBulkLatency m_latency;               //!< waiting times
    Side m_sides[2];                           //!< by direction
    std::vector<NrLiteCandidate> m_candidates; //!< scratch
    std::vector<Ptr<NrLiteBearer>> m_bearers;  //!< scratch, same order
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_BULK_SERVER_H */
