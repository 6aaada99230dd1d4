/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "distribution-source.h"

#include <stdexcept>
#include <utility>

namespace ns3::edgelearning
{

DistributionSource::DistributionSource(std::vector<Quantile> quantiles)
    : m_quantiles(std::move(quantiles))
{
    if (m_quantiles.empty())
    {
        throw std::invalid_argument("distribution source: there is no distribution");
    }
}

uint32_t
DistributionSource::GetClasses() const
{
    return static_cast<uint32_t>(m_quantiles.size());
}

void
DistributionSource::Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const
{
    const uint32_t classes = GetClasses();
    batch.ages.assign(ages, 1);
    batch.bids.resize(static_cast<size_t>(ages) * batch.perAge * batch.bidders);
    for (size_t i = 0; i < batch.bids.size(); i += batch.bidders)
    {
        const auto first = static_cast<uint32_t>(classes * DrawUniform(generator));
        for (uint32_t j = 0; j < batch.bidders; ++j)
        {
            Bid& bid = batch.bids[i + j];
            bid.ownerClass = (first + j) % classes;
            bid.amount = m_quantiles[bid.ownerClass](DrawUniform(generator));
        }
    }
}

} // namespace ns3::edgelearning
