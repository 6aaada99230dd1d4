/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_PERIODIC_COLLECTION_H
#define EDGE_LEARNING_PERIODIC_COLLECTION_H

#include "collection-process.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Collects again and again, at equal distances from the first collection.
 */
class PeriodicCollection : public CollectionProcess
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  private:
    State Advance(State state, Time now) override;

    Time m_period; //!< between two collections
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_PERIODIC_COLLECTION_H */
