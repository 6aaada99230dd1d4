/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_PARTITIONER_H
#define EDGE_LEARNING_PARTITIONER_H

#include "ns3/object.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Deals the samples of a data set out to the workers.
 */
class Partitioner : public Object
{
  public:
    /// The rows of each part.
    using Parts = std::vector<std::vector<uint32_t>>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    Partitioner();

    /**
     * Deal all samples out. Every sample is in exactly one part and no part is empty: a part that
     * the rule leaves without a sample takes one of the largest part. Rows ascend within a part.
     *
     * @param labels the class of each sample
     * @param parts the number of parts
     * @return the rows of each part
     * @throw std::invalid_argument when @p parts is 0 or above the number of samples
     */
    Parts Partition(const std::vector<int64_t>& labels, uint32_t parts);

    /**
     * Assign fixed random variable stream numbers.
     *
     * @param stream the first stream number to use
     * @return the number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream);

  protected:
    Ptr<UniformRandomVariable> m_random; //!< orders and choices

  private:
    /**
     * The rule.
     *
     * @param labels the class of each sample, no fewer than @p parts
     * @param parts the number of parts, at least one
     * @return the rows of each part, every row once; parts may be empty
     */
    virtual Parts DoPartition(const std::vector<int64_t>& labels, uint32_t parts) = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_PARTITIONER_H */
