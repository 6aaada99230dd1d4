/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_REQUESTED_COLLECTION_H
#define EDGE_LEARNING_REQUESTED_COLLECTION_H

#include "collection-process.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Collects when it is asked to, and only then.
 */
class RequestedCollection : public CollectionProcess
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    std::optional<Time> Request(Time now) override;

  private:
    State Advance(State state, Time now) override;

    Time m_duration;               //!< of a collection
    std::optional<Time> m_pending; //!< end of the collection under way
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_REQUESTED_COLLECTION_H */
