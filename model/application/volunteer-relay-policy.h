/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_VOLUNTEER_RELAY_POLICY_H
#define EDGE_LEARNING_VOLUNTEER_RELAY_POLICY_H

#include "relay-policy.h"

#include "ns3/random-variable-stream.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Volunteers when the device has good coverage, enough energy, and hears too few relays: clusters
 * that organise themselves.
 *
 * A volunteer first waits a random time, the longer the less energy it has left, and gives up when
 * enough others were quicker. It retires when its coverage falls below MinQuality less Hysteresis,
 * when its energy falls below MinEnergy, or when more relays than are wanted serve here and nobody
 * needs this one.
 */
class VolunteerRelayPolicy : public RelayPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Has not volunteered.
    VolunteerRelayPolicy();

    bool ShouldServe(const RelayState& state) override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    bool ShouldGoOn(const RelayState& state) const;

    double m_minQuality;                 //!< to volunteer, in dB
    double m_hysteresis;                 //!< to retire, in dB
    double m_startEnergy;                //!< to volunteer, a share
    double m_minEnergy;                  //!< to retire, a share
    uint32_t m_wanted;                   //!< relays in range of one another
    Time m_maxBackoff;                   //!< of a full battery
    Ptr<UniformRandomVariable> m_random; //!< backoffs
    std::optional<Time> m_due;           //!< end of the backoff
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_VOLUNTEER_RELAY_POLICY_H */
