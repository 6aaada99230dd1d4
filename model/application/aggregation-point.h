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
    /// Updates that were merged: all of a round, or some of it.
    struct Merged
    {
        ModelParameters model;       //!< the next version, or the aggregate to pass on
        uint32_t baseVersion{0};     //!< the oldest version that they were trained on
        std::vector<Member> members; //!< whose updates they are
    };

    /// What a round has come to.
    struct Result
    {
        std::vector<Member> aggregated;     //!< whose updates were merged
        std::vector<DroppedMember> dropped; //!< everybody else who was selected
        uint64_t updateBytes{0};            //!< bytes of the parameters that arrived
        bool early{false}; //!< ended before the deadline while outcomes were still to come
    };

    /// Who is told what.
    struct Sinks
    {
        /// Takes what was merged, as often as the policy says; must not begin a round.
        std::function<void(Merged)> merged;
        /// Takes the result, once a round; the next round may begin.
        std::function<void(const Result&)> done;
    };

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
     * @param sinks who is told what
     * @param demand updates that are enough
     * @param history versions of the model, of which the task's is the newest; null below the owner
     */
    void Open(const TaskDescription& task,
              Time deadline,
              DropReason silence,
              Sinks sinks,
              uint32_t demand = UINT32_MAX,
              const ModelHistory* history = nullptr);

    /// @return when updates are merged, how, and when a round ends
    Ptr<const RoundPolicy> GetPolicy() const;

    /**
     * @brief The model moved on.
     * @param version its newest version, which updates may now be trained on
     */
    void SetVersion(uint32_t version);

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

    /// End the round as if the deadline had come.
    void Close();

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
     * @brief Give the round up; the sinks are not told.
     * @return what has come of it, where everybody whose update was not merged dropped out as
     *         fault; nothing if no round was open
     */
    std::optional<Result> Abort();

    /// @return workers selected so far
    uint32_t GetSelected() const;

    /// @return of these, those whose updates arrived
    uint32_t GetArrived() const;

    /// @return of these, those whose outcome is still to come
    uint32_t GetPending() const;

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
        bool merged{false};               //!< and merged
        Member member;                    //!< as the update listed it
        std::optional<DropReason> reason; //!< why it was dropped
    };

    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    std::optional<RejectReason> Check(const UpdateBody& update, uint64_t virtualBytes) const;
    void Reconsider();
    void Merge();
    void Finish();
    void Reset();
    Result MakeResult(DropReason silence, DropReason unmerged) const;

    Ptr<RoundPolicy> m_policy;                    //!< when what happens
    Ptr<Aggregator> m_aggregator;                 //!< how updates are combined
    bool m_open{false};                           //!< a round is under way
    TaskDescription m_task;                       //!< what updates must look like
    Time m_deadline;                              //!< end of the round
    DropReason m_silence{DropReason::DEADLINE};   //!< reason of those unheard
    Sinks m_sinks;                                //!< who is told what
    uint32_t m_demand{UINT32_MAX};                //!< updates that are enough
    const ModelHistory* m_history{nullptr};       //!< versions of the model, at the owner
    EventId m_timer;                              //!< at the deadline
    bool m_selectionOpen{false};                  //!< more may be selected
    uint32_t m_arrivedCount{0};                   //!< participants arrived
    uint32_t m_droppedCount{0};                   //!< participants dropped
    uint64_t m_updateBytes{0};                    //!< bytes of parameters
    std::map<Ticket, Participant> m_participants; //!< everybody selected
    std::vector<ModelUpdate> m_updates;           //!< not yet merged, in order of arrival
    std::vector<Member> m_unmerged;               //!< whose they are
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGGREGATION_POINT_H */
