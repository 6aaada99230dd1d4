/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Half of the workers of a cell stand in groups at its edge. How many drop out of the rounds, and
// what does it cost, without relays, with relays that somebody put there, and with devices that
// volunteer as relays; when relays forward and when they aggregate; as the cell's edge moves away?
//
//   cloud ---- edge server ==== half of the workers, near it
//                          ==== relays - - half of the workers, in groups at distance d
//
//   ---- 1 Gbit/s, 5 ms   ==== NrLite access   - - NrLite sidelink
//
// Fixed relays have an antenna on a roof; volunteers are workers themselves. Prints a table, writes
// relay-clustering.csv, plots, summary.json, and each run's own files in a directory of its own.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <cmath>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What the user may choose.
struct Options
{
    uint32_t workers{40};
    uint32_t groups{4};
    uint32_t rounds{5};
    uint32_t modelBytes{100000};
    double deadline{10};
    std::string distances{"400,600,800,1000,1200"};
    std::string netanim;
    std::string output{"results/relay-clustering"};
};

/// How the workers at the edge are helped.
struct Mode
{
    const char* name;   //!< in the table
    const char* relays; //!< none, fixed or volunteer
    bool aggregate;     //!< relays combine updates
};

constexpr Mode MODES[] = {
    {"none", "none", false},
    {"fixed-forward", "fixed", false},
    {"fixed-aggregate", "fixed", true},
    {"volunteer-forward", "volunteer", false},
    {"volunteer-aggregate", "volunteer", true},
};

/// What one run came to.
struct Outcome
{
    uint32_t selected{0};                  //!< leases granted
    uint32_t aggregated{0};                //!< updates in the global models
    double dropoutRate{0};                 //!< of the selected
    double served{0};                      //!< aggregated / (workers x rounds)
    std::map<std::string, uint64_t> bytes; //!< by hop
    double computeJoules{0};               //!< of all devices
    double radioJoules{0};                 //!< of all devices and relays, without the sidelink

    /// @param hop access, d2d or backhaul @return what was delivered over it
    uint64_t GetBytes(const std::string& hop) const
    {
        const auto found = bytes.find(hop);
        return found == bytes.end() ? 0 : found->second;
    }
};

/// Half of the workers near the edge server, the others in groups; a relay before each group.
void
PlaceNodes(const Options& options,
           double distance,
           Ptr<Node> edge,
           const NodeContainer& relays,
           const NodeContainer& devices)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(1);
    const auto around = [&](const Vector& centre, double radius) {
        const double r = radius * std::sqrt(random->GetValue());
        const double angle = 2 * M_PI * random->GetValue();
        return Vector(centre.x + r * std::cos(angle), centre.y + r * std::sin(angle), 1.5);
    };
    const auto at = [&](uint32_t group, double d, double z) {
        const double angle = 2 * M_PI * (group + 0.5) / options.groups;
        return Vector(d * std::cos(angle), d * std::sin(angle), z);
    };
    Ptr<ListPositionAllocator> positions = CreateObject<ListPositionAllocator>();
    positions->Add(Vector(0, 0, 25));
    for (uint32_t i = 0; i < options.workers; ++i)
    {
        positions->Add(i % 2 == 0 ? around(Vector(), 150)
                                  : around(at(i / 2 % options.groups, distance, 1.5), 40));
    }
    for (uint32_t i = 0; i < relays.GetN(); ++i)
    {
        positions->Add(at(i, distance - 50, 10));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.Install(NodeContainer(NodeContainer(edge), devices, relays));
}

