/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "published-auction.h"

#include "published-network.h"
#include "score-ranking.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(PublishedAuction);

TypeId
PublishedAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::PublishedAuction")
                            .SetParent<LearnedMechanism>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<PublishedAuction>()
                            .AddAttribute("TrainingSteps",
                                          "Gradient steps, at least 1; published were 500000.",
                                          UintegerValue(20000),
                                          MakeUintegerAccessor(&PublishedAuction::m_steps),
                                          MakeUintegerChecker<uint32_t>(1))
                            .AddAttribute("SampleSize",
                                          "Auctions to draw from the valuation model, at least 1.",
                                          UintegerValue(5000),
                                          MakeUintegerAccessor(&PublishedAuction::m_sampleSize),
                                          MakeUintegerChecker<uint32_t>(1))
                            .AddAttribute("SampleBidders",
                                          "Bids in each of the drawn auctions, 1 to 64.",
                                          UintegerValue(3),
                                          MakeUintegerAccessor(&PublishedAuction::m_bidders),
                                          MakeUintegerChecker<uint32_t>(1, 64));
    return tid;
}

std::string
PublishedAuction::GetName() const
{
    return "published";
}

bool
PublishedAuction::IsReady() const
{
    return !m_transforms.empty();
}

void
PublishedAuction::Learn(const BidSource& source, uint64_t seed)
{
    std::mt19937_64 generator(seed);
    const auto sample = source.GetSample(m_sampleSize, m_bidders, generator);
    m_byClass = source.GetClasses() > 1;
    size_t count = source.GetClasses();
    for (const SampleAuction& auction : sample)
    {
        count = m_byClass ? count : std::max(count, auction.bids.size());
    }
    PublishedNetwork network(static_cast<uint32_t>(count), generator);
    std::vector<double> bids;
    for (uint32_t step = 0; step < m_steps; ++step)
    {
        for (uint32_t i = 0; i < PublishedNetwork::BATCH; ++i)
        {
            const auto which = static_cast<size_t>(static_cast<double>(sample.size()) *
                                                   BidSource::DrawUniform(generator));
            bids.assign(count, 0);
            const std::vector<Bid>& drawn = sample[which].bids;
            for (size_t j = 0; j < drawn.size(); ++j)
            {
                // Of several bids of a class the highest counts.
                double& bid = bids[m_byClass ? drawn[j].ownerClass : j];
                bid = std::max(bid, drawn[j].amount);
            }
            network.Add(bids);
        }
        network.Step();
    }
    for (uint32_t i = 0; i < count; ++i)
    {
        m_transforms.push_back(network.Get(i));
    }
}

AuctionOutcome
PublishedAuction::DoDecide(double, const std::vector<Bid>& bids) const
{
    if (!IsReady())
    {
        throw std::logic_error("PublishedAuction: not ready to decide; call Prepare() first");
    }
    const auto find = [this, &bids](size_t i) { return m_byClass ? bids[i].ownerClass : i; };
    ScoreRanking ranking;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        if (find(i) < m_transforms.size())
        {
            ranking.Add(i, m_transforms[find(i)].Evaluate(bids[i].amount));
        }
    }
    AuctionOutcome outcome;
    outcome.winner = ranking.winner;
    if (outcome.winner >= 0)
    {
        outcome.price = m_transforms[find(outcome.winner)].LeastBid(ranking.level,
                                                                    ranking.above,
                                                                    bids[outcome.winner].amount);
    }
    return outcome;
}

} // namespace ns3::edgelearning
