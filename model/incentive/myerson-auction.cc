/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "myerson-auction.h"

#include "least-double.h"
#include "score-ranking.h"
#include "valuation-source.h"
#include "valuation.h"

#include "ns3/abort.h"
#include "ns3/string.h"

#include <limits>
#include <stdexcept>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(MyersonAuction);

TypeId
MyersonAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::MyersonAuction")
                            .SetParent<AuctionMechanism>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<MyersonAuction>()
                            .AddAttribute("ClassWeights",
                                          "Value scale of each owner class, separated by commas: "
                                          "the first is class 0 in the bids.",
                                          StringValue("1"),
                                          MakeStringAccessor(&MyersonAuction::SetClassWeights,
                                                             &MyersonAuction::GetClassWeights),
                                          MakeStringChecker());
    return tid;
}

std::string
MyersonAuction::GetName() const
{
    return "myerson";
}

void
MyersonAuction::SetVirtualValue(VirtualValue virtualValue)
{
    m_virtualValue = std::move(virtualValue);
}

void
MyersonAuction::SetClassWeights(std::string text)
{
    try
    {
        m_classWeights = text;
        m_virtualValue = [weights = ValuationSource::ParseWeights(
                              text)](uint32_t ownerClass, double age, double bid) {
            return ownerClass < weights.size()
                       ? Valuation::VirtualValue(bid, age, weights[ownerClass])
                       : -std::numeric_limits<double>::infinity();
        };
    }
    catch (const std::invalid_argument& error)
    {
        NS_ABORT_MSG("MyersonAuction: " << error.what());
    }
}

std::string
MyersonAuction::GetClassWeights() const
{
    return m_classWeights;
}

AuctionOutcome
MyersonAuction::DoDecide(double age, const std::vector<Bid>& bids) const
{
    ScoreRanking ranking;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        ranking.Add(i, m_virtualValue(bids[i].ownerClass, age, bids[i].amount));
    }
    AuctionOutcome outcome;
    outcome.winner = ranking.winner;
    if (outcome.winner >= 0)
    {
        const Bid& won = bids[outcome.winner];
        const auto wins = [&](double bid) {
            const double value = m_virtualValue(won.ownerClass, age, bid);
            return ranking.above ? value > ranking.level : value >= ranking.level;
        };
        outcome.price = FindLeastDouble(wins, won.amount, won.amount);
    }
    return outcome;
}

} // namespace ns3::edgelearning
