/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGGREGATION_POINT_H
#define EDGE_LEARNING_AGGREGATION_POINT_H

#include "ns3/aggregator.h"
#include "ns3/event-id.h"
#include "ns3/round-bodies.h"
#include "ns3/round-policy.h"

#include <functional>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Collects the updates of one round of one owner, at any tier, and combines them.
 *
 * It counts workers, never children: a partial aggregate of the tier below stands for its members.
 * Each selected worker ends in exactly one outcome, aggregated or dropped with one reason.
 */
class AggregationPoint : public Object
{
  public:
    /// What a round has come to.
    struct Result
    {
        bool isVoid{false};                 //!< nothing was aggregated
        ModelParameters model;              //!< the aggregate
        std::vector<Member> aggregated;     //!< whose updates are in it
        std::vector<DroppedMember> dropped; //!< everybody else who was selected
        uint64_t updateBytes{0};            //!< bytes of the parameters that arrived
    };

    /// Takes the result, once a round.
    using DoneSink = std::function<void(const Result&)>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// No round is open.
    AggregationPoint();
    ~AggregationPoint() override;

    /**
     * @brief Begin a round; one that is still open is aborted.
     * @param task what updates must look like
     * @param deadline absolute time at which the round ends whatever has come
     * @param silence the reason of those from whom nothing was heard by then
     * @param done takes the result
     */
    void Open(const TaskDescription& task, Time deadline, DropReason silence, DoneSink done);

    /// @return true while a round is open
    bool IsOpen() const;

    /**
     * @brief Note a selected worker.
     * @param ticket its participation
     * @param worker its node id
     * @param samples samples that it offered
     * @return false when no round is open or the ticket was seen before
     */
    bool Select(Ticket ticket, uint32_t worker, uint32_t samples);

    /// Nobody else will be selected; may end the round.
    void CloseSelection();

    /**
     * @brief Take an update; may end the round.
     * @param update its body; its values are moved out when it is accepted
     * @param virtualBytes its virtual bytes
     * @return why it was refused, or nothing when it counts
     */
    std::optional<RejectReason> Deliver(UpdateBody update, uint64_t virtualBytes);

    /**
     * @brief A worker's update will not come; may end the round.
     * @param ticket its participation
     * @param reason why
     * @return false when that worker's outcome was known already
     */
    bool Drop(Ticket ticket, DropReason reason);

    /**
     * @brief Forget the round; its result is never reported.
     */
    void Abort();

    /// @return workers selected so far
    uint32_t GetSelected() const;

    /**
     * @brief Find out whether an outcome is still to come.
     * @param ticket a participation
     * @return true when it was selected here and has not arrived or dropped
     */
    bool IsPending(Ticket ticket) const;

  private:
    /// What is known of a selected worker.
    struct Participant
    {
        uint32_t worker{0};               //!< its node id
        uint32_t samples{0};              //!< offered
        bool arrived{false};              //!< its update is here
        Member member;                    //!< as the update listed it
        std::optional<DropReason> reason; //!< why it was dropped
    };

    /// An update that arrived.
    struct Arrival
    {
        ModelParameters model; //!< its parameters
        double samples{0};     //!< samples of all its members
    };

    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    std::optional<RejectReason> Check(const UpdateBody& update, uint64_t virtualBytes) const;
    void Reconsider();
    void Finish(bool isVoid);

    Ptr<RoundPolicy> m_policy;                    //!< when a round ends
    Ptr<Aggregator> m_aggregator;                 //!< how updates are combined
    bool m_open{false};                           //!< a round is under way
    TaskDescription m_task;                       //!< what updates must look like
    Time m_deadline;                              //!< end of the round
    DropReason m_silence{DropReason::DEADLINE};   //!< reason of those unheard
    DoneSink m_done;                              //!< takes the result
    EventId m_timer;                              //!< at the deadline
    bool m_selectionOpen{false};                  //!< more may be selected
    uint32_t m_arrivedCount{0};                   //!< participants arrived
    uint32_t m_droppedCount{0};                   //!< participants dropped
    uint64_t m_updateBytes{0};                    //!< bytes of parameters
    std::map<Ticket, Participant> m_participants; //!< everybody selected
    std::vector<Arrival> m_arrivals;              //!< in order of arrival
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGGREGATION_POINT_H */
