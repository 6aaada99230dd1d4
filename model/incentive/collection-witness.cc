/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "collection-witness.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(CollectionWitness);

TypeId
CollectionWitness::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::CollectionWitness")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

void
CollectionWitness::Enrol(uint32_t worker, Time now)
{
    const auto [record, isNew] = m_workers.try_emplace(worker);
    if (isNew)
    {
        record->second.bound = now;
    }
}

uint64_t
CollectionWitness::Ask(uint32_t worker, Time now)
{
    Enrol(worker, now);
    Record& record = m_workers[worker];
    record.request = ++m_requests;
    record.asked = now;
    return record.request;
}

std::optional<CollectionWitness::Finding>
CollectionWitness::Judge(uint32_t worker, Time claimed, uint64_t request, Time now)
{
    Enrol(worker, now);
    Record& record = m_workers[worker];
    if (request != 0)
    {
        if (request != record.request)
        {
            return std::nullopt;
        }
        record.request = 0;
        record.bound = record.asked;
        return Finding{record.asked, true};
    }
    if (claimed > now || (record.claimed && claimed < *record.claimed))
    {
        return std::nullopt;
    }
    record.claimed = claimed;
    return Finding{Price(claimed, record.bound), false};
}

bool
CollectionWitness::IsAsking() const
{
    return false;
}

} // namespace ns3::edgelearning
