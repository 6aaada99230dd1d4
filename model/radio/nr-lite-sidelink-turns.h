/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_SIDELINK_TURNS_H
#define EDGE_LEARNING_NR_LITE_SIDELINK_TURNS_H

#include <vector>

namespace ns3::edgelearning
{

class NrLiteSidelinkNetDevice;

/**
 * @ingroup edge-learning
 * @brief Who may send on a sidelink beside the units of bulk messages: a half-duplex device must
 * not be deaf to a unit that is as long as many packets.
 *
 * A device waits with what it has to send while it receives a unit, and while the receiver cannot
 * listen. Whoever waits goes before all that came later and would keep it waiting. Where there are
 * no units nobody waits.
 */
class NrLiteSidelinkTurns
{
  public:
    /**
     * @brief Ask for a turn; who has to wait is told by NrLiteSidelinkNetDevice::StartNext().
     * @param sender who wants to send
     * @param receiver to whom, null for a broadcast
     * @param unit whether it is a unit
     * @return whether it may send now
     */
    bool Take(NrLiteSidelinkNetDevice* sender, NrLiteSidelinkNetDevice* receiver, bool unit);

    /**
     * @brief A transmission has ended, or who waited has gone.
     * @param sender who sent
     * @param receiver to whom, or null
     */
    void End(NrLiteSidelinkNetDevice* sender, NrLiteSidelinkNetDevice* receiver);

    /**
     * @brief A device has nothing to send any more.
     * @param sender the device
     */
    void Leave(NrLiteSidelinkNetDevice* sender);

    /**
     * @brief Forget a device.
     * @param device the device
     */
    void Remove(NrLiteSidelinkNetDevice* device);

  private:
    /// A device that waits.
    struct Waiting
    {
        NrLiteSidelinkNetDevice* sender{nullptr};   //!< who waits
        NrLiteSidelinkNetDevice* receiver{nullptr}; //!< for whom
    };

    std::vector<Waiting> m_waiting; //!< in order of arrival
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_SIDELINK_TURNS_H */
