/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a worker's data earn, by auction, number of owners and age of the data.
//
// Owners' preferences are uniform, ages uniform on [0.1, 0.9], and all mechanisms decide the same
// auctions. With owners of one class the optimum is a closed form; with classes it is Myerson's
// auction with the known distributions, on the same auctions. A second table has the four
// single-item settings of the literature. Bids are truthful. In a first-price auction that is no
// equilibrium; what it earns with the bids of its equilibrium is a column of its own.
//
// Prints, for each number of owners, every mechanism's share of the optimum. Writes
// auction-revenue.csv (by mechanism, owners and age), auction-settings.csv, revenue-by-age.png,
// revenue-by-owners.png, share-by-owners.png and summary.json into the output directory. Every run
// number (--RngRun) trains and measures anew.

#include "revenue-files.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t MAX_OWNERS = 64; //!< of an auction

/// What the user may choose.
struct Options
{
    uint32_t auctions{40000};
    uint32_t sample{5000};
    std::string owners{"1,2,3,5,10,15,20"};
    std::string weights{"1"};
    bool record{false};
    std::string output{"results/auction-revenue"};
};

std::vector<uint32_t>
ParseOwners(const std::string& list)
{
    std::vector<uint32_t> owners;
    std::istringstream words(list + ",");
    for (std::string word; std::getline(words, word, ',');)
    {
        const bool isNumber = !word.empty() && word.size() < 4 &&
                              word.find_first_not_of("0123456789") == std::string::npos;
        if (!isNumber || std::stoul(word) == 0 || std::stoul(word) > MAX_OWNERS)
        {
            throw std::invalid_argument("owners '" + word + "'; write numbers from 1 to " +
                                        std::to_string(MAX_OWNERS) + " with commas between them");
        }
        owners.push_back(std::stoul(word));
    }
    return owners;
}

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("auctions", "Auctions for each number of owners", options.auctions);
    cmd.AddValue("sample", "Auctions of three that the empirical mechanisms see", options.sample);
    cmd.AddValue("owners", "Numbers of owners, with commas between", options.owners);
    cmd.AddValue("weights",
                 "Value scale of each class of owners, with commas between",
                 options.weights);
    cmd.AddValue("record", "Whether the learned auction sees that sample only", options.record);
    cmd.AddValue("output", "Directory for CSV files and plots", options.output);
    cmd.Parse(argc, argv);
    if (options.auctions < AGE_BINS || options.sample == 0)
    {
        throw std::invalid_argument(std::to_string(options.auctions) + " auctions, sample of " +
                                    std::to_string(options.sample) + "; there must be " +
                                    std::to_string(AGE_BINS) +
                                    " auctions and a sample of 1 at least");
    }
    ParseOwners(options.owners);
    ValuationSource::ParseWeights(options.weights);
    return options;
}

/// Make a mechanism, learned from a source.
template <typename T, typename... Args>
Ptr<AuctionMechanism>
Learn(std::shared_ptr<const BidSource> source, const Args&... args)
{
    auto mechanism = CreateObjectWithAttributes<T>(args...);
    mechanism->SetSource(source);
    mechanism->AssignStreams(1);
    mechanism->Prepare();
    return mechanism;
}

