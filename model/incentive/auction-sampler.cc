/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-sampler.h"

#include "valuation.h"

#include <algorithm>
#include <utility>

namespace ns3::edgelearning
{

AuctionSampler::AuctionSampler(double minAge, std::vector<double> classWeights, uint64_t seed)
    : m_minAge(minAge),
      m_classWeights(std::move(classWeights)),
      m_generator(seed)
{
}

double
AuctionSampler::DrawUniform()
{
    return static_cast<double>(m_generator() >> 11) * 0x1p-53;
}

double
AuctionSampler::DrawValue(uint32_t ownerClass, double age)
{
    return Valuation::Value(DrawUniform(), age, m_classWeights[ownerClass]);
}

void
AuctionSampler::Draw(uint32_t ages, AuctionBatch& batch)
{
    const auto classes = static_cast<uint32_t>(m_classWeights.size());
    const size_t perAge = static_cast<size_t>(batch.perAge) * batch.bidders;
    batch.ages.resize(ages);
    batch.bids.resize(ages * perAge);
    Bid* bid = batch.bids.data();
    for (uint32_t i = 0; i < ages; ++i)
    {
        const double age = m_minAge + (1 - m_minAge) * (i + DrawUniform()) / ages;
        batch.ages[i] = std::min(age, 1.0);
        for (size_t j = 0; j < perAge; ++j, ++bid)
        {
            bid->ownerClass = classes == 1 ? 0 : static_cast<uint32_t>(classes * DrawUniform());
            bid->amount = DrawValue(bid->ownerClass, batch.ages[i]);
        }
    }
}

} // namespace ns3::edgelearning
