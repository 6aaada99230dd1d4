/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_TASK_H
#define EDGE_LEARNING_EDGE_TASK_H

#include "aggregation-point.h"
#include "cell-market.h"
#include "trace-records.h"

#include "ns3/event-id.h"
#include "ns3/message.h"

#include <functional>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * One owner's learning task at one edge server: its rounds there, the leases of its workers, and
 * what became of their updates.
 *
 * A round of the owner consists of one or more edge rounds. Each has its own selection, deadline
 * and aggregate; the next one trains on that aggregate, and the last one's goes up to the owner. On
 * the wire and in traces the edge tier's rounds are numbered owner round x edge rounds + edge
 * round.
 *
 * A worker's update that arrives in time is settled at once; one that does not come is released
 * when the round ends. An aggregating relay collects the updates of the workers behind it: what it
 * says arrived there is settled, and its partial aggregate awaited until AggregationGrace after the
 * deadline.
 */
class EdgeTask : public SimpleRefCount<EdgeTask>
{
  public:
    /// A worker's participation in the round that is open.
    struct Participation
    {
        uint32_t round{0};                 //!< the round, by the edge tier's numbers
        uint32_t worker{0};                //!< the seller
        uint32_t version{0};               //!< of the model that was awarded
        Time collected;                    //!< when its data were
        Time predicted;                    //!< age foreseen
        Time awarded;                      //!< start of its service
        SelectedBody selected;             //!< what the owner was told
        double flop{0};                    //!< work of its training
        uint64_t bytes{0};                 //!< of the model, down and up
        std::optional<uint32_t> collector; //!< aggregating relay that it is behind
        bool held{false};                  //!< the update is at the collector
        bool settled{false};               //!< the update came in time, and is paid
    };

    /// How a task reaches the others, and who is told what became of it.
    struct Sinks
    {
        std::function<bool(uint32_t round, Message)> owner;                //!< sends to the owner
        std::function<bool(uint32_t worker, const Message&)> worker;       //!< sends to a worker
        std::function<bool(uint32_t relay, const Message&)> relay;         //!< sends to a relay
        std::function<std::optional<uint32_t>(uint32_t worker)> collector; //!< who collects
        std::function<bool(Message)> house;                  //!< sends to the clearing house
        std::function<void(Message)> report;                 //!< makes sure that it gets there
        std::function<void(Time until)> openMarket;          //!< the owner buys until then
        std::function<void()> closeMarket;                   //!< it buys no more
        std::function<void(bool paused)> pauseMarket;        //!< it buys nothing for now
        std::function<void(Ticket, uint32_t version)> model; //!< gets a worker the model
        /// An update was accepted, and when.
        std::function<void(const Participation&, Time completion)> counted;
        std::function<void(const RoundRecord&)> ended; //!< a round ended
    };

    /**
     * @brief Make a task without a round.
     * @param owner whose task
     * @param edge node id of the edge server
     * @param policy when an edge round ends
     * @param aggregator combines updates
     * @param grace after the deadline, for partial aggregates of relays to come
     * @param sinks how it reaches the others
     */
    EdgeTask(OwnerId owner,
             uint32_t edge,
             Ptr<RoundPolicy> policy,
             Ptr<Aggregator> aggregator,
             Time grace,
             Sinks sinks);
    ~EdgeTask();

    /// @return whose task it is
    OwnerId GetOwner() const;

    /**
     * @brief Begin a round; one that is still open is given up and its workers released.
     * @param number the owner's round
     * @param body what the owner asks for
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> Open(uint32_t number, const RoundOpenBody& body);

    /**
     * @brief Take news of a round; of another one they are ignored.
     * @param round the owner's round
     * @param news the newest version, and whether the owner buys
     */
    void TakeNews(uint32_t round, const RoundNewsBody& news);

    /**
     * @brief End a round: its workers may stop. Another one than the open one is ignored.
     * @param round the owner's round
     */
    void Close(uint32_t round);

    /// The owner's connection is new: tell it again who was selected.
    void OwnerJoined();

    /// No auction with this owner is under way any more, nor will there be.
    void MarketClosed();

    /**
     * @brief A worker was sold to the owner: ask for its lease.
     * @param sale the sale
     */
    void Sold(const CellMarket::Sale& sale);