/// All mechanisms, those with tables learned from one sample; the optimum is the last. Without a
/// common distribution function there is no mechanism for the equilibrium of first price.
std::vector<Contender>
MakeContenders(std::shared_ptr<const BidSource> model,
               const Options& options,
               uint32_t bidders,
               uint32_t bins,
               uint32_t pieces,
               const EquilibriumFirstPrice::Cdf& cdf)
{
    auto stream = CreateObject<UniformRandomVariable>();
    stream->SetStream(2);
    std::mt19937_64 generator(TorchGuard::DrawSeed(stream));
    const auto sample =
        std::make_shared<RecordedSource>(model->GetSample(options.sample, bidders, generator));
    const UintegerValue ages(bins);
    std::vector<Contender> contenders;
    for (const Ptr<AuctionMechanism>& mechanism :
         {Ptr<AuctionMechanism>(CreateObject<FirstPriceAuction>()),
          cdf ? Ptr<AuctionMechanism>(CreateObject<EquilibriumFirstPrice>(cdf))
              : Ptr<AuctionMechanism>(),
          Ptr<AuctionMechanism>(CreateObject<SecondPriceAuction>()),
          Learn<AgeReserveAuction>(sample, "AgeBins", UintegerValue(1)),
          Learn<AgeReserveAuction>(sample, "AgeBins", UintegerValue(std::max(2U, bins))),
          Learn<MonopolyReserveAuction>(sample, "AgeBins", ages, "Eager", BooleanValue(false)),
          Learn<MonopolyReserveAuction>(sample, "AgeBins", ages),
          Learn<EmpiricalMyersonAuction>(sample, "AgeBins", ages),
          Learn<PublishedAuction>(sample),
          options.record ? Learn<DeepAuction>(sample, "Pieces", UintegerValue(pieces))
                         : Learn<DeepAuction>(model, "Pieces", UintegerValue(pieces)),
          Ptr<AuctionMechanism>(
              CreateObjectWithAttributes<MyersonAuction>("ClassWeights",
                                                         StringValue(options.weights)))})
    {
        contenders.push_back({mechanism, {}});
    }
    return contenders;
}

/// Let all decide an auction.
void
Decide(std::vector<Contender>& contenders, double age, uint32_t bin, const std::vector<Bid>& bids)
{
    for (Contender& contender : contenders)
    {
        if (!contender.mechanism)
        {
            continue;
        }
        const AuctionOutcome outcome = contender.mechanism->Decide(age, 0, bids);
        if (outcome.winner >= 0)
        {
            contender.bins[bin].revenue += outcome.price;
            contender.bins[bin].sales += 1;
            contender.bins[bin].welfare += bids[outcome.winner].amount;
        }
    }
}

/// Draw auctions at ages from 0.1 to 0.9 and let all decide them.
/// @return the closed-form optimum for owners of weight 1, summed by bin of ages
std::array<double, AGE_BINS>
Measure(std::vector<Contender>& contenders,
        uint32_t owners,
        uint32_t auctions,
        const std::vector<double>& weights,
        std::mt19937_64& generator)
{
    std::array<double, AGE_BINS> optimum{};
    std::vector<Bid> bids(owners);
    for (uint32_t i = 0; i < auctions; ++i)
    {
        const double place = AGE_BINS * (i + BidSource::DrawUniform(generator)) / auctions;
        const auto bin = std::min(static_cast<uint32_t>(place), AGE_BINS - 1);
        const double age = FIRST_AGE + BIN_WIDTH * place;
        for (Bid& bid : bids)
        {
            bid.ownerClass =
                static_cast<uint32_t>(weights.size() * BidSource::DrawUniform(generator));
            bid.amount =
                Valuation::Value(BidSource::DrawUniform(generator), age, weights[bid.ownerClass]);
        }
        Decide(contenders, age, bin, bids);
        optimum[bin] += Valuation::OptimalRevenue(age, owners);
    }
    return optimum;
}

/// Print a line of the table: each mechanism's share of the optimum.
void
PrintShares(const std::string& name, const std::vector<Contender>& contenders, double optimum)
{
    std::cout << std::left << std::setw(22) << name << std::right << std::fixed
              << std::setprecision(5);
    for (const Contender& contender : contenders)
    {
        std::cout << std::setw(10);
        contender.mechanism ? std::cout << contender.GetTotal().revenue / optimum
                            : std::cout << "-";
    }
    std::cout << std::endl;
}

void
PrintHeader(const std::string& name)
{
    std::cout
        << std::left << std::setw(22) << name << std::right
        << "    first1)  equil.2)    second   reserve   by age3)      lazy     eager    empir."
           "   publ.4)      deep   Myerson\n";
}

