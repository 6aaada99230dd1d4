/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-start-up.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/// HyStart compares the least of eight samples (RFC 9406: N_RTT_SAMPLE) when the ninth arrives.
constexpr double HYSTART_SEGMENTS = 9.0 * NrLiteStartUp::DELAYED_SEGMENTS;
/// Block error rates below this hold nothing up.
constexpr double NEGLIGIBLE_ERROR = 1e-6;
/// No window.
constexpr double OPEN = std::numeric_limits<double>::infinity();

} // namespace

NrLiteStartUp::NrLiteStartUp(const Connection& connection)
    : m_connection(connection),
      m_queue(connection.window > 0.0 ? connection.window : OPEN),
      m_sent(m_queue)
{
}

void
NrLiteStartUp::Begin(const Link& link)
{
    m_link = link;
    m_begun = true;
}

double
NrLiteStartUp::GetDelivered(double amount, double duration) const
{
    if (m_link.error < NEGLIGIBLE_ERROR)
    {
        return amount;
    }
    const double blocks = std::max(1.0, duration / m_link.interval);
    const double success = 1.0 - m_link.error;
    return amount * success * (1.0 - std::pow(success, blocks)) / (blocks * m_link.error);
}

double
NrLiteStartUp::GetWindow() const
{
    // The first acknowledgement covers one segment; later a segment without a pair has none yet.
    const double segment = m_connection.segment;
    const double pairs = std::floor((m_acknowledged / segment - 1.0) / DELAYED_SEGMENTS + 1e-9);
    const double acknowledged = segment * std::max(0.0, 1.0 + DELAYED_SEGMENTS * pairs);
    return m_connection.window + m_connection.growth * acknowledged - m_acknowledged;
}

double
NrLiteStartUp::NextRound(double elapsed, double rate, double left)
{
    if (elapsed >= m_link.flow && rate <= m_link.acknowledged)
    {
        m_queue = OPEN;
        return 0.0;
    }
    const double round = std::max(m_link.roundTrip, elapsed);
    const double duration = std::min(elapsed, m_link.timely * m_link.roundTrip);
    const double timely = elapsed > 0.0 ? m_sent * duration / elapsed : m_sent;
    const double served = m_before + m_sent;
    m_acknowledged = std::min(m_before + GetDelivered(timely, duration),
                              m_acknowledged + m_link.acknowledged * round);
    double window = GetWindow();
    double wait = round - elapsed;
    const double flight = served - m_acknowledged;
    if (flight > 2.0 * m_link.roundTrip * m_link.acknowledged)
    {
        // HyStart notices once what is sent now is acknowledged. From then on each
        // acknowledgement releases what it covers.
        const double noticed = flight + HYSTART_SEGMENTS * m_connection.segment;
        window += (m_connection.growth - 1.0) * noticed;
        const double released = (served + left - window - m_acknowledged) / m_link.acknowledged;
        m_queue = OPEN;
        m_limit = released > 0.0 ? left / released : OPEN;
        return wait;
    }
    if (m_acknowledged + window <= served)
    {
        m_acknowledged = served;
        window = GetWindow();
        wait += m_link.roundTrip;
    }
    m_before = served;
    m_sent = m_acknowledged + window - served;
    m_queue = m_sent;
    return wait;
}

} // namespace ns3::edgelearning
