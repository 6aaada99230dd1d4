/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "device-registrations.h"

#include <iterator>
#include <utility>

namespace ns3::edgelearning
{

Message
DeviceRegistrations::Add(Ptr<MessageChannel> channel,
                         const Message& message,
                         const RegisterBody& body)
{
    for (auto other = m_entries.begin(); other != m_entries.end();)
    {
        const Entry& old = other->second;
        const bool isObsolete =
            !old.channel->IsOpen() ||
            (old.channel == channel && (!channel->IsBound() || old.id == body.id));
        other = isObsolete ? m_entries.erase(other) : std::next(other);
    }
    Entry& entry = m_entries[++m_last];
    entry.channel = channel;
    entry.id = body.id;
    entry.reference = message.header.ticket;
    entry.aggregates = body.aggregates;
    entry.request = Message(MessageType::REGISTER, message.Bytes());
    entry.request.header.ticket = m_last;
    return entry.request;
}

std::optional<DeviceRegistrations::Entry>
DeviceRegistrations::Take(uint64_t number)
{
    auto found = m_entries.extract(number);
    if (found.empty() || !found.mapped().channel->IsOpen())
    {
        return std::nullopt;
    }
    return std::move(found.mapped());
}

void
DeviceRegistrations::Repeat(const std::function<void(const Message&)>& send) const
{
    for (const auto& [number, entry] : m_entries)
    {
        send(entry.request);
    }
}

void
DeviceRegistrations::Clear()
{
    m_entries.clear();
}

} // namespace ns3::edgelearning
