/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Where should a device's tasks be done? Devices of a cell, fast and slow ones, have tasks: they do
// all themselves, send all to the edge server, help each other over sidelink, or choose by
// estimated completion time or by the energy of both sides; as the load grows, and as there are
// more of them.
//
//   edge server ==== devices - - devices     ==== NrLite access   - - NrLite sidelink
//
// A task that is not done by its deadline fails; in the mean latency it counts with its deadline.
// Prints a table and the effect, writes offloading.csv, plots and summary.json, and each run's own
// files, offload.csv among them, in a directory of its own.

#include "offload-sweep.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double START = 3; ///< of the tasks, when all know each other, in s

/// What the user may choose.
struct Options
{
    std::string link{"nr-lite-bulk"};
    std::string loads{"0.25,0.5,1,2,3,4"};
    std::string densities{"2,5,10,20,40"};
    uint32_t devices{10};
    double load{1};
    uint32_t neighbours{4};
    double deadline{5};
    double share{0.5};
    double duration{40};
    std::string output{"results/offloading"};
};

/// Who does the tasks.
struct Mode
{
    const char* name;   //!< in the table
    const char* policy; //!< TypeId name without namespace
    bool hasEdge;       //!< there is an edge server
    bool hasSidelink;   //!< devices reach each other
};

constexpr Mode MODES[] = {
    {"local", "LocalOnlyPolicy", false, false},
    {"device-to-edge", "EdgeOnlyPolicy", true, false},
    {"device-to-device", "GreedyPolicy", false, true},
    {"greedy", "GreedyPolicy", true, true},
    {"energy-aware", "EnergyAwarePolicy", true, true},
};

/// What one run came to.
struct Outcome : public SweepOutcome
{
    uint32_t retried{0};                     //!< attempts that failed
    std::vector<double> latencies;           //!< of all tasks, in s; of those not done the deadline
    std::map<OffloadPlace, uint32_t> places; //!< of those done

    /// @return latency that 95 of 100 tasks do not exceed, in s
    double GetTail() const
    {
        std::vector<double> sorted = latencies;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? 0 : sorted[(sorted.size() - 1) * 95 / 100];
    }
};

using Results = SweepResults<Outcome>;

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("link", "To the edge server: nr-lite-bulk, nr-lite", options.link);
    cmd.AddValue("loads", "Tasks per second of a device, comma separated", options.loads);
    cmd.AddValue("densities", "Devices in the cell, comma separated", options.densities);
    cmd.AddValue("devices", "Devices while the load varies", options.devices);
    cmd.AddValue("load", "Load while the devices vary", options.load);
    cmd.AddValue("neighbours", "Others that a device may ask, the nearest", options.neighbours);
    cmd.AddValue("deadline", "Of a task, in seconds", options.deadline);
    cmd.AddValue("share",
                 "Share of the deadline that the energy-aware policy may plan with",
                 options.share);
    cmd.AddValue("duration", "How long there are tasks, in simulated seconds", options.duration);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    if (options.devices == 0 || !(options.load > 0) || !(options.deadline > 0) ||
        !(options.duration > 0) || !(options.share > 0 && options.share <= 1) ||
        (options.link != "nr-lite" && options.link != "nr-lite-bulk"))
    {
        std::ostringstream message;
        message
            << options.devices << " devices, load " << options.load << ", deadline "
            << options.deadline << ", share " << options.share << ", duration " << options.duration
            << ", link '" << options.link
            << "'; numbers must be above 0, share at most 1, and the link nr-lite-bulk or nr-lite";
        throw std::invalid_argument(message.str());
    }
    return options;
}

/// Devices on a disc around the edge server, linked to it and among themselves.
/// @param [out] stream the first random stream that is free then, or a greater one
NetDeviceContainer
Link(EdgeTopologyHelper& topology,
     const Options& options,
     const NodeContainer& cloud,
     const NodeContainer& edges,
     const NodeContainer& devices,
     int64_t& stream)
{
    Ptr<UniformDiscPositionAllocator> disc = CreateObject<UniformDiscPositionAllocator>();
    disc->SetRho(100);
    disc->SetZ(1.5);
    disc->AssignStreams(1); // The first devices of many stand where the few stand.
    MobilityHelper mobility;
    mobility.SetPositionAllocator(disc);
    mobility.Install(devices);
    mobility.SetPositionAllocator("ns3::GridPositionAllocator", "Z", DoubleValue(25));
    mobility.Install(NodeContainer(edges, cloud));
    topology.Install(cloud, edges, devices);
    // A device's channel is the same whatever runs before. Many devices take more streams than
    // there are between the numbers.
    stream = 100;
    stream = std::max<int64_t>(900, stream + topology.AssignStreams(stream));
    NetDeviceContainer sidelink = NrLiteHelper().InstallSidelink(devices);
    stream = std::max<int64_t>(1000, stream + NrLiteHelper::AssignStreams(sidelink, stream));
    if (options.link == "nr-lite")
    {
        Ipv4AddressHelper("10.100.0.0", "255.255.0.0").Assign(sidelink);
    }
    return sidelink;
}

