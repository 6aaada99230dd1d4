/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_WORKER_H
#define EDGE_LEARNING_SPLIT_WORKER_H

#include "edge-client.h"
#include "split-pass.h"
#include "trace-records.h"

#include "ns3/compute-resource.h"

#include <functional>
#include <memory>
#include <optional>

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
    /// What a session waits for.
    enum class Phase
    {
        WORK,        //!< of the device's own
        ACTIVATIONS, //!< of the server: U-shaped form
        GRADIENTS,   //!< by what the first layers gave
        CLOSED       //!< the server's last word
    };

    /// A pass over the samples, asked for by the server.
    struct Session
    {
        MessageHeader header;            //!< of the message that began it
        std::unique_ptr<SplitPass> pass; //!< this side of it
        Phase phase{Phase::WORK};        //!< what comes next
        bool isMarked{false};            //!< a cause was traced
    };

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
    void NextBatch();
    void Forward();

    /// @tparam Body of the message @param phase in which it is due @param message about the batch
    /// @return its body; nothing: it does not fit in, which was dealt with
    template <typename Body>
    std::optional<Body> Take(Phase phase, const Message& message);

    void TakeActivations(const Message& message);
    void RunTail(const ActivationsBody& body);
    void TakeGradients(const Message& message);
    void TakeClosed(const Message& message);

    void Work(double flop, std::function<void()> work);
    void Await(Phase phase);
    void Say(MessageType type, std::vector<uint8_t> body);
    void Refuse(const Message& message);
    void Leave(DropReason reason);
    void EndTraining();
    void MarkDropped(DropReason reason);
    void TraceDrop(const MessageHeader& header, DropReason reason);
    void EnergyDepleted();
    void EnergyRecharged();

    Ptr<SplitLearner> m_learner;        //!< the network
    Ptr<const DataSet> m_data;          //!< to train on, or null
    Ptr<const DataSet> m_testData;      //!< to evaluate on, or null
    double m_sendPower;                 //!< said to the server, in watts
    double m_receivePower;              //!< said to the server, in watts
    Time m_patience;                    //!< with a silent server
    Ptr<ComputeResource> m_compute;     //!< the node's
    ComputeResource::JobId m_job{0};    //!< under way
    std::unique_ptr<Session> m_session; //!< under way, or null
    EventId m_timeout;                  //!< end of the patience

    TracedCallback<const DropRecord&> m_dropTrace; //!< what ended a session
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_WORKER_H */
