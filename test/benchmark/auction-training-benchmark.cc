/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * What the learned auction lacks of the optimal revenue, and what learning it costs: the worst of
 * the runs, or their mean where it learns from recorded auctions. All agents decide the same
 * auctions.
 *
 * By default one run and few auctions, for a minute. The figures of doc/auctions.rst take
 * --profiles=4000000 --lastRun=30 --publishedSteps=500000, and an hour. --parts chooses among ages,
 * classes, settings and recorded.
 */

#include "auction-profiles.h"

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/deep-auction.h"
#include "ns3/empirical-myerson-auction.h"
#include "ns3/object-factory.h"
#include "ns3/published-auction.h"
#include "ns3/recorded-source.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/uinteger.h"
#include "ns3/valuation-source.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double WHOLE_LIMIT = .1;         ///< loss with one class of owners, percent
constexpr double CLASSES_LIMIT = .5;       ///< loss with three classes, percent
constexpr double BIN_LIMIT = .5;           ///< loss in a bin of ages with one class, percent
constexpr double GAP_LIMIT = 20;           ///< what second price loses and so does it, percent
constexpr double TIME_LIMIT = 5;           ///< processor seconds of a training, one class
constexpr double CLASSES_TIME_LIMIT = 20;  ///< processor seconds of a training, three classes
constexpr double RECORDED_LIMIT = .2;      ///< mean loss after 5000 auctions, percent
constexpr double RECORDED_AGES_LIMIT = 2;  ///< the same where the age matters
constexpr double MANY_RECORDED_LIMIT = .5; ///< the same after 50 000 auctions, and the worst loss

/// What the user may choose.
struct Options
{
    std::string parts{"ages,classes,settings,recorded"};
    uint32_t profiles{100000};
    uint32_t firstRun{21}; ///< no earlier run is free of tuning
    uint32_t lastRun{21};
    uint32_t publishedSteps{20000};
};

/// Agents of several runs that learned in the same way.
struct Agents
{
    std::vector<Ptr<const AuctionMechanism>> mechanisms; ///< by run
    double longest{0};                                   ///< processor seconds of learning

    /// Let another run's agent learn.
    template <typename T, typename... Args>
    void Learn(uint32_t run, std::shared_ptr<const BidSource> source, const Args&... args)
    {
        RngSeedManager::SetRun(run);
        auto mechanism = CreateObjectWithAttributes<T>(args...);
        mechanism->SetSource(source);
        mechanism->AssignStreams(1);
        const std::clock_t start = std::clock();
        mechanism->Prepare();
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        std::printf("%s, run %u, learned in %.2f s\n", mechanism->GetName().c_str(), run, seconds);
        std::fflush(stdout);
        longest = std::max(longest, seconds);
        mechanisms.push_back(mechanism);
    }

    /// Measure them. @return by run
    std::vector<AuctionFigures> Measure(const AuctionProfiles& profiles,
                                        const Options& options) const
    {
        return AuctionProfiles::Measure(mechanisms, profiles, options.profiles);
    }
};

/// @return the greatest of a figure of the runs
double
GetGreatest(const std::vector<AuctionFigures>& runs, double AuctionFigures::*figure)
{
    double greatest = runs.front().*figure;
    for (const AuctionFigures& run : runs)
    {
        greatest = std::max(greatest, run.*figure);
    }
    return greatest;
}

/// @return the mean loss of the runs
double
GetMeanLoss(const std::vector<AuctionFigures>& runs)
{
    double sum = 0;
    for (const AuctionFigures& run : runs)
    {
        sum += run.loss;
    }
    return sum / static_cast<double>(runs.size());
}

/// Print a figure of each run.
void
PrintRuns(const std::string& name,
          const std::vector<AuctionFigures>& runs,
          double AuctionFigures::*figure)
{
    std::printf("%s:", name.c_str());
    for (const AuctionFigures& run : runs)
    {
        std::printf(" %.5f", run.*figure);
    }
    std::printf("\n");
}

