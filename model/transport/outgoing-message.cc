/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "outgoing-message.h"

#include "ns3/upload-tag.h"

#include <algorithm>

namespace ns3::edgelearning
{

OutgoingMessage::OutgoingMessage(const Message& message, bool isStream)
    : m_virtualLeft(message.header.virtualLength),
      m_deadline(message.deadline)
{
    if (isStream)
    {
        Message headOnly = message;
        headOnly.body = nullptr;
        m_head = headOnly.Serialize();
        m_body = message.body;
    }
    else
    {
        m_head = message.Serialize();
    }
}

uint64_t
OutgoingMessage::GetReal() const
{
    return m_head.size() + (m_body ? m_body->size() : std::size_t(0));
}

uint64_t
OutgoingMessage::GetLeft() const
{
    return GetReal() - m_sent + m_virtualLeft;
}

uint64_t
OutgoingMessage::GetSegmentSize(uint64_t most) const
{
    const uint64_t real = GetReal();
    return std::min(m_sent < real ? real - m_sent : m_virtualLeft, most);
}

Ptr<Packet>
OutgoingMessage::MakePacket(uint64_t size) const
{
    Ptr<Packet> packet = MakeBytes(size);
    if (m_deadline)
    {
        packet->AddByteTag(UploadTag(*m_deadline, GetLeft()));
    }
    return packet;
}

void
OutgoingMessage::Take(uint64_t bytes)
{
    const uint64_t real = std::min(bytes, GetReal() - m_sent);
    m_sent += real;
    m_virtualLeft -= std::min(bytes - real, m_virtualLeft);
}

Ptr<Packet>
OutgoingMessage::MakeBytes(uint64_t size) const
{
    const std::size_t head = m_head.size();
    if (m_sent >= head && m_body && m_sent < head + m_body->size())
    {
        return Create<Packet>(m_body->data() + (m_sent - head), size);
    }
    if (m_sent >= head)
    {
        return Create<Packet>(size);
    }
    std::vector<uint8_t> first(m_head.begin() + m_sent, m_head.end());
    if (m_body && first.size() < size)
    {
        const std::size_t more = std::min<std::size_t>(size - first.size(), m_body->size());
        first.insert(first.end(), m_body->begin(), m_body->begin() + more);
    }
    first.resize(std::min<std::size_t>(first.size(), size));
    Ptr<Packet> packet = Create<Packet>(first.data(), first.size());
    if (first.size() < size)
    {
        packet->AddAtEnd(Create<Packet>(size - first.size()));
    }
    return packet;
}

} // namespace ns3::edgelearning
