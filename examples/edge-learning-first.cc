/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Two workers train a model for one owner through one edge server, without a market.
//
//   cloud ---- edge ==== two workers        ---- 1 Gbit/s, 5 ms    ==== 20 Mbit/s, 2 ms
//
// Prints a table with 20 rounds and a test accuracy above 0.9; writes CSV files, plots and
// summary.json into results/first.

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/network-module.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

void
Run(int argc, char* argv[])
{
    std::string output = "results/first";
    uint32_t rounds = 20;
    CommandLine cmd(__FILE__);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", output);
    cmd.AddValue("rounds", "Rounds to be held", rounds);
    cmd.Parse(argc, argv);

    NodeContainer cloud(1);
    NodeContainer edges(1);
    NodeContainer devices(2);
    EdgeTopologyHelper topology("p2p");
    topology.Install(cloud, edges, devices);

    EdgeLearningHelper learning;
    learning.SetLearner("ns3::edgelearning::TorchLearner", "Architecture", StringValue("64-32-10"));
    learning.SetDataset("digits.csv", "Iid");
    learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e8|Max=1e9]");
    learning.SetOwners(1, "Demand", UintegerValue(2), "Rounds", UintegerValue(rounds));
    learning.SetLocator(topology.GetLocator());
    ApplicationContainer apps = learning.Install(cloud, edges, devices);

    EdgeLearningTraceHelper traces(output);
    traces.Enable(apps);

    Simulator::Stop(Seconds(600));
    Simulator::Run();
    traces.Finish();
    traces.GetSummary().PrintTable(std::cout);
    std::cout << "\nresults are in " << output << std::endl;
    Simulator::Destroy();
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
        std::cerr << "edge-learning-first: " << error.what() << std::endl;
        return 1;
    }
    return 0;
}
