/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Can a car park replace a road-side edge server? Devices have tasks, for which they are too slow.
// They send them to an edge server at the road, or to the head of a car park, whose vehicles pool
// their processors behind one address, or to whichever of the two will be done first; as the car
// park grows, and as its vehicles stay for less long.
//
//   road-side edge server ==== devices - - head - - vehicles     ==== NrLite access   - - sidelink
//
// A vehicle leaves at once, with what it was computing, and some time later its place is taken
// again. The head stays. Prints a table and the effect, writes virtual-edge-server.csv, plots and
// summary.json, and each run's own files, offload.csv among them, in a directory of its own.

#include "offload-sweep.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <filesystem>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double START = 5; ///< of the tasks, when all know each other, in s

/// What the user may choose.
struct Options
{
    std::string sizes{"2,4,8,12,16"};
    std::string stays{"10,20,40,80,160"};
    uint32_t vehicles{8};
    double stay{60};
    double away{20};
    uint32_t devices{4};
    double load{0.1};
    double deadline{30};
    double duration{200};
    std::string output{"results/virtual-edge-server"};
};

/// Who does the tasks.
struct Mode
{
    const char* name;      ///< in the table
    const char* directory; ///< of its files
    bool hasRoadside;      ///< the road-side edge server
    bool hasPark;          ///< the car park
    bool isLeaving;        ///< its vehicles leave
};

constexpr Mode MODES[] = {
    {"road-side", "road-side", true, false, false},
    {"park, all stay", "park-all-stay", false, true, false},
    {"park", "park", false, true, true},
    {"either", "either", true, true, true},
};

/// What one run came to.
struct Outcome : public SweepOutcome
{
    uint32_t parts{0};      //!< that vehicles or the head did
    uint32_t moved{0};      //!< given to another one, because a vehicle had left
    uint32_t departures{0}; //!< of vehicles
};

using Results = SweepResults<Outcome>;

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("sizes", "Vehicles besides the head, comma separated", options.sizes);
    cmd.AddValue("stays", "Mean time that a vehicle stays [s], comma separated", options.stays);
    cmd.AddValue("vehicles", "Vehicles while their stay varies", options.vehicles);
    cmd.AddValue("stay", "Stay while their number varies [s]", options.stay);
    cmd.AddValue("away", "Mean time until a place is taken again [s]", options.away);
    cmd.AddValue("devices", "Devices that have tasks", options.devices);
    cmd.AddValue("load", "Tasks per second of a device", options.load);
    cmd.AddValue("deadline", "Of a task [s]", options.deadline);
    cmd.AddValue("duration", "How long there are tasks [s of simulated time]", options.duration);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("vehicles", options.vehicles, 1, 1000);
    CheckRange("stay", options.stay, 0.1, 1e6);
    CheckRange("away", options.away, 1e-3, 1e6);
    CheckRange("devices", options.devices, 1, 1000);
    CheckRange("load", options.load, 1e-3, 1000);
    CheckRange("deadline", options.deadline, 1e-3, 1e6);
    CheckRange("duration", options.duration, 1e-3, 1e6);
    return options;
}

/// Let vehicles leave, and others take their places.
class Departures
{
  public:
    /// @param options how long they stay and are away @param outcome counts departures
    Departures(const Options& options, Outcome& outcome)
        : m_outcome(outcome)
    {
        m_stay->SetAttribute("Mean", DoubleValue(options.stay));
        m_away->SetAttribute("Mean", DoubleValue(options.away));
        m_stay->SetStream(1);
        m_away->SetStream(2);
    }

    /// @param vehicle its compute server, there now
    void Add(Ptr<OffloadServer> vehicle)
    {
        Simulator::Schedule(Seconds(m_stay->GetValue()), &Departures::Leave, this, vehicle);
    }

  private:
    void Leave(Ptr<OffloadServer> vehicle)
    {
        ++m_outcome.departures;
        vehicle->Fail();
        Simulator::Schedule(Seconds(m_away->GetValue()), &Departures::Return, this, vehicle);
    }

    void Return(Ptr<OffloadServer> vehicle)
    {
        vehicle->Restart();
        Add(vehicle);
    }

    Outcome& m_outcome;
    Ptr<ExponentialRandomVariable> m_stay = CreateObject<ExponentialRandomVariable>();
    Ptr<ExponentialRandomVariable> m_away = CreateObject<ExponentialRandomVariable>();
};

