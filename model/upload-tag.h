/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_UPLOAD_TAG_H
#define EDGE_LEARNING_UPLOAD_TAG_H

#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Marks the bytes of an upload with its deadline and with what is left of it.
 *
 * Use it as a byte tag: packet tags do not survive TCP. A learning-aware scheduler reads it from
 * the packet at the head of a terminal's queue.
 */
class UploadTag : public Tag
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    UploadTag();

    /**
     * @param deadline when the upload must have arrived (simulated time)
     * @param bytesLeft bytes of the upload from the first tagged byte to its end
     */
    UploadTag(Time deadline, uint64_t bytesLeft);

    /// @return when the upload must have arrived
    Time GetDeadline() const;
    /// @return bytes of the upload from the first tagged byte to its end
    uint64_t GetBytesLeft() const;

    /**
     * @param packet a packet
     * @return the first upload tag on its bytes, if any
     */
    static std::optional<UploadTag> Find(const Packet& packet);

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

  private:
    Time m_deadline;         //!< when the upload must have arrived
    uint64_t m_bytesLeft{0}; //!< [byte]
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_UPLOAD_TAG_H */
