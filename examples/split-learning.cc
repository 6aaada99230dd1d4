/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Where should a network be cut between a device and a server? One device trains together with a
// split server over a wire; slow and fast devices, slow and fast links, each possible cut; then
// the cut that the partitioner chooses once the link is measured. At last --workers devices train
// the same network by split learning, one after the other and in parallel, and by federated
// learning.
//
//   cloud ---- edge server ==== devices     ---- 1 Gbit/s, 5 ms     ==== wires, or --link
//
// Prints two tables: latency, device energy and bytes of an epoch by cut, beside what the
// partitioner foresaw, and time to an accuracy. Writes cuts.csv, accuracy.csv, plots of them and
// summary.json into the output directory.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double SEND_POWER = 0.5;       ///< of a device's radio, in watts
constexpr double RECEIVE_POWER = 0.2;    ///< likewise
constexpr double ENERGY_PER_FLOP = 1e-8; ///< of a device, in joules

/// What the user may choose.
struct Options
{
    std::string architecture{"64-128-64-16-10"};
    double share{0.1};
    std::string link{"p2p"};
    uint32_t workers{10};
    uint32_t epochs{30};
    double duration{600};
    double goal{0.9};
    std::string output{"results/split-learning"};
};

/// A device and its link.
struct Setting
{
    std::string name; //!< of the curve
    double rate;      //!< of the device, in FLOP/s
    double link;      //!< in bit/s
    double delay;     //!< one way, in s
};

/// An epoch of one device, with the link measured in the epoch before.
struct Session
{
    uint32_t cut{0};            //!< where
    double latency{0};          //!< in s
    double predictedLatency{0}; //!< in s
    double energy{0};           //!< of the device, in J
    double predictedEnergy{0};  //!< in J
    uint64_t bytes{0};          //!< of messages, both ways
};

/// How good a model was when.
struct Curve
{
    std::string name;                               //!< of the way of training
    std::vector<std::pair<double, double>> samples; //!< time in s and accuracy, in order
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("architecture", "Network, of at least two layers", options.architecture);
    cmd.AddValue("share", "Share of the digits that one device has", options.share);
    cmd.AddValue("link",
                 "Of the comparison: p2p, nr-lite, nr-lite-bulk, wifi-infrastructure or lte",
                 options.link);
    cmd.AddValue("workers", "Devices of the comparison with federated learning", options.workers);
    cmd.AddValue("epochs", "Epochs of the comparison", options.epochs);
    cmd.AddValue("duration", "Longest comparison, in simulated seconds", options.duration);
    cmd.AddValue("goal", "Accuracy whose time is told", options.goal);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("share", options.share, 1e-3, 0.999);
    CheckRange("workers", options.workers, 1, 10000);
    CheckRange("epochs", options.epochs, 1, 1e6);
    CheckRange("duration", options.duration, 1e-3, 1e9);
    return options;
}

/// An edge server and devices within 100 m, linked.
struct Network
{
    NodeContainer cloud;
    NodeContainer edges;
    NodeContainer devices;
    EdgeTopologyHelper topology; //!< LTE lives as long
    NetDeviceContainer access;   //!< of the server, then of the devices (not over LTE)

    Network(const std::string& link, uint32_t workers, double rate, double delay)
        : cloud(1),
          edges(1),
          devices(workers),
          topology(link)
    {
        MobilityHelper mobility;
        mobility.SetPositionAllocator("ns3::GridPositionAllocator", "Z", DoubleValue(25));
        mobility.Install(NodeContainer(cloud, edges));
        Ptr<UniformDiscPositionAllocator> disc = CreateObject<UniformDiscPositionAllocator>();
        disc->SetRho(100);
        disc->SetZ(1.5);
        disc->AssignStreams(1);
        mobility.SetPositionAllocator(disc);
        mobility.Install(devices);
        topology.SetPointToPointAccess(std::to_string(static_cast<uint64_t>(rate)) + "bps",
                                       Seconds(delay));
        access = topology.Install(cloud, edges, devices);
        topology.AssignStreams(100); // Every run sees the same channel.
    }
};

void
Configure(SplitLearningHelper& split, const Options& options, const Network& network, double rate)
{
    split.SetFirstStream(10000);
    split.SetLearner("Architecture", StringValue(options.architecture));
    split.SetLocator(network.topology.GetLocator());
    split.SetWorkerAttribute("StartTime", TimeValue(network.topology.GetStartTime()));
    const auto constant = [](double value) {
        std::ostringstream text;
        text << "ns3::ConstantRandomVariable[Constant=" << value << "]";
        return text.str();
    };
    split.SetCompute("Rate", constant(rate));
    split.SetCompute("EnergyPerFlop", constant(ENERGY_PER_FLOP));
    split.SetWorkerAttribute("SendPower", DoubleValue(SEND_POWER));
    split.SetWorkerAttribute("ReceivePower", DoubleValue(RECEIVE_POWER));
}

