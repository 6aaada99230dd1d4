/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BEACON_LOCATOR_H
#define EDGE_LEARNING_BEACON_LOCATOR_H

#include "beacon-listener.h"
#include "edge-locator.h"

#include "ns3/event-id.h"
#include "ns3/random-variable-stream.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Names the first edge server whose beacon is heard: for ad hoc links, where nobody is a gateway.
 *
 * All nodes in reach hear a beacon at once. The answer waits for ConnectDelay, so that they do not
 * all resolve addresses and connect at once too: colliding ARP requests are repeated in step, and
 * after a few of them ns-3 gives the address up for 100 s.
 */
class BeaconLocator : public EdgeLocator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    void Locate(Ptr<Node> node, FoundSink found, MovedSink moved) override;
    void Cancel() override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    void DoDispose() override;
    void Heard(const Neighbour& neighbour);

    uint16_t m_port;                   //!< where beacons arrive
    Ptr<RandomVariableStream> m_delay; //!< of the answer, in s
    EventId m_answer;                  //!< the answer under way
    Ptr<BeaconListener> m_listener;    //!< hears them
    FoundSink m_found;                 //!< takes the answer
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BEACON_LOCATOR_H */
