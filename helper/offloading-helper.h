/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOADING_HELPER_H
#define EDGE_LEARNING_OFFLOADING_HELPER_H

#include "application-installer.h"
#include "attribute-checks.h"

#include "ns3/edge-locator.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/offload-policy.h"

#include <limits>
#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Installs tasks on devices and what gets them done: on each device a TaskSource and an
 * OffloadClient; an OffloadServer on an edge server; and, if they can reach each other, one on each
 * device for the others.
 *
 * Nodes have devices, a protocol stack and addresses; see SetLocator() for nodes without the latter
 * two. Each gets a compute resource unless it has one. Wrong arguments throw std::invalid_argument
 * with a message that names the value and the remedy.
 */
class OffloadingHelper : public ApplicationInstaller
{
  public:
    /// Defaults: GreedyPolicy; devices of 1e9 FLOP/s, an edge server of 1e10, which is the default
    /// gateway; a device may ask all others.
    OffloadingHelper();

    /**
     * @brief Set where tasks are done.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of an OffloadPolicy
     * @param args its attributes
     */
    template <typename... Args>
    void SetPolicy(const std::string& type, Args&&... args)
    {
        m_policy = ObjectFactory();
        m_policy.SetTypeId(FindType(OffloadPolicy::GetTypeId(), type));
        SetAttributes(m_policy, args...);
    }

    /**
     * @brief Set how devices find the edge server; it sends no beacons.
     *
     * A StaticLocator without Remote is given the server's address, on a subnet that the two share
     * if there is one. With a ServingCellLocator all talk over BulkSocketFactory, and need no
     * internet stack.
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
     * @brief Set attributes of all TaskSources.
     * @tparam Args pairs of attribute name and value
     * @param args its attributes
     */
    template <typename... Args>
    void SetTasks(Args&&... args)
    {
        SetAttributes(m_source, args...);
    }

    /**
     * @brief Set an attribute of the devices' ComputeResource, drawn per device.
     * @param name the attribute
     * @param variable a random variable, as a string such as
     *                 "ns3::UniformRandomVariable[Min=1e8|Max=1e9]"
     */
    void SetCompute(const std::string& name, const std::string& variable);

    /// @param name an attribute of the edge server's ComputeResource @param value its value
    void SetServerCompute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of the edge's OffloadServer @param value its value
    void SetServerAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of the devices' OffloadServers @param value its value
    void SetNeighbourAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of all OffloadClients @param value its value
    void SetClientAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Say whether devices get TaskSources; they do unless told otherwise.
     * @param haveTasks false: all tasks come from elsewhere, such as from workers that let their
     *                  training be done (Worker's AllowDataOffload)
     */
    void SetHaveTasks(bool haveTasks);

    /**
     * @brief Bound how many others a device may ask.
     * @param count the nearest, if all have a place, when Install() is called; else the next
     */
    void SetMaxNeighbours(uint32_t count);

    /**
     * @brief Install everything.
     * @param edge the edge server's node, or null for none
     * @param devices nodes of the devices, at least one
     * @param neighbours by which device each reaches the others, such as NrLite sidelink or ad hoc
     *                   Wi-Fi: one a node, on nodes of `devices`; none: they do not
     * @return all applications: the devices' sources, the edge's server, then of each device server
     *         and client
     */
    ApplicationContainer Install(Ptr<Node> edge,
                                 const NodeContainer& devices,
                                 const NetDeviceContainer& neighbours = NetDeviceContainer());

    /**
     * @brief Install a virtual edge server on a cluster of devices: a VirtualEdgeServer and its
     * OffloadClient on the head, an OffloadServer on each member.
     *
     * Their compute resources are drawn as those of devices, their attributes are those of the
     * devices' servers and clients; the head goes by the completion time of parts. An
     * OffloadClient uses it once it has GetAddress(head) as a neighbour, or from a StaticLocator as
     * its edge server.
     *
     * @param head by which device the head reaches its members
     * @param members by which devices they are reached: one a node, on other nodes; at least one
     * @return the virtual edge server, its client, and of each member its server
     */
    ApplicationContainer InstallVirtualEdgeServer(Ptr<NetDevice> head,
                                                  const NetDeviceContainer& members);

    /**
     * @brief Get where the compute server of a device is reached by those on the same network.
     * @param device a device on its node
     * @return the address
     * @throw std::invalid_argument when the device has none
     */
    Address GetAddress(Ptr<NetDevice> device) const;

  private:
    void CheckArguments(const NodeContainer& devices, const NetDeviceContainer& neighbours) const;
    void InstallServer(Ptr<Node> node);
    void InstallNeighbour(Ptr<Node> node);
    void InstallClient(Ptr<Node> node, Ptr<Node> edge, const NetDeviceContainer& neighbours);
    void Listen(Ptr<Application> server, Ptr<Node> node) const;

    ObjectFactory m_policy;                                         //!< of clients
    ObjectFactory m_source;                                         //!< of tasks
    ObjectFactory m_client;                                         //!< on devices
    ObjectFactory m_server;                                         //!< on the edge
    ObjectFactory m_neighbour;                                      //!< servers on devices
    ObjectFactory m_serverCompute;                                  //!< of the edge
    bool m_haveTasks{true};                                         //!< install TaskSources
    uint32_t m_maxNeighbours{std::numeric_limits<uint32_t>::max()}; //!< that a device may ask
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOADING_HELPER_H */
