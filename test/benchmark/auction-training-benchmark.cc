/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * What the learned auction lacks of the optimal revenue, and what learning it costs: the worst of
 * ten runs, with one and with three classes of owners. The expected revenue of a truthful auction
 * is the expected virtual value of its winners. Each decision's loss in that is known exactly, so
 * that far fewer auctions tell than by the prices.
 */

#include "ns3/boolean.h"
#include "ns3/deep-auction.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"
#include "ns3/valuation-source.h"
#include "ns3/valuation.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t FIRST_RUN = 21;        ///< no earlier run is free of tuning
constexpr uint32_t LAST_RUN = 30;         ///< the last
constexpr uint32_t AUCTIONS = 100000;     ///< auctions of each number of owners
constexpr uint32_t BINS = 8;              ///< bins of ages from 0.1 to 0.9
constexpr double WHOLE_LIMIT = .1;        ///< loss with one class of owners, percent
constexpr double CLASSES_LIMIT = .5;      ///< loss with three classes, percent
constexpr double BIN_LIMIT = .5;          ///< loss in a bin of ages with one class, percent
constexpr double TIME_LIMIT = 5;          ///< processor seconds of a training, one class
constexpr double CLASSES_TIME_LIMIT = 20; ///< processor seconds of a training, three classes

/// Measure an agent. @return what it loses in all and in the worst bin of ages, percent
std::pair<double, double>
Measure(const DeepAuction& agent, const std::vector<double>& weights, uint32_t owners)
{
    std::mt19937_64 generator(owners);
    std::array<double, BINS> best{};
    std::array<double, BINS> loss{};
    std::vector<Bid> bids(owners);
    std::vector<double> values(owners);
    for (uint32_t i = 0; i < AUCTIONS; ++i)
    {
        const double place = BINS * (i + BidSource::DrawUniform(generator)) / AUCTIONS;
        const auto bin = std::min(static_cast<uint32_t>(place), BINS - 1);
        const double age = .1 + .1 * place;
        double optimal = 0;
        for (uint32_t j = 0; j < owners; ++j)
        {
            Bid& bid = bids[j];
            bid.ownerClass =
                static_cast<uint32_t>(weights.size() * BidSource::DrawUniform(generator));
            const double weight = weights[bid.ownerClass];
            bid.amount = Valuation::Value(BidSource::DrawUniform(generator), age, weight);
            values[j] = Valuation::VirtualValue(bid.amount, age, weight);
            optimal = std::max(optimal, values[j]);
        }
        const auto winner = agent.Decide(age, 0, bids).winner;
        best[bin] += optimal;
        loss[bin] += optimal - (winner < 0 ? 0 : values[winner]);
    }
    std::pair<double, double> result{0, 0};
    double sum = 0;
    for (uint32_t bin = 0; bin < BINS; ++bin)
    {
        sum += best[bin];
        result.first += loss[bin];
        result.second = std::max(result.second, 100 * loss[bin] / best[bin]);
    }
    result.first *= 100 / sum;
    return result;
}

/// Measure ten agents for some classes of owners.
void
MeasureRuns(const std::string& weights, double limit, double timeLimit)
{
    const std::vector<uint32_t> owners{1, 2, 3, 5, 10, 20};
    std::vector<std::pair<double, double>> worst(owners.size(), {0, 0});
    double longest = 0;
    for (uint32_t run = FIRST_RUN; run <= LAST_RUN; ++run)
    {
        RngSeedManager::SetRun(run);
        auto agent = CreateObject<DeepAuction>();
        agent->SetAttribute("ClassWeights", StringValue(weights));
        agent->SetAttribute("ShowProgress", BooleanValue(false));
        agent->AssignStreams(1);
        const std::clock_t start = std::clock();
        agent->Prepare();
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        longest = std::max(longest, seconds);
        std::printf("weights %s, run %u, %.1f s; loss, in the worst bin:",
                    weights.c_str(),
                    run,
                    seconds);
        for (size_t i = 0; i < owners.size(); ++i)
        {
            const auto [whole, bin] =
                Measure(*agent, ValuationSource::ParseWeights(weights), owners[i]);
            std::printf(" %.3f, %.3f;", whole, bin);
            worst[i] = {std::max(worst[i].first, whole), std::max(worst[i].second, bin)};
        }
        std::printf("\n");
    }
    for (size_t i = 0; i < owners.size(); ++i)
    {
        const std::string name = "weights-" + weights + "-owners-" + std::to_string(owners[i]);
        std::printf("ratio auction-loss-%s %.3f %.1f\n", name.c_str(), worst[i].first, limit);
        if (weights == "1")
        {
            std::printf("ratio auction-loss-bin-%s %.3f %.1f\n",
                        name.c_str(),
                        worst[i].second,
                        BIN_LIMIT);
        }
    }
    std::printf("ratio auction-training-s-weights-%s %.1f %.0f\n",
                weights.c_str(),
                longest,
                timeLimit);
}

} // namespace

int
main()
{
    MeasureRuns("1", WHOLE_LIMIT, TIME_LIMIT);
    MeasureRuns("1,2,4", CLASSES_LIMIT, CLASSES_TIME_LIMIT);
    return 0;
}
