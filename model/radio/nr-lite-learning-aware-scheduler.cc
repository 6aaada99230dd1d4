/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-learning-aware-scheduler.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteLearningAwareScheduler);

TypeId
NrLiteLearningAwareScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteLearningAwareScheduler")
            .SetParent<NrLiteScheduler>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteLearningAwareScheduler>()
            .AddAttribute("BackgroundShare",
                          "Share of the blocks kept for traffic without a deadline, 0 to 1.",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&NrLiteLearningAwareScheduler::m_backgroundShare),
                          MakeDoubleChecker<double>(0.0, 1.0));
    return tid;
}

bool
NrLiteLearningAwareScheduler::ReadsUploads() const
{
    return true;
}

std::vector<uint32_t>
NrLiteLearningAwareScheduler::GetOrder(const Slot& slot,
                                       const std::vector<NrLiteCandidate>& candidates,
                                       std::vector<uint32_t>& background) const
{
    std::vector<uint32_t> uploads;
    std::vector<double> work(candidates.size(), 0.0);
    const double slotsPerSecond = 1.0 / slot.duration.GetSeconds();
    for (uint32_t i = 0; i < candidates.size(); i++)
    {
        if (candidates[i].deadline == Time::Max())
        {
            background.push_back(i);
            continue;
        }
        const double bits =
            candidates[i].rate->GetGoodput(slot.blocks) * slot.meanElements * slotsPerSecond;
        work[i] = std::max(candidates[i].uploadBytes, candidates[i].bytes) * 8.0 / bits;
        uploads.push_back(i);
    }
    std::sort(uploads.begin(), uploads.end(), [&](uint32_t a, uint32_t b) {
        return std::tie(candidates[a].deadline, work[a], candidates[a].id) <
               std::tie(candidates[b].deadline, work[b], candidates[b].id);
    });
    std::vector<uint32_t> onTime;
    std::vector<uint32_t> late;
    double finish = slot.now.GetSeconds();
    for (uint32_t index : uploads)
    {
        onTime.push_back(index);
        finish += work[index];
        if (finish > candidates[index].deadline.GetSeconds())
        {
            const auto longest =
                std::max_element(onTime.begin(), onTime.end(), [&](uint32_t a, uint32_t b) {
                    return std::tie(work[a], candidates[a].id) <
                           std::tie(work[b], candidates[b].id);
                });
            finish -= work[*longest];
            late.push_back(*longest);
            onTime.erase(longest);
        }
    }
    onTime.insert(onTime.end(), late.begin(), late.end());
    return onTime;
}

void
NrLiteLearningAwareScheduler::Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    std::vector<uint32_t> background;
    auto uploads = GetOrder(slot, candidates, background);
    if (!background.empty())
    {
        auto& turn = m_turn[slot.direction];
        std::rotate(background.begin(),
                    background.begin() + turn % background.size(),
                    background.end());
        turn++;
        Slot reserved = slot;
        reserved.blocks = static_cast<uint32_t>(
            uploads.empty() ? slot.blocks : std::ceil(m_backgroundShare * slot.blocks));
        AllocateInOrder(reserved, background, candidates);
    }
    Slot rest = slot;
    for (uint32_t index : background)
    {
        rest.blocks -= static_cast<uint32_t>(candidates[index].blocks);
    }
    AllocateInOrder(rest, uploads, candidates);
    for (uint32_t index : uploads)
    {
        rest.blocks -= static_cast<uint32_t>(candidates[index].blocks);
    }
    for (uint32_t index : background)
    {
        auto& candidate = candidates[index];
        const auto had = static_cast<uint32_t>(candidate.blocks);
        const uint32_t blocks = candidate.rate->GetBlocksFor(static_cast<uint64_t>(candidate.bytes),
                                                             slot.elements,
                                                             had + rest.blocks);
        if (blocks > had)
        {
            candidate.blocks = blocks;
            rest.blocks -= blocks - had;
        }
    }
}

void
NrLiteLearningAwareScheduler::Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    std::vector<uint32_t> background;
    const auto uploads = GetOrder(slot, candidates, background);
    double left = slot.blocks;
    const double reserved = background.empty() ? 0.0 : m_backgroundShare * slot.blocks;
    for (uint32_t index : uploads)
    {
        const auto best = candidates[index].rate->GetBestBlocks(slot.blocks);
        candidates[index].blocks = std::min<double>(best, std::max(0.0, left - reserved));
        left -= candidates[index].blocks;
    }
    for (size_t i = 0; i < background.size(); i++)
    {
        auto& candidate = candidates[background[i]];
        candidate.blocks = std::min<double>(candidate.rate->GetBestBlocks(slot.blocks),
                                            left / (background.size() - i));
        left -= candidate.blocks;
    }
}

} // namespace ns3::edgelearning
