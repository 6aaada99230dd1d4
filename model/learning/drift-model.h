/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DRIFT_MODEL_H
#define EDGE_LEARNING_DRIFT_MODEL_H

#include "data-set.h"

#include "ns3/nstime.h"
#include "ns3/object.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief How the world changes from which the data come: what a sample collected at some time would
 * have been.
 *
 * The data set stands for time 0 and before. The same samples with the same time give the
 * same bytes; a drift model draws nothing and keeps nothing, so that workers and owners may share
 * one.
 */
class DriftModel : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Take data as they would have been collected at a time.
     * @param data the samples, of time 0
     * @param collected the time, absolute; before 0 as at 0
     * @return the same samples then; @p data itself where nothing has changed
     */
    virtual Ptr<const DataSet> Apply(Ptr<const DataSet> data, Time collected) const = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DRIFT_MODEL_H */
