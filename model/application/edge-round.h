/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_ROUND_H
#define EDGE_LEARNING_EDGE_ROUND_H

#include "aggregation-point.h"
#include "cell-market.h"
#include "edge-notices.h"

#include "ns3/event-id.h"
#include "ns3/message.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * One edge round of one owner: who takes part in it, and what became of their updates.
 *
 * A worker's update that arrives in time is settled at once; one that does not come is released
 * when the round ends. An aggregating relay collects the updates of the workers behind it: what it
 * says arrived there is settled, and its partial aggregate awaited until the grace after the
 * deadline has passed.
 */
class EdgeRound : public SimpleRefCount<EdgeRound>
{
  public:
    using Participation = EdgeParticipation;
    using Sinks = EdgeNotices::Sinks;

    /// What round it is.
    struct Setup
    {
        OwnerId owner{0};     //!< whose
        uint32_t number{0};   //!< by the edge tier's numbers
        TaskDescription task; //!< what it asks of workers
        Time grace;           //!< after the deadline, for partial aggregates of relays to come
        bool forward{false}; //!< each update goes to the owner, who is told of each dropout at once
    };

    /**
     * @brief Begin a round.
     * @param setup what round
     * @param policy when it ends
     * @param aggregator combines updates
     * @param sinks how it reaches the others
     * @param outcome takes what was merged and the result
     */
    EdgeRound(const Setup& setup,
              Ptr<RoundPolicy> policy,
              Ptr<Aggregator> aggregator,
              const Sinks& sinks,
              AggregationPoint::Sinks outcome);
    ~EdgeRound();

    /// End the round before its deadline: whose updates are awaited may stop.
    void Close();

    /**
     * @brief Give the round up.
     * @return what has come of it, or nothing if it was over
     */
    std::optional<AggregationPoint::Result> Abort();

    /// The round is over: release whoever did not deliver, and forget all.
    void ReleaseAll();

    /// @return whose it is
    OwnerId GetOwner() const;
    /// @return when it began
    Time GetOpened() const;
    /// @return what it tells others
    const EdgeNotices& GetNotices() const;
    /// @return true until it ended
    bool IsOpen() const;
    /// @return true while workers may still be selected
    bool IsSelecting() const;
    /// @return true when nobody will be selected any more
    bool IsSelectionDone() const;
    /// @return workers selected so far; 0 once the round is over
    uint32_t GetSelected() const;

    /// @param version of the owner's model, which updates may now be trained on
    void SetVersion(uint32_t version);

    /// Nobody will be selected any more; tells the relays, and may end the round.
    void CloseSelection();

    /// The owner's connection is new: tell it again who was selected.
    void OwnerJoined() const;

    /**
     * @brief A worker's lease was granted: it takes part.
     * @param ticket the lease
     * @param sale the sale
     * @return false when it is too late for it
     */
    bool Award(Ticket ticket, const CellMarket::Sale& sale);

    /**
     * @brief Take a worker's acceptance of its lease; it gets the model.
     * @param worker its node id
     * @param ticket its lease
     * @param offer which of its offers it holds to be sold
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> Accept(uint32_t worker, Ticket ticket, uint32_t offer);

    /**
     * @brief Take a worker's update.
     * @param worker its node id
     * @param ticket its lease
     * @param body the update, or nothing if it was malformed
     * @param virtualBytes its virtual bytes
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> Deliver(uint32_t worker,
                                        Ticket ticket,
                                        std::optional<UpdateBody> body,
                                        uint64_t virtualBytes);

    /**
     * @brief A worker is behind another relay now, or behind the same one anew: tell that relay
     * what the worker is to do.
     * @param worker its node id
     */
    void WorkerMoved(uint32_t worker);

    /**
     * @brief Take a relay's word that updates of its workers arrived there.
     * @param relay its node id
     * @param members whose, and when
     * @return why one of them was refused, or nothing
     */
    std::optional<RejectReason> Hold(uint32_t relay, const std::vector<Member>& members);

    /**
     * @brief Take a relay's partial aggregate.
     * @param relay its node id
     * @param body the aggregate
     * @param virtualBytes its virtual bytes
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> DeliverAggregate(uint32_t relay,
                                                 UpdateBody body,
                                                 uint64_t virtualBytes);

    /**
     * @brief Take a relay's word that updates of its workers will not come.
     * @param relay its node id
     * @param members whose, and why
     * @return why one of them was refused, or nothing
     */
    std::optional<RejectReason> Drop(uint32_t relay, const std::vector<DroppedMember>& members);

    /**
     * @brief A lease ended as a double sale.
     * @param ticket the lease
     */
    void LeaseBarred(Ticket ticket);

    /**
     * @brief Find a participation in the round that is open.
     * @param ticket its lease
     * @return the participation, or null
     */
    const Participation* Find(Ticket ticket) const;

    /**
     * @brief Find out whether an update of a worker is awaited.
     * @param worker its node id
     * @return the deadline of that update, or nothing
     */
    std::optional<Time> IsAwaited(uint32_t worker) const;

  private:
    void End(const AggregationPoint::Result& result);
    void Drop(Ticket ticket, DropReason reason);
    void DropSilent(bool withCollector);
    void TellCollector(uint32_t relay) const;
    std::optional<RejectReason> HoldOne(uint32_t relay, const Member& member);

    OwnerId m_owner;                   //!< whose
    uint32_t m_number;                 //!< by the edge tier's numbers
    TaskDescription m_task;            //!< what it asks of workers
    bool m_forward;                    //!< each update goes to the owner
    Sinks m_sinks;                     //!< how it reaches the others
    EdgeNotices m_notices;             //!< what it tells them
    AggregationPoint::Sinks m_outcome; //!< takes what comes of it
    Time m_opened;                     //!< when it began
    Ptr<AggregationPoint> m_point;     //!< collects the updates
    EventId m_deadlineEvent;           //!< no update of a worker counts afterwards
    EventId m_graceEvent;              //!< nothing counts afterwards
    bool m_selectionDone{false};       //!< nobody will be selected any more

    EdgeParticipations m_participations; //!< everybody selected
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_ROUND_H */
