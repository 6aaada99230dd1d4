/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MESSAGE_H
#define EDGE_LEARNING_MESSAGE_H

#include "message-header.h"

#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <memory>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/// The real bytes of a body, shared by all who forward it.
using MessageBytes = std::shared_ptr<const std::vector<uint8_t>>;

/**
 * @ingroup edge-learning
 * A whole message: header and real bytes. Its lengths and CRC are filled by Seal().
 */
struct Message
{
    MessageHeader header; //!< who, what, for whom
    MessageBytes body;    //!< the real bytes; null means none
    /// By when it must arrive, if it is an upload; tags its bytes for schedulers, not on the wire.
    std::optional<Time> deadline;

    /**
     * @brief Make a message.
     * @param type what it is
     * @param bytes the real bytes of its body
     * @param virtualBytes how many virtual bytes follow them
     */
    explicit Message(MessageType type = MessageType::HELLO,
                     std::vector<uint8_t> bytes = {},
                     uint32_t virtualBytes = 0);

    /// @return the real bytes, never null
    const std::vector<uint8_t>& Bytes() const;

    /// Fill lengths, flags and CRC from the rest.
    void Seal();

    /**
     * @brief Lay the header and the real bytes out as they travel; virtual bytes are not included.
     * @return the bytes
     */
    std::vector<uint8_t> Serialize() const;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MESSAGE_H */
