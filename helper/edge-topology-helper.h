/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_TOPOLOGY_HELPER_H
#define EDGE_LEARNING_EDGE_TOPOLOGY_HELPER_H

#include "ns3/ipv4-interface-container.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"

#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Links between cloud, edge servers and devices, with addresses and routes, by the name of the
 * access technology: for examples and tests that compare them. Scripts with wishes of their own
 * install devices as in any ns-3 script; the applications do not care.
 *
 * - nr-lite: a gNB on each edge node, a terminal on each device
 * - nr-lite-bulk: the same in bulk granularity: devices have no internet stack
 * - lte: base stations of their own, one beside each edge node; edge nodes are hosts behind the
 *   gateway, since an application on a base station's node receives nothing
 * - wifi: one ad hoc network of edge nodes and devices
 * - wifi-infrastructure: an access point on each edge node, each on a channel of its own; devices
 *   join that of the nearest one
 * - p2p: a point-to-point link from each device to the edge nodes in turn
 *
 * Backhaul is point-to-point from the first cloud node to each edge node (lte: to the gateway).
 * All of it is IPv4 with static routes. Nodes need mobility models for all but p2p.
 */
class EdgeTopologyHelper
{
  public:
    /**
     * @brief Choose the access link.
     * @param link one of the names above
     * @throw std::invalid_argument for another name
     */
    explicit EdgeTopologyHelper(const std::string& link);

    /**
     * @brief Set the backhaul links.
     * @param rate as in PointToPointNetDevice's DataRate
     * @param delay one way
     */
    void SetBackhaul(const std::string& rate, Time delay);

    /**
     * @brief Set the p2p access links.
     * @param rate as in PointToPointNetDevice's DataRate
     * @param delay one way
     */
    void SetPointToPointAccess(const std::string& rate, Time delay);

    /**
     * @brief Install devices, stacks, addresses and routes on bare nodes.
     * @param cloud the cloud; only its first node is linked
     * @param edges the edge servers
     * @param devices the end devices
     * @return the access devices: of the edges (lte: of the base stations), then of the devices
     */
    NetDeviceContainer Install(const NodeContainer& cloud,
                               const NodeContainer& edges,
                               const NodeContainer& devices);

    /**
     * @brief Fix the random streams of all that Install() made or was given: mobility, channels,
     * devices, backhaul and protocol stacks. Then this run is the same whatever ran before it in
     * the same program.
     *
     * What drew the nodes' places has drawn already; a PositionAllocator has an AssignStreams() of
     * its own, to be called before.
     *
     * @param stream the first stream to use
     * @return the number of streams used
     * @throw std::logic_error before Install()
     */
    int64_t AssignStreams(int64_t stream);

    /// @return TypeId name of the EdgeLocator that finds the edge server over this link
    std::string GetLocator() const;

    /**
     * @brief Tell when the devices' applications may start.
     *
     * Terminals of LTE and of an access point are not attached at once. What is sent before is
     * lost, and ns-3.37's TCP has an assertion that a repeated SYN may trip.
     *
     * @return a StartTime from which terminals are attached
     */
    Time GetStartTime() const;

  private:
    NetDeviceContainer InstallNrLite(const NodeContainer& edges, const NodeContainer& devices);
    NetDeviceContainer InstallLte(const NodeContainer& cloud,
                                  const NodeContainer& edges,
                                  const NodeContainer& devices);
    NetDeviceContainer InstallAdHoc(const NodeContainer& edges, const NodeContainer& devices);
    NetDeviceContainer InstallInfrastructure(const NodeContainer& edges,
                                             const NodeContainer& devices);
    NetDeviceContainer InstallPointToPoint(const NodeContainer& edges,
                                           const NodeContainer& devices,
                                           const Ipv4InterfaceContainer& backhaul);
    int64_t AssignWifiStreams(int64_t stream) const;
    Ipv4InterfaceContainer InstallBackhaul(Ptr<Node> centre, const NodeContainer& leaves);

    std::string m_link;                  //!< its name
    std::string m_backhaulRate{"1Gbps"}; //!< of backhaul links
    Time m_backhaulDelay;                //!< of backhaul links
    std::string m_accessRate{"20Mbps"};  //!< of p2p access links
    Time m_accessDelay;                  //!< of p2p access links
    std::vector<Ptr<Object>> m_kept;     //!< what LTE devices need and do not hold themselves
    NodeContainer m_nodes;               //!< of the last Install()
    NetDeviceContainer m_access;         //!< of the last Install()
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_TOPOLOGY_HELPER_H */
