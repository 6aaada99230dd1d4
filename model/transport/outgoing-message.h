/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OUTGOING_MESSAGE_H
#define EDGE_LEARNING_OUTGOING_MESSAGE_H

#include "message.h"

#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A message on its way into a socket: its bytes, how far it got, and the segments it is cut into.
 */
class OutgoingMessage
{
  public:
    /**
     * @param message the message, sealed
     * @param isStream the socket takes segments; else it takes messages whole
     */
    OutgoingMessage(const Message& message, bool isStream);

    /// @return bytes that the socket has not taken yet, virtual ones included
    uint64_t GetLeft() const;

    /**
     * @brief Cut off the next segment of a stream.
     * @param most what it may have at the most, in bytes
     * @return its size: real and virtual bytes do not share a segment, so that virtual ones stay
     * virtual in buffers
     */
    uint64_t GetSegmentSize(uint64_t most) const;

    /**
     * @brief Make the packet of the next bytes.
     * @param size how many; all that are left, or a segment
     * @return the packet, with what schedulers are told of an upload
     */
    Ptr<Packet> MakePacket(uint64_t size) const;

    /// @param bytes that the socket took
    void Take(uint64_t bytes);

  private:
    uint64_t GetReal() const;
    Ptr<Packet> MakeBytes(uint64_t size) const;

    std::vector<uint8_t> m_head;    //!< header, and the body on a message socket
    MessageBytes m_body;            //!< real bytes of the body, or null
    uint64_t m_sent{0};             //!< real bytes that the socket took
    uint64_t m_virtualLeft;         //!< virtual bytes that it did not take yet
    std::optional<Time> m_deadline; //!< of an upload
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OUTGOING_MESSAGE_H */
