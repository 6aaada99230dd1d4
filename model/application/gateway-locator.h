/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_GATEWAY_LOCATOR_H
#define EDGE_LEARNING_GATEWAY_LOCATOR_H

#include "edge-locator.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Names the node's default gateway: for links whose base station or access point is the edge.
 *
 * Looks for a default route in the node's Ipv4StaticRouting, then in its Ipv6StaticRouting, and
 * asks again every Interval until there is one.
 */
class GatewayLocator : public EdgeLocator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /**
     * @brief Look at a node's static routes.
     * @param node the node
     * @param port port of the address
     * @return the first default gateway, with the port; an invalid address when there is none
     */
    static Address FindGateway(Ptr<Node> node, uint16_t port);

    /**
     * @brief Look at a node's static routes.
     * @param node the node
     * @return the device of the first default route that has a gateway, or null
     */
    static Ptr<NetDevice> FindGatewayDevice(Ptr<Node> node);

    void Locate(Ptr<Node> node, FoundSink found, MovedSink moved) override;
    void Cancel() override;

  private:
    void DoDispose() override;
    void Look();

    uint16_t m_port;   //!< where edge servers listen
    Time m_interval;   //!< between two looks
    Ptr<Node> m_node;  //!< who looks
    FoundSink m_found; //!< takes the answer
    EventId m_event;   //!< the next look
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_GATEWAY_LOCATOR_H */
