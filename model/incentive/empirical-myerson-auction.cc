/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "empirical-myerson-auction.h"

#include "score-ranking.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EmpiricalMyersonAuction);

TypeId
EmpiricalMyersonAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::EmpiricalMyersonAuction")
                            .SetParent<EmpiricalMechanism>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<EmpiricalMyersonAuction>();
    return tid;
}

std::string
EmpiricalMyersonAuction::GetName() const
{
    return "empirical-myerson";
}

void
EmpiricalMyersonAuction::AddBin(const Bin& bin)
{
    m_curves.emplace_back();
    for (const std::vector<double>& bids : bin.bids)
    {
        m_curves.back().push_back(bids.empty() ? std::nullopt
                                               : std::make_optional<VirtualValueCurve>(bids));
    }
}

AuctionOutcome
EmpiricalMyersonAuction::DoDecide(double age, const std::vector<Bid>& bids) const
{
    const auto& curves = m_curves[GetBin(age)];
    ScoreRanking ranking;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        const uint32_t ownerClass = bids[i].ownerClass;
        if (ownerClass < curves.size() && curves[ownerClass])
        {
            ranking.Add(i, curves[ownerClass]->Evaluate(bids[i].amount));
        }
    }
    AuctionOutcome outcome;
    outcome.winner = ranking.winner;
    if (outcome.winner >= 0)
    {
        outcome.price =
            curves[bids[outcome.winner].ownerClass]->LeastBid(ranking.level, ranking.above);
    }
    return outcome;
}

} // namespace ns3::edgelearning
