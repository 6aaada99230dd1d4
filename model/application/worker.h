/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_WORKER_H
#define EDGE_LEARNING_WORKER_H

#include "seller.h"
#include "training-place.h"
#include "worker-participation.h"
#include "worker-presence.h"

#include "ns3/drift-model.h"
#include "ns3/learner.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An end device that owns data and sells its training: the seller of the market.
 *
 * Once registered it offers itself, and under a lease fetches the model, trains it on its data in
 * simulated time, and sends the update; then it offers itself again. It trains on the data of the
 * offer that was sold, as a DriftModel has them at the time of their collection, even if it has
 * collected since. After a new registration the update is sent again under the same ticket. While
 * its energy source is empty or the node's AvailabilityModel, if it has one, says that it is away,
 * it does nothing and has no connection.
 */
class Worker : public Seller
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without learner and data, which must be set.
    Worker();
    ~Worker() override;

    /**
     * TracedCallback signature for states.
     *
     * @param state the state entered
     */
    typedef void (*StateTracedCallback)(const std::string& state);

    /**
     * TracedCallback signature for drop-outs.
     *
     * @param record what the worker knows of it
     */
    typedef void (*DropTracedCallback)(const DropRecord& record);

    /**
     * TracedCallback signature for local trainings.
     *
     * @param ticket the participation
     * @param loss mean training loss of the last epoch
     */
    typedef void (*TrainedTracedCallback)(Ticket ticket, double loss);

    /**
     * TracedCallback signature for data that leave the device.
     *
     * @param ticket the participation
     * @param node id of who gets them
     * @param bytes of data and model
     */
    typedef void (*DataOffloadedTracedCallback)(Ticket ticket, uint32_t node, uint32_t bytes);

    /**
     * @brief Set the data that the worker trains on.
     * @param data at least one sample
     */
    void SetData(Ptr<const DataSet> data);

    int64_t AssignStreams(int64_t stream) override;
    Role GetRole() const override;

  private:
    /// What the worker is at.
    enum class State
    {
        STOPPED,   //!< not running, out of energy, or away
        SEARCHING, //!< not registered with an edge server
        IDLE,      //!< registered; its offer may stand
        FETCHING,  //!< accepted a lease, waits for the model
        TRAINING,  //!< trains
        UPLOADING, //!< sent the update, waits for the answer
    };

    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void SessionOpened() override;
    void SessionLost() override;
    void LinkLost() override;
    void HandleEdge(const Message& message) override;

    bool IsForSale() const override;
    uint32_t GetSamples() const override;

    void CheckConfiguration();
    void Enter(State state);
    void Awarded(const Message& message);
    void ModelArrived(const Message& message);
    void Train(ModelParameters model);
    void Trained(ModelParameters model);
    void Answered(const Message& message);
    void Depart();
    void GiveUp();
    void EndParticipation();
    void MarkDropped(DropReason reason);
    void Pause(DropReason reason);
    void Resume();

    bool m_allowDataOffload;       //!< data may leave the device
    Ptr<Learner> m_learner;        //!< trains
    Ptr<const DataSet> m_data;     //!< what it trains on
    Ptr<DriftModel> m_drift;       //!< how they change; null: they do not
    WorkerPresence m_presence;     //!< whether the device is there
    State m_state{State::STOPPED}; //!< where it is

    WorkerParticipation m_participation; //!< under way, if it is
    EventId m_deadlineEvent;             //!< end of the participation
    TrainingPlace m_training;            //!< where the training is done

    TracedCallback<const std::string&> m_stateTrace;                 //!< states
    TracedCallback<const DropRecord&> m_dropTrace;                   //!< first cause under a ticket
    TracedCallback<Ticket, double> m_trainedTrace;                   //!< local trainings
    TracedCallback<Ticket, uint32_t, uint32_t> m_dataOffloadedTrace; //!< data that leave
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_WORKER_H */
