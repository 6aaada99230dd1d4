/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BELIEVED_CLAIMS_H
#define EDGE_LEARNING_BELIEVED_CLAIMS_H

#include "collection-witness.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Takes workers at their word: the market as long as nobody lies.
 */
class BelievedClaims : public CollectionWitness
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  private:
    Time Price(Time claimed, Time bound) const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BELIEVED_CLAIMS_H */
