/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_APPLICATION_INSTALLER_H
#define EDGE_LEARNING_APPLICATION_INSTALLER_H

#include "ns3/application-container.h"
#include "ns3/node.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What all helpers that install applications have in common: random streams, and how an application
 * gets to its node.
 */
class ApplicationInstaller
{
  public:
    /**
     * @brief Assign fixed random variable stream numbers to what Install() draws and to whatever
     * the applications use.
     * @param stream first stream index to use; call it before Install()
     */
    void SetFirstStream(int64_t stream);

  protected:
    /// Random variables of ComputeResource's attributes, by attribute.
    using ComputeVariables = std::map<std::string, Ptr<RandomVariableStream>>;

    ApplicationInstaller() = default;
    ~ApplicationInstaller() = default;

    /**
     * @brief Put an application on its node, if that is of this rank, and note it.
     * @param application the application, configured; a MessageApplication or a TaskSource
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

    /**
     * @brief Set how an attribute is drawn.
     * @param[in,out] variables how the others are
     * @param name an attribute of ComputeResource
     * @param variable a random variable, as a string
     * @throw std::invalid_argument when there is no such attribute or variable
     */
    static void SetComputeVariable(ComputeVariables& variables,
                                   const std::string& name,
                                   const std::string& variable);

    /**
     * @brief Give a node a compute resource, unless it has one.
     * @param node the node
     * @param variables how its attributes are drawn
     * @throw std::invalid_argument when an attribute does not take what was drawn
     */
    static void InstallCompute(Ptr<Node> node, const ComputeVariables& variables);

    int64_t m_stream{-1};             //!< next stream to assign; -1: automatic
    ApplicationContainer m_installed; //!< of the Install() under way
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_APPLICATION_INSTALLER_H */
