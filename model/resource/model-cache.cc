/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-cache.h"

#include "least-recently-used-policy.h"

#include "ns3/pointer.h"
#include "ns3/uinteger.h"

#include <iterator>

namespace ns3::edgelearning
{

namespace
{

/// A petabyte: a negative number given as text is read as a much larger one.
constexpr uint64_t MAX_CAPACITY = 1000000000000000;

} // namespace

NS_OBJECT_ENSURE_REGISTERED(ModelCache);

TypeId
ModelCache::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::ModelCache")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<ModelCache>()
            .AddAttribute("Capacity",
                          "Bytes that the models may take up together, virtual ones included, at "
                          "most 1e15; 0: none is kept.",
                          UintegerValue(1000000000),
                          MakeUintegerAccessor(&ModelCache::SetCapacity, &ModelCache::GetCapacity),
                          MakeUintegerChecker<uint64_t>(0, MAX_CAPACITY))
            .AddAttribute("Policy",
                          "Which model goes first when there is no room; null: a "
                          "LeastRecentlyUsedPolicy.",
                          PointerValue(),
                          MakePointerAccessor(&ModelCache::m_policy),
                          MakePointerChecker<CachePolicy>())
            .AddTraceSource("Inserted",
                            "A model was taken in.",
                            MakeTraceSourceAccessor(&ModelCache::m_inserted),
                            "ns3::edgelearning::ModelCache::ModelTracedCallback")
            .AddTraceSource("Hit",
                            "A model was looked up and found.",
                            MakeTraceSourceAccessor(&ModelCache::m_hit),
                            "ns3::edgelearning::ModelCache::ModelTracedCallback")
            .AddTraceSource("Miss",
                            "A model was looked up and not found.",
                            MakeTraceSourceAccessor(&ModelCache::m_miss),
                            "ns3::edgelearning::ModelCache::ModelTracedCallback")
            .AddTraceSource("Evicted",
                            "A model had to go to make room.",
                            MakeTraceSourceAccessor(&ModelCache::m_evicted),
                            "ns3::edgelearning::ModelCache::ModelTracedCallback");
    return tid;
}

uint64_t
CachedModel::GetBytes() const
{
    return (bytes ? bytes->size() : 0) + virtualBytes;
}

void
ModelCache::DoDispose()
{
    m_items.clear();
    m_bytes = 0;
    m_policy = nullptr;
    Object::DoDispose();
}

bool
ModelCache::Insert(uint32_t owner, uint32_t version, CachedModel model)
{
    const uint64_t bytes = model.GetBytes();
    if (bytes > m_capacity)
    {
        return false;
    }
    const Key key{owner, version};
    const auto old = m_items.find(key);
    if (old != m_items.end())
    {
        m_bytes -= old->second.entry.bytes;
        m_items.erase(old);
    }
    ShrinkTo(m_capacity - bytes);
    ++m_instant;
    m_items[key] = {{owner, version, bytes, m_instant, m_instant, 0}, std::move(model)};
    m_bytes += bytes;
    m_inserted(owner, version, bytes);
    return true;
}

std::optional<CachedModel>
ModelCache::Lookup(uint32_t owner, uint32_t version)
{
    const auto found = m_items.find({owner, version});
    if (found == m_items.end())
    {
        m_miss(owner, version, 0);
        return std::nullopt;
    }
    CacheEntry& entry = found->second.entry;
    entry.used = ++m_instant;
    ++entry.uses;
    const CachedModel model = found->second.model;
    m_hit(owner, version, entry.bytes);
    return model;
}

uint64_t
ModelCache::GetBytes() const
{
    return m_bytes;
}

void
ModelCache::SetCapacity(uint64_t capacity)
{
    m_capacity = capacity;
    ShrinkTo(capacity);
}

uint64_t
ModelCache::GetCapacity() const
{
    return m_capacity;
}

bool
ModelCache::IsSuperseded(Items::const_iterator item) const
{
    const auto next = std::next(item);
    return next != m_items.end() && next->first.first == item->first.first;
}

ModelCache::Items::const_iterator
ModelCache::FindVictim() const
{
    auto victim = m_items.begin();
    for (auto item = std::next(victim); item != m_items.end(); ++item)
    {
        const bool superseded = IsSuperseded(item);
        if (superseded != IsSuperseded(victim)
                ? superseded
                : m_policy->GoesBefore(item->second.entry, victim->second.entry))
        {
            victim = item;
        }
    }
    return victim;
}

void
ModelCache::ShrinkTo(uint64_t bytes)
{
    if (!m_policy)
    {
        m_policy = CreateObject<LeastRecentlyUsedPolicy>();
    }
    while (m_bytes > bytes)
    {
        const auto victim = FindVictim();
        const CacheEntry entry = victim->second.entry;
        m_items.erase(victim);
        m_bytes -= entry.bytes;
        m_evicted(entry.owner, entry.version, entry.bytes);
    }
}

} // namespace ns3::edgelearning
