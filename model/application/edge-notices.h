/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_NOTICES_H
#define EDGE_LEARNING_EDGE_NOTICES_H

#include "edge-participations.h"

#include "ns3/message.h"
#include "ns3/nstime.h"
#include "ns3/round-bodies.h"

#include <functional>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What an edge round tells others: the owner, the workers, the relays, and the clearing house.
 */
class EdgeNotices
{
  public:
    /// How a round reaches the others, and who is told what became of it.
    struct Sinks
    {
        std::function<bool(uint32_t round, Message)> owner;                //!< sends to the owner
        std::function<bool(uint32_t worker, const Message&)> worker;       //!< sends to a worker
        std::function<bool(uint32_t relay, const Message&)> relay;         //!< sends to a relay
        std::function<std::optional<uint32_t>(uint32_t worker)> collector; //!< who collects
        std::function<bool(Message)> house;                  //!< sends to the clearing house
        std::function<void(Message)> report;                 //!< makes sure that it gets there
        std::function<void(Ticket, uint32_t version)> model; //!< gets a worker the model
        /// What share of its price a participation is paid that completed then, 0 to 1.
        std::function<double(const EdgeParticipation&, Time completion)> share;
        /// An update was accepted, and when.
        std::function<void(const EdgeParticipation&, Time completion)> counted;
    };

    /**
     * @param owner whose round it is
     * @param number of the round, by the edge tier's numbers
     * @param sinks how it reaches the others
     */
    EdgeNotices(OwnerId owner, uint32_t number, const Sinks& sinks);

    /**
     * @brief Tell the owner that a worker was selected.
     * @param ticket its lease
     * @param participation what the owner learns of it
     */
    void Selected(Ticket ticket, const EdgeParticipation& participation) const;

    /**
     * @brief Tell the owner whose updates will not come.
     * @param members whose, and why; nobody: nothing is sent
     */
    void Dropped(std::vector<DroppedMember> members) const;

    /**
     * @brief Tell a worker what it shall do.
     * @param ticket its lease
     * @param participation whose it is, and at which price
     * @param task what it shall do
     */
    void Award(Ticket ticket,
               const EdgeParticipation& participation,
               const TaskDescription& task) const;

    /**
     * @brief Tell a worker that its update is not wanted any more.
     * @param ticket its lease
     * @param worker its node id
     */
    void Dismiss(Ticket ticket, uint32_t worker) const;

    /**
     * @brief Tell a relay that no other of its workers will be selected.
     * @param relay its node id
     * @param granted how many of them were
     */
    void SelectionDone(uint32_t relay, uint32_t granted) const;

    /**
     * @brief Tell the clearing house that a worker accepted its lease.
     * @param ticket the lease
     * @param worker its node id
     * @param offer which of its offers it holds to be sold
     * @return false when it cannot be told
     */
    bool LeaseAccepted(Ticket ticket, uint32_t worker, uint32_t offer) const;

    /**
     * @brief Let the clearing house pay a worker, and count its update.
     * @param ticket its lease
     * @param participation whose it is
     * @param completion when the update arrived
     */
    void Settle(Ticket ticket, const EdgeParticipation& participation, Time completion) const;

    /// @param ticket a lease that the clearing house shall end, unpaid
    void Release(Ticket ticket) const;

    /**
     * @brief Address a message about a lease.
     * @param ticket the lease; 0 before it is granted
     * @param message the message
     * @return the message with owner, round and ticket
     */
    Message AboutLease(Ticket ticket, Message message) const;

  private:
    OwnerId m_owner;   //!< whose round
    uint32_t m_number; //!< by the edge tier's numbers
    Sinks m_sinks;     //!< how it reaches the others
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_NOTICES_H */