void
Configure(OffloadingHelper& offloading, const Options& options, const Mode& mode, double load)
{
    const std::string policy = std::string("ns3::edgelearning::") + mode.policy;
    mode.name == std::string("energy-aware")
        ? offloading.SetPolicy(policy, "DeadlineShare", DoubleValue(options.share))
        : offloading.SetPolicy(policy);
    offloading.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e8|Max=1e9]");
    offloading.SetCompute("EnergyPerFlop", "ns3::UniformRandomVariable[Min=0.5e-9|Max=2e-9]");
    offloading.SetServerCompute("Rate", DoubleValue(4e9));
    offloading.SetServerCompute("EnergyPerFlop", DoubleValue(1.5e-9));
    offloading.SetMaxNeighbours(options.neighbours);
    offloading.SetClientAttribute("SendPower", DoubleValue(0.5));
    offloading.SetClientAttribute("ReceivePower", DoubleValue(0.2));
    offloading.SetNeighbourAttribute("SendPower", DoubleValue(0.5));
    offloading.SetNeighbourAttribute("ReceivePower", DoubleValue(0.2));
    std::ostringstream interval;
    interval << "ns3::ExponentialRandomVariable[Mean=" << 1 / load << "]";
    offloading.SetTasks("StartTime",
                        TimeValue(Seconds(START)),
                        "StopTime",
                        TimeValue(Seconds(START + options.duration)),
                        "Interval",
                        StringValue(interval.str()),
                        "InputBytes",
                        StringValue("ns3::UniformRandomVariable[Min=50000|Max=150000]"),
                        "Flop",
                        StringValue("ns3::UniformRandomVariable[Min=1e8|Max=3e8]"),
                        "Deadline",
                        TimeValue(Seconds(options.deadline)));
}

Outcome
RunOne(const Options& options,
       const Mode& mode,
       uint32_t count,
       double load,
       const std::string& directory)
{
    NodeContainer cloud(1);
    NodeContainer edges(1);
    NodeContainer devices(count);
    EdgeTopologyHelper topology(options.link);
    int64_t stream = 0;
    const NetDeviceContainer sidelink = Link(topology, options, cloud, edges, devices, stream);
    OffloadingHelper offloading;
    offloading.SetFirstStream(stream);
    offloading.SetLocator(topology.GetLocator());
    Configure(offloading, options, mode, load);
    const ApplicationContainer apps =
        offloading.Install(mode.hasEdge ? edges.Get(0) : nullptr,
                           devices,
                           mode.hasSidelink ? sidelink : NetDeviceContainer());
    EdgeLearningTraceHelper traces(directory);
    traces.Enable(apps);
    Outcome outcome;
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        (*app)->TraceConnectWithoutContext(
            "Task",
            Callback<void, const OffloadRecord&>([&](const OffloadRecord& record) {
                if (!record.isFinal)
                {
                    ++outcome.retried;
                    return;
                }
                outcome.latencies.push_back(outcome.Add(record, options.deadline));
                if (!record.reason)
                {
                    ++outcome.places[record.where];
                }
            }));
    }
    Simulator::Stop(Seconds(START + options.duration + options.deadline + 1));
    Simulator::Run();
    traces.Finish();
    Simulator::Destroy();
    return outcome;
}

