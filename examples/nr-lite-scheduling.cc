/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * Which scheduler brings more model updates to the cell before their deadline?
 *
 *   terminals with an update ----.
 *                                 gNB      TCP uplink, 20 MHz, DDDSU, UMa
 *   terminals with endless data -'
 *
 * In each of --rounds rounds the terminals stand at new random places. At 0.5 s every updater
 * begins an upload of random size that must arrive within the deadline, while the others upload
 * without end. Each scheduler sees the same rounds. Prints and writes into --output: scheduling.csv
 * (by scheduler and deadline: uploads, those on time, background throughput) and scheduling.png.
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t SEGMENT = 1400;           //!< bytes of a TCP segment
const Time BACKGROUND_START = Seconds(0.1);  //!< of endless uploads
const Time UPLOAD_START = Seconds(0.5);      //!< of updates
constexpr uint32_t SMALLEST_SHARE_TENTHS{5}; //!< smallest update in tenths of the mean

/// What the command line sets.
struct Options
{
    uint32_t uploads{20};   //!< terminals with an update
    uint32_t background{5}; //!< terminals with endless data
    uint32_t bytes{300000}; //!< mean size of an update
    double radius{300.0};   //!< of the cell [m]
    uint32_t rounds{10};    //!< of each kind
    uint64_t firstRun{1};   //!< run number of the first round
    std::string scheduler{"all"};
    std::string deadlines{"1,1.5,2,2.5,3,4,5,6"};
    std::string output{"results/nr-lite-scheduling"};
};

/// What the rounds of one scheduler with one deadline gave.
struct Result
{
    uint32_t uploads{0};    //!< begun
    uint32_t onTime{0};     //!< arrived before the deadline
    double background{0.0}; //!< mean throughput of all endless uploads [Mbit/s]
};

/// Sends an update whose bytes say how much of it is left and when it must have arrived.
void
SendUpdate(Ptr<Socket> socket, uint32_t bytes, Time deadline)
{
    for (uint32_t left = bytes; left > 0;)
    {
        const uint32_t size = std::min(left, SEGMENT);
        auto packet = Create<Packet>(size);
        packet->AddByteTag(UploadTag(deadline, left));
        socket->Send(packet);
        left -= size;
    }
}

/// One cell, with its terminals at random places.
Ipv4Address
BuildCell(const std::string& scheduler,
          const Options& options,
          const NodeContainer& cell,
          const NodeContainer& terminals)
{
    MobilityHelper mobility;
    auto centre = CreateObject<ListPositionAllocator>();
    centre->Add(Vector(0, 0, 25));
    mobility.SetPositionAllocator(centre);
    mobility.Install(cell);
    auto disc = CreateObject<UniformDiscPositionAllocator>();
    disc->SetRho(options.radius);
    disc->SetZ(1.5);
    disc->AssignStreams(1);
    mobility.SetPositionAllocator(disc);
    mobility.Install(terminals);
    NrLiteHelper radio;
    radio.SetChannelAttribute("Scenario", StringValue("UMa"));
    radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
    radio.SetSchedulerType("ns3::edgelearning::NrLite" + scheduler + "Scheduler");
    const auto gnb = radio.InstallGnb(cell);
    const auto ues = radio.InstallUe(terminals);
    radio.AssignStreams(NetDeviceContainer(gnb, ues), 10);
    InternetStackHelper stack;
    stack.Install(NodeContainer(cell, terminals));
    stack.AssignStreams(NodeContainer(cell, terminals), 1000);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    const auto gateway = addresses.Assign(gnb);
    addresses.Assign(ues);
    return gateway.GetAddress(0);
}

void
RunRound(const std::string& scheduler, Time allowed, const Options& options, Result& result)
{
    NodeContainer cell(1);
    NodeContainer terminals(options.uploads + options.background);
    const auto gateway = BuildCell(scheduler, options, cell, terminals);
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(5000);
    const Time deadline = UPLOAD_START + allowed;
    std::vector<Ptr<PacketSink>> sinks;
    std::vector<uint32_t> sizes;
    for (uint32_t i = 0; i < terminals.GetN(); i++)
    {
        const InetSocketAddress remote(gateway, 1000 + i);
        PacketSinkHelper sink("ns3::TcpSocketFactory", remote);
        sinks.push_back(DynamicCast<PacketSink>(sink.Install(cell).Get(0)));
        if (i >= options.uploads)
        {
            BulkSendHelper source("ns3::TcpSocketFactory", remote);
            source.SetAttribute("MaxBytes", UintegerValue(0));
            source.Install(terminals.Get(i)).Start(BACKGROUND_START);
            continue;
        }
        const uint32_t tenths =
            random->GetInteger(SMALLEST_SHARE_TENTHS, 20 - SMALLEST_SHARE_TENTHS);
        const uint32_t bytes = std::max(1U, options.bytes / 10 * tenths);
        sizes.push_back(bytes);
        auto socket = Socket::CreateSocket(terminals.Get(i), TcpSocketFactory::GetTypeId());
        // The whole update waits in the socket's buffer.
        socket->SetAttribute("SndBufSize", UintegerValue(bytes + SEGMENT));
        socket->SetConnectCallback(
            Callback<void, Ptr<Socket>>(
                [bytes, deadline](Ptr<Socket> ready) { SendUpdate(ready, bytes, deadline); }),
            MakeNullCallback<void, Ptr<Socket>>());
        Simulator::Schedule(UPLOAD_START, [socket, remote]() { socket->Connect(remote); });
    }
    Simulator::Stop(deadline);
    Simulator::Run();
    result.uploads += options.uploads;
    const double seconds = (deadline - BACKGROUND_START).GetSeconds();
    for (uint32_t i = 0; i < sinks.size(); i++)
    {
        if (i < options.uploads)
        {
            result.onTime += sinks[i]->GetTotalRx() == sizes[i];
        }
        else
        {
            result.background += sinks[i]->GetTotalRx() * 8e-6 / seconds / options.rounds;
        }
    }
    Simulator::Destroy();
}

