/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message.h"

namespace ns3::edgelearning
{

Message::Message(MessageType type, std::vector<uint8_t> bytes, uint32_t virtualBytes)
    : body(std::make_shared<const std::vector<uint8_t>>(std::move(bytes)))
{
    header.type = type;
    header.virtualLength = virtualBytes;
}

const std::vector<uint8_t>&
Message::Bytes() const
{
    static const std::vector<uint8_t> none;
    return body ? *body : none;
}

void
Message::Seal()
{
    header.flags = header.virtualLength > 0 ? MessageHeader::FLAG_VIRTUAL : 0;
    header.bodyLength = Bytes().size();
    header.crc = header.ComputeCrc(Bytes().data(), Bytes().size());
}

std::vector<uint8_t>
Message::Serialize() const
{
    Buffer buffer(0);
    buffer.AddAtStart(MessageHeader::SIZE);
    header.Serialize(buffer.Begin());
    std::vector<uint8_t> bytes;
    bytes.reserve(MessageHeader::SIZE + Bytes().size());
    bytes.assign(buffer.PeekData(), buffer.PeekData() + MessageHeader::SIZE);
    bytes.insert(bytes.end(), Bytes().begin(), Bytes().end());
    return bytes;
}

} // namespace ns3::edgelearning
