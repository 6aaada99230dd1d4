/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * The same terminals and the same transfers over point-to-point links, NrLite in both granularities
 * and mainline LTE, in one run: completion times, wall clock, ratios.
 *
 *   terminals --- cell --- host
 *
 * NrLite is given LTE's carrier (100 blocks of numerology 0, FDD, one layer, 64QAM), its powers,
 * its loss model and the latencies of its scheduler. All transfers start at once and use TCP,
 * except in bulk granularity, which ends at the cell. Wall clock is that of Simulator::Run() only,
 * the median of --repeat interleaved runs. Expect one line a system, and versus-lte.csv in
 * --output.
 */

#include "nr-lite-transfers.h"

#include "ns3/lte-module.h"
#include "ns3/mobility-module.h"
#include "ns3/point-to-point-module.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What is transferred.
struct Load
{
    uint32_t terminals{50}; //!< terminals
    uint64_t bytes{200000}; //!< of each transfer
    double distance{200.0}; //!< of the farthest terminal [m]
    bool uplink{true};      //!< direction
    Time start{MilliSeconds(500)};
    Time stop{Seconds(10)};
};

/// What came out of one run.
struct Result
{
    double mean{0.0};      //!< mean completion time [s]
    uint32_t complete{0};  //!< transfers that completed
    double wallClock{0.0}; //!< of Simulator::Run() [s]
    uint64_t events{0};    //!< events
};

/// Run the transfers until the end of the simulated time.
Result
Run(const Load& load, const NrLiteTransfers& transfers)
{
    Simulator::Stop(load.stop);
    const auto begin = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    return {transfers.GetMean(), transfers.GetComplete(), wall.count(), Simulator::GetEventCount()};
}

/// Terminals along a line, in front of a cell.
void
Place(const Load& load, const NodeContainer& cell, const NodeContainer& terminals)
{
    auto places = CreateObject<ListPositionAllocator>();
    places->Add(Vector(0, 0, 25));
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        places->Add(Vector(load.distance * (i + 1) / load.terminals, 0, 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.Install(cell);
    mobility.Install(terminals);
}

/// Run one TCP transfer a terminal, between it and the host.
Result
RunTransfers(const Load& load,
             const NodeContainer& terminals,
             const std::vector<Ipv4Address>& terminalAddresses,
             Ptr<Node> host,
             Ipv4Address hostAddress)
{
    NrLiteTransfers transfers(load.bytes, load.start);
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        if (load.uplink)
        {
            transfers.AddPacket(terminals.Get(i), host, hostAddress);
        }
        else
        {
            transfers.AddPacket(host, terminals.Get(i), terminalAddresses[i]);
        }
    }
    return Run(load, transfers);
}

/// A fast link between two nodes.
Ipv4InterfaceContainer
Wire(Ptr<Node> a, Ptr<Node> b, const std::string& network, const std::string& rate, Time delay)
{
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue(rate));
    link.SetChannelAttribute("Delay", TimeValue(delay));
    Ipv4AddressHelper addresses(network.c_str(), "255.255.255.0");
    return addresses.Assign(link.Install(a, b));
}

Result
RunPointToPoint(const Load& load)
{
    NodeContainer cell(1);
    NodeContainer host(1);
    NodeContainer terminals(load.terminals);
    InternetStackHelper stack;
    stack.Install(NodeContainer(cell, host, terminals));
    const auto backhaul = Wire(cell.Get(0), host.Get(0), "1.0.0.0", "10Gbps", Time(0));
    std::vector<Ipv4Address> addresses;
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        const std::string network = "10.0." + std::to_string(i) + ".0";
        const auto link = Wire(terminals.Get(i), cell.Get(0), network, "100Mbps", MilliSeconds(1));
        addresses.push_back(link.GetAddress(0));
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    return RunTransfers(load, terminals, addresses, host.Get(0), backhaul.GetAddress(1));
}

/// NrLite with the carrier, the powers and the latencies of mainline LTE.
NrLiteHelper
MakeLteLikeRadio()
{
    NrLiteHelper radio;
    auto loss = CreateObject<FriisPropagationLossModel>();
    loss->SetFrequency(2.12e9);
    radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
    radio.SetChannelAttribute("Frequency", DoubleValue(2.12e9));
    radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
    radio.SetChannelAttribute("Numerology", UintegerValue(0));
    radio.SetChannelAttribute("ResourceBlocks", UintegerValue(100));
    radio.SetChannelAttribute("TddPattern", StringValue("F"));
    radio.SetChannelAttribute("DlLayers", UintegerValue(1));
    radio.SetChannelAttribute("McsTable", StringValue("Qam64"));
    // The largest block of TS 36.213 table 7.1.7.2.1-1 is 75376 bits, 0.808 of 93317 elements'
    // worth.
    radio.SetChannelAttribute("DlOverhead", DoubleValue(0.19));
    radio.SetChannelAttribute("UlOverhead", DoubleValue(0.19));
    radio.SetGnbAttribute("TxPower", DoubleValue(30.0));
    radio.SetGnbAttribute("AntennaGain", DoubleValue(0.0));
    radio.SetUeAttribute("TxPower", DoubleValue(23.0));
    radio.SetGnbAttribute("SchedulingRequestPeriod", TimeValue(MilliSeconds(1)));
    radio.SetGnbAttribute("GrantDelay", TimeValue(MilliSeconds(8)));
    radio.SetGnbAttribute("DownlinkDelay", TimeValue(MilliSeconds(4)));
    radio.SetGnbAttribute("ProcessingDelay", TimeValue(MilliSeconds(0)));
    radio.SetSchedulerType("ns3::edgelearning::NrLiteRoundRobinScheduler",
                           "MinimumBlocks",
                           UintegerValue(3));
    return radio;
}