    /**
     * @brief Take the grant of a lease; an unknown auction is ignored.
     * @param auction the sale
     * @param ticket the lease
     * @param round the edge tier's round it was asked for
     */
    void LeaseGranted(uint32_t auction, Ticket ticket, uint32_t round);

    /**
     * @brief Take the refusal of a lease; an unknown auction is ignored.
     * @param body why
     * @param round the edge tier's round it was asked for
     */
    void LeaseRefused(const LeaseRefusedBody& body, uint32_t round);

    /**
     * @brief A lease ended as a double sale.
     * @param ticket the lease
     */
    void LeaseBarred(Ticket ticket);

    /// The clearing house is away: no lease that was asked for will be granted here.
    void HouseLost();

    /**
     * @brief Take a worker's acceptance of its lease; it gets the model.
     * @param worker its node id
     * @param ticket its lease
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> Accept(uint32_t worker, Ticket ticket);

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

    /// @return the edge tier's round that is open, or was last
    uint32_t GetRound() const;

    /**
     * @brief Find a model that was aggregated here.
     * @param version which
     * @return a MODEL message with it, or null
     */
    const Message* FindModel(uint32_t version) const;
    /// @return version of the model that is trained in the round that is open, or was last
    uint32_t GetModelVersion() const;

    /// The edge server broke down: the round is lost, and its workers released.
    void Lose();

  private:
    void TellSelectionDone(uint32_t granted);
    void TellSelected(Ticket ticket, const Participation& participation);
    void EndSelectionIfQuiet();
    void LeaseAnswered(uint32_t round);
    Time GetDeadline(uint32_t edgeRound) const;
    void OpenEdgeRound(Time selectionEnd);
    void EndEdgeRound(const AggregationPoint::Result& result);
    void TakeMerged(AggregationPoint::Merged merged);
    void SendUpdate(uint32_t baseVersion,
                    std::vector<Member> members,
                    const ModelParameters& model);
    void SendDropped(std::vector<DroppedMember> members);
    void Drop(Ticket ticket, DropReason reason);
    void DismissWorker(Ticket ticket, uint32_t worker);
    bool IsSelecting() const;
    void NotSelected(const CellMarket::Sale& sale);
    void Award(Ticket ticket, const CellMarket::Sale& sale);
    void TellAward(Ticket ticket, const Participation& participation);
    void TellCollector(uint32_t relay);
    void DropSilent(bool withCollector);
    std::optional<RejectReason> HoldOne(uint32_t relay, const Member& member);
    void ReleaseAll();
    void GiveUp();
    void Record(const AggregationPoint::Result& result);
    void EndLease(uint32_t round, Ticket ticket, MessageType how);
    Message AboutLease(uint32_t round, Ticket ticket, Message message) const;

    OwnerId m_owner;                //!< whose task
    uint32_t m_edge;                //!< where
    Sinks m_sinks;                  //!< how it reaches the others
    Time m_grace;                   //!< for partial aggregates
    Ptr<AggregationPoint> m_point;  //!< collects the updates
    Ptr<RoundPolicy> m_aggregating; //!< the point's, when it aggregates
    Ptr<RoundPolicy> m_forwarding;  //!< the point's, when it passes on each update
    EventId m_deadlineEvent;        //!< no update of a worker counts afterwards
    EventId m_graceEvent;           //!< nothing counts afterwards

    std::optional<uint32_t> m_round; //!< the owner's round that is open, or was last
    RoundOpenBody m_body;            //!< what the owner asks for
    uint32_t m_edgeRound{0};         //!< the edge round in it
    TaskDescription m_task;          //!< what that asks of workers
    Time m_opened;                   //!< when the edge round was opened
    ModelParameters m_model;         //!< the last edge round's aggregate
    Message m_modelMessage;          //!< the same, for workers
    std::vector<Member> m_members;   //!< whose updates are in it
    uint32_t m_leasesAsked{0};       //!< of this edge round, not yet answered
    bool m_quiet{false};             //!< no auction with this owner any more
    bool m_selectionDone{false};     //!< the owner was told

    std::map<uint32_t, CellMarket::Sale> m_sales;     //!< lease asked, by auction
    std::map<Ticket, Participation> m_participations; //!< of the open edge round
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_TASK_H */
