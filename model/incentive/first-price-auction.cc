/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "first-price-auction.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(FirstPriceAuction);

namespace
{

/// Parts into which Simpson's rule divides an integral, an even number.
constexpr uint32_t PARTS = 200;

} // namespace

TypeId
FirstPriceAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::FirstPriceAuction")
                            .SetParent<AuctionMechanism>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<FirstPriceAuction>();
    return tid;
}

std::string
FirstPriceAuction::GetName() const
{
    return "first-price";
}

double
FirstPriceAuction::EquilibriumBid(double value,
                                  uint32_t bidders,
                                  const std::function<double(double)>& cdf)
{
    const double highest = cdf(value);
    if (bidders < 2 || !(highest > 0))
    {
        return 0;
    }
    double sum = 1;
    for (uint32_t i = 0; i < PARTS; ++i)
    {
        const double factor = i == 0 ? 1 : i % 2 == 1 ? 4 : 2;
        sum += factor * std::pow(cdf(value * i / PARTS) / highest, bidders - 1.0);
    }
    return std::max(0.0, value - value * sum / (3 * PARTS));
}

AuctionOutcome
FirstPriceAuction::DoDecide(double, const std::vector<Bid>& bids) const
{
    AuctionOutcome outcome;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        if (bids[i].amount > outcome.price)
        {
            outcome.winner = static_cast<int32_t>(i);
            outcome.price = bids[i].amount;
        }
    }
    return outcome;
}

} // namespace ns3::edgelearning
