/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-flow.h"

#include <algorithm>

namespace ns3::edgelearning
{

void
NrLiteFlow::Configure(uint64_t capacity, uint32_t overhead)
{
    m_capacity = capacity;
    m_overhead = overhead;
}

bool
NrLiteFlow::Enqueue(NrLiteSdu sdu)
{
    const uint64_t size = sdu.packet->GetSize() + m_overhead;
    if (GetBacklog() + size > m_capacity)
    {
        return false;
    }
    Entry entry;
    entry.sdu = std::move(sdu);
    entry.begin = m_end;
    entry.end = m_end + size;
    m_end += size;
    m_sdus.push_back(std::move(entry));
    return true;
}

Ptr<const Packet>
NrLiteFlow::Peek() const
{
    return m_sdus.empty() ? nullptr : m_sdus.front().sdu.packet;
}

uint64_t
NrLiteFlow::Take(uint64_t bytes, std::vector<NrLiteRange>& ranges)
{
    uint64_t taken = 0;
    while (taken < bytes && !m_resend.empty())
    {
        NrLiteRange& front = m_resend.front();
        const uint64_t size = std::min(bytes - taken, front.GetSize());
        ranges.push_back({front.begin, front.begin + size});
        front.begin += size;
        taken += size;
        m_resendBytes -= size;
        if (front.GetSize() == 0)
        {
            m_resend.pop_front();
        }
    }
    const uint64_t fresh = std::min(bytes - taken, m_end - m_next);
    if (fresh > 0)
    {
        ranges.push_back({m_next, m_next + fresh});
        m_next += fresh;
        taken += fresh;
    }
    return taken;
}

void
NrLiteFlow::Requeue(const std::vector<NrLiteRange>& ranges)
{
    for (auto range : ranges)
    {
        // What lies before the queue's head was flushed meanwhile.
        range.begin = std::max(range.begin, m_begin);
        if (range.begin < range.end)
        {
            m_resend.push_back(range);
            m_resendBytes += range.GetSize();
        }
    }
}

void
NrLiteFlow::Account(const NrLiteRange& range, bool lost)
{
    auto entry = std::upper_bound(m_sdus.begin(),
                                  m_sdus.end(),
                                  range.begin,
                                  [](uint64_t at, const Entry& e) { return at < e.end; });
    for (; entry != m_sdus.end() && entry->begin < range.end; ++entry)
    {
        entry->arrived += std::min(range.end, entry->end) - std::max(range.begin, entry->begin);
        entry->lost = entry->lost || lost;
    }
}

void
NrLiteFlow::Arrive(const std::vector<NrLiteRange>& ranges)
{
    for (const auto& range : ranges)
    {
        Account(range, false);
    }
}

void
NrLiteFlow::Lose(const std::vector<NrLiteRange>& ranges)
{
    for (const auto& range : ranges)
    {
        Account(range, true);
    }
}

bool
NrLiteFlow::PopFinished(NrLiteSdu& sdu, bool& lost)
{
    if (m_sdus.empty() || m_sdus.front().arrived < m_sdus.front().end - m_sdus.front().begin)
    {
        return false;
    }
    sdu = std::move(m_sdus.front().sdu);
    lost = m_sdus.front().lost;
    m_begin = m_sdus.front().end;
    m_sdus.pop_front();
    return true;
}

void
NrLiteFlow::Flush(std::vector<NrLiteSdu>& dropped)
{
    for (auto& entry : m_sdus)
    {
        dropped.push_back(std::move(entry.sdu));
    }
    m_sdus.clear();
    m_resend.clear();
    m_resendBytes = 0;
    m_begin = m_end;
    m_next = m_end;
}

} // namespace ns3::edgelearning