/// Print a figure and its limit.
void
Print(const std::string& name, double value, double limit)
{
    std::printf("ratio auction-%s %.4f %.2f\n", name.c_str(), value, limit);
    std::fflush(stdout);
}

/// The worst of the runs for some classes of owners, at any age.
void
MeasureAges(const Options& options, const std::string& weights, double limit, double timeLimit)
{
    const std::vector<double> parsed = ValuationSource::ParseWeights(weights);
    const auto source = std::make_shared<ValuationSource>(.1, parsed);
    Agents agents;
    for (uint32_t run = options.firstRun; run <= options.lastRun; ++run)
    {
        agents.Learn<DeepAuction>(run, source, "ShowProgress", BooleanValue(false));
    }
    Print("training-s-weights-" + weights, agents.longest, timeLimit);
    for (uint32_t owners : {1, 2, 3, 5, 10, 20})
    {
        const auto runs = agents.Measure(AuctionProfiles::Aged(parsed, owners), options);
        const std::string name = "weights-" + weights + "-owners-" + std::to_string(owners);
        PrintRuns(name + ", losses by run", runs, &AuctionFigures::loss);
        PrintRuns(name + ", losses in the worst bin", runs, &AuctionFigures::worstBin);
        PrintRuns(name + ", mean prices", runs, &AuctionFigures::revenue);
        Print("loss-" + name, GetGreatest(runs, &AuctionFigures::loss), limit);
        if (parsed.size() == 1)
        {
            Print("loss-bin-" + name, GetGreatest(runs, &AuctionFigures::worstBin), BIN_LIMIT);
        }
        if (parsed.size() == 1 && owners >= 10)
        {
            Print("loss-gap-" + name, GetGreatest(runs, &AuctionFigures::shareOfGap), GAP_LIMIT);
        }
    }
}

/// The worst of the runs in the four settings of the literature.
void
MeasureSettings(const Options& options)
{
    const std::array<const char*, 4> names{"uniform", "exponential", "asymmetric", "irregular"};
    const std::array<double, 4> limits{.05, .05, .1, .3};
    const auto settings = SingleItemSetting::GetPublished();
    for (size_t i = 0; i < settings.size(); ++i)
    {
        const SingleItemSetting& setting = settings[i];
        const std::string name = names[i];
        const auto source = std::make_shared<DistributionSource>(setting.quantiles);
        Agents agents;
        Agents published;
        for (uint32_t run = options.firstRun; run <= options.lastRun; ++run)
        {
            agents.Learn<DeepAuction>(run,
                                      source,
                                      "ShowProgress",
                                      BooleanValue(false),
                                      "Pieces",
                                      UintegerValue(setting.pieces));
            published.Learn<PublishedAuction>(run,
                                              source,
                                              "SampleBidders",
                                              UintegerValue(setting.bidders),
                                              "TrainingSteps",
                                              UintegerValue(options.publishedSteps));
        }
        Print("training-s-" + name, agents.longest, TIME_LIMIT);
        const auto profiles = AuctionProfiles::Ageless(setting);
        const auto runs = agents.Measure(profiles, options);
        const auto theirs = published.Measure(profiles, options);
        double closest = 100;
        for (size_t run = 0; run < runs.size(); ++run)
        {
            closest = std::min(closest, theirs[run].loss - runs[run].loss);
        }
        PrintRuns(name + ", losses by run", runs, &AuctionFigures::loss);
        PrintRuns(name + ", mean prices", runs, &AuctionFigures::revenue);
        PrintRuns(name + ", losses of published", theirs, &AuctionFigures::loss);
        std::printf("%s, optimum %.5f\n", names[i], setting.optimum);
        Print("loss-" + name, GetGreatest(runs, &AuctionFigures::loss), limits[i]);
        Print("published-ahead-" + name, -closest, 0);
    }
}

