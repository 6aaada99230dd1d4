/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BEACON_SENDER_H
#define EDGE_LEARNING_BEACON_SENDER_H

#include "ns3/event-id.h"
#include "ns3/message-header.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Broadcasts over UDP and IPv4 where an edge server or a relay can be reached; a BeaconListener
 * hears it.
 */
class BeaconSender
{
  public:
    ~BeaconSender();

    /**
     * @brief Begin to broadcast.
     * @param node the server's node, which has IPv4
     * @param role what the server is
     * @param beaconPort UDP port of the listeners
     * @param service where the server listens: IPv4 address and port, or for bulk sockets a
     *        PacketSocketAddress; only the port is announced
     * @param interval between two beacons
     * @param delay before the first
     */
    void Start(Ptr<Node> node,
               Role role,
               uint16_t beaconPort,
               const Address& service,
               Time interval,
               Time delay);

    /// Stop broadcasting.
    void Stop();

  private:
    void SendBeacon();

    Ptr<Node> m_node;          //!< the server's
    Role m_role{Role::EDGE};   //!< what the server is
    Ptr<Socket> m_socket;      //!< sends
    Address m_to;              //!< broadcast address and port
    uint16_t m_servicePort{0}; //!< what is announced
    Time m_interval;           //!< between two beacons
    EventId m_event;           //!< the next beacon
    uint32_t m_sequence{0};    //!< of the last beacon
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BEACON_SENDER_H */
