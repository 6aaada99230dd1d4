/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "link-estimator.h"

#include <algorithm>

namespace ns3::edgelearning
{

LinkEstimator::LinkEstimator(double assumedRate)
    : m_link{assumedRate, assumedRate, 0}
{
}

void
LinkEstimator::TakeHandshake(double seconds, uint64_t bytes)
{
    m_handshake = seconds;
    m_handshakeBytes = bytes;
    m_link.delay = seconds / 2;
}

void
LinkEstimator::TakeExchange(double seconds, uint64_t messages, uint64_t bytes)
{
    // Subtract as many messages of the handshake's size, and with them the delays.
    const auto count = static_cast<double>(messages);
    const double excessTime = seconds - count * m_handshake / 2;
    const double excessBits =
        8 * (static_cast<double>(bytes) - count * static_cast<double>(m_handshakeBytes) / 2);
    // Written so that not-a-number is refused too.
    if (!(excessTime > 0 && excessBits > 0))
    {
        return;
    }
    const double rate = excessBits / excessTime;
    const double delay = (m_handshake - 8 * static_cast<double>(m_handshakeBytes) / rate) / 2;
    m_link = {rate, rate, std::max(delay, 0.0)};
}

const SplitLink&
LinkEstimator::GetLink() const
{
    return m_link;
}

} // namespace ns3::edgelearning
