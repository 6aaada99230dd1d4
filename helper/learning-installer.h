/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEARNING_INSTALLER_H
#define EDGE_LEARNING_LEARNING_INSTALLER_H

#include "data-division.h"

#include "ns3/application-container.h"

#include <cstdint>
#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What the helpers of both kinds of learning have in common: data for the workers, random streams,
 * and how an application gets to its node.
 */
class LearningInstaller
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

    /**
     * @brief Assign fixed random variable stream numbers to what Install() draws and to whatever
     * the applications use.
     * @param stream first stream index to use; call it before Install()
     */
    void SetFirstStream(int64_t stream);

  protected:
    /// Data of digits.csv, Iid.
    LearningInstaller();
    ~LearningInstaller() = default;

    /**
     * @brief Put an application on its node, if that is of this rank, and note it.
     * @param application the application, configured
     * @param node its node
     * @throw std::invalid_argument when the node has one of its kind, and with it its name, already
     */
    void FinishApplication(Ptr<Application> application, Ptr<Node> node);

    /**
     * @brief Let a server listen for bulk messages.
     * @param server the server
     * @param port its port
     */
    static void ListenInBulk(Ptr<Application> server, uint16_t port);

    DataDivision m_data;              //!< of the workers
    int64_t m_stream{-1};             //!< next stream to assign; -1: automatic
    ApplicationContainer m_installed; //!< of the Install() under way
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEARNING_INSTALLER_H */
