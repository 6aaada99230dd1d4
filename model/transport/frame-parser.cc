/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "frame-parser.h"

#include <algorithm>

namespace ns3::edgelearning
{

FrameParser::FrameParser(uint64_t maxFrameBytes, MessageSink message, RejectSink reject)
    : m_maxFrameBytes(maxFrameBytes),
      m_message(std::move(message)),
      m_reject(std::move(reject))
{
}

bool
FrameParser::Consume(const uint8_t* data, std::size_t size)
{
    return Take(size, [data](uint64_t offset, uint8_t* to, std::size_t count) {
        std::copy_n(data + offset, count, to);
    });
}

bool
FrameParser::Consume(Ptr<const Packet> packet)
{
    return Take(packet->GetSize(), [packet](uint64_t offset, uint8_t* to, std::size_t count) {
        // A packet copies from its start only.
        Ptr<const Packet> rest = packet;
        if (offset > 0)
        {
            rest = packet->CreateFragment(offset, count);
        }
        rest->CopyData(to, count);
    });
}

template <typename Copy>
bool
FrameParser::Take(uint64_t size, const Copy& copy)
{
    for (uint64_t offset = 0; m_trusted && offset < size;)
    {
        const std::size_t wanted = m_inBody ? m_header.bodyLength : MessageHeader::SIZE;
        const std::size_t before = m_bytes.size();
        uint64_t taken = std::min<uint64_t>(size - offset, wanted - before);
        if (taken > 0)
        {
            m_bytes.resize(before + taken);
            copy(offset, m_bytes.data() + before, taken);
        }
        else
        {
            taken = std::min<uint64_t>(size - offset, m_virtualLeft);
            m_virtualLeft -= taken;
        }
        offset += taken;
        if (m_inBody || (m_bytes.size() == MessageHeader::SIZE && ParseHeader()))
        {
            FinishFrame();
        }
    }
    return m_trusted;
}

void
FrameParser::Stop()
{
    m_trusted = false;
}

bool
FrameParser::IsTrusted() const
{
    return m_trusted;
}

bool
FrameParser::IsBetweenFrames() const
{
    return !m_inBody && m_bytes.empty();
}

uint64_t
FrameParser::GetRejected() const
{
    return m_rejected;
}

bool
FrameParser::ParseHeader()
{
    Buffer buffer(0);
    buffer.AddAtStart(MessageHeader::SIZE);
    buffer.Begin().Write(m_bytes.data(), MessageHeader::SIZE);
    m_header.Deserialize(buffer.Begin());
    const bool isVirtual = m_header.flags == MessageHeader::FLAG_VIRTUAL;
    if (m_header.magic != MessageHeader::MAGIC)
    {
        Refuse(RejectReason::MAGIC);
    }
    else if (m_header.version != MessageHeader::VERSION)
    {
        Refuse(RejectReason::VERSION);
    }
    else if (m_header.GetFrameBytes() > m_maxFrameBytes || (!isVirtual && m_header.flags != 0) ||
             isVirtual != (m_header.virtualLength > 0))
    {
        Refuse(RejectReason::LENGTH);
    }
    m_bytes.clear();
    m_inBody = m_trusted;
    m_virtualLeft = m_header.virtualLength;
    return m_trusted;
}

void
FrameParser::FinishFrame()
{
    if (m_bytes.size() < m_header.bodyLength || m_virtualLeft > 0)
    {
        return;
    }
    m_inBody = false;
    Message message;
    message.header = m_header;
    message.body = std::make_shared<const std::vector<uint8_t>>(std::move(m_bytes));
    m_bytes = {};
    if (m_header.ComputeCrc(message.Bytes().data(), message.Bytes().size()) != m_header.crc)
    {
        Refuse(RejectReason::CRC);
    }
    else if (!m_header.IsKnown())
    {
        // The CRC vouches for the length, so the stream goes on.
        ++m_rejected;
        m_reject(m_header, RejectReason::TYPE);
    }
    else
    {
        m_message(message);
    }
}

void
FrameParser::Refuse(RejectReason reason)
{
    m_trusted = false;
    ++m_rejected;
    m_reject(m_header, reason);
}

} // namespace ns3::edgelearning
