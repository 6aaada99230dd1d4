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

#include <cstddef>
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
 * qualities expire. Transfers of one bearer are served one after the other.
 *
 * In a slot that packets need as well the transfers do not flow but compete: the scheduler divides
 * the blocks among packets and transfers, and each transfer gets what its grant carries.
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

    /**
     * @brief Packets and transfers of one bearer that both have data take turns.
     * @param bearer a bearer whose packets wait for a slot
     * @return whether the next slot that packets need is for its transfers
     */
    bool HasTurn(const NrLiteBearer& bearer) const;

    /**
     * @brief Compete with packets for a slot of now.
     * @param direction the direction
     * @param candidates receives the transfers that flow
     * @param bearers receives their bearers
     */
    void Compete(NrLiteDirection direction,
                 std::vector<NrLiteCandidate>& candidates,
                 std::vector<Ptr<NrLiteBearer>>& bearers);

    /**
     * @brief Serve what the grants of a slot of now carry instead of the slot's part of the flow.
     * @param direction the direction
     * @param elements data resource elements of a block in the slot
     * @param candidates with their grants
     * @param bearers their bearers
     * @param first index of the first candidate that Compete() has added
     */
    void ServeSlot(NrLiteDirection direction,
                   double elements,
                   const std::vector<NrLiteCandidate>& candidates,
                   const std::vector<Ptr<NrLiteBearer>>& bearers,
                   size_t first);

  private:
    /// One direction.
    struct Side
    {
        std::vector<Ptr<NrLiteBearer>> active; //!< bearers with transfers
        EventId event;                         //!< next recalculation
        Time updated;                          //!< time of the last one
        Time slot{-1};                         //!< last slot that packets needed
        double still{0.0};                     //!< time that nothing flows, ServeSlot() did [s]
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
     * @param bearer a bearer
     * @return whether the first of its transfers flows
     */
    static bool Flows(const NrLiteBearer& bearer);

    /**
     * @param bearer a bearer with transfers
     * @return what a scheduler should know about the first
     */
    static NrLiteCandidate MakeCandidate(const NrLiteBearer& bearer);

    /**
     * @brief Account for service.
     * @param bearer the bearer
     * @param bytes bytes served of its first transfer
     * @param blocks blocks used
     * @param slots slots used
     */
    void Serve(const Ptr<NrLiteBearer>& bearer, double bytes, double blocks, double slots);

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
