/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CLUSTER_LOCATOR_H
#define EDGE_LEARNING_CLUSTER_LOCATOR_H

#include "beacon-listener.h"
#include "edge-locator.h"

#include "ns3/event-id.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Forms clusters: a worker with adequate coverage uses its gateway, one without joins the best
 * relay that it hears.
 *
 * Coverage is adequate when GetAccessQuality() reaches MinQuality; a link that measures nothing is
 * adequate while it is up. Of the relays heard within BeaconTimeout the best has the greatest
 * score: the worse of its two links in dB, the one from it as measured here and its own to the edge
 * as its beacon says, plus EnergyWeight times the share of its energy that is left. An edge server
 * whose beacon is heard goes before any relay. Whoever hears nobody takes the gateway as poor as it
 * is, if there is one.
 *
 * With Bulk the edge server is reached over the node's NrLite terminal and BulkSocketFactory
 * instead of a gateway, and relays over NrLite's sidelink likewise; only beacons need IP.
 *
 * Afterwards it watches: a worker moves when its own coverage falls below MinQuality less
 * Hysteresis and somebody else is heard, when it is behind a relay and its own coverage reaches
 * MinQuality plus Hysteresis, and when nothing was heard of its relay for BeaconTimeout.
 */
class ClusterLocator : public EdgeLocator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    void Locate(Ptr<Node> node, FoundSink found, MovedSink moved) override;
    void Cancel() override;

  private:
    void DoDispose() override;
    void Check();
    void Look();
    void Watch();
    void Answer(const Address& address);
    Address FindAccess() const;
    std::optional<Neighbour> GetBest() const;
    bool IsHeard(Role role, uint32_t id) const;

    uint16_t m_port;       //!< of edge servers at the gateway
    bool m_bulk;           //!< over bulk sockets instead of IP
    uint16_t m_beaconPort; //!< where beacons arrive
    double m_minQuality;   //!< adequate coverage, in dB
    double m_hysteresis;   //!< in dB
    double m_minEnergy;    //!< of a relay, a share
    double m_energyWeight; //!< in dB
    Time m_listenTime;     //!< before relays are compared
    Time m_beaconTimeout;  //!< of a relay that is silent
    Time m_interval;       //!< between two looks

    Ptr<Node> m_node;                   //!< that looks
    Ptr<BeaconListener> m_listener;     //!< hears beacons
    FoundSink m_found;                  //!< takes the answer
    MovedSink m_moved;                  //!< hears that it holds no more
    std::optional<Neighbour> m_current; //!< the answer; nothing: the gateway
    bool m_adequate{false};             //!< the gateway was adequate then
    EventId m_event;                    //!< the next look
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CLUSTER_LOCATOR_H */
