/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEARNING_INSTALLER_H
#define EDGE_LEARNING_LEARNING_INSTALLER_H

#include "application-installer.h"
#include "data-division.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What the helpers of both kinds of learning have in common: data for the workers.
 */
class LearningInstaller : public ApplicationInstaller
{
  public:
    /**
     * @brief Set the data; a share is held out for tests, the rest is partitioned among the
     * workers.
     * @param path a CSV or IDX file; searched as it is, then among the module's own data
     * @param partition "Iid", "Shard" or "Dirichlet"
     * @param parameter shards per worker, or Dirichlet's alpha; unused for Iid
     */
    void SetDataset(const std::string& path,
                    const std::string& partition = "Iid",
                    double parameter = 0.5);

    /**
     * @brief Set the share of the data that is held out for tests.
     * @param fraction above 0, below 1
     */
    void SetTestFraction(double fraction);

  protected:
    /// Data of digits.csv, Iid.
    LearningInstaller();
    ~LearningInstaller() = default;

    DataDivision m_data; //!< of the workers
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEARNING_INSTALLER_H */
