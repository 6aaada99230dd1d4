/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DATA_SET_H
#define EDGE_LEARNING_DATA_SET_H

#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Labelled samples for classification; never changes once constructed.
 */
class DataSet : public SimpleRefCount<DataSet>
{
  public:
    /**
     * @param features the samples one after the other, each of as many values as the product of
     * @p shape
     * @param labels the class of each sample, 0 to @p classes - 1
     * @param shape the shape of one sample, e.g. {64} or {1, 28, 28}; {0} for samples without
     * features, which a SyntheticLearner can be trained on
     * @param classes the number of classes
     * @throw std::invalid_argument when these do not fit together
     */
    DataSet(std::vector<float> features,
            std::vector<int64_t> labels,
            std::vector<uint32_t> shape,
            uint32_t classes);

    /**
     * @return the number of samples
     */
    uint32_t GetSize() const;

    /**
     * @return the number of values in a sample
     */
    uint32_t GetFeatureCount() const;

    /**
     * @return the number of classes; not every one need occur
     */
    uint32_t GetClassCount() const;

    /**
     * @return all samples' values, one sample after the other
     */
    const std::vector<float>& GetFeatures() const;

    /**
     * @return the class of each sample
     */
    const std::vector<int64_t>& GetLabels() const;

    /**
     * @return the shape of one sample
     */
    const std::vector<uint32_t>& GetShape() const;

    /**
     * @param rows the samples to take, in this order
     * @return a new set of copies of these samples, with as many classes as this one
     * @throw std::out_of_range when a row is not below GetSize()
     */
    Ptr<DataSet> Subset(const std::vector<uint32_t>& rows) const;

    /**
     * Hold out a random part for testing.
     *
     * @param testFraction the share of the samples to hold out, above 0 and below 1; rounded to
     * whole samples, at least one on either side
     * @param random where the choice comes from
     * @return the training set and the test set
     * @throw std::invalid_argument for another fraction, or with fewer than two samples
     */
    std::pair<Ptr<DataSet>, Ptr<DataSet>> Split(double testFraction,
                                                Ptr<UniformRandomVariable> random) const;

  private:
    std::vector<float> m_features; //!< values, row major
    std::vector<int64_t> m_labels; //!< one a sample
    std::vector<uint32_t> m_shape; //!< of one sample
    uint32_t m_featureCount;       //!< product of the shape
    uint32_t m_classes;            //!< number of classes
};

/**
 * @ingroup edge-learning
 * Bring rows into a random order, each order equally likely.
 *
 * @param rows what is shuffled
 * @param random where the order comes from
 */
void Shuffle(std::vector<uint32_t>& rows, const Ptr<UniformRandomVariable>& random);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DATA_SET_H */
