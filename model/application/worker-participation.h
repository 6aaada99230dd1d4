/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_WORKER_PARTICIPATION_H
#define EDGE_LEARNING_WORKER_PARTICIPATION_H

#include "trace-records.h"

#include "ns3/message.h"
#include "ns3/model-parameters.h"
#include "ns3/round-bodies.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What a worker keeps of the participation it is in: the lease, what was sold and what is to be
 * done, the update once it is trained, and whether a cause to drop out was met.
 */
class WorkerParticipation
{
  public:
    /**
     * @brief Begin one; the one before is over.
     * @param worker its node id
     * @param award header of the award
     * @param body what was sold, and what is to be done
     * @param collected when the data that were sold were collected, absolute
     */
    void Begin(uint32_t worker, const MessageHeader& award, const AwardBody& body, Time collected);

    /// It is over, and its update forgotten. Does nothing after the end.
    void End();

    /// @return true between begin and end
    bool IsOpen() const;

    /// @param header of a message @return true when it is about this participation, which is open
    bool IsMeant(const MessageHeader& header) const;

    /// @return the lease; 0 outside
    Ticket GetTicket() const;

    /// @return node id of the edge server that sold the worker
    uint32_t GetSeller() const;

    /// @return when the data that were sold were collected, absolute
    Time GetCollected() const;

    /**
     * @brief Take the version of the model that came.
     * @param version which
     * @return false when it is older than the one awarded
     */
    bool TakeVersion(uint32_t version);

    /// @return a LEASE_ACCEPT
    Message MakeAcceptance() const;

    /**
     * @brief Keep what was trained.
     * @param model the values
     * @param samples trained on
     */
    void SetUpdate(ModelParameters model, uint32_t samples);

    /// @return the UPDATE, or nothing before it is trained
    const std::optional<Message>& GetUpdate() const;

    /**
     * @brief Meet a cause to drop out.
     * @param reason which
     * @return what the worker knows of it; nothing outside, when another cause came first, and of
     *         DEADLINE, by which the participation ends anyway
     */
    std::optional<DropRecord> MarkDropped(DropReason reason);

  private:
    Ticket m_ticket{0};              //!< the lease, 0 outside
    uint32_t m_worker{0};            //!< its node id
    MessageHeader m_award;           //!< owner, round, and who sold
    uint32_t m_offer{0};             //!< the worker's number of the offer that was sold
    Time m_collected;                //!< when its data were
    TaskDescription m_task;          //!< what to do
    bool m_markedDropped{false};     //!< a cause was met
    std::optional<Message> m_update; //!< trained, not yet answered
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_WORKER_PARTICIPATION_H */
