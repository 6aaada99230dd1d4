/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_TASKS_H
#define EDGE_LEARNING_EDGE_TASKS_H

#include "edge-task.h"

#include "ns3/message.h"

#include <functional>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The tasks at one edge server, one for each owner that opened a round there, and what concerns
 * them all or whichever of them a message is about.
 */
class EdgeTasks
{
  public:
    /// Makes an owner's task.
    using Maker = std::function<Ptr<EdgeTask>(OwnerId)>;

    /// @param maker makes the tasks of owners that are new
    void SetMaker(Maker maker);

    /// Forget all tasks.
    void Clear();

    /// @param owner an owner @return its task, a new one at first
    Ptr<EdgeTask> Get(OwnerId owner);

    /// @param owner an owner @return its task, or null
    Ptr<EdgeTask> Find(OwnerId owner) const;

    /// @param ticket a lease @return the open edge round that it is for, or null
    Ptr<EdgeRound> FindRound(Ticket ticket) const;

    /// @param worker its node id @return true while the lease of a sale of it is asked for
    bool IsSelling(uint32_t worker) const;

    /**
     * @brief Find out whether an update of a worker is awaited.
     * @param worker its node id
     * @return the deadline of that update, or nothing
     */
    std::optional<Time> IsAwaited(uint32_t worker) const;

    /**
     * @brief Take the clearing house's answer about a lease; of an unknown owner it is ignored.
     * @param message LEASE_GRANTED, LEASE_REFUSED or LEASE_BARRED
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> LeaseAnswered(const Message& message);

    /**
     * @brief Take an aggregating relay's word about updates, or its partial aggregate.
     * @param relay its node id
     * @param message ARRIVED, UPDATE or DROPPED
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> TakeRelayed(uint32_t relay, const Message& message);

    /**
     * @brief A worker is behind another relay now, or behind the same one anew.
     * @param worker its node id
     */
    void WorkerMoved(uint32_t worker);

    /// The clearing house is away: no lease that was asked for will be granted.
    void HouseLost();

    /// The edge server broke down: all rounds are lost.
    void Lose();

  private:
    Maker m_maker;                            //!< of tasks
    std::map<OwnerId, Ptr<EdgeTask>> m_tasks; //!< of the owners that opened rounds
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_TASKS_H */
