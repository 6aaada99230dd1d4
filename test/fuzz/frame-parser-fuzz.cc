/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * libFuzzer's entry for all that reads bytes from the network: the parser of frames and the readers
 * of bodies. The first byte of an input chooses how the rest, a stream, is split.
 *
 * Whatever comes, the parser must make the same of the stream's bytes and of packets with them, and
 * a body that was read must lay out as exactly the bytes it was read from.
 */

#include "../transport/body-samples.h"

#include "ns3/frame-parser.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint64_t FUZZ_MAX_FRAME = 1 << 20; ///< largest frame that is believed

/// @tparam B a body @param bytes to read it from
template <typename B>
void
CheckBody(const std::vector<uint8_t>& bytes)
{
    const auto body = Decode<B>(bytes);
    if (body && Encode(*body) != bytes)
    {
        std::abort();
    }
}

/// @tparam B all bodies @param bytes to read each from
template <typename... B>
void
CheckBodies(const std::vector<uint8_t>& bytes, const std::tuple<B...>* /* which */)
{
    (CheckBody<B>(bytes), ...);
}

/// A parser and what it made of the stream: type, CRC and size of each frame, taken or refused.
struct Listener
{
    Listener()
        : parser(
              FUZZ_MAX_FRAME,
              [this](const Message& message) {
                  Note(message.header, 0xff);
                  frames.insert(frames.end(), message.Bytes().begin(), message.Bytes().end());
                  CheckBodies(message.Bytes(), static_cast<AllBodies*>(nullptr));
              },
              [this](const MessageHeader& header, RejectReason reason) {
                  Note(header, static_cast<uint8_t>(reason));
              })
    {
    }

    /// @param header of the frame @param verdict what became of it
    void Note(const MessageHeader& header, uint8_t verdict)
    {
        frames.push_back(verdict);
        frames.push_back(static_cast<uint8_t>(header.type));
        frames.push_back(header.crc);
        frames.push_back(header.bodyLength);
        frames.push_back(header.virtualLength);
    }

    std::vector<uint32_t> frames; ///< what the parser made of the stream
    FrameParser parser;           ///< under test
};

} // namespace

/**
 * @brief libFuzzer's entry.
 * @param data the input
 * @param size its bytes
 * @return 0
 */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size == 0)
    {
        return 0;
    }
    uint32_t split = *data++;
    --size;
    const std::size_t longest = split == 0 ? size : split;

    Listener fromBytes;
    Listener fromPackets;
    for (std::size_t at = 0; at < size;)
    {
        split = split * 1664525 + 1013904223;
        const std::size_t part = std::min(size - at, 1 + (split >> 8) % longest);
        fromBytes.parser.Consume(data + at, part);
        fromPackets.parser.Consume(Create<Packet>(data + at, static_cast<uint32_t>(part)));
        at += part;
    }
    if (fromBytes.frames != fromPackets.frames ||
        fromBytes.parser.IsTrusted() != fromPackets.parser.IsTrusted() ||
        fromBytes.parser.IsBetweenFrames() != fromPackets.parser.IsBetweenFrames())
    {
        std::abort();
    }

    // Few inputs get past the CRC, so the readers also take the bytes as they are.
    CheckBodies({data, data + size}, static_cast<AllBodies*>(nullptr));
    return 0;
}
