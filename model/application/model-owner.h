/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MODEL_OWNER_H
#define EDGE_LEARNING_MODEL_OWNER_H

#include "round-hub.h"

#include "ns3/drift-model.h"
#include "ns3/event-id.h"
#include "ns3/learner.h"
#include "ns3/selection-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Owns a learning task and a budget: the buyer of the market, in the cloud.
 *
 * It opens round after round at all edge servers, bids for the workers that offer themselves,
 * aggregates what comes up, and tests the model. It bids its valuation of the worker's age of
 * information, or what is left of its budget if that is less, and abstains while its demand is
 * met by leases and by bids that are still to be decided.
 */
class ModelOwner : public RoundHub
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a learner, which must be set.
    ModelOwner();
    ~ModelOwner() override;

    /**
     * TracedCallback signature for rounds.
     *
     * @param record the round
     */
    typedef void (*RoundTracedCallback)(const RoundRecord& record);

    /**
     * TracedCallback signature for merges.
     *
     * @param record the version that was made
     */
    typedef void (*MergeTracedCallback)(const MergeRecord& record);

    /**
     * TracedCallback signature for the end of all rounds.
     *
     * @param owner the owner's id
     */
    typedef void (*FinishedTracedCallback)(OwnerId owner);

    /**
     * @brief Set the held-out data on which the model is tested after each round.
     * @param data the test set; null: the model is not tested
     */
    void SetTestData(Ptr<const DataSet> data);

    int64_t AssignStreams(int64_t stream) override;

    const ModelParameters& GetModel() const override;

  private:
    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    void HouseJoined() override;
    uint32_t GetModelVersion() const override;
    uint32_t GetOwnerClass() const override;
    bool IsWanted(const Candidate& candidate) override;
    double GetValue(double age) override;

    void CheckConfiguration() const;

    void OpenRoundAfter(Time delay);
    void OpenRound();
    void ModelMerged(AggregationPoint::Merged merged);
    void RoundEnded(const AggregationPoint::Result& result);
    void Record(const AggregationPoint::Result& result);
    bool IsFinished() const;

    double m_weight;                        //!< value scale w
    uint32_t m_class;                       //!< class of exchangeable owners
    uint32_t m_demand;                      //!< workers per round
    uint32_t m_edgeRounds;                  //!< rounds of the edge tier in one of the owner's
    uint32_t m_rounds;                      //!< to be held; 0: no end
    Time m_startDelay;                      //!< registration to first round
    Time m_selectionWindow;                 //!< round open to end of selection
    Time m_roundDeadline;                   //!< round open to deadline
    Time m_aggregationGrace;                //!< deadline to end of the round
    Time m_roundInterval;                   //!< end of a round to the next
    Time m_roundPeriod;                     //!< rounds open at multiples of it; zero: at any time
    Ptr<RandomVariableStream> m_preference; //!< theta
    Ptr<Learner> m_learner;                 //!< initial model, work, test
    Ptr<AggregationPoint> m_point;          //!< collects the updates
    Ptr<SelectionPolicy> m_selection;       //!< whom to bid for; null: everybody
    Ptr<const DataSet> m_testData;          //!< held out
    Ptr<DriftModel> m_drift;                //!< how these change; null: they do not

    EventId m_roundEvent;  //!< the next round
    ModelHistory m_models; //!< versions of the global model
    uint32_t m_opened{0};  //!< rounds opened so far

    TracedCallback<const RoundRecord&> m_roundTrace; //!< rounds
    TracedCallback<const MergeRecord&> m_mergeTrace; //!< merges
    TracedCallback<OwnerId> m_finishedTrace;         //!< end of all rounds
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MODEL_OWNER_H */