/// Revenue by number of owners and age. @return lines for summary.json
std::string
MeasureAges(const Options& options, std::mt19937_64& generator)
{
    const std::vector<double> weights = ValuationSource::ParseWeights(options.weights);
    const bool closed = weights.size() == 1 && weights.front() == 1;
    EquilibriumFirstPrice::Cdf cdf;
    if (weights.size() == 1)
    {
        cdf = [weight = weights.front()](double age, double value) {
            return Valuation::Cdf(value, age, weight);
        };
    }
    std::cerr << "learning from ages 0.1 to 1" << std::endl;
    const auto model = std::make_shared<ValuationSource>(FIRST_AGE, weights);
    auto contenders = MakeContenders(model, options, 3, 32, 5, cdf);
    RevenueFiles files(options.output);
    PrintHeader("owners");
    for (uint32_t owners : ParseOwners(options.owners))
    {
        std::cerr << options.auctions << " auctions of " << owners << std::endl;
        for (Contender& contender : contenders)
        {
            contender.bins = {};
        }
        const auto exact = Measure(contenders, owners, options.auctions, weights, generator);
        const double count = static_cast<double>(options.auctions) / AGE_BINS;
        double worst = 1;
        for (uint32_t bin = 0; bin < AGE_BINS; ++bin)
        {
            const double optimum = closed ? exact[bin] : 0;
            worst = std::min(worst, files.WriteBin(contenders, owners, bin, count, optimum));
        }
        PrintShares(std::to_string(owners), contenders, contenders.back().GetTotal().revenue);
        files.AddShares(contenders, owners, worst);
        std::cout << "   worst bin of ages of the learned auction: " << worst << std::endl;
    }
    return files.Finish();
}

/// The four single-item settings.
void
MeasureSettings(const Options& options, std::mt19937_64& generator)
{
    ResultFile csv(options.output + "/auction-settings.csv",
                   "setting,mechanism,auctions,revenue,sale_rate,optimum,second_price,"
                   "share_of_optimum");
    csv.Begin();
    std::cout << "\n";
    PrintHeader("setting");
    for (const SingleItemSetting& setting : SingleItemSetting::GetPublished())
    {
        std::cerr << "learning " << setting.name << std::endl;
        const auto source = std::make_shared<DistributionSource>(setting.quantiles);
        EquilibriumFirstPrice::Cdf cdf;
        if (setting.cdf)
        {
            cdf = [&setting](double, double value) { return setting.cdf(value); };
        }
        auto contenders = MakeContenders(source, options, setting.bidders, 1, setting.pieces, cdf);
        DynamicCast<MyersonAuction>(contenders.back().mechanism)
            ->SetVirtualValue(setting.virtualValue);
        AuctionBatch batch;
        batch.bidders = setting.bidders;
        std::vector<Bid> bids;
        for (uint32_t i = 0; i < options.auctions; ++i)
        {
            source->Draw(1, generator, batch);
            bids = batch.bids;
            Decide(contenders, 1, 0, bids);
        }
        const double best = contenders.back().bins[0].revenue;
        for (const Contender& contender : contenders)
        {
            if (!contender.mechanism)
            {
                continue;
            }
            csv.Line("\"" + setting.name + "\"",
                     contender.mechanism->GetName(),
                     options.auctions,
                     contender.bins[0].revenue / options.auctions,
                     contender.bins[0].sales / options.auctions,
                     setting.optimum,
                     setting.secondPrice,
                     contender.bins[0].revenue / best);
        }
        PrintShares(setting.name, contenders, best);
    }
    csv.Finish();
    std::cout
        << "1) first price with truthful bids: NOT AN EQUILIBRIUM, owners would bid less\n"
           "2) first price with the bids of its equilibrium, known where all owners are alike\n"
           "3) the settings do not depend on the age\n"
           "4) on the published settings, with "
           "--ns3::edgelearning::PublishedAuction::TrainingSteps steps; it knows three\n"
           "   owners, or the classes, and no age\n";
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    SystemPath::MakeDirectories(options.output);
    auto stream = CreateObject<UniformRandomVariable>();
    stream->SetStream(3);
    std::mt19937_64 generator(TorchGuard::DrawSeed(stream));
    std::cout << "Share of the optimum's revenue, ages 0.1 to 0.9, same auctions for all\n";
    const std::string shares = MeasureAges(options, generator);
    MeasureSettings(options, generator);
    ResultFile summary(options.output + "/summary.json");
    summary.Begin();
    summary.Line("{\n" + shares + "\n}");
    summary.Finish();
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        Run(argc, argv);
    }
    catch (const std::exception& error)
    {
        std::cerr << "auction-revenue: " << error.what() << std::endl;
        return 1;
    }
    return 0;
}
