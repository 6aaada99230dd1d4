/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_WORKER_H
#define EDGE_LEARNING_SPLIT_WORKER_H

#include "edge-client.h"
#include "trace-records.h"

#include "ns3/compute-resource.h"
#include "ns3/cross-entropy.h"
#include "ns3/split-bodies.h"
#include "ns3/split-learner.h"

#include <functional>
#include <memory>

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

    /// A pass over the samples.
    struct Session
    {
        MessageHeader header;              //!< of the message that began it
        bool isTraining{false};            //!< else evaluation
        std::unique_ptr<NetworkPart> head; //!< the layers before the cut
        std::unique_ptr<NetworkPart> tail; //!< the last layers in the U-shaped form, or null
        BatchSequence batches;             //!< of the samples
        bool isMarked{false};              //!< a cause was traced
        double headFlop{0};                //!< of a forward pass on one sample
        double tailFlop{0};                //!< of a forward pass on one sample
        Phase phase{Phase::WORK};          //!< what comes next
        uint32_t batch{0};                 //!< the one under way
        uint32_t samples{0};               //!< gone through
        ScoreSums sums{};                  //!< U-shaped form
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
    bool Open(const MessageHeader& header, SplitBeginBody body);
    double SumFlop(uint32_t first, uint32_t last) const;
    void NextBatch();
    void Forward();
    void TakeActivations(const Message& message);
    void RunTail(const ActivationsBody& body);
    void TakeGradients(const Message& message);
    void Backward(const GradientsBody& body);
    void SendEnd();
    void TakeClosed(const Message& message);

    /// @param values of the batch @param samples in it @param width values a sample @return whether
    /// they have the shape and are finite
    bool Fits(const std::vector<float>& values, uint32_t samples, uint64_t width) const;
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
