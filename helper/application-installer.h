/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_APPLICATION_INSTALLER_H
#define EDGE_LEARNING_APPLICATION_INSTALLER_H

#include "ns3/application-container.h"
#include "ns3/edge-locator.h"
#include "ns3/node-container.h"
#include "ns3/node.h"
#include "ns3/object-factory.h"
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

    /// @return the first stream index that no Install() so far took, to be another helper's first;
    /// -1 without SetFirstStream()
    int64_t GetNextStream() const;

  protected:
    ApplicationInstaller() = default;
    ~ApplicationInstaller() = default;

    /**
     * @brief Put an application on its node, if that is of this rank, and note it.
     * @param application the application, configured; a MessageApplication or a TaskSource
     * @param node its node
     * @param twin it is meant to bear the name of the one that is there
     * @throw std::invalid_argument when the node has one of its kind, and with it its name, already
     */
    void FinishApplication(Ptr<Application> application, Ptr<Node> node, bool twin = false);

    /**
     * @brief Let a server listen for bulk messages.
     * @param server the server
     * @param port its port
     */
    static void ListenInBulk(Ptr<Application> server, uint16_t port);

    /**
     * @brief Set how an attribute of the devices' ComputeResource is drawn.
     * @param name an attribute of ComputeResource
     * @param variable a random variable, as a string
     * @throw std::invalid_argument when there is no such attribute or variable
     */
    void SetComputeVariable(const std::string& name, const std::string& variable);

    /**
     * @brief Give a node a compute resource, unless it has one.
     * @param node the node
     * @return false when it has one already
     * @throw std::invalid_argument when an attribute does not take what was drawn
     */
    bool InstallCompute(Ptr<Node> node) const;

    /// @return clients go by bulk: by the locator's type or its attribute Bulk
    bool IsBulk() const;

    /**
     * @brief Make a client's locator. One that wants a Remote is given the first server on a subnet
     * that the node is on, too.
     * @param node the client's
     * @param servers that might share a subnet with it
     * @param other whom it gets if none does
     * @param port of all servers
     * @return the locator
     */
    Ptr<EdgeLocator> MakeLocator(Ptr<Node> node,
                                 const NodeContainer& servers,
                                 Ptr<Node> other,
                                 uint16_t port) const;

    /// @brief Assign fixed stream numbers, if SetFirstStream() was called.
    /// @tparam User has AssignStreams() @param user uses random variables
    template <typename User>
    void AssignNextStreams(User& user)
    {
        if (m_stream >= 0)
        {
            m_stream += user.AssignStreams(m_stream);
        }
    }

    /// @brief Likewise for a variable. @param variable null: no stream
    void AssignNextStream(const Ptr<RandomVariableStream>& variable);

    /// @brief Likewise for the attributes of ComputeResource.
    void AssignComputeStreams();

    ObjectFactory m_locator; //!< of clients
    /// Of ComputeResource's attributes, by name.
    std::map<std::string, Ptr<RandomVariableStream>> m_compute;
    int64_t m_stream{-1};             //!< next stream to assign; -1: automatic
    ApplicationContainer m_installed; //!< of the Install() under way
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_APPLICATION_INSTALLER_H */
