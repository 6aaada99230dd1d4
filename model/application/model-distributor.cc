/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-distributor.h"

namespace ns3::edgelearning
{

void
ModelDistributor::Start(Ptr<ModelCache> cache, RequestSink request)
{
    m_cache = cache;
    m_request = std::move(request);
    m_waiting.clear();
}

void
ModelDistributor::Stop()
{
    m_waiting.clear();
    m_cache = nullptr;
}

void
ModelDistributor::Want(OwnerId owner, uint32_t version, ModelSink deliver)
{
    const auto waiting = m_waiting.find({owner, version});
    if (waiting != m_waiting.end())
    {
        waiting->second.push_back(std::move(deliver));
    }
    else if (const auto model = m_cache->Lookup(owner, version))
    {
        deliver(*model);
    }
    else
    {
        // A newer version is wanted only when the older ones will never be again.
        m_waiting.erase(m_waiting.lower_bound({owner, 0}), m_waiting.lower_bound({owner, version}));
        m_waiting[{owner, version}].push_back(std::move(deliver));
        m_request(owner, version);
    }
}

bool
ModelDistributor::Arrive(OwnerId owner, uint32_t version, const Message& message)
{
    const auto found = m_waiting.find({owner, version});
    if (found == m_waiting.end())
    {
        return false;
    }
    const std::vector<ModelSink> sinks = std::move(found->second);
    m_waiting.erase(found);
    CachedModel model;
    model.bytes = message.body;
    model.virtualBytes = message.header.virtualLength;
    m_cache->Insert(owner, version, model);
    for (const ModelSink& deliver : sinks)
    {
        deliver(model);
    }
    return true;
}

void
ModelDistributor::AskAgain(OwnerId owner)
{
    for (auto key = m_waiting.lower_bound({owner, 0});
         key != m_waiting.end() && key->first.first == owner;
         ++key)
    {
        m_request(owner, key->first.second);
    }
}

} // namespace ns3::edgelearning
