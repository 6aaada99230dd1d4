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

namespace
{

/// A grant is halved when at least this share of its rate remains.
constexpr double WORTH_HALVING = 0.6;
/// An upload is slowed down to no less than what its deadline needs, with a fifth in hand.
constexpr double RESERVE = 0.8;

} // namespace

TypeId
NrLiteLearningAwareScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteLearningAwareScheduler")
            .SetParent<NrLiteScheduler>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteLearningAwareScheduler>()
            .AddAttribute(
                "BackgroundShare",
                "Share of the blocks kept for traffic without a deadline and for uploads that "
                "cannot make theirs, 0 to 1.",
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

void
NrLiteLearningAwareScheduler::Judge(const Slot& slot, Upload& upload, const NrLiteRate& rate)
{
    const double perSecond = slot.meanElements / slot.duration.GetSeconds();
    const double seconds = upload.deadline - slot.now.GetSeconds();
    upload.blocks = rate.GetBestBlocks(slot.blocks);
    upload.feasible = upload.bits <= rate.GetGoodput(upload.blocks) * perSecond * seconds;
    // Where power is short, fewer blocks carry more each: leave the others to somebody else as long
    // as the deadline is met.
    while (upload.feasible && upload.blocks > 1)
    {
        const double kept = rate.GetGoodput(upload.blocks / 2);
        if (kept < WORTH_HALVING * rate.GetGoodput(upload.blocks) ||
            upload.bits > RESERVE * kept * perSecond * seconds)
        {
            break;
        }
        upload.blocks /= 2;
    }
    upload.work =
        upload.bits / (rate.GetGoodput(upload.blocks) * perSecond) * upload.blocks / slot.blocks;
}

std::vector<NrLiteLearningAwareScheduler::Upload>
NrLiteLearningAwareScheduler::Select(const Slot& slot,
                                     const std::vector<NrLiteCandidate>& candidates,
                                     std::vector<uint32_t>& others) const
{
    std::vector<Upload> uploads;
    for (uint32_t i = 0; i < candidates.size(); i++)
    {
        const auto& candidate = candidates[i];
        if (candidate.deadline == Time::Max())
        {
            others.push_back(i);
            continue;
        }
        Upload upload;
        upload.index = i;
        upload.id = candidate.id;
        upload.deadline = candidate.deadline.GetSeconds();
        upload.bits = 8.0 * std::max(candidate.uploadBytes, candidate.bytes);
        Judge(slot, upload, *candidate.rate);
        if (upload.feasible)
        {
            uploads.push_back(upload);
        }
        else
        {
            others.push_back(i);
        }
    }
    std::sort(uploads.begin(), uploads.end(), [](const Upload& a, const Upload& b) {
        return std::tie(a.deadline, a.work, a.id) < std::tie(b.deadline, b.work, b.id);
    });
    std::vector<Upload> onTime;
    double finish = slot.now.GetSeconds();
    for (const auto& upload : uploads)
    {
        onTime.push_back(upload);
        finish += upload.work;
        if (finish > upload.deadline)
        {
            const auto longest =
                std::max_element(onTime.begin(),
                                 onTime.end(),
                                 [](const Upload& a, const Upload& b) {
                                     return std::tie(a.work, a.id) < std::tie(b.work, b.id);
                                 });
            finish -= longest->work;
            others.push_back(longest->index);
            onTime.erase(longest);
        }
    }
    return onTime;
}

void
NrLiteLearningAwareScheduler::Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    std::vector<uint32_t> others;
    const auto uploads = Select(slot, candidates, others);
    Slot rest = slot;
    if (!others.empty())
    {
        auto& turn = m_turn[slot.direction];
        std::rotate(others.begin(), others.begin() + turn % others.size(), others.end());
        turn++;
        Slot reserved = slot;
        reserved.blocks = static_cast<uint32_t>(
            uploads.empty() ? slot.blocks : std::ceil(m_backgroundShare * slot.blocks));
        AllocateInOrder(reserved, others, candidates);
        for (uint32_t index : others)
        {
            rest.blocks -= static_cast<uint32_t>(candidates[index].blocks);
        }
    }
    for (const auto& upload : uploads)
    {
        Extend(candidates[upload.index], slot, std::min(rest.blocks, upload.blocks), rest.blocks);
    }
    for (uint32_t index : others)
    {
        Extend(candidates[index], slot, rest.blocks, rest.blocks);
    }
    for (const auto& upload : uploads)
    {
        Extend(candidates[upload.index], slot, rest.blocks, rest.blocks);
    }
}

void
NrLiteLearningAwareScheduler::Extend(NrLiteCandidate& candidate,
                                     const Slot& slot,
                                     uint32_t most,
                                     uint32_t& left)
{
    const auto had = static_cast<uint32_t>(candidate.blocks);
    if (most == 0)
    {
        return;
    }
    const uint32_t blocks = candidate.rate->GetBlocksFor(static_cast<uint64_t>(candidate.bytes),
                                                         slot.elements,
                                                         had + most);
    if (blocks > had)
    {
        candidate.blocks = blocks;
        left -= blocks - had;
    }
}

void
NrLiteLearningAwareScheduler::Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates)
{
    std::vector<uint32_t> others;
    const auto uploads = Select(slot, candidates, others);
    double left = slot.blocks;
    const double reserved = others.empty() ? 0.0 : m_backgroundShare * slot.blocks;
    for (const auto& upload : uploads)
    {
        auto& candidate = candidates[upload.index];
        candidate.blocks = std::min<double>(upload.blocks, std::max(0.0, left - reserved));
        left -= candidate.blocks;
    }
    // The others take turns, each with as many blocks as it can use.
    std::vector<NrLiteCandidate> background;
    for (uint32_t index : others)
    {
        background.push_back(candidates[index]);
    }
    ShareEqually(left, left, background);
    for (size_t i = 0; i < others.size(); i++)
    {
        candidates[others[i]] = background[i];
        left -= background[i].GetMeanBlocks();
    }
    for (const auto& upload : uploads)
    {
        auto& candidate = candidates[upload.index];
        const double most =
            std::min<double>(candidate.rate->GetBestBlocks(slot.blocks), candidate.blocks + left);
        if (most > candidate.blocks)
        {
            left -= most - candidate.blocks;
            candidate.blocks = most;
        }
        candidate.portions = {{candidate.blocks, 1.0}};
    }
}

} // namespace ns3::edgelearning
