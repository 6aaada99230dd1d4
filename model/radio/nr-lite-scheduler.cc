/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scheduler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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
    if (candidates.empty())
    {
        return;
    }
    const auto all = static_cast<uint32_t>(blocks);
    const auto least = static_cast<uint32_t>(std::max(1.0, minimum));
    std::vector<uint32_t> turn;
    for (const auto& candidate : candidates)
    {
        turn.push_back(candidate.rate->GetBestBlocks(least));
    }
    if (std::accumulate(turn.begin(), turn.end(), 0U) >= all)
    {
        ShareInTurns(blocks, turn, candidates);
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
    for (const auto& candidate : candidates)
    {
        const auto used = static_cast<uint32_t>(candidate.blocks);
        steps += candidate.rate->GetBestBlocks(used + left) - used;
    }
    const double extra = steps > 0.0 ? std::min(1.0, left / steps) : 0.0;
    for (auto& candidate : candidates)
    {
        const auto used = static_cast<uint32_t>(candidate.blocks);
        const double more = candidate.rate->GetBestBlocks(used + left);
        candidate.portions = {{candidate.blocks, 1.0 - extra}, {more, extra}};
    }
}

void
NrLiteScheduler::ShareInTurns(double blocks,
                              const std::vector<uint32_t>& turn,
                              std::vector<NrLiteCandidate>& candidates)
{
    const double count = candidates.size();
    const double mean = std::accumulate(turn.begin(), turn.end(), 0.0) / count;
    const double full = std::floor(blocks / mean);
    for (size_t i = 0; i < candidates.size(); i++)
    {
        candidates[i].portions = {{static_cast<double>(turn[i]), full / count}};
    }
    // What the full turns leave of a slot goes to the next in turn, what that one leaves as well.
    const auto most = static_cast<size_t>(count - full);
    double left = blocks - full * mean;
    for (size_t rest = 0; rest < most && left >= 1.0; rest++)
    {
        double used = 0.0;
        for (auto& candidate : candidates)
        {
            const double part = candidate.rate->GetBestBlocks(static_cast<uint32_t>(left));
            candidate.portions.push_back({part, 1.0 / count});
            used += part / count;
        }
        left -= used;
    }
}

} // namespace ns3::edgelearning