std::vector<double>
ParseDeadlines(const std::string& text)
{
    std::vector<double> deadlines;
    std::istringstream list(text);
    std::string item;
    while (std::getline(list, item, ','))
    {
        std::istringstream number(item);
        double seconds = 0.0;
        NS_ABORT_MSG_IF(!(number >> seconds) || !number.eof() || !(seconds > 0.0),
                        "--deadlines: '" << item << "' is no time above 0 in seconds");
        deadlines.push_back(seconds);
    }
    NS_ABORT_MSG_IF(deadlines.empty(), "--deadlines is empty; write for example 1,2,4");
    return deadlines;
}

void
WritePlot(const std::string& output, const std::vector<Gnuplot2dDataset>& curves)
{
    Gnuplot plot("scheduling.png", "Model updates on time beside background traffic");
    plot.SetLegend("deadline [s]", "updates on time [%]");
    plot.AppendExtra("set grid\nset key right bottom\nset yrange [0:105]\nset xrange [0:*]");
    for (const auto& curve : curves)
    {
        plot.AddDataset(curve);
    }
    DrawPlotOrWarn(plot, output, "scheduling");
}

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.Usage("Model updates on time, by scheduler, in a cell with background traffic.");
    cmd.AddValue("scheduler",
                 "RoundRobin, ProportionalFair, LearningAware, or all",
                 options.scheduler);
    cmd.AddValue("uploads", "Terminals that upload a model update", options.uploads);
    cmd.AddValue("background", "Terminals that upload without end", options.background);
    cmd.AddValue("bytes", "Mean size of an update [byte]; half to one and a half", options.bytes);
    cmd.AddValue("deadlines", "Deadlines to try [s], separated by commas", options.deadlines);
    cmd.AddValue("radius", "Radius of the cell [m]", options.radius);
    cmd.AddValue("rounds", "Rounds for each scheduler and deadline", options.rounds);
    cmd.AddValue("output", "Directory of scheduling.csv and scheduling.png", options.output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(options.uploads == 0, "--uploads=0: allowed is 1 and above");
    NS_ABORT_MSG_IF(options.rounds == 0, "--rounds=0: allowed is 1 and above");
    NS_ABORT_MSG_IF(options.bytes < 10 || options.bytes > 100000000,
                    "--bytes=" << options.bytes << ": allowed is 10 to 100000000");
    NS_ABORT_MSG_IF(!(options.radius > 0.0),
                    "--radius=" << options.radius << ": allowed is above 0");
    options.firstRun = RngSeedManager::GetRun();
    return options;
}

} // namespace

int
main(int argc, char* argv[])
{
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SEGMENT));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    const Options options = Parse(argc, argv);
    const auto deadlines = ParseDeadlines(options.deadlines);
    std::vector<std::string> schedulers{"RoundRobin", "ProportionalFair", "LearningAware"};
    if (options.scheduler != "all")
    {
        NS_ABORT_MSG_IF(std::count(schedulers.begin(), schedulers.end(), options.scheduler) == 0,
                        "unknown scheduler '" << options.scheduler
                                              << "'; allowed are RoundRobin, ProportionalFair, "
                                                 "LearningAware and all");
        schedulers = {options.scheduler};
    }
    std::filesystem::create_directories(options.output);
    std::ofstream csv(options.output + "/scheduling.csv");
    NS_ABORT_MSG_IF(!csv, "cannot write " << options.output << "/scheduling.csv");
    csv << "scheduler,deadline_s,uploads,on_time,background_mbps\n";
    std::cout << std::left << std::setw(18) << "scheduler" << std::right << std::setw(10)
              << "deadline_s" << std::setw(9) << "uploads" << std::setw(9) << "on_time"
              << std::setw(8) << "share" << std::setw(17) << "background_mbps" << std::endl;
    std::vector<Gnuplot2dDataset> curves;
    for (const auto& scheduler : schedulers)
    {
        curves.emplace_back(scheduler);
        curves.back().SetStyle(Gnuplot2dDataset::LINES_POINTS);
        for (double deadline : deadlines)
        {
            Result result;
            for (uint32_t round = 0; round < options.rounds; round++)
            {
                RngSeedManager::SetRun(options.firstRun + round);
                RunRound(scheduler, Seconds(deadline), options, result);
            }
            const double share = static_cast<double>(result.onTime) / result.uploads;
            curves.back().Add(deadline, 100.0 * share);
            csv << scheduler << "," << deadline << "," << result.uploads << "," << result.onTime
                << "," << result.background << "\n";
            std::cout << std::left << std::setw(18) << scheduler << std::right << std::fixed
                      << std::setprecision(2) << std::setw(10) << deadline << std::setw(9)
                      << result.uploads << std::setw(9) << result.onTime << std::setw(8) << share
                      << std::setw(17) << result.background << std::endl;
        }
    }
    WritePlot(options.output, curves);
    return 0;
}
