/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BOUNDED_CLAIMS_H
#define EDGE_LEARNING_BOUNDED_CLAIMS_H

#include "collection-witness.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Believes no claim that data are fresher than is certain: without attestation they are
 * priced as if they had been collected at the worker's enrolment, or earlier if it says so.
 *
 * So nobody gains by a claim; nor does the honest worker gain by collecting.
 */
class BoundedClaims : public CollectionWitness
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

#endif /* EDGE_LEARNING_BOUNDED_CLAIMS_H */
