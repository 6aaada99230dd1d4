/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * What the learned auction lacks of the optimal revenue, and what learning it costs: the worst of
 * ten runs, or their mean where it learns from recorded auctions. The expected revenue of a
 * truthful auction is the expected virtual value of its winners. Each decision's loss in that is
 * known exactly, so that far fewer auctions tell than by the prices; those are summed up as well.
 *
 * Options: --parts=ages,classes,settings,recorded of which one or several; --profiles, auctions
 * that each agent decides; --firstRun and --lastRun; --publishedSteps of the published network's
 * training.
 */

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/deep-auction.h"
#include "ns3/empirical-myerson-auction.h"
#include "ns3/object-factory.h"
#include "ns3/published-auction.h"
#include "ns3/recorded-source.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/single-item-setting.h"
#include "ns3/string.h"
#include "ns3/torch-guard.h"
#include "ns3/uinteger.h"
#include "ns3/valuation-source.h"
#include "ns3/valuation.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t BINS = 8;               ///< bins of ages from 0.1 to 0.9
constexpr double WHOLE_LIMIT = .1;         ///< loss with one class of owners, percent
constexpr double CLASSES_LIMIT = .5;       ///< loss with three classes, percent
constexpr double BIN_LIMIT = .5;           ///< loss in a bin of ages with one class, percent
constexpr double GAP_LIMIT = 20;           ///< what second price loses and so does it, percent
constexpr double TIME_LIMIT = 5;           ///< processor seconds of a training, one class
constexpr double CLASSES_TIME_LIMIT = 20;  ///< processor seconds of a training, three classes
constexpr double RECORDED_LIMIT = .2;      ///< mean loss after 5000 auctions, percent
constexpr double RECORDED_AGES_LIMIT = 2;  ///< the same where the age matters
constexpr double MANY_RECORDED_LIMIT = .5; ///< the same after 50 000 auctions

/// What the user may choose.
struct Options
{
    std::string parts{"ages,classes,settings,recorded"};
    uint32_t profiles{100000};
    uint32_t firstRun{21}; ///< no earlier run is free of tuning
    uint32_t lastRun{30};
    uint32_t publishedSteps{20000};
};

/// What decisions are worth, in virtual values; losses in percent.
struct Figures
{
    double loss{0};        ///< of the optimum
    double worstBin{0};    ///< of the optimum in the bin of ages where that is most
    double shareOfGap{0};  ///< of what second price loses
    double revenue{0};     ///< mean price
    double secondPrice{0}; ///< loss of second price
};

/// Auctions to measure on.
struct Profiles
{
    uint32_t bidders;
    std::function<double(uint32_t, std::vector<Bid>&)> draw; ///< number to bids, and age
    MyersonAuction::VirtualValue virtualValue;
};

/// Measure a mechanism.
Figures
Measure(const AuctionMechanism& mechanism, const Profiles& profiles, uint32_t auctions)
{
    std::array<double, BINS> best{};
    std::array<double, BINS> loss{};
    Figures figures;
    double secondLoss = 0;
    std::vector<Bid> bids(profiles.bidders);
    std::vector<double> values(profiles.bidders);
    for (uint32_t i = 0; i < auctions; ++i)
    {
        const double age = profiles.draw(i, bids);
        const auto bin = static_cast<uint32_t>(uint64_t{BINS} * i / auctions);
        double optimal = 0;
        size_t highest = 0;
        for (size_t j = 0; j < bids.size(); ++j)
        {
            values[j] = profiles.virtualValue(bids[j].ownerClass, age, bids[j].amount);
            optimal = std::max(optimal, values[j]);
            highest = bids[j].amount > bids[highest].amount ? j : highest;
        }
        const AuctionOutcome outcome = mechanism.Decide(age, 0, bids);
        best[bin] += optimal;
        loss[bin] += optimal - (outcome.winner < 0 ? 0 : values[outcome.winner]);
        secondLoss += optimal - values[highest];
        figures.revenue += outcome.price / auctions;
    }
    double sum = 0;
    double all = 0;
    for (uint32_t bin = 0; bin < BINS; ++bin)
    {
        sum += best[bin];
        all += loss[bin];
        figures.worstBin = std::max(figures.worstBin, 100 * loss[bin] / best[bin]);
    }
    figures.loss = 100 * all / sum;
    figures.secondPrice = 100 * secondLoss / sum;
    figures.shareOfGap = 100 * all / secondLoss;
    return figures;
}

