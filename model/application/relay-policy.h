/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RELAY_POLICY_H
#define EDGE_LEARNING_RELAY_POLICY_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <optional>

namespace ns3::edgelearning
{

/// What a device knows when it decides whether to serve as a relay.
struct RelayState
{
    Time now;                      //!< absolute
    bool serving{false};           //!< it serves now
    std::optional<double> quality; //!< of its own link to the gateway, in dB; nothing: no link
    double energy{1};              //!< share of its energy that is left
    uint32_t relaysHeard{0};       //!< other relays in range
    uint32_t members{0};           //!< workers of its cluster
};

/**
 * @ingroup edge-learning
 * Says whether a device should serve as a relay. It is asked again and again, at least once every
 * DecisionInterval of the Relay. A device whose energy is gone does not serve, whatever it says.
 */
class RelayPolicy : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Decide.
     * @param state what the device knows
     * @return true when it should serve until it is asked again
     */
    virtual bool ShouldServe(const RelayState& state) = 0;

    /**
     * @brief Assign a fixed random variable stream number to the random variables used.
     * @param stream first stream index to use
     * @return the number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RELAY_POLICY_H */
