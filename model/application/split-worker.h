/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_WORKER_H
#define EDGE_LEARNING_SPLIT_WORKER_H

#include "edge-client.h"
#include "node-processor.h"
#include "split-worker-session.h"
#include "trace-records.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An end device that trains a network together with a SplitServer: it runs the layers before the
 * cut on its own data, in simulated time; in the U-shaped form the last layers too.
 *
 * Once registered it says what it brings along and waits for its turn. The data never leave it,
 * only what its layers make of them, and their labels unless the form is U-shaped. A server that
 * stays silent for longer than `Patience` while it owes something is left, and looked for anew.
 */
class SplitWorker : public EdgeClient
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without learner and data, which must be set.
    SplitWorker();
    ~SplitWorker() override;

    /**
     * @brief Set the data.
     * @param training what is trained on; null or empty: the worker only evaluates
     * @param test what is evaluated on; null or empty: the worker only trains
     */
    void SetData(Ptr<const DataSet> training, Ptr<const DataSet> test);

    int64_t AssignStreams(int64_t stream) override;
    Role GetRole() const override;

  private:
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    void SessionOpened() override;
    void SessionLost() override;
    void LinkLost() override;
    void HandleEdge(const Message& message) override;

    void CheckConfiguration() const;
    void Begin(const Message& message);
    void Closed(bool isAccepted);
    void Leave(DropReason reason);
    void EndTraining();
    void MarkDropped(DropReason reason);
    void TraceDrop(const MessageHeader& header, DropReason reason);
    void EnergyDepleted();

    Ptr<SplitLearner> m_learner;       //!< the network
    Ptr<const DataSet> m_data;         //!< to train on, or null
    Ptr<const DataSet> m_testData;     //!< to evaluate on, or null
    double m_sendPower;                //!< said to the server, in watts
    double m_receivePower;             //!< said to the server, in watts
    Time m_patience;                   //!< with a silent server
    NodeProcessor m_compute;           //!< the node's
    Ptr<SplitWorkerSession> m_session; //!< under way, or null

    TracedCallback<const DropRecord&> m_dropTrace; //!< what ended a session
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_WORKER_H */
