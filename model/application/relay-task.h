/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RELAY_TASK_H
#define EDGE_LEARNING_RELAY_TASK_H

#include "aggregation-point.h"
#include "trace-records.h"

#include "ns3/message.h"

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * One owner's learning task at an aggregating relay: collects the updates of the relay's workers
 * in one round, and sends one partial aggregate up.
 *
 * An update that arrives in time is answered here, and the edge server told at once, which pays for
 * it. The aggregate goes up when all workers have their outcome, or at the deadline. All of it is
 * said again when the relay's connection is new, since it may have been lost with the old one.
 */
class RelayTask : public SimpleRefCount<RelayTask>
{
  public:
    /// Sends to the edge server; owner and round are filled in.
    using EdgeSink = std::function<void(const Message&)>;
    /// Takes the end of a round.
    using EndedSink = std::function<void(const RoundRecord&)>;

    /**
     * @brief Make a task without a round.
     * @param owner whose task
     * @param relay node id of the relay
     * @param aggregator combines updates
     * @param edge sends to the edge server
     * @param ended takes the end of a round
     */
    RelayTask(OwnerId owner,
              uint32_t relay,
              Ptr<Aggregator> aggregator,
              EdgeSink edge,
              EndedSink ended);
    ~RelayTask();

    /**
     * @brief A worker of the cluster got a lease. The first one of a later round opens it.
     * @param round as the edge server counts
     * @param ticket the lease
     * @param worker its node id
     * @param award what it shall do
     */
    void Select(uint32_t round, Ticket ticket, uint32_t worker, const AwardBody& award);

    /**
     * @brief No worker of the cluster will get a lease of this round any more.
     * @param round as the edge server counts
     */
    void CloseSelection(uint32_t round);

    /**
     * @brief Take a worker's update.
     * @param worker its node id
     * @param message the update
     * @param[out] reason why it was refused, or nothing
     * @return false when it is not for this task, so that the edge server must judge it
     */
    bool Deliver(uint32_t worker, const Message& message, std::optional<RejectReason>& reason);

    /**
     * @brief A worker's update will not come here.
     * @param ticket its lease
     * @param reason why; one that departed may still send it elsewhere
     */
    void Drop(Ticket ticket, DropReason reason);

    /**
     * @brief A worker left the cluster.
     * @param worker its node id
     */
    void WorkerLeft(uint32_t worker);

    /// The relay broke down, or the round is over elsewhere: whatever it holds is lost.
    void Lose();

    /// Say again what the edge server may have missed.
    void Repeat();

  private:
    void EndRound(const AggregationPoint::Result& result);
    void Record(const AggregationPoint::Result& result);
    void TellArrived(const std::vector<Member>& members);
    void Tell(Message message);

    OwnerId m_owner;                      //!< whose task
    uint32_t m_relay;                     //!< where
    EdgeSink m_edge;                      //!< sends to the edge server
    EndedSink m_ended;                    //!< takes the end of a round
    Ptr<AggregationPoint> m_point;        //!< collects the updates
    std::optional<uint32_t> m_round;      //!< that is open, or was last
    uint32_t m_version{0};                //!< of the model that is trained in it
    Time m_opened;                        //!< when it was opened here
    std::map<Ticket, uint32_t> m_workers; //!< selected in it
    std::map<Ticket, Member> m_arrived;   //!< whose updates are here
    ModelParameters m_model;              //!< what was aggregated last
    std::optional<Message> m_aggregate;   //!< the last one that was sent
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RELAY_TASK_H */
