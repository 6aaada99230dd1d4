/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-load-meter.h"

#include <algorithm>

namespace ns3::edgelearning
{

void
NrLiteLoadMeter::Configure(Time interval, const double slotsInInterval[2])
{
    m_interval = interval;
    m_slots[0] = slotsInInterval[0];
    m_slots[1] = slotsInInterval[1];
}

void
NrLiteLoadMeter::Roll(Time now)
{
    const int64_t index = now.GetTimeStep() / m_interval.GetTimeStep();
    if (index == m_index)
    {
        return;
    }
    const bool adjacent = index == m_index + 1;
    m_downlink[1] = adjacent ? m_downlink[0] : 0.0;
    m_downlink[0] = 0.0;
    m_lastUplink.clear();
    if (adjacent)
    {
        for (const auto& bearer : m_uplink)
        {
            if (bearer->loadInterval == m_index)
            {
                m_lastUplink.emplace_back(bearer, bearer->loadSlots);
            }
        }
    }
    m_uplink.clear();
    m_index = index;
}

void
NrLiteLoadMeter::AddDownlink(double share, Time now)
{
    Roll(now);
    m_downlink[0] += share;
}

void
NrLiteLoadMeter::AddUplink(const Ptr<NrLiteBearer>& bearer, double slots, Time now)
{
    Roll(now);
    if (bearer->loadInterval != m_index)
    {
        bearer->loadInterval = m_index;
        bearer->loadSlots = 0.0;
        m_uplink.push_back(bearer);
    }
    bearer->loadSlots += slots;
}

double
NrLiteLoadMeter::GetDownlinkLoad(Time now)
{
    Roll(now);
    return std::min(1.0, m_downlink[1] / m_slots[NR_LITE_DOWNLINK]);
}

void
NrLiteLoadMeter::VisitUplink(Time now,
                             const std::function<void(const NrLiteBearer&, double)>& visit)
{
    Roll(now);
    for (const auto& [bearer, slots] : m_lastUplink)
    {
        visit(*bearer, std::min(1.0, slots / m_slots[NR_LITE_UPLINK]));
    }
}

Time
NrLiteLoadMeter::GetNextInterval(Time now) const
{
    return m_interval * (now.GetTimeStep() / m_interval.GetTimeStep() + 1);
}

void
NrLiteLoadMeter::Clear()
{
    m_uplink.clear();
    m_lastUplink.clear();
}

} // namespace ns3::edgelearning