/// @param cut where to cut; 0: where the partitioner says
Session
RunSetting(const Options& options, const Setting& setting, uint32_t cut)
{
    const Network network("p2p", 1, setting.link, setting.delay);
    SplitLearningHelper split;
    Configure(split, options, network, setting.rate);
    split.SetTestFraction(1 - options.share);
    split.SetServerAttribute("Epochs", UintegerValue(2));
    split.SetServerAttribute("EvaluationInterval", UintegerValue(0));
    split.SetServerAttribute("Patience", TimeValue(Seconds(1e5)));
    split.SetWorkerAttribute("Patience", TimeValue(Seconds(1e5)));
    split.SetWorkerAttribute("StallTimeout", TimeValue(Seconds(1e4)));
    if (cut == 0)
    {
        split.SetPolicy("ns3::edgelearning::SplitPartitioner");
    }
    else
    {
        split.SetPolicy("ns3::edgelearning::FixedSplit", "Cut", UintegerValue(cut));
    }
    const ApplicationContainer apps = split.Install(network.edges.Get(0), network.devices);

    Session session;
    const auto compute = network.devices.Get(0)->GetObject<ComputeResource>();
    // The radio draws its power while packets, headers included, are on the wire.
    double radio = 0;
    const auto meter = [&](const std::string& trace, double power) {
        network.access.Get(1)->TraceConnectWithoutContext(
            trace,
            Callback<void, Ptr<const Packet>>([&radio, power, &setting](Ptr<const Packet> packet) {
                radio += 8 * packet->GetSize() / setting.link * power;
            }));
    };
    meter("PhyTxEnd", SEND_POWER);
    meter("PhyRxEnd", RECEIVE_POWER);
    double before = 0;
    apps.Get(0)->TraceConnectWithoutContext(
        "Session",
        Callback<void, const SplitRecord&>([&](const SplitRecord& record) {
            const double drawn = compute->GetTotalEnergy() + radio;
            session.cut = record.split.cut;
            session.latency = (Simulator::Now() - record.opened).GetSeconds();
            session.predictedLatency = record.predictedLatency;
            session.energy = drawn - before;
            session.predictedEnergy = record.predictedEnergy;
            session.bytes = record.uplinkBytes + record.downlinkBytes;
            before = drawn;
        }));
    Simulator::Stop(Seconds(1e6));
    Simulator::Run();
    Simulator::Destroy();
    return session;
}

uint32_t
CountCuts(const Options& options)
{
    return NetworkArchitecture(options.architecture).GetLayers().size() - 1;
}

/// Plot a figure of each setting against the cut.
void
PlotCuts(const Options& options,
         const std::vector<std::pair<Setting, std::vector<Session>>>& results,
         const std::string& name,
         const std::string& axis,
         double (*y)(const Session&))
{
    CurvePlot plot("An epoch of one device by cut",
                   "layers on the device",
                   axis,
                   "set logscale y\nset xtics 1");
    for (const auto& [setting, sessions] : results)
    {
        for (const Session& session : sessions)
        {
            plot.Add(setting.name, session.cut, y(session));
        }
    }
    plot.DrawOrWarn(options.output, name);
}

void
RunCuts(const Options& options)
{
    const std::vector<Setting> settings{{"slow device, slow link", 5e5, 2e5, 0.02},
                                        {"slow device, fast link", 5e5, 2e7, 0.005},
                                        {"fast device, slow link", 5e7, 2e5, 0.02},
                                        {"fast device, fast link", 5e7, 2e7, 0.005}};
    ResultFile csv(options.output + "/cuts.csv",
                   "device_flop_s,link_bit_s,delay_s,cut,latency_s,predicted_s,energy_j,"
                   "predicted_j,bytes,chosen");
    csv.Begin();
    std::cout << "setting                  cut  latency  predicted  energy    bytes  chosen\n"
              << "                               s          s       J\n";
    std::vector<std::pair<Setting, std::vector<Session>>> results;
    for (const Setting& setting : settings)
    {
        std::cerr << setting.name << std::endl;
        const uint32_t chosen = RunSetting(options, setting, 0).cut;
        results.emplace_back(setting, std::vector<Session>());
        for (uint32_t cut = 1; cut <= CountCuts(options); ++cut)
        {
            const Session s = RunSetting(options, setting, cut);
            results.back().second.push_back(s);
            csv.Line(setting.rate,
                     setting.link,
                     setting.delay,
                     cut,
                     Exact(s.latency),
                     Exact(s.predictedLatency),
                     Exact(s.energy),
                     Exact(s.predictedEnergy),
                     s.bytes,
                     cut == chosen);
            std::cout << std::left << std::setw(25) << (cut == 1 ? setting.name : "") << std::right
                      << std::fixed << std::setprecision(3) << std::setw(3) << cut << std::setw(9)
                      << s.latency << std::setw(11) << s.predictedLatency << std::setw(8)
                      << s.energy << std::setw(9) << s.bytes << (cut == chosen ? "       *" : "")
                      << "\n";
        }
    }
    csv.Finish();
    PlotCuts(options, results, "latency", "latency (s)", [](const Session& s) {
        return s.latency;
    });
    PlotCuts(options, results, "energy", "energy of the device (J)", [](const Session& s) {
        return s.energy;
    });
    PlotCuts(options, results, "bytes", "bytes", [](const Session& s) {
        return static_cast<double>(s.bytes);
    });
}