/// Auctions of owners with ages uniform on [0.1, 0.9], in the order of ages.
Profiles
MakeAgedProfiles(const std::vector<double>& weights, uint32_t owners, uint32_t auctions)
{
    return {owners,
            [weights,
             auctions,
             generator = std::mt19937_64(owners)](uint32_t i, std::vector<Bid>& bids) mutable {
                const double age = .1 + .8 * (i + BidSource::DrawUniform(generator)) / auctions;
                for (Bid& bid : bids)
                {
                    bid.ownerClass =
                        static_cast<uint32_t>(weights.size() * BidSource::DrawUniform(generator));
                    bid.amount = Valuation::Value(BidSource::DrawUniform(generator),
                                                  age,
                                                  weights[bid.ownerClass]);
                }
                return age;
            },
            [weights](uint32_t c, double age, double bid) {
                return Valuation::VirtualValue(bid, age, weights[c]);
            }};
}

/// Auctions of a setting in which ages do not matter.
Profiles
MakeProfiles(const SingleItemSetting& setting)
{
    AuctionBatch batch;
    batch.bidders = setting.bidders;
    return {
        setting.bidders,
        [batch,
         source = DistributionSource(setting.quantiles),
         generator = std::mt19937_64(setting.bidders)](uint32_t, std::vector<Bid>& bids) mutable {
            source.Draw(1, generator, batch);
            bids = batch.bids;
            return 1.;
        },
        setting.virtualValue};
}

/// Make a mechanism for a run. @return it and the processor seconds that learning took
template <typename T, typename... Args>
std::pair<Ptr<T>, double>
Learn(uint32_t run, std::shared_ptr<const BidSource> source, const Args&... args)
{
    RngSeedManager::SetRun(run);
    auto mechanism = CreateObjectWithAttributes<T>(args...);
    mechanism->SetSource(source);
    mechanism->AssignStreams(1);
    const std::clock_t start = std::clock();
    mechanism->Prepare();
    return {mechanism, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC};
}

/// Print a figure and its limit.
void
Print(const std::string& name, double value, double limit)
{
    std::printf("ratio auction-%s %.3f %.2f\n", name.c_str(), value, limit);
    std::fflush(stdout);
}

/// The worst of the runs for some classes of owners, at any age.
void
MeasureAges(const Options& options, const std::string& weights, double limit, double timeLimit)
{
    const std::vector<double> parsed = ValuationSource::ParseWeights(weights);
    const auto source = std::make_shared<ValuationSource>(.1, parsed);
    const std::vector<uint32_t> owners{1, 2, 3, 5, 10, 20};
    std::vector<Figures> worst(owners.size());
    double longest = 0;
    for (uint32_t run = options.firstRun; run <= options.lastRun; ++run)
    {
        const auto [agent, seconds] =
            Learn<DeepAuction>(run, source, "ShowProgress", BooleanValue(false));
        longest = std::max(longest, seconds);
        std::printf("weights %s, run %u, %.1f s; loss, in the worst bin:",
                    weights.c_str(),
                    run,
                    seconds);
        for (size_t i = 0; i < owners.size(); ++i)
        {
            const Figures figures = Measure(*agent,
                                            MakeAgedProfiles(parsed, owners[i], options.profiles),
                                            options.profiles);
            std::printf(" %.3f, %.3f;", figures.loss, figures.worstBin);
            worst[i].loss = std::max(worst[i].loss, figures.loss);
            worst[i].worstBin = std::max(worst[i].worstBin, figures.worstBin);
            worst[i].shareOfGap = std::max(worst[i].shareOfGap, figures.shareOfGap);
        }
        std::printf("\n");
        std::fflush(stdout);
    }
    for (size_t i = 0; i < owners.size(); ++i)
    {
        const std::string name = "weights-" + weights + "-owners-" + std::to_string(owners[i]);
        Print("loss-" + name, worst[i].loss, limit);
        if (parsed.size() == 1)
        {
            Print("loss-bin-" + name, worst[i].worstBin, BIN_LIMIT);
        }
        if (parsed.size() == 1 && owners[i] >= 10)
        {
            Print("loss-gap-" + name, worst[i].shareOfGap, GAP_LIMIT);
        }
    }
    Print("training-s-weights-" + weights, longest, timeLimit);
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
        const auto source = std::make_shared<DistributionSource>(setting.quantiles);
        double worst = 0;
        double longest = 0;
        double closest = 100;
        for (uint32_t run = options.firstRun; run <= options.lastRun; ++run)
        {
            const auto [agent, seconds] = Learn<DeepAuction>(run,
                                                             source,
                                                             "ShowProgress",
                                                             BooleanValue(false),
                                                             "Pieces",
                                                             UintegerValue(setting.pieces));
            const auto published = Learn<PublishedAuction>(run,
                                                           source,
                                                           "SampleBidders",
                                                           UintegerValue(setting.bidders),
                                                           "TrainingSteps",
                                                           UintegerValue(options.publishedSteps))
                                       .first;
            const Figures figures = Measure(*agent, MakeProfiles(setting), options.profiles);
            const Figures theirs = Measure(*published, MakeProfiles(setting), options.profiles);
            std::printf("%s, run %u, %.1f s; loss %.4f, earns %.5f of %.5f; published loses %.3f\n",
                        names[i],
                        run,
                        seconds,
                        figures.loss,
                        figures.revenue,
                        setting.optimum,
                        theirs.loss);
            std::fflush(stdout);
            worst = std::max(worst, figures.loss);
            longest = std::max(longest, seconds);
            closest = std::min(closest, theirs.loss - figures.loss);
        }
        Print("loss-" + std::string(names[i]), worst, limits[i]);
        Print("published-ahead-" + std::string(names[i]), -closest, 0);
        Print("training-s-" + std::string(names[i]), longest, TIME_LIMIT);
    }
}

