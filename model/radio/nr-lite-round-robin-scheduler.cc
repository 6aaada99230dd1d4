/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-round-robin-scheduler.h"

#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteRoundRobinScheduler);

TypeId
NrLiteRoundRobinScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteRoundRobinScheduler")
            .SetParent<NrLiteScheduler>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteRoundRobinScheduler>()
            .AddAttribute("MinimumBlocks",
                          "Fewest blocks a terminal is granted while it has data for them; fewer "
                          "terminals are served in a slot if there are not enough blocks. At least "
                          "1.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&NrLiteRoundRobinScheduler::m_minimum),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

void
NrLiteRoundRobinScheduler::Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    const auto count = static_cast<uint32_t>(candidates.size());
    if (count == 0)
    {
        return;
    }
    // Turns go round by id, so that a round goes on when whoever was served last is not there, for
    // example because a retransmission has its slot.
    const uint32_t next = m_turn[slot.direction] + 1;
    std::vector<std::pair<uint32_t, NrLiteCandidate*>> order;
    for (auto& candidate : candidates)
    {
        order.emplace_back(candidate.id - next, &candidate);
    }
    std::sort(order.begin(), order.end());
    uint32_t left = slot.blocks;
    uint32_t waiting = count;
    uint32_t served = 0;
    for (; waiting > 0 && left > 0; waiting--)
    {
        auto& candidate = *order[count - waiting].second;
        const uint32_t share = std::min(left, std::max(m_minimum, left / waiting));
        const auto bytes = static_cast<uint64_t>(candidate.bytes);
        const uint32_t blocks = candidate.rate->GetBlocksFor(bytes, slot.elements, share);
        candidate.blocks = blocks;
        left -= blocks;
        served = candidate.id;
    }
    // When all were served the turn still moves by one, so that rounding favours nobody.
    m_turn[slot.direction] = waiting == 0 ? order.front().second->id : served;
    // What the later ones left over goes to the earlier ones that could use more.
    for (uint32_t i = 0; i < count && left > 0; i++)
    {
        auto& candidate = *order[i].second;
        const auto had = static_cast<uint32_t>(candidate.blocks);
        const auto bytes = static_cast<uint64_t>(candidate.bytes);
        const uint32_t blocks = candidate.rate->GetBlocksFor(bytes, slot.elements, had + left);
        if (blocks > had)
        {
            candidate.blocks = blocks;
            left -= blocks - had;
        }
    }
}

void
NrLiteRoundRobinScheduler::Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    ShareEqually(slot.blocks, m_minimum, candidates);
}

} // namespace ns3::edgelearning
