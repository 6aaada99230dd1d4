/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "monopoly-reserve-auction.h"

#include "virtual-value-curve.h"

#include "ns3/boolean.h"

#include <algorithm>
#include <limits>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(MonopolyReserveAuction);

TypeId
MonopolyReserveAuction::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::MonopolyReserveAuction")
            .SetParent<EmpiricalMechanism>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<MonopolyReserveAuction>()
            .AddAttribute("Eager",
                          "Whether bids below their own reserves are put aside before the highest "
                          "bid is found (eager) or after (lazy).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&MonopolyReserveAuction::m_eager),
                          MakeBooleanChecker());
    return tid;
}

std::string
MonopolyReserveAuction::GetName() const
{
    return m_eager ? "monopoly-eager" : "monopoly-lazy";
}

double
MonopolyReserveAuction::GetReserve(uint32_t ownerClass, double age) const
{
    const std::vector<double>& reserves = m_reserves[GetBin(age)];
    return ownerClass < reserves.size() ? reserves[ownerClass]
                                        : std::numeric_limits<double>::infinity();
}

void
MonopolyReserveAuction::AddBin(const Bin& bin)
{
    m_reserves.emplace_back();
    for (const std::vector<double>& bids : bin.bids)
    {
        m_reserves.back().push_back(bids.empty() ? std::numeric_limits<double>::infinity()
                                                 : VirtualValueCurve(bids).GetReserve());
    }
}

AuctionOutcome
MonopolyReserveAuction::DoDecide(double age, const std::vector<Bid>& bids) const
{
    AuctionOutcome outcome;
    double highest = 0;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        if (m_eager && bids[i].amount < GetReserve(bids[i].ownerClass, age))
        {
            continue;
        }
        outcome.price = std::max(outcome.price, std::min(highest, bids[i].amount));
        if (bids[i].amount > highest)
        {
            highest = bids[i].amount;
            outcome.winner = static_cast<int32_t>(i);
        }
    }
    if (outcome.winner < 0)
    {
        return outcome;
    }
    const double reserve = GetReserve(bids[outcome.winner].ownerClass, age);
    if (highest < reserve)
    {
        return {};
    }
    outcome.price = std::max(outcome.price, reserve);
    return outcome;
}

} // namespace ns3::edgelearning