/// @param name "sequential split learning", "parallel split learning" or "federated learning"
Curve
Train(const Options& options, const std::string& name)
{
    std::cerr << name << std::endl;
    Curve curve{name, {}};
    const Network network(options.link, options.workers, 5e6, 0.005);
    constexpr double RATE = 2e6;
    ApplicationContainer apps;
    if (name == "federated learning")
    {
        EdgeLearningHelper learning;
        learning.SetFirstStream(10000);
        learning.SetLearner("ns3::edgelearning::TorchLearner",
                            "Architecture",
                            StringValue(options.architecture),
                            "Epochs",
                            UintegerValue(1));
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(options.workers),
                           "Rounds",
                           UintegerValue(options.epochs));
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=2e6]");
        learning.SetLocator(network.topology.GetLocator());
        learning.SetWorkerAttribute("StartTime", TimeValue(network.topology.GetStartTime()));
        apps = learning.Install(network.cloud, network.edges, network.devices);
    }
    else
    {
        SplitLearningHelper split;
        Configure(split, options, network, RATE);
        split.SetServerAttribute("Order", StringValue(name[0] == 's' ? "Sequential" : "Parallel"));
        split.SetServerAttribute("Epochs", UintegerValue(options.epochs));
        split.SetPolicy("ns3::edgelearning::SplitPartitioner");
        apps = split.Install(network.edges.Get(0), network.devices);
    }
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        (*app)->TraceConnectWithoutContext(
            "Round",
            Callback<void, const RoundRecord&>([&curve](const RoundRecord& record) {
                if (record.accuracy)
                {
                    curve.samples.emplace_back(Simulator::Now().GetSeconds(), *record.accuracy);
                }
            }));
    }
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    Simulator::Destroy();
    return curve;
}

void
RunComparison(const Options& options, std::ostream& json)
{
    ResultFile csv(options.output + "/accuracy.csv", "training,time_s,epoch,test_accuracy");
    csv.Begin();
    CurvePlot plot("The same network and data", "simulated time (s)", "test accuracy");
    plot.SetStyle(Gnuplot2dDataset::LINES, "lw 2");
    std::cout << "\ntraining                    s to " << std::setprecision(2) << options.goal
              << "  epochs  final  s an epoch\n";
    for (const char* name :
         {"sequential split learning", "parallel split learning", "federated learning"})
    {
        const Curve curve = Train(options, name);
        double reached = 0;
        for (std::size_t i = 0; i < curve.samples.size(); ++i)
        {
            const auto [time, accuracy] = curve.samples[i];
            reached = reached == 0 && accuracy >= options.goal ? time : reached;
            plot.Add(name, time, accuracy);
            csv.Line(name, Exact(time), i + 1, Exact(accuracy));
        }
        const double end = curve.samples.empty() ? 0 : curve.samples.back().first;
        const double final = curve.samples.empty() ? 0 : curve.samples.back().second;
        std::cout << std::left << std::setw(27) << name << std::right << std::setprecision(1)
                  << std::setw(10);
        reached > 0 ? std::cout << reached : std::cout << "never";
        std::cout << std::setw(8) << curve.samples.size() << std::setprecision(3) << std::setw(7)
                  << final << std::setprecision(2) << std::setw(12)
                  << end / std::max<std::size_t>(curve.samples.size(), 1) << "\n";
        json << "  \"" << name << "\": {\"epochs\": " << curve.samples.size()
             << ", \"final_accuracy\": " << Exact(final)
             << ", \"time_s_to_goal\": " << (reached > 0 ? Exact(reached) : "null") << "},\n";
    }
    csv.Finish();
    plot.DrawOrWarn(options.output, "accuracy");
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    std::filesystem::create_directories(options.output);
    std::ostringstream json;
    json << "{\n";
    RunCuts(options);
    RunComparison(options, json);
    json << "  \"goal\": " << Exact(options.goal) << "\n}";
    WriteResult(options.output + "/summary.json", json.str());
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("split-learning", Run, argc, argv);
}
