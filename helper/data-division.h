/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DATA_DIVISION_H
#define EDGE_LEARNING_DATA_DIVISION_H

#include "ns3/data-set.h"
#include "ns3/partitioner.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A data set of which a share is held out for tests and the rest partitioned.
 */
class DataDivision
{
  public:
    /**
     * @brief Set the data and how they are partitioned; call it before anything else.
     * @param path a CSV or IDX file; searched as it is, then among the module's own data
     * @param partition "Iid", "Shard" or "Dirichlet"
     * @param parameter shards per part, or Dirichlet's alpha; unused for Iid
     * @throw std::invalid_argument for another partition or parameter
     */
    void SetDataset(const std::string& path, const std::string& partition, double parameter);

    /**
     * @brief Set the share that is held out.
     * @param fraction above 0, below 1
     * @throw std::invalid_argument for another one
     */
    void SetTestFraction(double fraction);

    /**
     * @brief Read and divide the data.
     * @param parts how many
     * @param check throws std::invalid_argument when the data do not fit the model
     * @throw std::runtime_error when they cannot be read
     * @throw std::invalid_argument when they do not fit, or cannot be divided so
     */
    void Divide(uint32_t parts, const std::function<void(const DataSet&)>& check);

    /// @return what was held out; null before Divide()
    Ptr<DataSet> GetTestData() const;

    /// @return the parts
    const std::vector<Ptr<DataSet>>& GetParts() const;

    /**
     * @brief Assign fixed random variable stream numbers.
     * @param stream the first stream number to use
     * @return the number of streams used
     */
    int64_t AssignStreams(int64_t stream);

  private:
    std::string m_path;                //!< data set
    Ptr<Partitioner> m_partitioner;    //!< makes the parts
    double m_testFraction{0.2};        //!< share held out
    int64_t m_stream{-1};              //!< of what chooses what is held out; -1: automatic
    Ptr<DataSet> m_testData;           //!< held out
    std::vector<Ptr<DataSet>> m_parts; //!< the rest
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DATA_DIVISION_H */
