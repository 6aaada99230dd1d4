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

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/stats-module.h"

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
struct Outcome
{
    uint32_t tasks{0};                       //!< that ended
    uint32_t done{0};                        //!< of these
    uint32_t retried{0};                     //!< attempts that failed
    double joules{0};                        //!< of those done, both sides
    std::vector<double> latencies;           //!< of all tasks, in s; of those not done the deadline
    std::map<OffloadPlace, uint32_t> places; //!< of those done

    /// @return mean latency, in s
    double GetMean() const
    {
        double sum = 0;
        for (const double latency : latencies)
        {
            sum += latency;
        }
        return tasks > 0 ? sum / tasks : 0;
    }

    /// @return latency that 95 of 100 tasks do not exceed, in s
    double GetTail() const
    {
        std::vector<double> sorted = latencies;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? 0 : sorted[(sorted.size() - 1) * 95 / 100];
    }

    /// @return energy of a task that was done, in J
    double GetEnergy() const
    {
        return done > 0 ? joules / done : 0;
    }

    /// @return share of tasks that failed
    double GetFailed() const
    {
        return tasks > 0 ? 1 - static_cast<double>(done) / tasks : 0;
    }
};

/// Runs by mode and by what was varied.
using Results = std::map<std::string, std::map<double, Outcome>>;

std::vector<double>
ParseList(const std::string& name, const std::string& text, double most)
{
    std::vector<double> values;
    std::istringstream list(text);
    for (std::string word; std::getline(list, word, ',');)
    {
        char* end = nullptr;
        const double value = std::strtod(word.c_str(), &end);
        if (word.empty() || *end != 0 || !(value > 0 && value <= most))
        {
            std::ostringstream message;
            message << name << " '" << word << "'; each must be above 0 and at most " << most;
            throw std::invalid_argument(message.str());
        }
        values.push_back(value);
    }
    return values;
}

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
NetDeviceContainer
Link(EdgeTopologyHelper& topology,
     const Options& options,
     const NodeContainer& cloud,
     const NodeContainer& edges,
     const NodeContainer& devices)
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
    NrLiteHelper radio;
    NetDeviceContainer sidelink = radio.InstallSidelink(devices);
    radio.AssignStreams(sidelink, 100);
    if (options.link == "nr-lite")
    {
        Ipv4AddressHelper("10.100.0.0", "255.255.0.0").Assign(sidelink);
    }
    return sidelink;
}

void
Configure(OffloadingHelper& offloading, const Options& options, const Mode& mode, double load)
{
    offloading.SetFirstStream(1000);
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
    const NetDeviceContainer sidelink = Link(topology, options, cloud, edges, devices);
    OffloadingHelper offloading;
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
                ++outcome.tasks;
                const double latency = (Simulator::Now() - record.submitted).GetSeconds();
                outcome.latencies.push_back(record.reason ? options.deadline : latency);
                if (!record.reason)
                {
                    ++outcome.done;
                    outcome.joules += record.joules;
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

void
Plot(const Options& options,
     const Results& results,
     const std::string& name,
     const std::string& x,
     const std::string& y,
     double (*value)(const Outcome&))
{
    Gnuplot plot(name + ".png", "Where tasks are done");
    plot.SetTerminal("pngcairo size 900,560");
    plot.SetLegend(x, y);
    plot.AppendExtra("set grid\nset key outside right top\nset yrange [0:*]");
    for (const Mode& mode : MODES)
    {
        Gnuplot2dDataset curve(mode.name);
        curve.SetStyle(Gnuplot2dDataset::LINES_POINTS);
        curve.SetExtra("lw 2");
        for (const auto& [at, outcome] : results.at(mode.name))
        {
            curve.Add(at, value(outcome));
        }
        plot.AddDataset(curve);
    }
    if (!DrawPlot(plot, options.output, name))
    {
        std::cerr << "no " << name << ".png: gnuplot is missing or failed" << std::endl;
    }
}

/// Plot a sweep. @param name of what was varied @param x its axis
void
PlotSweep(const Options& options,
          const Results& results,
          const std::string& name,
          const std::string& x)
{
    Plot(options, results, "latency-by-" + name, x, "mean latency (s)", [](const Outcome& outcome) {
        return outcome.GetMean();
    });
    Plot(options, results, "failed-by-" + name, x, "share that failed", [](const Outcome& outcome) {
        return outcome.GetFailed();
    });
    Plot(options,
         results,
         "energy-by-" + name,
         x,
         "energy of a task, both sides (J)",
         [](const Outcome& outcome) { return outcome.GetEnergy(); });
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
WriteJson(std::ostream& json, const Results& results)
{
    json << "{";
    const char* separator = "";
    for (const auto& [mode, runs] : results)
    {
        json << separator << "\"" << mode << "\": {";
        const char* inner = "";
        for (const auto& [value, outcome] : runs)
        {
            json << inner << "\"" << value
                 << "\": {\"mean_latency_s\": " << Exact(outcome.GetMean())
                 << ", \"failed\": " << Exact(outcome.GetFailed())
                 << ", \"joules\": " << Exact(outcome.GetEnergy()) << "}";
            inner = ", ";
        }
        json << "}";
        separator = ", ";
    }
    json << "}";
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    const auto loads = ParseList("load", options.loads, 1000);
    const auto densities = ParseList("density", options.densities, 1000);
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
    PlotSweep(options, byLoad, "load", "tasks per second of a device");
    PlotSweep(options, byDensity, "density", "devices in the cell");
    std::ostringstream json;
    json << "{\"by_load\": ";
    WriteJson(json, byLoad);
    json << ", \"by_density\": ";
    WriteJson(json, byDensity);
    json << "}";
    ResultFile summary(options.output + "/summary.json");
    summary.Begin();
    summary.Line(json.str());
    summary.Finish();
    std::cout << "results are in " << options.output << std::endl;
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
        std::cerr << "offloading: " << error.what() << std::endl;
        return 1;
    }
    return 0;
}
