/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-distributor.h"

#include <iterator>

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
        return;
    }
    if (const auto model = m_cache->Lookup(owner, version))
    {
        deliver(*model);
        return;
    }
    // One request at a time: its answer is the newest version, which may do for all.
    const bool asked = FindNewest(owner) != m_waiting.end();
    m_waiting[{owner, version}].push_back(std::move(deliver));
    if (!asked)
    {
        m_request(owner, version);
    }
}

bool
ModelDistributor::Arrive(OwnerId owner, uint32_t version, const Message& message)
{
    const auto first = m_waiting.lower_bound({owner, 0});
    const auto last = m_waiting.upper_bound({owner, version});
    if (first == last)
    {
        return false;
    }
    std::vector<ModelSink> sinks;
    for (auto waiting = first; waiting != last; ++waiting)
    {
        sinks.insert(sinks.end(), waiting->second.begin(), waiting->second.end());
    }
    m_waiting.erase(first, last);
    const CachedModel model = Keep(owner, version, message);
    AskAgain(owner);
    for (const ModelSink& deliver : sinks)
    {
        deliver(model);
    }
    return true;
}

Message
ModelDistributor::MakeMessage(OwnerId owner, const CachedModel& model)
{
    Message message(MessageType::MODEL, {}, model.virtualBytes);
    message.body = model.bytes;
    message.header.task = owner;
    return message;
}

CachedModel
ModelDistributor::Keep(OwnerId owner, uint32_t version, const Message& message)
{
    CachedModel model;
    model.bytes = message.body;
    model.virtualBytes = message.header.virtualLength;
    m_cache->Insert(owner, version, model);
    return model;
}

void
ModelDistributor::AskAgain(OwnerId owner)
{
    const auto newest = FindNewest(owner);
    if (newest != m_waiting.end())
    {
        m_request(owner, newest->first.second);
    }
}

ModelDistributor::Waiting::const_iterator
ModelDistributor::FindNewest(OwnerId owner) const
{
    const auto end = m_waiting.upper_bound({owner, UINT32_MAX});
    return end == m_waiting.begin() || std::prev(end)->first.first != owner ? m_waiting.end()
                                                                            : std::prev(end);
}

} // namespace ns3::edgelearning
