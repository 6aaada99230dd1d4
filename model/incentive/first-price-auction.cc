/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "first-price-auction.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(FirstPriceAuction);

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
