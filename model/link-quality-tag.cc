/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "link-quality-tag.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(LinkQualityTag);

TypeId
LinkQualityTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::LinkQualityTag")
                            .SetParent<Tag>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<LinkQualityTag>();
    return tid;
}

LinkQualityTag::LinkQualityTag(double quality, const Address& sender)
    : m_quality(quality),
      m_sender(sender)
{
}

double
LinkQualityTag::GetQuality() const
{
    return m_quality;
}

Address
LinkQualityTag::GetSender() const
{
    return m_sender;
}

TypeId
LinkQualityTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
LinkQualityTag::GetSerializedSize() const
{
    return sizeof(double) + m_sender.GetSerializedSize();
}

void
LinkQualityTag::Serialize(TagBuffer i) const
{
    i.WriteDouble(m_quality);
    m_sender.Serialize(i);
}

void
LinkQualityTag::Deserialize(TagBuffer i)
{
    m_quality = i.ReadDouble();
    m_sender.Deserialize(i);
}

void
LinkQualityTag::Print(std::ostream& os) const
{
    os << "quality=" << m_quality << " dB sender=" << m_sender;
}

} // namespace ns3::edgelearning
