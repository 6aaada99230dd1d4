/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DEVICE_REGISTRATIONS_H
#define EDGE_LEARNING_DEVICE_REGISTRATIONS_H

#include "ns3/message-channel.h"
#include "ns3/message.h"
#include "ns3/round-bodies.h"

#include <functional>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Registrations of workers and relays at an edge server that the clearing house has not answered.
 */
class DeviceRegistrations
{
  public:
    /// One that is under way.
    struct Entry
    {
        Ptr<MessageChannel> channel; //!< where it came
        uint32_t id{0};              //!< whose
        uint64_t reference{0};       //!< a relay's number of it
        bool aggregates{false};      //!< what a relay does
        Message request;             //!< for the clearing house
    };

    /**
     * @brief Note one; what it makes obsolete is forgotten, and whatever came by a closed channel.
     * @param channel where it came
     * @param message the device's
     * @param body of the message
     * @return the request to the clearing house, which carries the number that its answer will
     */
    Message Add(Ptr<MessageChannel> channel, const Message& message, const RegisterBody& body);

    /**
     * @brief Take one that was answered.
     * @param number of the request
     * @return the registration; nothing when it is obsolete or unknown, or its channel closed
     */
    std::optional<Entry> Take(uint64_t number);

    /// @param send takes each request once more
    void Repeat(const std::function<void(const Message&)>& send) const;

    /// Forget all.
    void Clear();

  private:
    uint64_t m_last{0};                  //!< number of the last one
    std::map<uint64_t, Entry> m_entries; //!< under way, by number
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DEVICE_REGISTRATIONS_H */
