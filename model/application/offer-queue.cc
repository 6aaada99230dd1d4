/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offer-queue.h"

#include <algorithm>

namespace ns3::edgelearning
{

std::optional<bool>
OfferQueue::Put(uint32_t worker, const OfferBody& offer, bool attested)
{
    const auto [found, isNew] = m_offers.try_emplace(worker);
    Standing& standing = found->second;
    if (!isNew &&
        (offer.number <= standing.offer.number || offer.collected < standing.offer.collected))
    {
        return std::nullopt;
    }
    // What was attested stays so when the worker says no more than that its data are not older.
    const bool same = !isNew && offer.collected == standing.offer.collected;
    standing.attested = attested || (same && standing.attested);
    standing.offer = offer;
    return isNew;
}

OfferQueue::Standing&
OfferQueue::At(uint32_t worker)
{
    return m_offers.at(worker);
}

void
OfferQueue::Erase(uint32_t worker)
{
    const auto found = m_offers.find(worker);
    if (found != m_offers.end())
    {
        found->second.collecting.Cancel();
        m_offers.erase(found);
    }
    Withhold(worker);
}

void
OfferQueue::Clear()
{
    for (auto& [worker, standing] : m_offers)
    {
        standing.collecting.Cancel();
    }
    m_offers.clear();
    m_waiting.clear();
}

std::vector<uint32_t>
OfferQueue::GetWorkers() const
{
    std::vector<uint32_t> workers;
    for (const auto& [worker, standing] : m_offers)
    {
        workers.push_back(worker);
    }
    return workers;
}

void
OfferQueue::Append(uint32_t worker)
{
    if (!IsWaiting(worker))
    {
        m_waiting.push_back(worker);
    }
}

void
OfferQueue::Prepend(uint32_t worker)
{
    if (!IsWaiting(worker))
    {
        m_waiting.push_front(worker);
    }
}

void
OfferQueue::Withhold(uint32_t worker)
{
    m_waiting.erase(std::remove(m_waiting.begin(), m_waiting.end(), worker), m_waiting.end());
}

bool
OfferQueue::IsEmpty() const
{
    return m_waiting.empty();
}

uint32_t
OfferQueue::Pop()
{
    const uint32_t worker = m_waiting.front();
    m_waiting.pop_front();
    return worker;
}

bool
OfferQueue::IsWaiting(uint32_t worker) const
{
    return std::find(m_waiting.begin(), m_waiting.end(), worker) != m_waiting.end();
}

} // namespace ns3::edgelearning
