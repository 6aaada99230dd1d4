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
 * Gets models to those who want them: from the node's cache, or else once from above for all who
 * wait for it. It serves an edge server, which asks the owner, and a relay, which asks the edge.
 */
class ModelDistributor
{
  public:
    /// Asks for a version of an owner's model.
    using RequestSink = std::function<void(OwnerId, uint32_t version)>;
    /// Takes a model that was wanted.
    using ModelSink = std::function<void(const CachedModel&)>;

    /**
     * @brief Start afresh.
     * @param cache the node's cache
     * @param request asks for models
     */
    void Start(Ptr<ModelCache> cache, RequestSink request);

    /// Forget everybody who waits.
    void Stop();

    /**
     * @brief Get a model, now or when it has come.
     * @param owner whose model
     * @param version the oldest that will do
     * @param deliver takes it
     */
    void Want(OwnerId owner, uint32_t version, ModelSink deliver);

    /**
     * @brief Take a model that was sent: those who wait for it or an older one get it.
     * @param owner whose model
     * @param version which
     * @param message the message that brought it
     * @return false when nobody waits for it
     */
    bool Arrive(OwnerId owner, uint32_t version, const Message& message);

    /**
     * @brief Ask again for what is waited for, since the answer will not come or is too old.
     * @param owner which owner
     */
    void AskAgain(OwnerId owner);

    /**
     * @brief Make the message that carries a model to one who wanted it.
     * @param owner whose model
     * @param model the model
     * @return the message, with the owner in its header
     */
    static Message MakeMessage(OwnerId owner, const CachedModel& model);

  private:
    /// An owner's model.
    using Key = std::pair<OwnerId, uint32_t>;
    /// Those who wait for a model from its owner.
    using Waiting = std::map<Key, std::vector<ModelSink>>;

    CachedModel Keep(OwnerId owner, uint32_t version, const Message& message);
    Waiting::const_iterator FindNewest(OwnerId owner) const;

    Ptr<ModelCache> m_cache; //!< the node's
    RequestSink m_request;   //!< asks for models
    Waiting m_waiting;       //!< a request is under way for each owner in it
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MODEL_DISTRIBUTOR_H */
