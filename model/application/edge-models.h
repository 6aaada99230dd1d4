/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_MODELS_H
#define EDGE_LEARNING_EDGE_MODELS_H

#include "edge-tasks.h"
#include "model-distributor.h"

#include "ns3/message.h"

#include <functional>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The models of an edge server on their way: from its cache, its own aggregation or their owners,
 * to the workers that were awarded a lease and to the relays that ask for themselves.
 */
class EdgeModels
{
  public:
    /// How models and requests get to the others.
    struct Sinks
    {
        std::function<void(OwnerId, const Message&)> owner;              //!< sends to an owner
        std::function<void(uint32_t worker, const Message&)> worker;     //!< sends to a worker
        std::function<void(uint32_t relay, const Message&)> relay;       //!< sends to a relay
        std::function<std::optional<uint32_t>(uint32_t worker)> relayOf; //!< whom it is behind
    };

    /// @param tasks of the edge server, which must outlive this object
    explicit EdgeModels(const EdgeTasks& tasks);

    /**
     * @brief Start afresh.
     * @param cache the node's cache
     * @param sinks how to reach the others
     */
    void Start(Ptr<ModelCache> cache, Sinks sinks);

    /// Forget everybody who waits.
    void Stop();

    /// @param owner whose connection is new: ask it again for what is waited for
    void OwnerJoined(OwnerId owner);

    /**
     * @brief Take an owner's model.
     * @param owner whose
     * @param message a MODEL message
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> Arrived(OwnerId owner, const Message& message);

    /**
     * @brief A worker has accepted its lease: get it the model, unless its relay does.
     * @param owner whose model
     * @param ticket the lease, in an open round
     * @param version the oldest that will do
     */
    void Want(OwnerId owner, Ticket ticket, uint32_t version);

    /**
     * @brief Take a relay's request for a model.
     * @param relay its node id
     * @param message a MODEL_REQUEST
     * @return why it was refused, or nothing
     */
    std::optional<RejectReason> Requested(uint32_t relay, const Message& message);

  private:
    void Request(OwnerId owner, uint32_t version);
    void Send(Ticket ticket, const CachedModel& model) const;

    const EdgeTasks& m_tasks;       //!< of the edge server
    Sinks m_sinks;                  //!< how to reach the others
    ModelDistributor m_distributor; //!< who waits for which
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_MODELS_H */
