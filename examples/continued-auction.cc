/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What training on during the simulation earns when the owners change.
//
// Halfway, what data are worth to the owners is multiplied (--change). One copy of the learned
// auction stays as it was trained from the valuation model; the other trains again, at times, from
// the bids that it has seen, and is replaced if it earns more on those that it held out. Both
// decide the same auctions, of owners' truthful bids at ages from 0.1 to 1.
//
// Prints the share of the optimum that each earns, by tenths of the time, and every training.
// Writes continued-auction.csv, retrainings.csv, summary.json and continued-auction.png into the
// output directory.

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t WINDOWS = 20; //!< parts of the time

/// What the user may choose.
struct Options
{
    uint32_t auctions{20000};
    uint32_t owners{3};
    double change{3};
    Time interval{Seconds(1000)};
    uint32_t memory{2500};
    std::string output{"results/continued-auction"};
};

/// Virtual values of winners, whose mean is the expected revenue.
struct Sums
{
    double optimum{0};   //!< of the optimal auction
    double fixed{0};     //!< of the agent that stays
    double continued{0}; //!< of the agent that trains on
};

std::vector<RetrainingRecord> g_records; //!< every training

void
AddRecord(const RetrainingRecord& record)
{
    std::cerr << "at " << record.time.As(Time::S) << " trained from " << record.auctions
              << " auctions" << std::endl;
    g_records.push_back(record);
}

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("auctions", "Auctions, one a second", options.auctions);
    cmd.AddValue("owners", "Owners of an auction", options.owners);
    cmd.AddValue("change", "What values are multiplied by halfway", options.change);
    cmd.AddValue("interval", "Least time between trainings", options.interval);
    cmd.AddValue("memory", "Auctions that are remembered", options.memory);
    cmd.AddValue("output", "Directory for CSV files, plot and summary.json", options.output);
    cmd.Parse(argc, argv);
    if (options.auctions < WINDOWS || options.owners == 0 || !(options.change > 0))
    {
        throw std::invalid_argument("auctions, owners or change out of range; there must be " +
                                    std::to_string(WINDOWS) +
                                    " auctions and an owner at least, and a change above 0");
    }
    return options;
}

/// Decide an auction. @return the winner's virtual value, 0 for none
double
Decide(const DeepAuction& agent, double age, double weight, const std::vector<Bid>& bids)
{
    const int32_t winner = agent.Decide(age, 0, bids).winner;
    return winner < 0 ? 0 : Valuation::VirtualValue(bids[winner].amount, age, weight);
}

/// Hold all auctions. @return the sums by part of the time
std::vector<Sums>
Hold(const Options& options, const DeepAuction& fixed, Ptr<DeepAuction> continued)
{
    auto draw = CreateObject<UniformRandomVariable>();
    draw->SetStream(3);
    std::vector<Sums> windows(WINDOWS);
    for (uint32_t i = 0; i < options.auctions; ++i)
    {
        Sums& sums = windows[uint64_t{WINDOWS} * i / options.auctions];
        const double weight = 2 * i < options.auctions ? 1 : options.change;
        const double age = draw->GetValue(.1, 1);
        std::vector<Bid> bids;
        double optimum = 0;
        for (uint32_t owner = 0; owner < options.owners; ++owner)
        {
            bids.push_back({owner, Valuation::Value(draw->GetValue(0, 1), age, weight), 0});
            optimum = std::max(optimum, Valuation::VirtualValue(bids.back().amount, age, weight));
        }
        sums.optimum += optimum;
        sums.fixed += Decide(fixed, age, weight, bids);
        sums.continued += Decide(*continued, age, weight, bids);
        continued->Observe(Seconds(i), age, 0, bids);
    }
    return windows;
}

