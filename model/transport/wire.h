/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_WIRE_H
#define EDGE_LEARNING_WIRE_H

#include "message-header.h"

#include "ns3/address.h"
#include "ns3/nstime.h"

#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Writes the fields of a body, big-endian.
 *
 * A body names its fields once, in a member template Fields(visitor), which a WireWriter and a
 * WireReader visit in the same order.
 */
class WireWriter
{
  public:
    /// A writer only reads the fields; bodies may leave out what only a reader must check.
    static constexpr bool READS = false;

    /// @param value field to write
    void operator()(const uint8_t& value);
    /// @param value field to write
    void operator()(const uint16_t& value);
    /// @param value field to write
    void operator()(const uint32_t& value);
    /// @param value field to write
    void operator()(const uint64_t& value);
    /// @param value field to write: IEEE 754 binary64
    void operator()(const double& value);
    /// @param value field to write: one byte, 0 or 1
    void operator()(const bool& value);
    /// @param value field to write: signed nanoseconds, 64 bits
    void operator()(const Time& value);
    /// @param value field to write: one byte
    void operator()(const Role& value);
    /// @param value field to write: one byte
    void operator()(const DropReason& value);
    /// @param value field to write: one byte for none, IPv4 or IPv6, then the address and the port
    void operator()(const Address& value);
    /// @param values field to write: a 32-bit count, then IEEE 754 binary32 each
    void operator()(const std::vector<float>& values);

    /// @tparam B a body @param values field to write: a 32-bit count, then the bodies
    template <typename B>
    void operator()(const std::vector<B>& values)
    {
        (*this)(static_cast<uint32_t>(values.size()));
        for (const B& value : values)
        {
            const_cast<B&>(value).Fields(*this);
        }
    }

    /// @return what was written; the writer is empty afterwards
    std::vector<uint8_t> Take();

  private:
    void Put(uint64_t value, int bytes);

    std::vector<uint8_t> m_bytes; //!< what was written
};

/**
 * @ingroup edge-learning
 * Reads the fields of a body. Bytes that are missing, too many, or hold a value that no field may
 * have (a non-finite number, an unknown role) fail the whole body; nothing is ever read beyond.
 */
class WireReader
{
  public:
    /// A reader fills the fields.
    static constexpr bool READS = true;

    /// @param bytes the body; must outlive the reader
    explicit WireReader(const std::vector<uint8_t>& bytes);

    /// @param[out] value field to read
    void operator()(uint8_t& value);
    /// @param[out] value field to read
    void operator()(uint16_t& value);
    /// @param[out] value field to read
    void operator()(uint32_t& value);
    /// @param[out] value field to read
    void operator()(uint64_t& value);
    /// @param[out] value field to read: must be finite
    void operator()(double& value);
    /// @param[out] value field to read: 0 or 1
    void operator()(bool& value);
    /// @param[out] value field to read: within 73 years; negative means before the simulation
    void operator()(Time& value);
    /// @param[out] value field to read: a known role
    void operator()(Role& value);
    /// @param[out] value field to read: a known reason
    void operator()(DropReason& value);
    /// @param[out] value field to read: none, or an IPv4 or IPv6 address and port
    void operator()(Address& value);
    /// @param[out] values field to read; numbers may be anything, the learner judges them
    void operator()(std::vector<float>& values);

    /// @tparam B a body @param[out] values field to read
    template <typename B>
    void operator()(std::vector<B>& values)
    {
        uint32_t count = 0;
        (*this)(count);
        values.clear();
        // Each element takes at least a byte, so a false count ends with the bytes.
        for (uint32_t i = 0; i < count && m_good; ++i)
        {
            values.emplace_back();
            values.back().Fields(*this);
        }
    }

    /// @return true when every field was read and no byte is left
    bool IsComplete() const;

  private:
    uint64_t Get(int bytes);

    const std::vector<uint8_t>& m_bytes; //!< the body
    std::size_t m_at{0};                 //!< next byte
    bool m_good{true};                   //!< false once something failed
};

/**
 * @ingroup edge-learning
 * @tparam B a body
 * @param body the body to lay out
 * @return its bytes
 */
template <typename B>
std::vector<uint8_t>
Encode(const B& body)
{
    WireWriter writer;
    const_cast<B&>(body).Fields(writer);
    return writer.Take();
}

/**
 * @ingroup edge-learning
 * @tparam B a body
 * @param bytes the bytes that came
 * @return the body, or nothing when the bytes are not exactly one valid body
 */
template <typename B>
std::optional<B>
Decode(const std::vector<uint8_t>& bytes)
{
    B body;
    WireReader reader(bytes);
    body.Fields(reader);
    if (!reader.IsComplete() || !body.IsValid())
    {
        return std::nullopt;
    }
    return body;
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_WIRE_H */
