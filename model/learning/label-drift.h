/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LABEL_DRIFT_H
#define EDGE_LEARNING_LABEL_DRIFT_H

#include "drift-model.h"

#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What is called what changes: every `Interval` two classes exchange their labels.
 *
 * Step j, at j times `Interval`, exchanges the labels of what was class j - 1 and class j at time
 * 0, both modulo the number of classes. At any time labels tell as much as ever, but data that are
 * s steps old call s + 1 classes by other names: a model trained on them is wrong there.
 */
class LabelDrift : public DriftModel
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    Ptr<const DataSet> Apply(Ptr<const DataSet> data, Time collected) const override;

    /**
     * @brief The labels at a time.
     * @param classes how many, at least 1
     * @param collected the time, absolute
     * @return the label then, by the one of time 0
     */
    std::vector<int64_t> GetLabels(uint32_t classes, Time collected) const;

  private:
    Time m_interval; //!< between two exchanges
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LABEL_DRIFT_H */
