/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGE_SELECTION_H
#define EDGE_LEARNING_AGE_SELECTION_H

#include "selection-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Wants the workers whose data are fresh: of a normalised age of at most `MaxAge`.
 */
class AgeSelection : public SelectionPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    bool IsWanted(const Candidate& candidate) override;

  private:
    double m_maxAge; //!< greatest normalised age
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGE_SELECTION_H */