/// Links of all nodes. @return the radios' energy models
std::vector<Ptr<NrLiteEnergyModel>>
Link(Ptr<Node> cloud, Ptr<Node> edge, const NodeContainer& relays, const NodeContainer& devices)
{
    NrLiteHelper radio;
    radio.SetChannelAttribute("Scenario", StringValue("UMa"));
    radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
    NetDeviceContainer access = radio.InstallGnb(NodeContainer(edge));
    access.Add(radio.InstallUe(devices));
    radio.SetUeAttribute("AntennaGain", DoubleValue(8)); // on a roof
    access.Add(radio.InstallUe(relays));
    NetDeviceContainer sidelink = radio.InstallSidelink(NodeContainer(relays, devices));
    radio.AssignStreams(NetDeviceContainer(access, sidelink), 100);
    PointToPointHelper backhaul;
    backhaul.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    backhaul.SetChannelAttribute("Delay", TimeValue(MilliSeconds(5)));
    NetDeviceContainer wire = backhaul.Install(cloud, edge);
    const NodeContainer all(NodeContainer(cloud, edge), relays, devices);
    InternetStackHelper internet;
    internet.Install(all);
    internet.AssignStreams(all, 100000); // All runs are alike but for what is compared.
    Ipv4AddressHelper("10.0.0.0", "255.255.0.0").Assign(access);
    Ipv4AddressHelper("10.1.0.0", "255.255.0.0").Assign(sidelink);
    Ipv4AddressHelper("10.250.0.0", "255.255.255.0").Assign(wire);
    std::vector<Ptr<NrLiteEnergyModel>> batteries;
    for (uint32_t i = 1; i < access.GetN(); ++i)
    {
        // One that never runs empty here, to read the radio's consumption from.
        batteries.push_back(
            NrLiteEnergyModel::Install(DynamicCast<NrLiteUeNetDevice>(access.Get(i)),
                                       InstallBattery(access.Get(i)->GetNode(), 1e6)));
    }
    return batteries;
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Options& options, const Mode& mode)
{
    learning.SetFirstStream(1000);
    learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                        "ModelBytes",
                        UintegerValue(options.modelBytes),
                        "FlopPerSample",
                        DoubleValue(7e4));
    learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=6e5|Max=1e6]");
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(options.workers),
                       "Rounds",
                       UintegerValue(options.rounds),
                       "StartDelay",
                       TimeValue(Seconds(10)),
                       "SelectionWindow",
                       TimeValue(Seconds(2)),
                       "Deadline",
                       TimeValue(Seconds(options.deadline)),
                       "RoundInterval",
                       TimeValue(Seconds(2)));
    learning.SetLocator("ns3::edgelearning::ClusterLocator", "MinQuality", DoubleValue(-12));
    learning.SetRelayAttribute("Aggregate", BooleanValue(mode.aggregate));
    if (mode.relays == std::string("volunteer"))
    {
        learning.SetRelayPolicy("ns3::edgelearning::VolunteerRelayPolicy",
                                "MinQuality",
                                DoubleValue(-9));
    }
}

Outcome
RunOne(const Options& options, const Mode& mode, double distance)
{
    const bool fixed = mode.relays == std::string("fixed");
    NodeContainer cloud(1);
    NodeContainer edges(1);
    NodeContainer devices(options.workers);
    NodeContainer posts(fixed ? options.groups : 0);
    PlaceNodes(options, distance, edges.Get(0), posts, devices);
    const auto batteries = Link(cloud.Get(0), edges.Get(0), posts, devices);
    EdgeLearningHelper learning;
    ConfigureLearning(learning, options, mode);
    const NodeContainer none;
    const NodeContainer& relays = fixed                                ? posts
                                  : mode.relays == std::string("none") ? none
                                                                       : devices;
    ApplicationContainer apps = learning.Install(cloud, edges, relays, devices);

    std::ostringstream directory;
    directory << options.output << "/" << mode.name << "-" << distance;
    EdgeLearningTraceHelper traces(directory.str());
    traces.Enable(apps);
    if (!options.netanim.empty())
    {
        traces.EnableNetAnim(apps, options.netanim);
    }
    Outcome outcome;
    FindApplication<ModelOwner>(apps)->TraceConnectWithoutContext(
        "Round",
        Callback<void, const RoundRecord&>([&outcome](const RoundRecord& round) {
            outcome.selected += round.selected;
            outcome.aggregated += round.aggregated;
        }));
    StopWhenFinished(apps);
    Simulator::Stop(Seconds(20 + options.rounds * (options.deadline + 10)));
    Simulator::Run();
    traces.Finish();
    outcome.dropoutRate = traces.GetSummary().GetDropoutRate();
    outcome.served = static_cast<double>(outcome.aggregated) / (options.workers * options.rounds);
    outcome.bytes = traces.GetSummary().GetBytes();
    for (const Ptr<NrLiteEnergyModel>& battery : batteries)
    {
        outcome.radioJoules += battery->GetTotalEnergyConsumption();
    }
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        outcome.computeJoules += devices.Get(i)->GetObject<ComputeResource>()->GetTotalEnergy();
    }
    Simulator::Destroy();
    return outcome;
}

using Results = SweepResults<Outcome>;

