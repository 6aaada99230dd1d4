/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does a price that depends on the age of the data make models better? The world drifts, so that
// old data mislead. Half of the workers collect often, half seldom, and each wants a price; one
// owner trains with whom it buys: without a market, in one whose bids are blind to age, and in one
// whose bids fall with it. A fresh worker is bought as often in the one as in the other.
//
//   cloud ---- edge server ==== fresh and stale workers     ---- 1 Gbit/s, 5 ms   ==== NrLite
//
// Prints a table: accuracy on the world as it is at the time, age of the data that were merged,
// updates and money. Writes freshness-and-accuracy.csv, accuracy-time.png and summary.json into the
// output directory, and each run's files into a directory below it.

#include "fresh-and-stale.h"

#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What the user may choose.
struct Options
{
    uint32_t workers{16};
    double duration{240};
    double fresh{4};
    double stale{120};
    std::string drift{"LabelDrift"};
    double interval{25};
    double speed{0.02};
    double ask{1};
    std::string mechanism{"SecondPriceAuction"};
    std::string architecture{"64-32-10"};
    std::string output{"results/freshness-and-accuracy"};
};

/// One run.
struct Setup
{
    std::string name;  //!< as in tables and files
    bool market{true}; //!< there is an auction
    bool blind{false}; //!< to the age
};

/// What came of it.
struct Outcome
{
    std::string name;                                //!< of the setup
    std::vector<std::pair<double, double>> accuracy; //!< by simulated seconds
    uint32_t updates{0};                             //!< that arrived
    double age{0};                                   //!< sum of theirs, in seconds
    double paid{0};                                  //!< to the workers

    /// @return mean accuracy over the second half of the run
    double GetAccuracy(double duration) const
    {
        double sum = 0;
        uint32_t count = 0;
        for (const auto& [time, value] : accuracy)
        {
            sum += time > duration / 2 ? value : 0;
            count += time > duration / 2 ? 1 : 0;
        }
        return count > 0 ? sum / count : 0;
    }
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices; every other one has stale data", options.workers);
    cmd.AddValue("duration", "Simulated seconds of each run", options.duration);
    cmd.AddValue("fresh", "Seconds between two collections of a fresh worker", options.fresh);
    cmd.AddValue("stale", "Seconds between two collections of a stale worker", options.stale);
    cmd.AddValue("drift", "LabelDrift, FeatureDrift or none", options.drift);
    cmd.AddValue("interval", "Seconds between two exchanges of labels", options.interval);
    cmd.AddValue("speed", "Positions a second by which features move", options.speed);
    cmd.AddValue("ask", "Least price of each worker; above 0", options.ask);
    cmd.AddValue("mechanism",
                 "SecondPriceAuction, DeepAuction or any other AuctionMechanism",
                 options.mechanism);
    cmd.AddValue("architecture", "Network that is trained", options.architecture);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    if (options.workers < 2 || !(options.duration > 0) || !(options.fresh > 0) ||
        !(options.stale > 0) || !(options.interval >= 0) || !(options.ask > 0))
    {
        std::ostringstream message;
        message << options.workers << " workers (at least 2), duration " << options.duration
                << ", fresh " << options.fresh << ", stale " << options.stale << ", ask "
                << options.ask << " (each above 0), interval " << options.interval
                << " (at least 0)";
        throw std::invalid_argument(message.str());
    }
    return options;
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Setup& setup, const Options& options)
{
    ConfigureRounds(learning, 1, options.workers);
    learning.SetLearner("ns3::edgelearning::TorchLearner",
                        "Architecture",
                        StringValue(options.architecture));
    learning.SetDataset("digits.csv", "Iid");
    learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=60|Max=300]");
    if (options.drift == "LabelDrift")
    {
        learning.SetDrift("ns3::edgelearning::LabelDrift",
                          "Interval",
                          TimeValue(Seconds(options.interval)));
    }
    else if (options.drift != "none")
    {
        learning.SetDrift(options.drift, "Speed", DoubleValue(options.speed));
    }
    if (!setup.market)
    {
        return;
    }
    learning.SetMechanism(options.mechanism);
    learning.SetWorkerAttribute("Ask", DoubleValue(options.ask));
    double weight = options.ask;
    if (setup.blind)
    {
        // All ages are normalised to 1, and all workers worth the ask to an owner with theta up to
        // 1/2: as those of A up to 1/2 are where ages count.
        learning.SetAoiAttribute("MinAge", DoubleValue(0.999));
        weight = 2 * options.ask;
    }
    learning.SetOwners(1, "Weight", DoubleValue(weight));
}

