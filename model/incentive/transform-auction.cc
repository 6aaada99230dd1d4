/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "transform-auction.h"

#include "score-ranking.h"

#include "ns3/log.h"

#include <optional>
#include <utility>

namespace ns3::edgelearning
{

NS_LOG_COMPONENT_DEFINE("TransformAuction");

NS_OBJECT_ENSURE_REGISTERED(TransformAuction);

TypeId
TransformAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::TransformAuction")
                            .SetParent<AuctionMechanism>()
                            .SetGroupName("EdgeLearning");
    return tid;
}

TransformAuction::TransformAuction(std::shared_ptr<const AgedTransform> transform)
    : m_transform(std::move(transform))
{
}

std::string
TransformAuction::GetName() const
{
    return "transform";
}

AuctionOutcome
TransformAuction::Sell(const AgedTransform& transform, double age, const std::vector<Bid>& bids)
{
    std::vector<std::optional<MinMaxTransform>> transforms(transform.GetShape().classes);
    ScoreRanking ranking;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        const uint32_t ownerClass = bids[i].ownerClass;
        if (ownerClass >= transforms.size())
        {
            NS_LOG_WARN("bid of owner " << bids[i].bidder << " ignored: class " << ownerClass
                                        << " was not trained");
            continue;
        }
        auto& ofClass = transforms[ownerClass];
        if (!ofClass)
        {
            ofClass = transform.At(ownerClass, age);
        }
        ranking.Add(i, ofClass->Evaluate(bids[i].amount));
    }
    AuctionOutcome outcome;
    outcome.winner = ranking.winner;
    if (outcome.winner >= 0)
    {
        const Bid& won = bids[outcome.winner];
        outcome.price =
            transforms[won.ownerClass]->LeastBid(ranking.level, ranking.above, won.amount);
    }
    return outcome;
}

AuctionOutcome
TransformAuction::DoDecide(double age, const std::vector<Bid>& bids) const
{
    return Sell(*m_transform, age, bids);
}

} // namespace ns3::edgelearning
