/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RELAY_H
#define EDGE_LEARNING_RELAY_H

#include "beacon-listener.h"
#include "beacon-sender.h"
#include "cluster-leases.h"
#include "model-distributor.h"
#include "relay-hub.h"
#include "relay-policy.h"
#include "relay-task.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Stands between a cluster of workers and the edge server: takes their offers and updates over
 * sidelink or whatever link they share, and passes them on, or aggregates the updates.
 *
 * It serves while its policy says so, and tells where it is by beacons. A model comes to it once
 * and is kept in the node's ModelCache; each worker that accepts a lease gets it from there.
 */
class Relay : public RelayHub
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Does not serve yet.
    Relay();
    ~Relay() override;

    /**
     * TracedCallback signature for rounds.
     *
     * @param record the round, as this tier saw it
     */
    typedef void (*RoundTracedCallback)(const RoundRecord& record);

    /**
     * TracedCallback signature for the beginning and the end of service.
     *
     * @param serving whether the device serves now
     */
    typedef void (*ServingTracedCallback)(bool serving);

    int64_t AssignStreams(int64_t stream) override;

    /// @return true while it serves: it has a session with the edge server, or looks for one
    bool IsServing() const;

  private:
    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    void SessionOpened() override;
    void SessionLost() override;
    RegisterBody MakeRegistration() const override;
    void MemberLeft(uint32_t worker) override;
    void HandleWorker(uint32_t worker, const Message& message) override;
    void HandleForWorker(uint32_t worker, const Message& message) override;
    void HandleOwn(const Message& message) override;

    void Decide();
    void Retire(const char* reason);
    Ptr<RelayTask> GetTask(OwnerId owner);
    void Awarded(uint32_t worker, const Message& message);
    void LeaseAccepted(const Message& message);
    bool TakeUpdate(uint32_t worker, const Message& message);
    void ModelArrived(const Message& message);
    void SendModel(Ticket ticket, const CachedModel& model);

    bool m_aggregate;                          //!< combines updates
    Ptr<Aggregator> m_aggregator;              //!< how
    Ptr<RelayPolicy> m_policy;                 //!< whether to serve
    Time m_decisionInterval;                   //!< between two decisions
    Time m_beaconInterval;                     //!< zero: no beacons
    uint16_t m_beaconPort;                     //!< where listeners are
    Time m_beaconTimeout;                      //!< of a relay that is silent
    bool m_serving{false};                     //!< as the policy said last
    BeaconSender m_beacon;                     //!< broadcasts
    Ptr<BeaconListener> m_listener;            //!< hears other relays
    EventId m_decideEvent;                     //!< the next decision
    ModelDistributor m_models;                 //!< gets models to workers
    std::map<OwnerId, Ptr<RelayTask>> m_tasks; //!< when it aggregates
    ClusterLeases m_leases;                    //!< of each owner's last round

    TracedCallback<const RoundRecord&> m_roundTrace; //!< rounds
    TracedCallback<bool> m_servingTrace;             //!< beginning and end of service
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RELAY_H */