void
Observe(const ApplicationContainer& apps, Outcome& outcome)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (DynamicCast<ModelOwner>(*app))
        {
            (*app)->TraceConnectWithoutContext(
                "Round",
                Callback<void, const RoundRecord&>([&outcome](const RoundRecord& record) {
                    if (record.accuracy)
                    {
                        outcome.accuracy.emplace_back(Simulator::Now().GetSeconds(),
                                                      *record.accuracy);
                    }
                }));
        }
        else if (DynamicCast<EdgeServer>(*app))
        {
            (*app)->TraceConnectWithoutContext(
                "Age",
                Callback<void, const AgeRecord&>([&outcome](const AgeRecord& record) {
                    outcome.updates += 1;
                    outcome.age += record.measured.GetSeconds();
                }));
        }
        else if (DynamicCast<ClearingHouse>(*app))
        {
            (*app)->TraceConnectWithoutContext(
                "Payment",
                Callback<void, const PaymentRecord&>(
                    [&outcome](const PaymentRecord& record) { outcome.paid += record.amount; }));
        }
    }
}

Outcome
RunMarket(const Setup& setup, const Options& options)
{
    Outcome outcome;
    outcome.name = setup.name;
    FreshAndStaleRun run;
    run.name = setup.name;
    run.output = options.output;
    run.workers = options.workers;
    run.duration = options.duration;
    run.fresh = options.fresh;
    run.stale = options.stale;
    run.configure = [&](EdgeLearningHelper& learning) {
        ConfigureLearning(learning, setup, options);
    };
    run.prepare = [&](const ApplicationContainer& apps, uint32_t) { Observe(apps, outcome); };
    RunFreshAndStale(run);
    return outcome;
}

void
WriteFiles(const std::vector<Outcome>& outcomes, const Options& options)
{
    ResultFile csv(options.output + "/freshness-and-accuracy.csv", "market,time_s,test_accuracy");
    csv.Begin();
    CurvePlot plot("Accuracy in a world that drifts",
                   "simulated time (s)",
                   "accuracy on the world as it is",
                   "set yrange [*:1]");
    plot.SetStyle(Gnuplot2dDataset::LINES, "lw 2");
    std::ostringstream json;
    json << std::setprecision(17) << "{\n";
    for (const Outcome& outcome : outcomes)
    {
        for (const auto& [time, accuracy] : outcome.accuracy)
        {
            csv.Line(outcome.name, time, accuracy);
            plot.Add(outcome.name, time, accuracy);
        }
        json << (&outcome == &outcomes.front() ? "" : ",\n") << "  \"" << outcome.name
             << "\": {\"accuracy\": " << outcome.GetAccuracy(options.duration)
             << ", \"mean_age_s\": " << outcome.age / std::max(1U, outcome.updates)
             << ", \"updates\": " << outcome.updates << ", \"paid\": " << outcome.paid << "}";
    }
    csv.Finish();
    plot.DrawOrWarn(options.output, "accuracy-time");
    ResultFile summary(options.output + "/summary.json");
    summary.Begin();
    summary.Line(json.str() + "\n}");
    summary.Finish();
}

void
PrintTable(const std::vector<Outcome>& outcomes, const Options& options)
{
    std::cout << "                 accuracy1)  age of the data (s)  updates   paid\n" << std::fixed;
    for (const Outcome& outcome : outcomes)
    {
        std::cout << std::left << std::setw(17) << outcome.name << std::right
                  << std::setprecision(3) << std::setw(10) << outcome.GetAccuracy(options.duration)
                  << std::setprecision(1) << std::setw(21)
                  << outcome.age / std::max(1U, outcome.updates) << std::setw(9) << outcome.updates
                  << std::setprecision(0) << std::setw(7) << outcome.paid << "\n";
    }
    std::cout << "1) mean over the second half of the run\n";
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    std::vector<Outcome> outcomes;
    for (const Setup& setup : {Setup{"no-market", false},
                               Setup{"blind-to-age", true, true},
                               Setup{"priced-by-age", true, false}})
    {
        outcomes.push_back(RunMarket(setup, options));
    }
    WriteFiles(outcomes, options);
    PrintTable(outcomes, options);
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("freshness-and-accuracy", Run, argc, argv);
}
