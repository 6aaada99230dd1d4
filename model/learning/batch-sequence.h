/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BATCH_SEQUENCE_H
#define EDGE_LEARNING_BATCH_SEQUENCE_H

#include "data-set.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief The samples of a data set, batch by batch.
 *
 * A last batch of one sample joins the one before, for layers that normalise over a batch need two.
 */
class BatchSequence
{
  public:
    /**
     * @param data the samples, which must outlive the sequence
     * @param batchSize samples a batch, at least 1
     */
    BatchSequence(const DataSet& data, uint32_t batchSize);

    /**
     * Bring the samples into another order, and begin anew.
     *
     * @param random where the order comes from
     */
    void Shuffle(const Ptr<UniformRandomVariable>& random);

    /**
     * Take the next batch.
     *
     * @return whether there is one
     */
    bool Next();

    /// @return the samples of the batch, one after the other
    const std::vector<float>& GetFeatures() const;

    /// @return the classes of the batch's samples
    const std::vector<int64_t>& GetLabels() const;

  private:
    const DataSet& m_data;         //!< the samples
    uint32_t m_batchSize;          //!< samples a batch
    std::vector<uint32_t> m_order; //!< of the samples
    std::size_t m_next{0};         //!< place in the order
    std::vector<float> m_features; //!< of the batch
    std::vector<int64_t> m_labels; //!< of the batch
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BATCH_SEQUENCE_H */
