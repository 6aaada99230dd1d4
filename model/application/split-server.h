/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_SERVER_H
#define EDGE_LEARNING_SPLIT_SERVER_H

#include "node-processor.h"
#include "split-epoch.h"
#include "split-hub.h"

#include "ns3/fed-avg-aggregator.h"
#include "ns3/split-policy.h"

#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Trains a network together with SplitWorkers: they run the layers before the cut, it runs the
 * others, over the simulated link, batch by batch.
 *
 * Once `Workers` have joined it holds `Epochs`. In an epoch every worker that is there trains in
 * one session: `Sequential`, one after the other, the layers of one handed on to the next (O.
 * Gupta, R. Raskar, "Distributed learning of deep neural network over multiple agents", J. Network
 * and Computer Applications 116, 2018); or `Parallel`, all at once from the same model, the server
 * keeping a copy of its layers for each, and at the end all layers are averaged by samples
 * (C. Thapa et al., "SplitFed: when federated learning meets split learning", AAAI 2022, the
 * first of its two forms). Workers that have test samples evaluate the model in the same way. Each
 * session counts whole or is dropped with one reason.
 */
class SplitServer : public SplitHub
{
  public:
    /// How the workers of an epoch follow each other.
    enum Order
    {
        SEQUENTIAL, //!< one after the other
        PARALLEL    //!< at once, then averaged
    };

    /**
     * TracedCallback signature for sessions.
     *
     * @param record what became of it
     */
    typedef void (*SessionTracedCallback)(const SplitRecord& record);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a learner, which must be set.
    SplitServer();
    ~SplitServer() override;

    int64_t AssignStreams(int64_t stream) override;

    /// @return the values of the whole network; empty before the first epoch
    const std::vector<float>& GetModel() const;

  private:
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    double GetAssumedLinkRate() const override;
    void WorkerOffered() override;

    void CheckConfiguration() const;
    void TryEpoch();
    void BeginSessions();
    void BeginSession(uint32_t worker);
    SplitCost ChooseSplit(const SplitTrainee& trainee) const;
    void SessionEnded(uint32_t worker);
    void TakeResult(const SplitSession& session);
    void MergeResults();
    void StageEnded();
    void EndEpoch();
    void Drop(uint32_t worker, Ticket ticket, DropReason reason);
    void EnergyDepleted();
    void EnergyRecharged();

    Ptr<SplitLearner> m_learner;        //!< cuts the network
    Ptr<SplitPolicy> m_policy;          //!< says where
    Ptr<FedAvgAggregator> m_aggregator; //!< of parallel workers
    NodeProcessor m_compute;            //!< the node's
    OwnerId m_task;                     //!< whose model it is
    Order m_order;                      //!< of the workers
    uint32_t m_workers;                 //!< to wait for
    uint32_t m_epochs;                  //!< how many
    uint32_t m_evaluationInterval;      //!< in epochs; 0: never
    Time m_patience;                    //!< with a silent worker
    double m_assumedRate;               //!< of links not yet measured, in bit/s

    std::vector<float> m_model; //!< whole network
    SplitEpoch m_epoch;         //!< the last one
    bool m_isRunning{false};    //!< started, and with energy
    EventId m_beginEvent;       //!< of the next epoch or its sessions

    TracedCallback<const RoundRecord&> m_roundTrace;   //!< epochs
    TracedCallback<const DropRecord&> m_dropTrace;     //!< workers dropped
    TracedCallback<const SplitRecord&> m_sessionTrace; //!< sessions
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_SERVER_H */
