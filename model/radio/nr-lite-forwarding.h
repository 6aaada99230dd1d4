/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_FORWARDING_H
#define EDGE_LEARNING_NR_LITE_FORWARDING_H

#include "nr-lite-bearer.h"
#include "nr-lite-flow.h"
#include "nr-lite-net-device.h"

namespace ns3::edgelearning
{

class NrLiteGnbNetDevice;

/**
 * @ingroup edge-learning
 * @brief Takes packets to the device that has their destination address, whichever cell serves it.
 */
class NrLiteForwarding
{
  public:
    /**
     * @brief Send a packet from a gNB.
     * @param channel its channel
     * @param gnb the gNB
     * @param sdu the packet
     * @return whether it was accepted
     */
    static bool SendDownlink(NrLiteChannel& channel, NrLiteGnbNetDevice& gnb, const NrLiteSdu& sdu);

    /**
     * @brief A packet has left the air.
     * @param channel the channel
     * @param bearer its bearer
     * @param sdu the packet
     * @param cell index of the cell that served it
     */
    static void Deliver(NrLiteChannel& channel,
                        const Ptr<NrLiteBearer>& bearer,
                        const NrLiteSdu& sdu,
                        uint32_t cell);

  private:
    /**
     * @brief Queue a packet for a terminal.
     * @param channel the channel
     * @param terminal the terminal
     * @param sdu the packet
     * @param gnb the gNB that has it, may be null
     * @return whether it was accepted
     */
    static bool SendToUe(NrLiteChannel& channel,
                         NrLiteUeNetDevice& terminal,
                         const NrLiteSdu& sdu,
                         NrLiteGnbNetDevice* gnb);

    /**
     * @brief A packet arrives at the serving gNB from another one.
     * @param channel the channel
     * @param to MAC address of the terminal
     * @param sdu the packet
     * @param sender the gNB that it comes from
     */
    static void ForwardToUe(Ptr<NrLiteChannel> channel,
                            Mac48Address to,
                            NrLiteSdu sdu,
                            Ptr<NrLiteNetDevice> sender);

    /**
     * @brief A packet arrives at a gNB from another one.
     * @param channel the channel
     * @param sdu the packet
     * @param sender the gNB that it comes from
     */
    static void ForwardToGnb(Ptr<NrLiteChannel> channel,
                             NrLiteSdu sdu,
                             Ptr<NrLiteNetDevice> sender);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_FORWARDING_H */
