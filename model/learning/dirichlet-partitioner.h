/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DIRICHLET_PARTITIONER_H
#define EDGE_LEARNING_DIRICHLET_PARTITIONER_H

#include "partitioner.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Deals each class to the parts in shares drawn from a symmetric Dirichlet distribution:
 * the smaller `Alpha`, the more parts differ in size and in classes.
 *
 * After T.-M. H. Hsu, H. Qi, M. Brown, "Measuring the effects of non-identical data distribution
 * for federated visual classification", arXiv:1909.06335, 2019, with the shares drawn by class.
 */
class DirichletPartitioner : public Partitioner
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    DirichletPartitioner();

    int64_t AssignStreams(int64_t stream) override;

  private:
    Parts DoPartition(const std::vector<int64_t>& labels, uint32_t parts) override;

    /**
     * @param parts the number of shares
     * @return shares of at least 0 that sum to 1
     */
    std::vector<double> DrawShares(uint32_t parts);

    double m_alpha;                   //!< concentration
    Ptr<GammaRandomVariable> m_gamma; //!< a Dirichlet draw is normalised gamma draws
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DIRICHLET_PARTITIONER_H */
