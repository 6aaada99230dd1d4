/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whether it ever pays to misreport a value: an adversarial search against every mechanism.
//
// For each bidder of random auctions (one to six owners, asks, ties, near ties, enormous and tiny
// values, ages also below MinAge), bids on a grid, at every threshold and at the four
// floating-point neighbours on either side of it are compared as true value and as misreport, pair
// by pair and without tolerance. The learned auction is checked as trained, as trained again from
// bids seen during a simulation, and, to show what the search finds, with the prices that the
// closed form of the inverse gives. First price is not truthful, and that is found as well.
//
// Prints and writes auction-truthfulness.csv and summary.json into the output directory. With
// --mechanisms, checks mechanisms of yours by their TypeIds; exits with 1 if one of the checked
// ones that must be clean is not.

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t MAX_OWNERS = 6; //!< of an auction
constexpr uint32_t GRID = 12;      //!< points of the grid of bids
constexpr uint32_t ULPS = 4;       //!< neighbours on either side of a threshold

/// What the user may choose.
struct Options
{
    uint64_t checks{10000000};
    std::string mechanisms{"SecondPriceAuction,AgeReserveAuction,MonopolyReserveAuction,"
                           "EmpiricalMyersonAuction,MyersonAuction,PublishedAuction,DeepAuction,"
                           "FirstPriceAuction"};
    std::string weights{"1,2,4"};
    std::string output{"results/auction-truthfulness"};
};

/// A mechanism and what is expected of it.
struct Subject
{
    std::string name;
    Ptr<AuctionMechanism> mechanism;
    bool mustBeClean{true};
};

/// The learned auction with the price that the closed form has.
class ClosedFormAuction : public AuctionMechanism
{
  public:
    explicit ClosedFormAuction(Ptr<DeepAuction> agent)
        : m_agent(agent)
    {
    }

    std::string GetName() const override
    {
        return "closed-form";
    }

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override
    {
        AuctionOutcome outcome = m_agent->Decide(age, 0, bids);
        double level = 0;
        for (size_t i = 0; i < bids.size(); ++i)
        {
            if (static_cast<int32_t>(i) != outcome.winner)
            {
                const auto transform = m_agent->GetTransform().At(bids[i].ownerClass, age);
                level = std::max(level, transform.Evaluate(bids[i].amount));
            }
        }
        if (outcome.winner >= 0)
        {
            const uint32_t ownerClass = bids[outcome.winner].ownerClass;
            outcome.price = m_agent->GetTransform().At(ownerClass, age).Invert(level);
        }
        return outcome;
    }

    Ptr<DeepAuction> m_agent;
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("checks", "Pairs of value and misreport for each mechanism", options.checks);
    cmd.AddValue("mechanisms",
                 "TypeIds, with commas between; those of this module without its prefix",
                 options.mechanisms);
    cmd.AddValue("weights",
                 "Value scale of each class of owners, with commas between",
                 options.weights);
    cmd.AddValue("output", "Directory for the CSV file and summary.json", options.output);
    cmd.Parse(argc, argv);
    if (options.checks == 0)
    {
        throw std::invalid_argument("0 checks; there must be one at least");
    }
    ValuationSource::ParseWeights(options.weights);
    return options;
}

/// Make a mechanism from its TypeId.
Ptr<AuctionMechanism>
MakeMechanism(const std::string& name, const Options& options)
{
    TypeId tid;
    if (!TypeId::LookupByNameFailSafe("ns3::edgelearning::" + name, &tid) &&
        !TypeId::LookupByNameFailSafe(name, &tid))
    {
        throw std::invalid_argument("mechanism '" + name + "' is no TypeId; one is DeepAuction");
    }
    ObjectFactory factory;
    factory.SetTypeId(tid);
    const auto mechanism = DynamicCast<AuctionMechanism>(factory.Create());
    if (!mechanism)
    {
        throw std::invalid_argument("'" + name + "' is no AuctionMechanism");
    }
    mechanism->SetAttributeFailSafe("ClassWeights", StringValue(options.weights));
    mechanism->AssignStreams(1);
    mechanism->Prepare();
    return mechanism;
}

/// Let an agent that expected less train again from the bids it sees.
Ptr<DeepAuction>
MakeRetrained(const std::vector<double>& weights)
{
    std::ostringstream expected;
    for (size_t i = 0; i < weights.size(); ++i)
    {
        expected << (i > 0 ? "," : "") << weights[i] / 4;
    }
    auto agent = CreateObject<DeepAuction>();
    agent->SetAttribute("ClassWeights", StringValue(expected.str()));
    agent->SetAttribute("RetrainInterval", TimeValue(Seconds(100)));
    agent->AssignStreams(2);
    agent->Prepare();
    const auto before = agent->GetTransform().GetParameters();
    std::mt19937_64 generator(7);
    double time = 0;
    for (const auto& auction : ValuationSource(.1, weights).GetSample(2000, 2, generator))
    {
        agent->Observe(Seconds(++time), auction.age, 0, auction.bids);
    }
    if (agent->GetTransform().GetParameters() == before)
    {
        throw std::runtime_error(
            "the agent that trained again was not replaced, and is not another "
            "subject: give other weights");
    }
    return agent;
}

