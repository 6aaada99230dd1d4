/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_LEARNING_HELPER_H
#define EDGE_LEARNING_SPLIT_LEARNING_HELPER_H

#include "attribute-checks.h"
#include "learning-installer.h"

#include "ns3/edge-locator.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/split-learner.h"
#include "ns3/split-policy.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Installs a split server on a node and split workers on others, which have devices, a protocol
 * stack and addresses; see SetLocator() for nodes without the latter two.
 *
 * Each worker trains on its part of the data and evaluates on its share of what is held out. Each
 * node gets a compute resource unless it has one. Wrong arguments throw std::invalid_argument, a
 * data set that cannot be read std::runtime_error, both with a message that names the value and
 * the remedy.
 */
class SplitLearningHelper : public LearningInstaller
{
  public:
    /// Defaults: SplitLearner's on digits.csv, Iid; workers of 1e9 FLOP/s and a server of 1e10; the
    /// server is the default gateway; all wait for all workers.
    SplitLearningHelper();

    /**
     * @brief Set attributes of the SplitLearner of server and workers.
     * @tparam Args pairs of attribute name and value
     * @param args its attributes
     */
    template <typename... Args>
    void SetLearner(Args&&... args)
    {
        SetAttributes(m_learner, args...);
    }

    /**
     * @brief Set where the network is cut; without it behind the first layer.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a SplitPolicy
     * @param args its attributes
     */
    template <typename... Args>
    void SetPolicy(const std::string& type, Args&&... args)
    {
        m_policy = ObjectFactory();
        m_policy.SetTypeId(FindType(SplitPolicy::GetTypeId(), type));
        SetAttributes(m_policy, args...);
    }

    /**
     * @brief Set an attribute of the workers' ComputeResource, drawn per worker.
     * @param name the attribute
     * @param variable a random variable, as a string such as
     *                 "ns3::UniformRandomVariable[Min=1e9|Max=1e10]"
     */
    void SetCompute(const std::string& name, const std::string& variable);

    /// @param name an attribute of the server's ComputeResource @param value its value
    void SetServerCompute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of the server @param value its value
    void SetServerAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of all workers @param value its value
    void SetWorkerAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Set how workers find the server.
     *
     * A StaticLocator without Remote is given the server's address, on a subnet that the two share
     * if there is one. The server sends no beacons. With a ServingCellLocator they talk over
     * BulkSocketFactory, and need no internet stack.
     *
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of an EdgeLocator
     * @param args its attributes
     */
    template <typename... Args>
    void SetLocator(const std::string& type, Args&&... args)
    {
        m_locator = ObjectFactory();
        m_locator.SetTypeId(FindType(EdgeLocator::GetTypeId(), type));
        SetAttributes(m_locator, args...);
    }

    /**
     * @brief Install everything.
     * @param server the server's node
     * @param devices nodes of the workers, at least one
     * @return all applications: the server, the workers
     */
    ApplicationContainer Install(Ptr<Node> server, const NodeContainer& devices);

  private:
    void InstallServer(Ptr<Node> node, uint32_t workers);
    void InstallWorker(Ptr<Node> node, Ptr<Node> server, uint32_t index, uint32_t workers);

    ObjectFactory m_learner;       //!< learners
    ObjectFactory m_policy;        //!< says where to cut
    ObjectFactory m_server;        //!< the server
    ObjectFactory m_worker;        //!< workers
    ObjectFactory m_serverCompute; //!< of the server
    bool m_waitsForAll{true};      //!< the user did not say for how many
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_LEARNING_HELPER_H */