/// What is learned from recorded auctions.
struct Recording
{
    std::string name;                       ///< of it
    std::shared_ptr<const BidSource> model; ///< what it is made from
    uint32_t bidders;                       ///< of an auction
    uint32_t auctions;                      ///< recorded
    std::vector<AuctionProfiles> profiles;  ///< to measure on
    double limit;                           ///< of the mean loss
};

/// The mean, and the worst, of the runs from recorded auctions.
void
MeasureRecorded(const Options& options, const Recording& recording)
{
    Agents agents;
    Agents rivals;
    for (uint32_t run = options.firstRun; run <= options.lastRun; ++run)
    {
        std::mt19937_64 generator(1000 + run);
        const auto source = std::make_shared<RecordedSource>(
            recording.model->GetSample(recording.auctions, recording.bidders, generator));
        agents.Learn<DeepAuction>(run, source, "ShowProgress", BooleanValue(false));
        const uint32_t bins = recording.profiles.size() > 1 ? 32 : 1;
        rivals.Learn<EmpiricalMyersonAuction>(run, source, "AgeBins", UintegerValue(bins));
    }
    Print("training-s-" + recording.name, agents.longest, TIME_LIMIT);
    for (const AuctionProfiles& profiles : recording.profiles)
    {
        const auto runs = agents.Measure(profiles, options);
        const std::string name = recording.name + "-owners-" + std::to_string(profiles.bidders);
        PrintRuns(name + ", losses by run", runs, &AuctionFigures::loss);
        std::printf("worst %.4f percent; empirical Myerson loses %.4f percent on average\n",
                    GetGreatest(runs, &AuctionFigures::loss),
                    GetMeanLoss(rivals.Measure(profiles, options)));
        Print("loss-" + name, GetMeanLoss(runs), recording.limit);
    }
}

/// From recorded auctions of three.
void
MeasureRecorded(const Options& options)
{
    const auto settings = SingleItemSetting::GetPublished();
    for (size_t i : {0, 1})
    {
        MeasureRecorded(options,
                        {i == 0 ? "5000-uniform" : "5000-exponential",
                         std::make_shared<DistributionSource>(settings[i].quantiles),
                         settings[i].bidders,
                         5000,
                         {AuctionProfiles::Ageless(settings[i])},
                         RECORDED_LIMIT});
    }
    const std::vector<double> weights{1};
    std::vector<AuctionProfiles> profiles;
    for (uint32_t owners : {1, 2, 3, 5, 10, 20})
    {
        profiles.push_back(AuctionProfiles::Aged(weights, owners));
    }
    for (uint32_t auctions : {5000, 50000})
    {
        MeasureRecorded(options,
                        {std::to_string(auctions) + "-ages",
                         std::make_shared<ValuationSource>(.1, weights),
                         3,
                         auctions,
                         profiles,
                         auctions == 5000 ? RECORDED_AGES_LIMIT : MANY_RECORDED_LIMIT});
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("parts", "Of ages, classes, settings and recorded", options.parts);
    cmd.AddValue("profiles", "Auctions that each agent decides", options.profiles);
    cmd.AddValue("firstRun", "First run", options.firstRun);
    cmd.AddValue("lastRun", "Last run", options.lastRun);
    cmd.AddValue("publishedSteps", "Steps of the published network", options.publishedSteps);
    cmd.Parse(argc, argv);
    if (options.profiles < AuctionProfiles::BINS || options.lastRun < options.firstRun)
    {
        std::cerr << "bench-auction-training: there must be a run, and " << AuctionProfiles::BINS
                  << " profiles at least" << std::endl;
        return 1;
    }
    const auto has = [&options](const std::string& part) {
        return options.parts.find(part) != std::string::npos;
    };
    has("ages") ? MeasureAges(options, "1", WHOLE_LIMIT, TIME_LIMIT) : void();
    has("classes") ? MeasureAges(options, "1,2,4", CLASSES_LIMIT, CLASSES_TIME_LIMIT) : void();
    has("settings") ? MeasureSettings(options) : void();
    has("recorded") ? MeasureRecorded(options) : void();
    return 0;
}
