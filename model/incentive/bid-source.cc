/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bid-source.h"

#include <limits>

namespace ns3::edgelearning
{

size_t
BidSource::GetSize() const
{
    return std::numeric_limits<size_t>::max();
}

std::vector<SampleAuction>
BidSource::GetSample(uint32_t auctions, uint32_t bidders, std::mt19937_64& generator) const
{
    AuctionBatch batch;
    batch.bidders = bidders;
    Draw(auctions, generator, batch);
    std::vector<SampleAuction> sample(auctions);
    auto bid = batch.bids.begin();
    for (uint32_t i = 0; i < auctions; ++i, bid += bidders)
    {
        sample[i].age = batch.ages[i];
        sample[i].bids.assign(bid, bid + bidders);
    }
    return sample;
}

double
BidSource::DrawUniform(std::mt19937_64& generator)
{
    return static_cast<double>(generator() >> 11) * 0x1p-53;
}

} // namespace ns3::edgelearning