/// The mean of the runs from recorded auctions. @return loss by each of the profiles
void
MeasureRecorded(const Options& options,
                const std::string& name,
                const BidSource& model,
                uint32_t bidders,
                uint32_t sample,
                const std::vector<Profiles>& profiles,
                double limit)
{
    std::vector<double> mean(profiles.size(), 0);
    std::vector<double> rival(profiles.size(), 0);
    double longest = 0;
    const double share = 1. / (options.lastRun - options.firstRun + 1);
    for (uint32_t run = options.firstRun; run <= options.lastRun; ++run)
    {
        std::mt19937_64 generator(1000 + run);
        const auto source =
            std::make_shared<RecordedSource>(model.GetSample(sample, bidders, generator));
        const auto [agent, seconds] =
            Learn<DeepAuction>(run, source, "ShowProgress", BooleanValue(false));
        const auto myerson =
            Learn<EmpiricalMyersonAuction>(run,
                                           source,
                                           "AgeBins",
                                           UintegerValue(profiles.size() > 1 ? 32 : 1))
                .first;
        longest = std::max(longest, seconds);
        std::printf("%s, run %u, %.1f s; loss (of empirical Myerson):", name.c_str(), run, seconds);
        for (size_t i = 0; i < profiles.size(); ++i)
        {
            const double loss = Measure(*agent, profiles[i], options.profiles).loss;
            const double theirs = Measure(*myerson, profiles[i], options.profiles).loss;
            mean[i] += loss * share;
            rival[i] += theirs * share;
            std::printf(" %.3f (%.3f)", loss, theirs);
        }
        std::printf("\n");
        std::fflush(stdout);
    }
    for (size_t i = 0; i < profiles.size(); ++i)
    {
        std::printf("empirical Myerson loses %.3f percent on average\n", rival[i]);
        Print("loss-" + name + "-owners-" + std::to_string(profiles[i].bidders), mean[i], limit);
    }
    Print("training-s-" + name, longest, TIME_LIMIT);
}

/// From recorded auctions of three.
void
MeasureRecorded(const Options& options)
{
    const auto settings = SingleItemSetting::GetPublished();
    for (size_t i : {0, 1})
    {
        MeasureRecorded(options,
                        i == 0 ? "5000-uniform" : "5000-exponential",
                        DistributionSource(settings[i].quantiles),
                        settings[i].bidders,
                        5000,
                        {MakeProfiles(settings[i])},
                        RECORDED_LIMIT);
    }
    const std::vector<double> weights{1};
    std::vector<Profiles> profiles;
    for (uint32_t owners : {1, 2, 3, 5, 10, 20})
    {
        profiles.push_back(MakeAgedProfiles(weights, owners, options.profiles));
    }
    for (uint32_t sample : {5000, 50000})
    {
        MeasureRecorded(options,
                        std::to_string(sample) + "-ages",
                        ValuationSource(.1, weights),
                        3,
                        sample,
                        profiles,
                        sample == 5000 ? RECORDED_AGES_LIMIT : MANY_RECORDED_LIMIT);
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
    if (options.profiles < BINS || options.lastRun < options.firstRun)
    {
        std::cerr << "bench-auction-training: there must be a run, and " << BINS
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