/// Write the trainings. @return how many of them replaced the agent
uint32_t
WriteTrainings(const std::string& output)
{
    ResultFile csv(output + "/retrainings.csv",
                   "time_s,auctions,held_out,old_revenue,new_revenue,replaced");
    csv.Begin();
    uint32_t replaced = 0;
    std::cout << "\ntime_s   auctions  held out  old revenue  new revenue  replaced\n";
    for (const RetrainingRecord& record : g_records)
    {
        replaced += record.replaced;
        csv.Line(Seconds9(record.time),
                 record.auctions,
                 record.heldOut,
                 record.oldRevenue,
                 record.newRevenue,
                 record.replaced);
        std::cout << std::left << std::setw(9) << std::setprecision(0) << record.time.GetSeconds()
                  << std::right << std::setprecision(4) << std::setw(8) << record.auctions
                  << std::setw(10) << record.heldOut << std::setw(13) << record.oldRevenue
                  << std::setw(13) << record.newRevenue << std::setw(10)
                  << (record.replaced ? "yes" : "no") << "\n";
    }
    csv.Finish();
    return replaced;
}

/// Write and print the shares of the optimum.
void
Report(const Options& options, const std::vector<Sums>& windows)
{
    ResultFile csv(options.output + "/continued-auction.csv",
                   "from_s,to_s,optimum,fixed,continued");
    csv.Begin();
    Gnuplot plot("continued-auction.png", "Owners' values change at half time");
    plot.SetLegend("time [s]", "share of the optimal revenue");
    plot.AppendExtra("set grid\nset key bottom left\nset yrange [*:1.01]");
    Gnuplot2dDataset fixed("trained once");
    fixed.SetStyle(Gnuplot2dDataset::LINES_POINTS);
    fixed.SetExtra("lw 2 pt 7");
    Gnuplot2dDataset continued("trained on from the bids seen");
    continued.SetStyle(Gnuplot2dDataset::LINES_POINTS);
    continued.SetExtra("lw 2 pt 5");
    Sums late;
    std::cout << std::fixed << std::setprecision(4) << "from_s   to_s     once    trained on\n";
    const double length = static_cast<double>(options.auctions) / WINDOWS;
    for (uint32_t i = 0; i < WINDOWS; ++i)
    {
        const Sums& sums = windows[i];
        const double count = length;
        csv.Line(i * length,
                 (i + 1) * length,
                 sums.optimum / count,
                 sums.fixed / count,
                 sums.continued / count);
        fixed.Add((i + .5) * length, sums.fixed / sums.optimum);
        continued.Add((i + .5) * length, sums.continued / sums.optimum);
        std::cout << std::left << std::setw(9) << std::setprecision(0) << i * length << std::setw(9)
                  << (i + 1) * length << std::setprecision(4) << sums.fixed / sums.optimum << "  "
                  << sums.continued / sums.optimum << "\n";
        if (2 * i >= WINDOWS)
        {
            late.optimum += sums.optimum;
            late.fixed += sums.fixed;
            late.continued += sums.continued;
        }
    }
    csv.Finish();
    plot.AddDataset(fixed);
    plot.AddDataset(continued);
    DrawPlotOrWarn(plot, options.output, "continued-auction");
    const uint32_t replaced = WriteTrainings(options.output);
    ResultFile summary(options.output + "/summary.json");
    summary.Begin();
    summary.Line("{\n  \"trainings\": " + std::to_string(g_records.size()) +
                 ",\n  \"replaced\": " + std::to_string(replaced) + ",\n  \"late_share_once\": " +
                 std::to_string(late.fixed / late.optimum) + ",\n  \"late_share_trained_on\": " +
                 std::to_string(late.continued / late.optimum) + "\n}");
    summary.Finish();
    std::cout << "\nsecond half: " << late.fixed / late.optimum << " trained once, "
              << late.continued / late.optimum << " trained on\nresults are in " << options.output
              << std::endl;
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    SystemPath::MakeDirectories(options.output);
    auto fixed = CreateObject<DeepAuction>();
    fixed->AssignStreams(1);
    fixed->Prepare();
    auto continued = CreateObject<DeepAuction>();
    continued->SetAttribute("RetrainInterval", TimeValue(options.interval));
    continued->SetAttribute("RetrainMemory", UintegerValue(options.memory));
    continued->AssignStreams(2);
    continued->CopyFrom(*fixed);
    continued->TraceConnectWithoutContext("Retrained", MakeCallback(&AddRecord));
    const auto windows = Hold(options, *fixed, continued);
    Report(options, windows);
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
        std::cerr << "continued-auction: " << error.what() << std::endl;
        return 1;
    }
    return 0;
}
