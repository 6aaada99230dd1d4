/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Several model owners compete for the workers of several cells, round after round; an auction at
// the edge sells each worker at a price that depends on the age of its data.
//
//   cloud ---- edge servers ==== workers, scattered around them      ---- 1 Gbit/s, 5 ms
//   (clearing house, owners)                                         ==== the link of your choice
//
// Prints a table: rounds and test accuracy of each owner, revenue of each worker, dropout rate, age
// of information, bytes by hop. Writes CSV files, plots and summary.json into the output directory.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/network-module.h"

#include <algorithm>
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
    int64_t workers{24};
    int64_t edges{2};
    int64_t owners{3};
    int64_t rounds{30};
    int64_t demand{6};
    double budget{10000};
    std::string link{"nr-lite"};
    std::string mechanism{"DeepAuction"};
    std::string learner{"TorchLearner"};
    std::string architecture{"64-32-10"};
    std::string data{"digits.csv"};
    std::string partition{"Dirichlet"};
    double alpha{1.0};
    double deadline{5};
    double period{6};
    double duration{600};
    double radius{0};
    int64_t doubleSellers{0};
    std::string output{"results/market"};
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices that sell their training", options.workers);
    cmd.AddValue("edges", "Edge servers, each with a cell", options.edges);
    cmd.AddValue("owners", "Model owners that compete", options.owners);
    cmd.AddValue("rounds", "Rounds of each owner", options.rounds);
    cmd.AddValue("demand", "Workers that an owner wants per round", options.demand);
    cmd.AddValue("budget", "Budget of each owner", options.budget);
    cmd.AddValue("link",
                 "nr-lite, nr-lite-bulk, lte, wifi, wifi-infrastructure or p2p",
                 options.link);
    cmd.AddValue("mechanism",
                 "DeepAuction, SecondPriceAuction or any other AuctionMechanism, or none",
                 options.mechanism);
    cmd.AddValue("learner", "TorchLearner or SyntheticLearner", options.learner);
    cmd.AddValue("architecture", "Network of the TorchLearner", options.architecture);
    cmd.AddValue("data", "CSV or IDX file", options.data);
    cmd.AddValue("partition", "Iid, Shard or Dirichlet", options.partition);
    cmd.AddValue("alpha", "Dirichlet's alpha, or shards per worker", options.alpha);
    cmd.AddValue("deadline",
                 "Seconds from a round's opening to its deadline; selection takes 2 of them, at "
                 "most 40 percent",
                 options.deadline);
    cmd.AddValue("period",
                 "Seconds of which a multiple must be reached for a round to open; 0: none",
                 options.period);
    cmd.AddValue("duration", "Simulated seconds at most", options.duration);
    cmd.AddValue("radius",
                 "Workers are within so many metres of an edge server; 0: 120, Wi-Fi: 40",
                 options.radius);
    cmd.AddValue("doubleSellers",
                 "Workers that sell themselves at two edge servers at a time",
                 options.doubleSellers);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("workers", options.workers, 1, 10000);
    CheckRange("edges", options.edges, 1, 1000);
    CheckRange("owners", options.owners, 1, 1000);
    CheckRange("rounds", options.rounds, 0, 1e6);
    CheckRange("demand", options.demand, 1, 10000);
    CheckRange("budget", options.budget, 0, 1e12);
    CheckRange("deadline", options.deadline, 0.1, 1e6);
    CheckRange("period", options.period, 0, 1e6);
    CheckRange("duration", options.duration, 0.001, 1e9);
    CheckRange("radius", options.radius, 0, 1e6);
    CheckRange("doubleSellers", options.doubleSellers, 0, options.edges > 1 ? options.workers : 0);
    if (options.radius == 0)
    {
        options.radius = options.link.compare(0, 4, "wifi") == 0 ? 40 : 120;
    }
    return options;
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Options& options)
{
    if (options.learner == "TorchLearner")
    {
        learning.SetLearner("ns3::edgelearning::TorchLearner",
                            "Architecture",
                            StringValue(options.architecture));
    }
    else
    {
        learning.SetLearner(options.learner);
    }
    learning.SetDataset(options.data, options.partition, options.alpha);
    learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=50|Max=500]");
    learning.SetCollection("ns3::UniformRandomVariable[Min=0|Max=10]",
                           "ns3::UniformRandomVariable[Min=5|Max=30]");
    learning.SetAoiAttribute("MaxAge", TimeValue(Seconds(30)));
    learning.SetDoubleSellers(options.doubleSellers);
    learning.SetOwners(options.owners,
                       "Demand",
                       UintegerValue(options.demand),
                       "Rounds",
                       UintegerValue(options.rounds),
                       "Budget",
                       DoubleValue(options.budget),
                       "StartDelay",
                       TimeValue(Seconds(4)),
                       "RoundPeriod",
                       TimeValue(Seconds(options.period)),
                       "Deadline",
                       TimeValue(Seconds(options.deadline)),
                       "SelectionWindow",
                       TimeValue(Seconds(std::min(2.0, 0.4 * options.deadline))));
    learning.SetMechanism(options.mechanism == "none" ? "" : options.mechanism);
}

/// A run that was cut short is said to be so, and one without a round is none.
void
CheckEnd(const RunSummary& summary, int64_t unfinished, const Options& options)
{
    std::ostringstream message;
    message << "--duration=" << options.duration;
    if (summary.GetRounds() == 0)
    {
        message << " ended before any round did; take a longer one, or a shorter --deadline than "
                << options.deadline;
        throw std::runtime_error(message.str());
    }
    if (options.rounds > 0 && unfinished > 0)
    {
        std::cerr << message.str() << " ended before " << unfinished
                  << " of the owners had held their " << options.rounds << " rounds" << std::endl;
    }
}

void
Run(int argc, char* argv[])
{
    // What a packet of 1500 bytes carries; by default ns-3's TCP sends segments of 536.
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1448));
    const Options options = Parse(argc, argv);
    NodeContainer cloud(1);
    NodeContainer edges(options.edges);
    NodeContainer devices(options.workers);
    PlaceAroundEdges(cloud, edges, devices, 300, options.radius, -1);
    EdgeTopologyHelper topology(options.link);
    topology.Install(cloud, edges, devices);

    EdgeLearningTraceHelper traces(options.output);
    EdgeLearningHelper learning;
    ConfigureLearning(learning, options);
    learning.SetLocator(topology.GetLocator());
    learning.SetWorkerAttribute("StartTime", TimeValue(topology.GetStartTime()));
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    traces.Enable(apps);

    int64_t left = options.owners;
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        (*app)->TraceConnectWithoutContext("Finished", Callback<void, OwnerId>([&left](OwnerId) {
                                               left -= 1;
                                               if (left == 0)
                                               {
                                                   Simulator::Stop(Seconds(1)); // payments
                                               }
                                           }));
    }
    ShowProgress progress(Seconds(10), std::cerr);
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    CheckEnd(traces.GetSummary(), left, options);
    traces.Finish();
    traces.GetSummary().PrintTable(std::cout);
    std::cout << "\nresults are in " << options.output << std::endl;
    Simulator::Destroy();
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("edge-learning-market", Run, argc, argv);
}
