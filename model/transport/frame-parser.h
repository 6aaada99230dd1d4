/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FRAME_PARSER_H
#define EDGE_LEARNING_FRAME_PARSER_H

#include "message.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Cuts a byte stream into messages, whatever way the stream was split.
 *
 * Memory grows with the bytes that came, never with the length that a header declares. After a
 * frame whose length cannot be believed (wrong magic, version, length or CRC) the parser is
 * broken for good: where the next message begins is unknown.
 */
class FrameParser
{
  public:
    /// Takes a whole, undamaged message.
    using MessageSink = std::function<void(const Message&)>;
    /// Takes the header and the reason of a frame that was refused.
    using RejectSink = std::function<void(const MessageHeader&, RejectReason)>;

    /**
     * @brief Make a parser.
     * @param maxFrameBytes the largest frame, virtual bytes included, that is believed
     * @param message called with each message
     * @param reject called with each refused frame
     */
    FrameParser(uint64_t maxFrameBytes, MessageSink message, RejectSink reject);

    /**
     * @brief Take the next bytes of the stream.
     * @param data the bytes
     * @param size how many
     * @return false when the stream can no longer be trusted
     */
    bool Consume(const uint8_t* data, std::size_t size);

    /**
     * @brief Take a packet of the stream; cheaper than its bytes where they are virtual.
     * @param packet the packet
     * @return false when the stream can no longer be trusted
     */
    bool Consume(Ptr<const Packet> packet);

    /// Take nothing more: whatever is left of the stream is ignored.
    void Stop();

    /// @return true while the stream can be trusted
    bool IsTrusted() const;

    /// @return true when the stream stands between two messages
    bool IsBetweenFrames() const;

    /// @return frames refused so far
    uint64_t GetRejected() const;

  private:
    /// Take bytes that @p copy(offset, to, count) copies as far as they are real.
    template <typename Copy>
    bool Take(uint64_t size, const Copy& copy);
    bool ParseHeader();
    void FinishFrame();
    void Refuse(RejectReason reason);

    uint64_t m_maxFrameBytes;     //!< the largest frame believed
    MessageSink m_message;        //!< takes messages
    RejectSink m_reject;          //!< takes refusals
    bool m_trusted{true};         //!< false once framing is lost
    bool m_inBody{false};         //!< header done, body under way
    MessageHeader m_header;       //!< header of the frame under way
    std::vector<uint8_t> m_bytes; //!< header or real bytes so far
    uint64_t m_virtualLeft{0};    //!< virtual bytes still to come
    uint64_t m_rejected{0};       //!< frames refused
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FRAME_PARSER_H */
