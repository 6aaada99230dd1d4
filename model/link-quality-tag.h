/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LINK_QUALITY_TAG_H
#define EDGE_LEARNING_LINK_QUALITY_TAG_H

#include "ns3/address.h"
#include "ns3/tag.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * From whom and how well a broadcast was received, put on the packet by the device that received
 * it: whoever takes the packet at the same node learns that without asking the device.
 */
class LinkQualityTag : public Tag
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param quality SINR in dB
     * @param sender MAC address of the device that sent it; invalid: not known
     */
    explicit LinkQualityTag(double quality = 0, const Address& sender = Address());

    /// @return SINR in dB
    double GetQuality() const;

    /// @return MAC address of the device that sent it, invalid if not known
    Address GetSender() const;

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

  private:
    double m_quality; //!< SINR in dB
    Address m_sender; //!< MAC address
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LINK_QUALITY_TAG_H */