std::vector<Subject>
MakeSubjects(const Options& options)
{
    std::vector<Subject> subjects;
    std::istringstream names(options.mechanisms);
    for (std::string name; std::getline(names, name, ',');)
    {
        std::cerr << "preparing " << name << std::endl;
        const auto mechanism = MakeMechanism(name, options);
        subjects.push_back({name, mechanism, !DynamicCast<FirstPriceAuction>(mechanism)});
        if (const auto deep = DynamicCast<DeepAuction>(mechanism))
        {
            const auto weights = ValuationSource::ParseWeights(options.weights);
            subjects.push_back({name + ", trained on", MakeRetrained(weights)});
            subjects.push_back(
                {name + ", closed form", CreateObject<ClosedFormAuction>(deep), false});
        }
    }
    return subjects;
}

/// Draw an auction that is hard on a mechanism.
SampleAuction
DrawAuction(uint64_t number, const std::vector<double>& weights, std::mt19937_64& generator)
{
    const auto draw = [&generator] { return BidSource::DrawUniform(generator); };
    SampleAuction auction;
    auction.age = number % 7 == 0 ? .01 + .09 * draw() : .1 + .9 * draw();
    auction.ask = number % 3 == 0 ? 2 * draw() : 0;
    for (uint64_t i = number % MAX_OWNERS + 1; i > 0; --i)
    {
        const auto ownerClass = static_cast<uint32_t>(weights.size() * draw());
        const double value = Valuation::Value(draw(), auction.age, weights[ownerClass]);
        auction.bids.push_back({static_cast<uint32_t>(i), value, ownerClass});
    }
    Bid& first = auction.bids.front();
    switch (number % 11)
    {
    case 0:
        first.amount *= 1e-300;
        break;
    case 1:
        first.amount *= 1e200;
        break;
    case 2:
        first.amount = auction.bids.back().amount;
        break;
    case 3:
        first.amount = std::nextafter(auction.bids.back().amount, 1e9);
        break;
    case 4:
        first.amount = auction.ask;
        break;
    default:
        break;
    }
    return auction;
}

/// Search a mechanism.
TruthfulnessReport
Search(const Subject& subject, const Options& options)
{
    const std::vector<double> weights = ValuationSource::ParseWeights(options.weights);
    auto stream = CreateObject<UniformRandomVariable>();
    stream->SetStream(3);
    std::mt19937_64 generator(TorchGuard::DrawSeed(stream));
    TruthfulnessReport report;
    for (uint64_t number = 0; report.checks < options.checks; ++number)
    {
        report.Add(CheckTruthfulness(*subject.mechanism,
                                     DrawAuction(number, weights, generator),
                                     GRID,
                                     ULPS));
    }
    return report;
}

/// @return whether all that must be clean are
bool
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    SystemPath::MakeDirectories(options.output);
    ResultFile csv(options.output + "/auction-truthfulness.csv",
                   "mechanism,checks,regrets,worst_regret,overcharges,undersales,reversals,"
                   "price_changes");
    csv.Begin();
    const auto subjects = MakeSubjects(options);
    std::cout << std::left << std::setw(26) << "mechanism" << std::right
              << "      checks   regrets  worst regret  overcharges  undersales  reversals  "
                 "price changes\n";
    bool allClean = true;
    uint64_t dirty = 0;
    for (const Subject& subject : subjects)
    {
        std::cerr << "searching " << subject.name << std::endl;
        const TruthfulnessReport report = Search(subject, options);
        std::cout << std::left << std::setw(26) << subject.name << std::right << std::setw(12)
                  << report.checks << std::setw(10) << report.regrets << std::setw(14)
                  << report.worstRegret << std::setw(13) << report.overcharges << std::setw(12)
                  << report.undersales << std::setw(11) << report.reversals << std::setw(15)
                  << report.priceChanges << std::endl;
        csv.Line("\"" + subject.name + "\"",
                 report.checks,
                 report.regrets,
                 report.worstRegret,
                 report.overcharges,
                 report.undersales,
                 report.reversals,
                 report.priceChanges);
        allClean = allClean && (!subject.mustBeClean || report.IsClean());
        dirty += report.IsClean() ? 0 : 1;
    }
    csv.Finish();
    ResultFile summary(options.output + "/summary.json");
    summary.Begin();
    summary.Line("{\n  \"mechanisms\": " + std::to_string(subjects.size()) +
                 ",\n  \"not_truthful\": " + std::to_string(dirty) +
                 ",\n  \"all_clean_that_must_be\": " + (allClean ? "true" : "false") + "\n}");
    summary.Finish();
    std::cout << "\nresults are in " << options.output << std::endl;
    return allClean;
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        return Run(argc, argv) ? 0 : 1;
    }
    catch (const std::exception& error)
    {
        std::cerr << "auction-truthfulness: " << error.what() << std::endl;
        return 1;
    }
}
