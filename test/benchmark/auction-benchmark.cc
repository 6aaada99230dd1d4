/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * What a decision with its price costs: twenty bids at an age of its own, by the learned auction
 * with one and with three classes of owners. The learned auction and second price take turns, so
 * that what else the machine does meets both.
 */

#include "ns3/boolean.h"
#include "ns3/deep-auction.h"
#include "ns3/second-price-auction.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/valuation-source.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t BIDDERS = 20;     ///< bids of an auction
constexpr uint32_t AUCTIONS = 50000; ///< auctions of a turn
constexpr uint32_t TURNS = 7;        ///< turns of each mechanism
constexpr double MEAN_LIMIT = 3;     ///< microseconds on average
constexpr double TAIL_LIMIT = 10;    ///< microseconds that 99.9 percent do not exceed

/// Time the decisions of a turn. @return microseconds of each, ascending
std::vector<double>
Time(const AuctionMechanism& mechanism, const std::vector<SampleAuction>& auctions)
{
    std::vector<double> times;
    times.reserve(auctions.size());
    double revenue = 0;
    for (const SampleAuction& auction : auctions)
    {
        const auto start = std::chrono::steady_clock::now();
        revenue += mechanism.Decide(auction.age, auction.ask, auction.bids).price;
        const std::chrono::duration<double, std::micro> elapsed =
            std::chrono::steady_clock::now() - start;
        times.push_back(elapsed.count());
    }
    std::sort(times.begin(), times.end());
    std::printf("%s earns %.4f per auction\n", mechanism.GetName().c_str(), revenue / AUCTIONS);
    return times;
}

/// Compare an agent for some classes of owners with the second-price auction.
void
Compare(const std::string& weights)
{
    auto agent = CreateObject<DeepAuction>();
    agent->SetAttribute("ClassWeights", StringValue(weights));
    agent->SetAttribute("TrainingSteps", UintegerValue(20));
    agent->SetAttribute("ShowProgress", BooleanValue(false));
    agent->AssignStreams(1);
    agent->Prepare();
    const auto secondPrice = CreateObject<SecondPriceAuction>();
    std::mt19937_64 generator(1);
    const auto auctions = ValuationSource(.1, ValuationSource::ParseWeights(weights))
                              .GetSample(AUCTIONS, BIDDERS, generator);
    std::vector<double> means;
    std::vector<double> tails;
    std::vector<double> baseline;
    for (uint32_t turn = 0; turn < TURNS; ++turn)
    {
        const auto mean = [](const std::vector<double>& times) {
            double sum = 0;
            for (double time : times)
            {
                sum += time;
            }
            return sum / static_cast<double>(times.size());
        };
        const auto learned = Time(*agent, auctions);
        means.push_back(mean(learned));
        tails.push_back(learned[learned.size() * 999 / 1000]);
        baseline.push_back(mean(Time(*secondPrice, auctions)));
    }
    for (auto* values : {&means, &tails, &baseline})
    {
        std::sort(values->begin(), values->end());
    }
    const size_t middle = TURNS / 2;
    std::printf("second price, %u bids: %.2f us, clock included\n", BIDDERS, baseline[middle]);
    std::printf("ratio auction-decision-us-weights-%s %.2f %.2f\n",
                weights.c_str(),
                means[middle],
                MEAN_LIMIT);
    std::printf("ratio auction-decision-us-p99.9-weights-%s %.2f %.2f\n",
                weights.c_str(),
                tails[middle],
                TAIL_LIMIT);
}

} // namespace

int
main()
{
    Compare("1");
    Compare("1,2,4");
    return 0;
}
