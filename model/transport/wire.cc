/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wire.h"

#include "ns3/abort.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"

#include <cmath>
#include <cstring>

namespace ns3::edgelearning
{

namespace
{

// What kind of address follows. The type numbers of ns-3 depend on which address class a process
// used first, so they cannot stand on the wire.
constexpr uint8_t NO_ADDRESS = 0;
constexpr uint8_t IPV4_ADDRESS = 4;
constexpr uint8_t IPV6_ADDRESS = 6;
constexpr int IPV6_BYTES = 16;

} // namespace

void
WireWriter::Put(uint64_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    {
        m_bytes.push_back(static_cast<uint8_t>(value >> shift));
    }
}

void
WireWriter::operator()(const uint8_t& value)
{
    Put(value, 1);
}

void
WireWriter::operator()(const uint16_t& value)
{
    Put(value, 2);
}

void
WireWriter::operator()(const uint32_t& value)
{
    Put(value, 4);
}

void
WireWriter::operator()(const uint64_t& value)
{
    Put(value, 8);
}

void
WireWriter::operator()(const double& value)
{
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    Put(bits, 8);
}

void
WireWriter::operator()(const bool& value)
{
    Put(value ? 1 : 0, 1);
}

void
WireWriter::operator()(const Time& value)
{
    Put(static_cast<uint64_t>(value.GetNanoSeconds()), 8);
}

void
WireWriter::operator()(const Role& value)
{
    Put(static_cast<uint8_t>(value), 1);
}

void
WireWriter::operator()(const DropReason& value)
{
    Put(static_cast<uint8_t>(value), 1);
}

void
WireWriter::operator()(const Address& value)
{
    if (InetSocketAddress::IsMatchingType(value))
    {
        const InetSocketAddress address = InetSocketAddress::ConvertFrom(value);
        Put(IPV4_ADDRESS, 1);
        Put(address.GetIpv4().Get(), 4);
        Put(address.GetPort(), 2);
    }
    else if (Inet6SocketAddress::IsMatchingType(value))
    {
        const Inet6SocketAddress address = Inet6SocketAddress::ConvertFrom(value);
        uint8_t bytes[IPV6_BYTES];
        address.GetIpv6().GetBytes(bytes);
        Put(IPV6_ADDRESS, 1);
        m_bytes.insert(m_bytes.end(), bytes, bytes + IPV6_BYTES);
        Put(address.GetPort(), 2);
    }
    else
    {
        NS_ABORT_MSG_IF(!value.IsInvalid(),
                        "address " << value << " cannot be sent; only an InetSocketAddress or an "
                                   << "Inet6SocketAddress can");
        Put(NO_ADDRESS, 1);
    }
}

void
WireWriter::operator()(const std::vector<float>& values)
{
    (*this)(static_cast<uint32_t>(values.size()));
    std::size_t at = m_bytes.size();
    m_bytes.resize(at + 4 * values.size());
    for (float value : values)
    {
        uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            m_bytes[at++] = static_cast<uint8_t>(bits >> shift);
        }
    }
}

std::vector<uint8_t>
WireWriter::Take()
{
    return std::move(m_bytes);
}

WireReader::WireReader(const std::vector<uint8_t>& bytes)
    : m_bytes(bytes)
{
}

uint64_t
WireReader::Get(int bytes)
{
    if (!m_good || m_bytes.size() - m_at < static_cast<std::size_t>(bytes))
    {
        m_good = false;
        return 0;
    }
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i)
    {
        value = value << 8 | m_bytes[m_at++];
    }
    return value;
}

void
WireReader::operator()(uint8_t& value)
{
    value = static_cast<uint8_t>(Get(1));
}

void
WireReader::operator()(uint16_t& value)
{
    value = static_cast<uint16_t>(Get(2));
}

void
WireReader::operator()(uint32_t& value)
{
    value = static_cast<uint32_t>(Get(4));
}

void
WireReader::operator()(uint64_t& value)
{
    value = Get(8);
}

void
WireReader::operator()(double& value)
{
    const uint64_t bits = Get(8);
    std::memcpy(&value, &bits, sizeof bits);
    m_good = m_good && std::isfinite(value);
}

void
WireReader::operator()(bool& value)
{
    const uint64_t byte = Get(1);
    m_good = m_good && byte <= 1;
    value = byte == 1;
}

void
WireReader::operator()(Time& value)
{
    const uint64_t bits = Get(8);
    // Half the range stays free, so that sums of two times from the network cannot overflow.
    const int64_t time = static_cast<int64_t>(bits);
    m_good = m_good && time >= INT64_MIN / 4 && time <= INT64_MAX / 4;
    value = NanoSeconds(m_good ? time : 0);
}

void
WireReader::operator()(Role& value)
{
    value = static_cast<Role>(Get(1));
    m_good = m_good && value >= Role::WORKER && value <= Role::CLEARING_HOUSE;
}

void
WireReader::operator()(DropReason& value)
{
    const uint64_t byte = Get(1);
    m_good = m_good && byte < DROP_REASON_COUNT;
    value = static_cast<DropReason>(m_good ? byte : 0);
}

void
WireReader::operator()(Address& value)
{
    const uint64_t kind = Get(1);
    value = Address();
    if (kind == IPV4_ADDRESS)
    {
        const uint32_t ipv4 = static_cast<uint32_t>(Get(4));
        value = InetSocketAddress(Ipv4Address(ipv4), static_cast<uint16_t>(Get(2)));
    }
    else if (kind == IPV6_ADDRESS)
    {
        uint8_t bytes[IPV6_BYTES];
        for (uint8_t& byte : bytes)
        {
            byte = static_cast<uint8_t>(Get(1));
        }
        value = Inet6SocketAddress(Ipv6Address(bytes), static_cast<uint16_t>(Get(2)));
    }
    else
    {
        m_good = m_good && kind == NO_ADDRESS;
    }
}

void
WireReader::operator()(std::vector<float>& values)
{
    const uint64_t count = Get(4);
    if (!m_good || (m_bytes.size() - m_at) / 4 < count)
    {
        m_good = false;
        return;
    }
    values.resize(count);
    for (float& value : values)
    {
        const uint32_t bits = uint32_t(m_bytes[m_at]) << 24 | uint32_t(m_bytes[m_at + 1]) << 16 |
                              uint32_t(m_bytes[m_at + 2]) << 8 | uint32_t(m_bytes[m_at + 3]);
        std::memcpy(&value, &bits, sizeof bits);
        m_at += 4;
    }
}

bool
WireReader::IsComplete() const
{
    return m_good && m_at == m_bytes.size();
}

} // namespace ns3::edgelearning
