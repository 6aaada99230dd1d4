/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_TASK_H
#define EDGE_LEARNING_EDGE_TASK_H

#include "edge-round.h"
#include "trace-records.h"

#include "ns3/message.h"

#include <functional>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * One owner's learning task at one edge server: its rounds there, and the leases of its workers.
 *
 * A round of the owner consists of one or more edge rounds. Each has its own selection, deadline
 * and aggregate; the next one trains on that aggregate, and the last one's goes up to the owner. On
 * the wire and in traces the edge tier's rounds are numbered owner round x edge rounds + edge
 * round.
 */
class EdgeTask : public SimpleRefCount<EdgeTask>
{
  public:
    /// How a task reaches the others, and who is told what became of it.
    struct Sinks : EdgeRound::Sinks
    {
        std::function<void(Time until)> openMarket;    //!< the owner buys until then
        std::function<void()> closeMarket;             //!< it buys no more
        std::function<void(bool paused)> pauseMarket;  //!< it buys nothing for now
        std::function<void(const RoundRecord&)> ended; //!< an edge round ended
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

    /// @param worker its node id @return true while the lease of a sale of it is asked for
    bool IsSelling(uint32_t worker) const;

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

    /// The clearing house is away: no lease that was asked for will be granted here.
    void HouseLost();

    /// @return the edge round that is open, or was last; null before the first
    Ptr<EdgeRound> GetEdgeRound() const;
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
    void EndSelectionIfQuiet();
    void LeaseAnswered(uint32_t round);
    Time GetDeadline(uint32_t edgeRound) const;
    bool IsLast() const;
    bool IsOpen(uint32_t round) const;
    void OpenEdgeRound(Time selectionEnd);
    void EndEdgeRound(const AggregationPoint::Result& result);
    void TakeMerged(AggregationPoint::Merged merged);
    void SendUpdate(uint32_t baseVersion,
                    std::vector<Member> members,
                    const ModelParameters& model);
    void NotSelected(const CellMarket::Sale& sale);
    void GiveUp();
    void Record(const AggregationPoint::Result& result);

    OwnerId m_owner;                //!< whose task
    uint32_t m_edge;                //!< where
    Sinks m_sinks;                  //!< how it reaches the others
    Time m_grace;                   //!< for partial aggregates
    Ptr<Aggregator> m_aggregator;   //!< combines updates
    Ptr<RoundPolicy> m_aggregating; //!< of an edge round that aggregates
    Ptr<RoundPolicy> m_forwarding;  //!< of one that passes on each update

    std::optional<uint32_t> m_round; //!< the owner's round that is open, or was last
    RoundOpenBody m_body;            //!< what the owner asks for
    uint32_t m_edgeRound{0};         //!< the edge round in it
    Ptr<EdgeRound> m_current;        //!< the same; null before the first
    TaskDescription m_task;          //!< what that asks of workers
    ModelParameters m_model;         //!< the last edge round's aggregate
    Message m_modelMessage;          //!< the same, for workers
    std::vector<Member> m_members;   //!< whose updates are in it
    uint32_t m_leasesAsked{0};       //!< of this edge round, not yet answered
    bool m_quiet{false};             //!< no auction with this owner any more

    std::map<uint32_t, CellMarket::Sale> m_sales; //!< lease asked, by auction
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_TASK_H */
