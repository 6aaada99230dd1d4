/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "upload-tag.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(UploadTag);

TypeId
UploadTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::UploadTag")
                            .SetParent<Tag>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<UploadTag>();
    return tid;
}

UploadTag::UploadTag() = default;

UploadTag::UploadTag(Time deadline, uint64_t bytesLeft)
    : m_deadline(deadline),
      m_bytesLeft(bytesLeft)
{
}

Time
UploadTag::GetDeadline() const
{
    return m_deadline;
}

uint64_t
UploadTag::GetBytesLeft() const
{
    return m_bytesLeft;
}

std::optional<UploadTag>
UploadTag::Find(const Packet& packet)
{
    UploadTag tag;
    if (packet.FindFirstMatchingByteTag(tag))
    {
        return tag;
    }
    return std::nullopt;
}

TypeId
UploadTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
UploadTag::GetSerializedSize() const
{
    return 16;
}

void
UploadTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU64(static_cast<uint64_t>(m_deadline.GetTimeStep()));
    buffer.WriteU64(m_bytesLeft);
}

void
UploadTag::Deserialize(TagBuffer buffer)
{
    m_deadline = TimeStep(static_cast<int64_t>(buffer.ReadU64()));
    m_bytesLeft = buffer.ReadU64();
}

void
UploadTag::Print(std::ostream& os) const
{
    os << "deadline=" << m_deadline.GetSeconds() << "s left=" << m_bytesLeft << "B";
}

} // namespace ns3::edgelearning
