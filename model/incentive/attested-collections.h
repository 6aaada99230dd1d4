/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ATTESTED_COLLECTIONS_H
#define EDGE_LEARNING_ATTESTED_COLLECTIONS_H

#include "bounded-claims.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Asks each worker for a collection before it is sold, and stamps it; those that do not
 * answer are priced by what is certain.
 *
 * That the worker collects when asked, instead of answering with old data, is taken for granted:
 * what makes it so, such as data in which the request's number must show, is not modelled.
 */
class AttestedCollections : public BoundedClaims
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    bool IsAsking() const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ATTESTED_COLLECTIONS_H */
