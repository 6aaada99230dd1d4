/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NODE_ADDRESS_H
#define EDGE_LEARNING_NODE_ADDRESS_H

#include "ns3/address.h"
#include "ns3/node.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @param node a node with a protocol stack
 * @param port a port
 * @return the node's first global IPv4 address, or else its first global IPv6 address, with the
 *         port
 * @throw std::invalid_argument when the node has no address yet
 */
Address GetServiceAddress(Ptr<Node> node, uint16_t port);

/**
 * @ingroup edge-learning
 * @param like an address and port
 * @param port a port
 * @return the wildcard address of the same family, with the port
 */
Address GetAnyAddress(const Address& like, uint16_t port);

/**
 * @ingroup edge-learning
 * @param like an address and port
 * @param port a port
 * @return the loopback address of the same family, with the port
 */
Address GetLoopbackAddress(const Address& like, uint16_t port);

/**
 * @ingroup edge-learning
 * @param node a node
 * @param server another node
 * @param port a port
 * @return an address of the server on a subnet that both are on, with the port; an invalid
 *         address when there is none
 */
Address GetNeighbourAddress(Ptr<Node> node, Ptr<Node> server, uint16_t port);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NODE_ADDRESS_H */