/// Vary one thing, and print and write what comes of it.
Results
RunSweep(const Options& options,
         const std::string& what,
         const std::vector<double>& values,
         ResultFile& csv)
{
    const bool isLoad = what == "load";
    std::cout << (isLoad ? "tasks/s" : "devices")
              << "  policy            tasks  failed  mean s   p95 s  J/task  local   edge  "
                 "neighbour  retried\n";
    Results results;
    for (const double value : values)
    {
        for (const Mode& mode : MODES)
        {
            std::cerr << what << " " << value << ", " << mode.name << std::endl;
            std::ostringstream directory;
            directory << options.output << "/" << what << "-" << value << "-" << mode.name;
            Outcome run = RunOne(options,
                                 mode,
                                 isLoad ? options.devices : static_cast<uint32_t>(value),
                                 isLoad ? value : options.load,
                                 directory.str());
            const uint32_t local = run.places[OffloadPlace::LOCAL];
            const uint32_t edge = run.places[OffloadPlace::EDGE];
            const uint32_t neighbour = run.places[OffloadPlace::NEIGHBOUR];
            csv.Line(what,
                     value,
                     mode.name,
                     run.tasks,
                     run.done,
                     Exact(run.GetMean()),
                     Exact(run.GetTail()),
                     Exact(run.GetEnergy()),
                     local,
                     edge,
                     neighbour,
                     run.retried);
            std::cout << std::setw(7) << std::defaultfloat << std::setprecision(6) << value << "  "
                      << std::left << std::setw(16) << mode.name << std::right << std::fixed
                      << std::setprecision(3) << std::setw(7) << run.tasks << std::setw(8)
                      << run.GetFailed() << std::setw(8) << run.GetMean() << std::setw(8)
                      << run.GetTail() << std::setw(8) << run.GetEnergy() << std::setw(7) << local
                      << std::setw(7) << edge << std::setw(11) << neighbour << std::setw(9)
                      << run.retried << std::defaultfloat << std::endl;
            results[mode.name][value] = std::move(run);
        }
    }
    return results;
}

/// Plot a sweep. @param name of what was varied @param x its axis
void
PlotResults(const Options& options,
            const Results& results,
            const std::string& name,
            const std::string& x)
{
    const auto plot = [&](double (SweepOutcome::*value)() const,
                          const std::string& y,
                          const std::string& file) {
        const CurvePlot curves("Where tasks are done", x, y, "set yrange [0:*]");
        PlotSweep(curves, results, GetNames(MODES), value, options.output, file + "-by-" + name);
    };
    plot(&SweepOutcome::GetMean, "mean latency (s)", "latency");
    plot(&SweepOutcome::GetFailed, "share that failed", "failed");
    plot(&SweepOutcome::GetEnergy, "energy of a task, both sides (J)", "energy");
}

/// Say what choosing is worth. @param x what was varied
void
PrintEffect(const Results& results, const std::string& x)
{
    std::cout << "\n"
              << x << "  greedy against the best fixed place, energy-aware against greedy\n";
    for (const auto& [value, greedy] : results.at("greedy"))
    {
        std::string best;
        double least = 0;
        for (const char* fixed : {"local", "device-to-edge", "device-to-device"})
        {
            const double mean = results.at(fixed).at(value).GetMean();
            if (best.empty() || mean < least)
            {
                best = fixed;
                least = mean;
            }
        }
        const Outcome& aware = results.at("energy-aware").at(value);
        const double part = 100 * aware.GetEnergy() / std::max(greedy.GetEnergy(), 1e-12);
        std::cout << std::setw(7) << std::defaultfloat << std::setprecision(6) << value << "  "
                  << std::fixed << std::setprecision(2) << least / std::max(greedy.GetMean(), 1e-12)
                  << " times as fast as " << best << "; " << std::setprecision(0) << part
                  << " % of the energy at " << std::setprecision(2)
                  << aware.GetMean() / std::max(greedy.GetMean(), 1e-12) << " times the latency"
                  << std::defaultfloat << "\n";
    }
    std::cout << "\n";
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    const auto loads = ParseSweep("load", options.loads, 1e-3, 1000);
    const auto densities = ParseSweep("density", options.densities, 1, 1000);
    std::filesystem::create_directories(options.output);
    ResultFile csv(options.output + "/offloading.csv",
                   "sweep,value,policy,tasks,done,mean_latency_s,p95_latency_s,joules_per_task,"
                   "local,edge,neighbour,retried");
    csv.Begin();
    const Results byLoad = RunSweep(options, "load", loads, csv);
    PrintEffect(byLoad, "tasks/s");
    const Results byDensity = RunSweep(options, "devices", densities, csv);
    PrintEffect(byDensity, "devices");
    csv.Finish();
    PlotResults(options, byLoad, "load", "tasks per second of a device");
    PlotResults(options, byDensity, "density", "devices in the cell");
    WriteSweeps<Outcome>({{"by_load", byLoad}, {"by_density", byDensity}}, options.output);
    std::cout << "results are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("offloading", Run, argc, argv);
}
