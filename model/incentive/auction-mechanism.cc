/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-mechanism.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AuctionMechanism);

TypeId
AuctionMechanism::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::AuctionMechanism")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

AuctionOutcome
AuctionMechanism::Decide(double age, double ask, const std::vector<Bid>& bids) const
{
    if (!(age > 0 && age <= 1))
    {
        throw std::invalid_argument("auction: normalised age " + std::to_string(age) +
                                    " is not in (0, 1]");
    }
    AuctionOutcome outcome;
    const bool servable = std::isfinite(ask) && ask >= 0;
    std::vector<Bid> eligible;
    std::vector<int32_t> positions;
    eligible.reserve(bids.size());
    positions.reserve(bids.size());
    for (size_t i = 0; i < bids.size(); ++i)
    {
        const double amount = bids[i].amount;
        if (!std::isfinite(amount) || amount < 0)
        {
            continue;
        }
        if (amount > outcome.highestBid)
        {
            outcome.secondBid = outcome.highestBid;
            outcome.highestBid = amount;
        }
        else
        {
            outcome.secondBid = std::max(outcome.secondBid, amount);
        }
        if (servable && amount > 0 && amount >= ask)
        {
            eligible.push_back(bids[i]);
            positions.push_back(static_cast<int32_t>(i));
        }
    }
    if (eligible.empty())
    {
        return outcome;
    }
    const AuctionOutcome decision = DoDecide(age, eligible);
    if (decision.winner >= 0)
    {
        outcome.winner = positions[decision.winner];
        outcome.price = std::max(decision.price, ask);
    }
    return outcome;
}

void
AuctionMechanism::Prepare()
{
}

void
AuctionMechanism::Observe(Time, double, double, const std::vector<Bid>&)
{
}

int64_t
AuctionMechanism::AssignStreams(int64_t)
{
    return 0;
}

} // namespace ns3::edgelearning
