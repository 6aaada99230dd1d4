/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MODEL_DISTRIBUTOR_H
#define EDGE_LEARNING_MODEL_DISTRIBUTOR_H

#include "ns3/edge-learning-types.h"
#include "ns3/message.h"
#include "ns3/model-cache.h"

#include <functional>
#include <map>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Gets models to the workers of a cell: from the node's cache, or else once from the owner for all
 * who wait for it.
 */
class ModelDistributor
{
  public:
    /// Asks an owner for a version of its model.
    using RequestSink = std::function<void(OwnerId, uint32_t version)>;
    /// Sends a model to the worker of a participation.
    using ModelSink = std::function<void(Ticket, const CachedModel&)>;

    /**
     * @brief Start afresh.
     * @param cache the node's cache
     * @param request asks owners
     * @param deliver sends models
     */
    void Start(Ptr<ModelCache> cache, RequestSink request, ModelSink deliver);

    /// Forget everybody who waits.
    void Stop();

    /**
     * @brief Get a model to a worker, now or when it has come.
     * @param ticket the worker's participation
     * @param owner whose model
     * @param version which
     */
    void Want(Ticket ticket, OwnerId owner, uint32_t version);

    /**
     * @brief Take a model that an owner sent.
     * @param owner whose model
     * @param version which
     * @param message the message that brought it
     * @return false when nobody waits for it
     */
    bool Arrive(OwnerId owner, uint32_t version, const Message& message);

    /**
     * @brief Ask an owner again for all that is waited for, since the connection to it is new.
     * @param owner which owner
     */
    void AskAgain(OwnerId owner);

  private:
    /// An owner's model.
    using Key = std::pair<OwnerId, uint32_t>;

    Ptr<ModelCache> m_cache;                      //!< the node's
    RequestSink m_request;                        //!< asks owners
    ModelSink m_deliver;                          //!< sends models
    std::map<Key, std::vector<Ticket>> m_waiting; //!< for a model from its owner
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MODEL_DISTRIBUTOR_H */
