/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BEACON_SENDER_H
#define EDGE_LEARNING_BEACON_SENDER_H

#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Broadcasts over UDP and IPv4 where an edge server can be reached; a BeaconLocator hears it.
 */
class BeaconSender
{
  public:
    ~BeaconSender();

    /**
     * @brief Begin to broadcast.
     * @param node the edge server's node, which has IPv4
     * @param beaconPort UDP port of the locators
     * @param servicePort port at which the edge server listens
     * @param interval between two beacons
     */
    void Start(Ptr<Node> node, uint16_t beaconPort, uint16_t servicePort, Time interval);

    /// Stop broadcasting.
    void Stop();

  private:
    void SendBeacon();

    Ptr<Node> m_node;          //!< the edge server's
    Ptr<Socket> m_socket;      //!< sends
    Address m_to;              //!< broadcast address and port
    uint16_t m_servicePort{0}; //!< what is announced
    Time m_interval;           //!< between two beacons
    EventId m_event;           //!< the next beacon
    uint32_t m_sequence{0};    //!< of the last beacon
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BEACON_SENDER_H */