void
Report(const Options& options, const Results& results)
{
    ResultFile csv(options.output + "/relay-clustering.csv",
                   "distance_m,mode,selected,aggregated,dropout_rate,served_share,access_bytes,"
                   "d2d_bytes,backhaul_bytes,compute_j,radio_j");
    csv.Begin();
    std::cout << "distance  mode                 selected  dropout  served  access MB  d2d MB  "
                 "compute J  radio J\n";
    for (const auto& [distance, unused] : results.begin()->second)
    {
        for (const Mode& mode : MODES)
        {
            const Outcome& run = results.at(mode.name).at(distance);
            csv.Line(distance,
                     mode.name,
                     run.selected,
                     run.aggregated,
                     run.dropoutRate,
                     run.served,
                     run.GetBytes("access"),
                     run.GetBytes("d2d"),
                     run.GetBytes("backhaul"),
                     run.computeJoules,
                     run.radioJoules);
            std::cout << std::left << std::setw(10) << std::setprecision(6) << distance
                      << std::setw(21) << mode.name << std::right << std::fixed
                      << std::setprecision(3) << std::setw(8) << run.selected << std::setw(9)
                      << run.dropoutRate << std::setw(8) << run.served << std::setw(11)
                      << run.GetBytes("access") / 1e6 << std::setw(8) << run.GetBytes("d2d") / 1e6
                      << std::setw(11) << run.computeJoules << std::setw(9) << run.radioJoules
                      << std::defaultfloat << std::endl;
        }
    }
    csv.Finish();
    std::cout << "\ndropout rate without relays, and how many times less with them\n";
    for (const auto& [distance, none] : results.at("none"))
    {
        std::cout << std::left << std::setw(10) << std::setprecision(6) << distance << std::fixed
                  << std::setprecision(3) << none.dropoutRate;
        for (const Mode& mode : MODES)
        {
            const double rate = results.at(mode.name).at(distance).dropoutRate;
            if (mode.relays != std::string("none"))
            {
                std::cout << "  " << mode.name << " " << std::setprecision(1);
                if (rate > 0)
                {
                    std::cout << none.dropoutRate / rate;
                }
                else
                {
                    std::cout << (none.dropoutRate > 0 ? "all" : "-");
                }
            }
        }
        std::cout << std::defaultfloat << std::endl;
    }
}

/// Plot something of each run. @param axis of it @param name of the plot
template <typename Value>
void
Plot(const Options& options,
     const Results& results,
     const std::string& name,
     const std::string& axis,
     Value value)
{
    const CurvePlot plot("Workers at the cell's edge",
                         "distance of the groups at the edge (m)",
                         axis,
                         "set yrange [0:*]");
    PlotSweep(plot, results, GetNames(MODES), value, options.output, name);
}

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices, half of them at the cell's edge", options.workers);
    cmd.AddValue("groups", "Groups at the cell's edge, and fixed relays", options.groups);
    cmd.AddValue("rounds", "Rounds of a run", options.rounds);
    cmd.AddValue("modelBytes", "Size of the model", options.modelBytes);
    cmd.AddValue("deadline", "Seconds from a round's opening to its deadline", options.deadline);
    cmd.AddValue("distances",
                 "Distances of the groups in metres, comma separated",
                 options.distances);
    cmd.AddValue("netanim",
                 "Name of a file for NetAnim, beside the other files of a run; empty: none",
                 options.netanim);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("workers", options.workers, 2, 10000);
    CheckRange("groups", options.groups, 1, 1000);
    CheckRange("rounds", options.rounds, 1, 1e6);
    CheckRange("deadline", options.deadline, 2.1, 1e6);
    return options;
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    Results results;
    for (const double distance : ParseSweep("distance", options.distances, 100, 5000))
    {
        for (const Mode& mode : MODES)
        {
            std::cerr << distance << " m, " << mode.name << std::endl;
            results[mode.name][distance] = RunOne(options, mode, distance);
        }
    }
    Report(options, results);
    Plot(options, results, "dropout", "dropped / selected", &Outcome::dropoutRate);
    Plot(options, results, "served", "aggregated / (workers x rounds)", &Outcome::served);
    Plot(options, results, "access-bytes", "access links (MB)", [](const Outcome& outcome) {
        return outcome.GetBytes("access") / 1e6;
    });
    Plot(options, results, "energy", "radio and compute (J)", [](const Outcome& outcome) {
        return outcome.radioJoules + outcome.computeJoules;
    });
    std::ostringstream json;
    json << "{\"workers\": " << options.workers << ", \"rounds\": " << options.rounds
         << ", \"dropout_rate\": "
         << SweepToJson(results, [](const Outcome& run) { return Exact(run.dropoutRate); }) << "}";
    WriteResult(options.output + "/summary.json", json.str());
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("relay-clustering", Run, argc, argv);
}
