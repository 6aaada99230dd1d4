/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SHARD_PARTITIONER_H
#define EDGE_LEARNING_SHARD_PARTITIONER_H

#include "partitioner.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Sorts the samples by label, cuts them into shards of equal size and deals each part
 * `ShardsPerPart` of them at random, so that a part knows few classes.
 *
 * After B. McMahan et al., "Communication-efficient learning of deep networks from decentralized
 * data", AISTATS 2017, section 3.
 */
class ShardPartitioner : public Partitioner
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  private:
    Parts DoPartition(const std::vector<int64_t>& labels, uint32_t parts) override;

    uint32_t m_shardsPerPart; //!< shards each part is dealt
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SHARD_PARTITIONER_H */