Result
RunPacket(const Load& load)
{
    NodeContainer cell(1);
    NodeContainer host(1);
    NodeContainer terminals(load.terminals);
    Place(load, cell, terminals);
    auto radio = MakeLteLikeRadio();
    const auto cells = radio.InstallGnb(cell);
    const auto devices = radio.InstallUe(terminals);
    InternetStackHelper stack;
    stack.Install(NodeContainer(cell, host, terminals));
    Ipv4AddressHelper addresses("7.0.0.0", "255.0.0.0");
    addresses.Assign(cells);
    const auto interfaces = addresses.Assign(devices);
    NrLiteHelper::AssignStreams(NetDeviceContainer(cells, devices), 1);
    stack.AssignStreams(NodeContainer(cell, host, terminals), 1000);
    const auto backhaul = Wire(cell.Get(0), host.Get(0), "1.0.0.0", "10Gbps", Time(0));
    Ipv4RoutingHelper::GetRouting<Ipv4StaticRouting>(
        host.Get(0)->GetObject<Ipv4>()->GetRoutingProtocol())
        ->SetDefaultRoute(backhaul.GetAddress(0), 1);
    std::vector<Ipv4Address> terminalAddresses;
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        terminalAddresses.push_back(interfaces.GetAddress(i));
    }
    return RunTransfers(load, terminals, terminalAddresses, host.Get(0), backhaul.GetAddress(1));
}

Result
RunBulk(const Load& load)
{
    NodeContainer cell(1);
    NodeContainer terminals(load.terminals);
    Place(load, cell, terminals);
    auto radio = MakeLteLikeRadio();
    const auto cells = radio.InstallGnb(cell);
    const auto devices = radio.InstallUe(terminals);
    NrLiteHelper::AssignStreams(NetDeviceContainer(cells, devices), 1);
    NrLiteTransfers transfers(load.bytes, load.start);
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        const auto terminal = terminals.Get(i);
        if (load.uplink)
        {
            transfers.AddBulk(terminal, cell.Get(0), cells.Get(0)->GetAddress());
        }
        else
        {
            transfers.AddBulk(cell.Get(0), terminal, devices.Get(i)->GetAddress());
        }
    }
    return Run(load, transfers);
}

Result
RunLte(const Load& load)
{
    auto lte = CreateObject<LteHelper>();
    auto epc = CreateObject<PointToPointEpcHelper>();
    lte->SetEpcHelper(epc);
    // The round robin of mainline LTE leaves up to a fifth of the downlink idle, because it gives
    // each terminal the same whole number of block groups; proportional fair fills them.
    lte->SetSchedulerType("ns3::PfFfMacScheduler");
    lte->SetEnbDeviceAttribute("DlBandwidth", UintegerValue(100));
    lte->SetEnbDeviceAttribute("UlBandwidth", UintegerValue(100));
    NodeContainer cell(1);
    NodeContainer host(1);
    NodeContainer terminals(load.terminals);
    Place(load, cell, terminals);
    InternetStackHelper stack;
    stack.Install(NodeContainer(host, terminals));
    const auto wire = Wire(epc->GetPgwNode(), host.Get(0), "1.0.0.0", "10Gbps", Time(0));
    Ipv4StaticRoutingHelper routing;
    routing.GetStaticRouting(host.Get(0)->GetObject<Ipv4>())
        ->AddNetworkRouteTo(Ipv4Address("7.0.0.0"), Ipv4Mask("255.0.0.0"), 1);
    const auto enbs = lte->InstallEnbDevice(cell);
    const auto devices = lte->InstallUeDevice(terminals);
    const auto interfaces = epc->AssignUeIpv4Address(devices);
    std::vector<Ipv4Address> addresses;
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        routing.GetStaticRouting(terminals.Get(i)->GetObject<Ipv4>())
            ->SetDefaultRoute(epc->GetUeDefaultGatewayAddress(), 1);
        addresses.push_back(interfaces.GetAddress(i));
    }
    lte->AssignStreams(NetDeviceContainer(enbs, devices), 1);
    lte->Attach(devices, enbs.Get(0));
    return RunTransfers(load, terminals, addresses, host.Get(0), wire.GetAddress(1));
}

