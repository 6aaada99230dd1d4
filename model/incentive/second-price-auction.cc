/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "second-price-auction.h"

#include "ns3/double.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SecondPriceAuction);

TypeId
SecondPriceAuction::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SecondPriceAuction")
            .SetParent<AuctionMechanism>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SecondPriceAuction>()
            .AddAttribute("Reserve",
                          "Least bid that wins, and least price, in currency units; at least 0. "
                          "The seller's ask applies besides.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&SecondPriceAuction::m_reserve),
                          MakeDoubleChecker<double>(0));
    return tid;
}

std::string
SecondPriceAuction::GetName() const
{
    return "second-price";
}

AuctionOutcome
SecondPriceAuction::DoDecide(double, const std::vector<Bid>& bids) const
{
    return Sell(bids, m_reserve);
}

AuctionOutcome
SecondPriceAuction::Sell(const std::vector<Bid>& bids, double reserve)
{
    AuctionOutcome outcome;
    double highest = 0;
    double second = 0;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        if (bids[i].amount > highest)
        {
            second = highest;
            highest = bids[i].amount;
            outcome.winner = static_cast<int32_t>(i);
        }
        else
        {
            second = std::max(second, bids[i].amount);
        }
    }
    if (highest < reserve)
    {
        return {};
    }
    outcome.price = std::max(second, reserve);
    return outcome;
}

} // namespace ns3::edgelearning
