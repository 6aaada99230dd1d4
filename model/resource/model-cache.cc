/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-cache.h"

#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

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
                          "Bytes that the models may take up together, virtual ones included.",
                          UintegerValue(1000000000),
                          MakeUintegerAccessor(&ModelCache::SetCapacity, &ModelCache::GetCapacity),
                          MakeUintegerChecker<uint64_t>())
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
    m_index.clear();
    m_entries.clear();
    m_bytes = 0;
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
    const auto old = m_index.find(key);
    if (old != m_index.end())
    {
        m_bytes -= old->second->second.GetBytes();
        m_entries.erase(old->second);
        m_index.erase(old);
    }
    ShrinkTo(m_capacity - bytes);
    m_entries.emplace_front(key, std::move(model));
    m_index[key] = m_entries.begin();
    m_bytes += bytes;
    return true;
}

std::optional<CachedModel>
ModelCache::Lookup(uint32_t owner, uint32_t version)
{
    const auto found = m_index.find({owner, version});
    if (found == m_index.end())
    {
        m_miss(owner, version, 0);
        return std::nullopt;
    }
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    const CachedModel model = found->second->second;
    m_hit(owner, version, model.GetBytes());
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

void
ModelCache::ShrinkTo(uint64_t bytes)
{
    while (m_bytes > bytes)
    {
        const auto [key, model] = m_entries.back();
        m_bytes -= model.GetBytes();
        m_index.erase(key);
        m_entries.pop_back();
        m_evicted(key.first, key.second, model.GetBytes());
    }
}

} // namespace ns3::edgelearning
