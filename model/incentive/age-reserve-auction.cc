/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "age-reserve-auction.h"

#include "second-price-auction.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AgeReserveAuction);

namespace
{

/**
 * Find the reserve that earns most.
 *
 * @param auctions the auctions
 * @return the reserve
 */
double
FindBestReserve(const std::vector<SampleAuction>& auctions)
{
    std::vector<double> highest;
    std::vector<double> second;
    for (const SampleAuction& auction : auctions)
    {
        double first = 0;
        double next = 0;
        for (const Bid& bid : auction.bids)
        {
            next = std::max(next, std::min(first, bid.amount));
            first = std::max(first, bid.amount);
        }
        highest.push_back(first);
        second.push_back(next);
    }
    std::sort(highest.begin(), highest.end());
    std::sort(second.begin(), second.end());
    // From the highest candidate down: auctions that sell, those of them whose price is the second
    // bid, and what these earn.
    double best = 0;
    double reserve = 0;
    size_t competitive = 0;
    double earned = 0;
    for (size_t sold = 1; sold <= highest.size(); ++sold)
    {
        const double candidate = highest[highest.size() - sold];
        while (competitive < second.size() && second[second.size() - 1 - competitive] >= candidate)
        {
            ++competitive;
            earned += second[second.size() - competitive];
        }
        const double revenue = earned + candidate * static_cast<double>(sold - competitive);
        if (revenue > best)
        {
            best = revenue;
            reserve = candidate;
        }
    }
    return reserve;
}

} // namespace

TypeId
AgeReserveAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::AgeReserveAuction")
                            .SetParent<EmpiricalMechanism>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<AgeReserveAuction>();
    return tid;
}

std::string
AgeReserveAuction::GetName() const
{
    return GetBins() == 1 ? "best-reserve" : "age-reserve";
}

double
AgeReserveAuction::GetReserve(double age) const
{
    return m_reserves[GetBin(age)];
}

void
AgeReserveAuction::AddBin(const Bin& bin)
{
    m_reserves.push_back(FindBestReserve(bin.auctions));
}

AuctionOutcome
AgeReserveAuction::DoDecide(double age, const std::vector<Bid>& bids) const
{
    return SecondPriceAuction::Sell(bids, GetReserve(age));
}

} // namespace ns3::edgelearning
