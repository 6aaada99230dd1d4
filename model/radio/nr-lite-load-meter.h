/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_LOAD_METER_H
#define EDGE_LEARNING_NR_LITE_LOAD_METER_H

#include "nr-lite-bearer.h"

#include "ns3/nstime.h"

#include <functional>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Measures what a cell radiated during the last full interval, without events.
 *
 * Other cells read it as interference: in downlink as a share of blocks, in uplink as the slots in
 * which each terminal transmitted.
 */
class NrLiteLoadMeter
{
  public:
    /// A terminal's uplink bearer and the slots in which it transmitted.
    using Activity = std::pair<Ptr<NrLiteBearer>, double>;

    /**
     * @brief Set the interval.
     * @param interval length of the measurement
     * @param slotsInInterval usable slots in an interval, by direction
     */
    void Configure(Time interval, const double slotsInInterval[2]);

    /**
     * @brief Count a downlink transmission.
     * @param share share of the carrier's blocks, times slots
     * @param now the time
     */
    void AddDownlink(double share, Time now);

    /**
     * @brief Count an uplink transmission.
     * @param bearer the terminal's uplink bearer
     * @param slots slots
     * @param now the time
     */
    void AddUplink(const Ptr<NrLiteBearer>& bearer, double slots, Time now);

    /**
     * @param now the time
     * @return share of downlink blocks used in the last full interval, 0 to 1
     */
    double GetDownlinkLoad(Time now);

    /**
     * @brief Visit the terminals that transmitted in the last full interval.
     * @param now the time
     * @param visit receives each bearer and the share of slots in which it transmitted
     */
    void VisitUplink(Time now, const std::function<void(const NrLiteBearer&, double)>& visit);

    /**
     * @param now the time
     * @return start of the next interval
     */
    Time GetNextInterval(Time now) const;

    /// @brief Forget all terminals.
    void Clear();

  private:
    /**
     * @brief Close the current interval if it has passed.
     * @param now the time
     */
    void Roll(Time now);

    Time m_interval{MilliSeconds(100)};      //!< length of the measurement
    double m_slots[2]{1.0, 1.0};             //!< usable slots in an interval
    int64_t m_index{0};                      //!< current interval
    double m_downlink[2]{0.0, 0.0};          //!< block share times slots: current, last
    std::vector<Ptr<NrLiteBearer>> m_uplink; //!< transmitters of the current interval
    std::vector<Activity> m_lastUplink;      //!< and of the last
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_LOAD_METER_H */
