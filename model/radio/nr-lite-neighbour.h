/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_NEIGHBOUR_H
#define EDGE_LEARNING_NR_LITE_NEIGHBOUR_H

#include "ns3/packet.h"

#include <cstdint>

namespace ns3::edgelearning
{

class NrLiteChannel;
class NrLiteGnbNetDevice;
class NrLiteUeNetDevice;

/**
 * @ingroup edge-learning
 * @brief Keeps the gNBs' neighbour caches (ARP, NDP) and the terminals' default routes.
 *
 * A cell knows its terminals from attachment, so address resolution costs no message: caches are
 * filled at attachment, and a question for an address that was assigned later is answered on the
 * spot.
 */
class NrLiteNeighbour
{
  public:
    /**
     * @brief Fill the gNB's caches with a terminal's addresses, and set the terminal's default
     * routes if it wants that. Nodes without an IP stack are left alone.
     * @param gnb the gNB
     * @param terminal the terminal
     */
    static void Attach(NrLiteGnbNetDevice& gnb, NrLiteUeNetDevice& terminal);

    /**
     * @brief Answer a neighbour question that a gNB's stack is about to send.
     * @param channel the channel
     * @param gnb the gNB
     * @param packet the packet
     * @param protocol EtherType
     * @return whether the packet was ARP or a neighbour solicitation and must not be sent
     */
    static bool Resolve(const NrLiteChannel& channel,
                        NrLiteGnbNetDevice& gnb,
                        Ptr<const Packet> packet,
                        uint16_t protocol);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_NEIGHBOUR_H */