/// The nodes, and the sidelink that head, vehicles and devices share.
struct Network
{
    NodeContainer cloud{1};
    NodeContainer roadside{1};
    NodeContainer devices;
    NodeContainer park; ///< the head, then the vehicles
    NetDeviceContainer sidelink;
};

/// Place and link them: devices along the road, the car park beside it.
Network
Link(EdgeTopologyHelper& topology, const Options& options)
{
    Network network;
    network.devices.Create(options.devices);
    network.park.Create(options.vehicles + 1);
    Ptr<ListPositionAllocator> places = CreateObject<ListPositionAllocator>();
    places->Add(Vector(0, 500, 0));
    places->Add(Vector(0, 20, 10));
    for (uint32_t i = 0; i < options.devices; ++i)
    {
        places->Add(Vector(10.0 * i, 0, 1.5));
    }
    for (uint32_t i = 0; i <= options.vehicles; ++i)
    {
        places->Add(Vector(5.0 * (i % 4), -30 - 5.0 * (i / 4), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.Install(NodeContainer(network.cloud, network.roadside, network.devices, network.park));
    topology.Install(network.cloud, network.roadside, network.devices);
    topology.AssignStreams(100);
    network.sidelink = NrLiteHelper().InstallSidelink(NodeContainer(network.park, network.devices));
    NrLiteHelper::AssignStreams(network.sidelink, 900);
    return network;
}

/// What devices and vehicles are and have to do.
void
Configure(OffloadingHelper& offloading, const Options& options)
{
    offloading.SetPolicy("ns3::edgelearning::GreedyPolicy");
    offloading.SetCompute("EnergyPerFlop", "ns3::ConstantRandomVariable[Constant=1e-9]");
    offloading.SetServerCompute("Rate", DoubleValue(5e9));
    offloading.SetServerCompute("EnergyPerFlop", DoubleValue(1e-9));
    offloading.SetClientAttribute("SendPower", DoubleValue(0.5));
    offloading.SetClientAttribute("ReceivePower", DoubleValue(0.2));
    std::ostringstream interval;
    interval << "ns3::ExponentialRandomVariable[Mean=" << 1 / options.load << "]";
    offloading.SetTasks("StartTime",
                        TimeValue(Seconds(START)),
                        "StopTime",
                        TimeValue(Seconds(START + options.duration)),
                        "Interval",
                        StringValue(interval.str()),
                        "InputBytes",
                        StringValue("ns3::UniformRandomVariable[Min=100000|Max=300000]"),
                        "Flop",
                        StringValue("ns3::UniformRandomVariable[Min=2e9|Max=1e10]"),
                        "Deadline",
                        TimeValue(Seconds(options.deadline)));
}

/// Count what becomes of a client's tasks. @param isHead they are parts
void
Count(Ptr<OffloadClient> client, bool isHead, double deadline, Outcome& outcome)
{
    client->TraceConnectWithoutContext(
        "Task",
        Callback<void, const OffloadRecord&>([=, &outcome](const OffloadRecord& record) {
            if (isHead)
            {
                ++(record.isFinal ? outcome.parts : outcome.moved);
            }
            else if (record.isFinal)
            {
                outcome.Add(record, deadline);
            }
        }));
}

Outcome
RunOne(const Options& options, const Mode& mode, const std::string& directory)
{
    EdgeTopologyHelper topology("nr-lite-bulk");
    const Network network = Link(topology, options);
    const Ptr<NetDevice> head = network.sidelink.Get(0);
    Outcome outcome;
    Departures departures(options, outcome);
    ApplicationContainer apps;
    OffloadingHelper offloading;
    offloading.SetFirstStream(1000);
    offloading.SetLocator(topology.GetLocator());
    Configure(offloading, options);
    if (mode.hasPark)
    {
        NetDeviceContainer members;
        for (uint32_t i = 1; i <= options.vehicles; ++i)
        {
            members.Add(network.sidelink.Get(i));
        }
        offloading.SetCompute("Rate", "ns3::UniformRandomVariable[Min=5e8|Max=1.5e9]");
        apps.Add(offloading.InstallVirtualEdgeServer(head, members));
        for (uint32_t i = 0; i < apps.GetN(); ++i)
        {
            if (auto client = DynamicCast<OffloadClient>(apps.Get(i)))
            {
                Count(client, true, options.deadline, outcome);
            }
            else if (mode.isLeaving && apps.Get(i)->GetNode() != head->GetNode())
            {
                departures.Add(DynamicCast<OffloadServer>(apps.Get(i)));
            }
        }
    }
    offloading.SetFirstStream(5000); // The same tasks, whoever does them.
    offloading.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e8]");
    const ApplicationContainer users =
        offloading.Install(mode.hasRoadside ? network.roadside.Get(0) : nullptr, network.devices);
    for (auto app = users.Begin(); app != users.End(); ++app)
    {
        if (auto client = DynamicCast<OffloadClient>(*app))
        {
            Count(client, false, options.deadline, outcome);
            if (mode.hasPark)
            {
                client->AddNeighbour(offloading.GetAddress(head));
            }
        }
    }
    apps.Add(users);
    EdgeLearningTraceHelper traces(directory);
    traces.Enable(apps);
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
    std::cout << std::setw(9) << what
              << "  served by        tasks  failed  mean s  J/task   parts  moved  departures\n";
    Results results;
    for (const double value : values)
    {
        Options varied = options;
        if (what == "vehicles")
        {
            varied.vehicles = static_cast<uint32_t>(value);
        }
        else
        {
            varied.stay = value;
        }
        for (const Mode& mode : MODES)
        {
            std::cerr << what << " " << value << ", " << mode.name << std::endl;
            std::ostringstream directory;
            directory << options.output << "/" << what << "-" << value << "-" << mode.directory;
            const Outcome run = RunOne(varied, mode, directory.str());
            csv.Line(what,
                     value,
                     mode.directory,
                     run.tasks,
                     run.done,
                     Exact(run.GetMean()),
                     Exact(run.GetEnergy()),
                     run.parts,
                     run.moved,
                     run.departures);
            std::cout << std::setw(9) << std::defaultfloat << std::setprecision(6) << value << "  "
                      << std::left << std::setw(16) << mode.name << std::right << std::fixed
                      << std::setprecision(3) << std::setw(6) << run.tasks << std::setw(8)
                      << run.GetFailed() << std::setw(8) << run.GetMean() << std::setw(8)
                      << run.GetEnergy() << std::setw(8) << run.parts << std::setw(7) << run.moved
                      << std::setw(12) << run.departures << std::defaultfloat << std::endl;
            results[mode.name][value] = run;
        }
    }
    return results;
}

/// Say how the car park compares, and what departures cost. @param x what was varied
void
PrintEffect(const Results& results, const std::string& x)
{
    std::cout << "\n"
              << std::setw(9) << x << "  mean latency, as a multiple of the road-side server's\n";
    for (const auto& [value, roadside] : results.at("road-side"))
    {
        std::cout << std::setw(9) << std::defaultfloat << std::setprecision(6) << value
                  << std::fixed << std::setprecision(2);
        for (const char* mode : {"park, all stay", "park", "either"})
        {
            std::cout << "  " << mode << " "
                      << results.at(mode).at(value).GetMean() / std::max(roadside.GetMean(), 1e-12);
        }
        std::cout << std::defaultfloat << "\n";
    }
    std::cout << "\n";
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    const auto sizes = ParseSweep("size", options.sizes, 1, 1000);
    const auto stays = ParseSweep("stay", options.stays, 0.1, 1e6);
    std::filesystem::create_directories(options.output);
    ResultFile csv(options.output + "/virtual-edge-server.csv",
                   "sweep,value,mode,tasks,done,mean_latency_s,joules_per_task,parts,moved_parts,"
                   "departures");
    csv.Begin();
    const Results bySize = RunSweep(options, "vehicles", sizes, csv);
    PrintEffect(bySize, "vehicles");
    const Results byStay = RunSweep(options, "stay_s", stays, csv);
    PrintEffect(byStay, "stay_s");
    csv.Finish();
    const auto plot = [&](const Results& results,
                          double (SweepOutcome::*value)() const,
                          const std::string& x,
                          const std::string& y,
                          const std::string& name) {
        const CurvePlot curves("A car park in place of a road-side edge server",
                               x,
                               y,
                               "set yrange [0:*]");
        PlotSweep(curves, results, GetNames(MODES), value, options.output, name);
    };
    plot(bySize, &SweepOutcome::GetMean, "vehicles", "mean latency (s)", "latency-by-size");
    plot(bySize, &SweepOutcome::GetEnergy, "vehicles", "energy of a task (J)", "energy-by-size");
    plot(byStay, &SweepOutcome::GetMean, "mean stay (s)", "mean latency (s)", "latency-by-stay");
    plot(byStay, &SweepOutcome::GetFailed, "mean stay (s)", "share that failed", "failed-by-stay");
    WriteSweeps<Outcome>({{"by_size", bySize}, {"by_stay", byStay}}, options.output);
    std::cout << "results are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("virtual-edge-server", Run, argc, argv);
}
