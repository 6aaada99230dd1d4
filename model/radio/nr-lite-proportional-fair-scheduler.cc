/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-proportional-fair-scheduler.h"

#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteProportionalFairScheduler);

namespace
{

/// Average rate of a terminal that was never served [byte/s]; keeps the ratio finite.
constexpr double LEAST_AVERAGE = 1.0;

} // namespace

TypeId
NrLiteProportionalFairScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteProportionalFairScheduler")
            .SetParent<NrLiteScheduler>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteProportionalFairScheduler>()
            .AddAttribute("MaxTerminals",
                          "Terminals that divide a slot, at least 1.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&NrLiteProportionalFairScheduler::m_maxTerminals),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

void
NrLiteProportionalFairScheduler::Allocate(const Slot& slot,
                                          std::vector<NrLiteCandidate>& candidates)
{
    std::vector<std::pair<double, uint32_t>> order;
    for (uint32_t i = 0; i < candidates.size(); i++)
    {
        const double possible = candidates[i].rate->GetGoodput(slot.blocks);
        // The id decides between equals, so that the order never depends on the list.
        order.emplace_back(-possible / std::max(candidates[i].average, LEAST_AVERAGE), i);
    }
    std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return a.first < b.first ||
               (a.first == b.first && candidates[a.second].id < candidates[b.second].id);
    });
    uint32_t left = slot.blocks;
    const size_t first = std::min<size_t>(m_maxTerminals, order.size());
    for (size_t i = 0; i < order.size() && left > 0; i++)
    {
        auto& candidate = candidates[order[i].second];
        const auto share = static_cast<uint32_t>(i < first ? left / (first - i) : left);
        candidate.blocks = candidate.rate->GetBlocksFor(static_cast<uint64_t>(candidate.bytes),
                                                        slot.elements,
                                                        std::max(1U, share));
        left -= static_cast<uint32_t>(candidate.blocks);
    }
    for (size_t i = 0; i < order.size() && left > 0; i++)
    {
        auto& candidate = candidates[order[i].second];
        const auto had = static_cast<uint32_t>(candidate.blocks);
        const uint32_t blocks = candidate.rate->GetBlocksFor(static_cast<uint64_t>(candidate.bytes),
                                                             slot.elements,
                                                             had + left);
        if (blocks > had)
        {
            candidate.blocks = blocks;
            left -= blocks - had;
        }
    }
}

void
NrLiteProportionalFairScheduler::Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    // On channels that do not fade, equal ratios mean equal shares of time.
    ShareEqually(slot.blocks, static_cast<double>(slot.blocks) / m_maxTerminals, candidates);
}

} // namespace ns3::edgelearning
