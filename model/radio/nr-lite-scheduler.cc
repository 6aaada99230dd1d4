/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scheduler.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteScheduler);

TypeId
NrLiteScheduler::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::NrLiteScheduler")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

bool
NrLiteScheduler::ReadsUploads() const
{
    return false;
}

void
NrLiteScheduler::AllocateInOrder(const Slot& slot,
                                 const std::vector<uint32_t>& order,
                                 std::vector<NrLiteCandidate>& candidates)
{
    uint32_t left = slot.blocks;
    for (uint32_t index : order)
    {
        if (left == 0)
        {
            return;
        }
        auto& candidate = candidates[index];
        const auto bytes = static_cast<uint64_t>(candidate.bytes);
        const uint32_t blocks = candidate.rate->GetBlocksFor(bytes, slot.elements, left);
        candidate.blocks = blocks;
        left -= blocks;
    }
}

void
NrLiteScheduler::ShareEqually(double blocks,
                              double minimum,
                              std::vector<NrLiteCandidate>& candidates)
{
    const auto all = static_cast<uint32_t>(blocks);
    const auto least = static_cast<uint32_t>(std::max(1.0, minimum));
    uint32_t wanted = 0;
    for (auto& candidate : candidates)
    {
        const uint32_t turn = candidate.rate->GetBestBlocks(least);
        candidate.blocks = turn;
        wanted += turn;
    }
    if (wanted >= all)
    {
        for (auto& candidate : candidates)
        {
            candidate.time = blocks / wanted;
        }
        return;
    }
    // Whoever is power limited uses no more than its best grant; the smallest limits go first.
    std::vector<std::pair<uint32_t, uint32_t>> limits;
    for (uint32_t i = 0; i < candidates.size(); i++)
    {
        limits.emplace_back(candidates[i].rate->GetBestBlocks(all), i);
    }
    std::sort(limits.begin(), limits.end());
    uint32_t left = all;
    auto rest = static_cast<uint32_t>(limits.size());
    for (const auto& limit : limits)
    {
        auto& candidate = candidates[limit.second];
        const uint32_t used = candidate.rate->GetBestBlocks(left / rest);
        candidate.blocks = used;
        left -= used;
        rest--;
    }
    // Blocks that the equal shares leave over go round among those that can use them.
    double steps = 0.0;
    for (auto& candidate : candidates)
    {
        const auto used = static_cast<uint32_t>(candidate.blocks);
        candidate.extraBlocks = candidate.rate->GetBestBlocks(used + left);
        steps += candidate.extraBlocks - used;
    }
    for (auto& candidate : candidates)
    {
        candidate.extraTime = steps > 0.0 ? std::min(1.0, left / steps) : 0.0;
    }
}

} // namespace ns3::edgelearning
