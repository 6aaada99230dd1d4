/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ROUND_HUB_H
#define EDGE_LEARNING_ROUND_HUB_H

#include "aggregation-point.h"
#include "owner-hub.h"
#include "owner-round.h"
#include "trace-records.h"

#include "ns3/selection-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An owner's conversation with the edge servers about the round that is open: who was selected,
 * whose updates came, and whose will not.
 */
class RoundHub : public OwnerHub
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a round.
    RoundHub();
    ~RoundHub() override;

    /**
     * TracedCallback signature of Selected.
     * @param record who was selected
     */
    typedef void (*SelectedTracedCallback)(const SelectionRecord& record);

    /**
     * TracedCallback signature for drop-outs.
     *
     * @param record the final outcome of a worker that was selected and not aggregated
     */
    typedef void (*DropTracedCallback)(const DropRecord& record);

    /// @return the global model
    virtual const ModelParameters& GetModel() const = 0;

  protected:
    void DoDispose() override;

    /// @param point collects the updates of all rounds
    void StartRounds(Ptr<AggregationPoint> point);

    /// @param isEarly the edge servers must be told that no update is wanted any more
    void CloseRound(bool isEarly);

    /// @return the round that is open, or was last
    OwnerRound& GetCurrent();

    /// @return true when a worker was selected in some round
    bool HasEverSelected() const;

    /**
     * @brief Tell a selection policy what became of the workers.
     * @param selection the policy
     * @param result of the round
     */
    void ObserveOutcomes(SelectionPolicy& selection, const AggregationPoint::Result& result) const;

    /// @param result of the round, whose dropouts are traced
    void TraceDropouts(const AggregationPoint::Result& result);

    /**
     * @brief Find out whether a message belongs to the round that is open; if not it is refused,
     * unless it asks for a bid.
     * @param message the message
     * @return true when it does
     */
    bool IsOfThisRound(const Message& message);

  private:
    /// @return version of the model, as the edge tier counts
    virtual uint32_t GetModelVersion() const = 0;
    /// @return class of owners that are exchangeable to the mechanism
    virtual uint32_t GetOwnerClass() const = 0;
    /// @param candidate a worker that offers itself @return true when the owner bids for it
    virtual bool IsWanted(const Candidate& candidate) = 0;
    /// @param age normalised, of a worker @return what it is worth in this auction
    virtual double GetValue(double age) = 0;

    void EdgeJoined(uint32_t edge) override;
    void EdgeLost(uint32_t edge) override;
    void HandleEdge(uint32_t edge, const Message& message) override;
    void SetFreeBudget(double free) override;
    void BidRequested(uint32_t edge, const Message& message);
    void ModelRequested(uint32_t edge, const Message& message);
    void Selected(uint32_t edge, const Message& message);
    void UpdateArrived(const Message& message);
    void Dropped(const Message& message);

    Ptr<AggregationPoint> m_point; //!< collects the updates
    OwnerRound m_current;          //!< the round that is open, or was last
    bool m_everSelected{false};    //!< had a worker in some round

    TracedCallback<const SelectionRecord&> m_selectedTrace; //!< selected workers
    TracedCallback<const DropRecord&> m_dropTrace;          //!< drop-outs
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ROUND_HUB_H */
