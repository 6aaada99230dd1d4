/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BEACON_LOCATOR_H
#define EDGE_LEARNING_BEACON_LOCATOR_H

#include "edge-locator.h"

#include "ns3/frame-parser.h"
#include "ns3/socket.h"
#include "ns3/traced-callback.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Listens for the beacons that edge servers broadcast over UDP, and names the first one heard:
 * for ad hoc links, where nobody is a gateway. Beacons are IPv4 only: ns-3's sockets know no
 * interface through which to answer an IPv6 neighbour.
 */
class BeaconLocator : public EdgeLocator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * TracedCallback signature for datagrams that are not beacons.
     *
     * @param header the header as it came
     * @param reason why it was refused
     */
    typedef void (*RejectTracedCallback)(const MessageHeader& header, RejectReason reason);

    void Locate(Ptr<Node> node, FoundSink found) override;
    void Cancel() override;

  private:
    void DoDispose() override;
    void Hear(Ptr<Socket> socket);
    void Take(const Message& message, const Address& from);

    uint16_t m_port;                                                  //!< where beacons arrive
    Ptr<Socket> m_socket;                                             //!< hears them
    FoundSink m_found;                                                //!< takes the answer
    TracedCallback<const MessageHeader&, RejectReason> m_rejectTrace; //!< datagrams refused
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BEACON_LOCATOR_H */
