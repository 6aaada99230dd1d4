/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FEATURE_DRIFT_H
#define EDGE_LEARNING_FEATURE_DRIFT_H

#include "drift-model.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What things look like changes: the values of each sample move along it, `Speed` positions
 * a second, and what leaves it at the end comes in at the beginning.
 *
 * Between two positions the values are interpolated. Of images the picture moves along its rows.
 */
class FeatureDrift : public DriftModel
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    Ptr<const DataSet> Apply(Ptr<const DataSet> data, Time collected) const override;

  private:
    double m_speed; //!< positions a second
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FEATURE_DRIFT_H */
