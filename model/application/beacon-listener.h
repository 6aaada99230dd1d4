/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BEACON_LISTENER_H
#define EDGE_LEARNING_BEACON_LISTENER_H

#include "ns3/frame-parser.h"
#include "ns3/link-quality-tag.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"
#include "ns3/traced-callback.h"

#include <map>

namespace ns3::edgelearning
{

/// What is known of an edge server or relay in range.
struct Neighbour
{
    Role role{Role::EDGE};   //!< what it is
    uint32_t id{0};          //!< its node id
    Address address;         //!< where it listens
    Address bulkAddress;     //!< the same over NrLite's sidelink in bulk; invalid: heard otherwise
    double linkQuality{0};   //!< of the link from it, in dB, smoothed over its beacons
    double accessQuality{0}; //!< of its own link to its edge server, in dB, as it says
    double energy{1};        //!< share of its energy that is left, as it says
    Time heard;              //!< when its last beacon came
};

/**
 * @ingroup edge-learning
 * Hears the beacons of edge servers and relays over UDP, and remembers them: one a node, shared by
 * its applications. Beacons are IPv4 only: ns-3's sockets know no interface through which to answer
 * an IPv6 neighbour.
 */
class BeaconListener : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Deaf until it is of a node.
    BeaconListener();
    ~BeaconListener() override;

    /**
     * TracedCallback signature for beacons.
     *
     * @param neighbour who was heard
     */
    typedef void (*HeardTracedCallback)(const Neighbour& neighbour);

    /**
     * TracedCallback signature for datagrams that are not beacons.
     *
     * @param header the header as it came
     * @param reason why it was refused
     */
    typedef void (*RejectTracedCallback)(const MessageHeader& header, RejectReason reason);

    /**
     * @brief Get a node's listener, which is made on first use.
     * @param node the node
     * @param port UDP port at which beacons arrive; the same for all applications of the node
     * @return the listener
     */
    static Ptr<BeaconListener> Of(Ptr<Node> node, uint16_t port);

    /// @return when it began to listen
    Time GetStart() const;

    /**
     * @brief Find out who is in range.
     * @param role relays or edge servers
     * @param within how old the last beacon may be
     * @return who was heard, in order of their ids
     */
    std::vector<Neighbour> GetNeighbours(Role role, Time within) const;

  private:
    void DoDispose() override;
    void Listen(Ptr<Node> node, uint16_t port);
    void Hear(Ptr<Socket> socket);
    void Take(const Message& message, const Address& from, const LinkQualityTag& tag);

    uint32_t m_node{0};                                               //!< id of the node
    uint16_t m_port{0};                                               //!< where beacons arrive
    Time m_start;                                                     //!< when it began to listen
    Ptr<Socket> m_socket;                                             //!< hears them
    std::map<std::pair<Role, uint32_t>, Neighbour> m_neighbours;      //!< heard so far
    TracedCallback<const Neighbour&> m_heardTrace;                    //!< beacons
    TracedCallback<const MessageHeader&, RejectReason> m_rejectTrace; //!< datagrams refused
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BEACON_LISTENER_H */
