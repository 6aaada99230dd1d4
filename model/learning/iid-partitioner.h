/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_IID_PARTITIONER_H
#define EDGE_LEARNING_IID_PARTITIONER_H

#include "partitioner.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Deals shuffled samples in turn: parts are alike and their sizes differ by at most one.
 */
class IidPartitioner : public Partitioner
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  private:
    Parts DoPartition(const std::vector<int64_t>& labels, uint32_t parts) override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_IID_PARTITIONER_H */