void
SetDefaults()
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    Config::SetDefault("ns3::LteRlcUm::MaxTxBufferSize", UintegerValue(1000000));
    Config::SetDefault("ns3::LteEnbRrc::SrsPeriodicity", UintegerValue(320));
    Config::SetDefault("ns3::LteHelper::UseIdealRrc", BooleanValue(true));
    Config::SetDefault("ns3::LteUePhy::TxPower", DoubleValue(23.0));
    Config::SetDefault("ns3::LteUePhy::EnableUplinkPowerControl", BooleanValue(false));
}

/// The systems, in the order of the table.
const std::vector<std::pair<std::string, Result (*)(const Load&)>> SYSTEMS =
    {{"p2p", &RunPointToPoint}, {"packet", &RunPacket}, {"bulk", &RunBulk}, {"lte", &RunLte}};

/// Run the systems of a list in turns; the wall clock is the median.
std::map<std::string, Result>
RunSystems(const Load& load, const std::string& systems, uint32_t repeat)
{
    std::map<std::string, Result> results;
    std::map<std::string, std::vector<double>> wallClocks;
    for (uint32_t run = 0; run < repeat; run++)
    {
        for (const auto& [name, function] : SYSTEMS)
        {
            if (("," + systems + ",").find("," + name + ",") != std::string::npos)
            {
                std::cerr << "run " << run + 1 << "/" << repeat << ": " << name << std::endl;
                results[name] = function(load);
                wallClocks[name].push_back(results[name].wallClock);
                Simulator::Destroy();
            }
        }
    }
    for (auto& [name, walls] : wallClocks)
    {
        std::sort(walls.begin(), walls.end());
        results[name].wallClock = walls[walls.size() / 2];
    }
    return results;
}

/// Print a line a system and the ratios, and write the CSV file.
void
Report(const Load& load, std::map<std::string, Result>& results, const std::string& output)
{
    std::filesystem::create_directories(output);
    std::ofstream csv(output + "/versus-lte.csv");
    NS_ABORT_MSG_IF(!csv, "cannot write " << output << "/versus-lte.csv");
    csv << "system,terminals,complete,mean_s,events\n" << std::fixed << std::setprecision(6);
    std::cout << "system   complete  mean_s    wall_s    events\n" << std::fixed << std::left;
    for (const auto& system : SYSTEMS)
    {
        const auto& name = system.first;
        if (!results.count(name))
        {
            continue;
        }
        const auto& result = results[name];
        csv << name << "," << load.terminals << "," << result.complete << "," << result.mean << ","
            << result.events << "\n";
        std::cout << std::setw(9) << name << std::setw(10) << result.complete
                  << std::setprecision(4) << std::setw(10) << result.mean << std::setw(10)
                  << result.wallClock << result.events << std::endl;
    }
    const auto ratio = [&](const std::string& a, const std::string& b, double Result::*figure) {
        return results[a].*figure / (results[b].*figure);
    };
    std::cout << std::setprecision(3);
    if (results.count("lte") && results.count("packet") && results.count("bulk"))
    {
        std::cout << "completion packet/lte " << ratio("packet", "lte", &Result::mean)
                  << ", bulk/packet " << ratio("bulk", "packet", &Result::mean) << "\n"
                  << "wall clock lte/packet " << ratio("lte", "packet", &Result::wallClock)
                  << ", lte/bulk " << ratio("lte", "bulk", &Result::wallClock) << "\n";
    }
    if (results.count("p2p") && results.count("packet"))
    {
        std::cout << "wall clock packet/p2p " << ratio("packet", "p2p", &Result::wallClock)
                  << std::endl;
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    Load load;
    uint32_t repeat = 1;
    std::string systems = "p2p,packet,bulk,lte";
    std::string direction = "up";
    std::string output = "results/versus-lte";
    CommandLine cmd(__FILE__);
    cmd.AddValue("terminals", "Number of terminals", load.terminals);
    cmd.AddValue("bytes", "Bytes of each transfer", load.bytes);
    cmd.AddValue("distance", "Distance of the farthest terminal [m]", load.distance);
    cmd.AddValue("direction", "up or down", direction);
    cmd.AddValue("systems", "Which to run, of p2p, packet, bulk, lte", systems);
    cmd.AddValue("repeat", "Interleaved runs; the median wall clock counts", repeat);
    cmd.AddValue("duration", "Simulated time", load.stop);
    cmd.AddValue("output", "Directory of versus-lte.csv", output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(direction != "up" && direction != "down",
                    "--direction=" << direction << ": allowed are up and down");
    NS_ABORT_MSG_IF(load.terminals == 0 || load.terminals > 250,
                    "--terminals=" << load.terminals << ": allowed are 1 to 250");
    NS_ABORT_MSG_IF(repeat == 0, "--repeat=0: allowed is 1 and above");
    load.uplink = direction == "up";
    SetDefaults();
    auto results = RunSystems(load, systems, repeat);
    NS_ABORT_MSG_IF(results.empty(),
                    "--systems=" << systems << ": allowed are p2p, packet, bulk and lte");
    Report(load, results, output);
    return 0;
}
