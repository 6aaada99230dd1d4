/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * Throughput and spectral efficiency of one NrLite terminal against its distance, by scenario of
 * TR 38.901, uplink and downlink.
 *
 *   gNB ---- distance ---- terminal
 *
 * Line of sight and shadowing are drawn anew for each of --drops places at a distance; the mean is
 * printed. The rate is that of the link model with a saturated queue. Writes throughput.csv and
 * throughput.png into --output.
 */

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Mean over the drops at one distance.
struct Point
{
    double uplink{0.0};     //!< [bit/s]
    double downlink{0.0};   //!< [bit/s]
    double efficiency{0.0}; //!< downlink [bit/s/Hz], at full share of the slots
    double covered{0.0};    //!< share of drops in coverage
};

Point
Measure(const std::string& scenario, double distance, uint32_t drops, double bandwidth)
{
    NodeContainer cell(1);
    NodeContainer terminals(drops);
    auto places = CreateObject<ListPositionAllocator>();
    const bool indoor = scenario == "InH";
    places->Add(Vector(0, 0, indoor ? 3.0 : 25.0));
    for (uint32_t i = 0; i < drops; i++)
    {
        const double angle = 2.0 * M_PI * i / drops;
        places->Add(Vector(distance * std::cos(angle), distance * std::sin(angle), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.Install(cell);
    mobility.Install(terminals);
    NrLiteHelper radio;
    radio.SetChannelAttribute("Scenario", StringValue(scenario));
    radio.SetChannelAttribute("Bandwidth", DoubleValue(bandwidth));
    const auto cells = radio.InstallGnb(cell);
    const auto devices = radio.InstallUe(terminals);
    radio.AssignStreams(NetDeviceContainer(cells, devices), 1);
    Simulator::Stop(MilliSeconds(1));
    Simulator::Run();
    const auto carrier = radio.GetChannel()->GetCarrier();
    const auto gnb = DynamicCast<NrLiteGnbNetDevice>(cells.Get(0));
    Point point;
    for (uint32_t i = 0; i < drops; i++)
    {
        auto terminal = DynamicCast<NrLiteUeNetDevice>(devices.Get(i));
        if (!terminal->GetServing())
        {
            continue;
        }
        double rates[2];
        for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
        {
            const auto& bearer = terminal->GetBearer(direction);
            gnb->GetCell()->GetPhy().RefreshRate(*bearer);
            rates[direction] = bearer->rate.GetMeanRate(carrier->GetBlocks()) *
                               carrier->GetMeanResourceElements(direction) /
                               carrier->GetSlot().GetSeconds();
        }
        point.downlink += rates[NR_LITE_DOWNLINK] / drops;
        point.uplink += rates[NR_LITE_UPLINK] / drops;
        point.covered += 1.0 / drops;
    }
    point.efficiency = point.downlink / bandwidth / carrier->GetSlotShare(NR_LITE_DOWNLINK);
    Simulator::Destroy();
    return point;
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string output = "results/nr-lite-throughput";
    uint32_t drops = 100;
    double bandwidth = 100e6;
    CommandLine cmd(__FILE__);
    cmd.AddValue("drops", "Places at each distance", drops);
    cmd.AddValue("bandwidth", "Channel bandwidth [Hz]", bandwidth);
    cmd.AddValue("output", "Directory of throughput.csv and throughput.png", output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(drops == 0, "--drops=0: allowed is 1 and above");
    std::filesystem::create_directories(output);
    std::ofstream csv(output + "/throughput.csv");
    NS_ABORT_MSG_IF(!csv, "cannot write " << output << "/throughput.csv");
    csv << "scenario,distance_m,downlink_mbps,uplink_mbps,efficiency_bps_hz,covered\n";
    std::cout << "scenario distance_m downlink_mbps uplink_mbps bit/s/Hz covered\n";
    Gnuplot plot(output + "/throughput.png");
    plot.SetTerminal("png size 900,600");
    plot.SetTitle("One NrLite terminal with a saturated queue");
    plot.SetLegend("distance [m]", "throughput [Mbit/s]");
    plot.AppendExtra("set logscale xy");
    for (const std::string scenario : {"UMa", "UMi", "RMa", "InH"})
    {
        std::cerr << scenario << std::endl;
        Gnuplot2dDataset down(scenario + " downlink");
        Gnuplot2dDataset up(scenario + " uplink");
        up.SetExtra("dashtype 2");
        const double farthest = scenario == "InH" ? 150.0 : 5000.0;
        for (double distance = 10.0; distance <= farthest; distance *= 1.5)
        {
            const auto point = Measure(scenario, distance, drops, bandwidth);
            down.Add(distance, std::max(0.01, point.downlink / 1e6));
            up.Add(distance, std::max(0.01, point.uplink / 1e6));
            csv << scenario << "," << std::fixed << std::setprecision(6) << distance << ","
                << point.downlink / 1e6 << "," << point.uplink / 1e6 << "," << point.efficiency
                << "," << point.covered << "\n";
            std::cout << std::left << std::setw(9) << scenario << std::fixed << std::setprecision(2)
                      << std::setw(11) << distance << std::setw(14) << point.downlink / 1e6
                      << std::setw(12) << point.uplink / 1e6 << std::setw(9) << point.efficiency
                      << point.covered << std::endl;
        }
        plot.AddDataset(down);
        plot.AddDataset(up);
    }
    const std::string script = output + "/throughput.plt";
    std::ofstream file(script);
    plot.GenerateOutput(file);
    file.close();
    if (std::system(("gnuplot '" + script + "'").c_str()) != 0)
    {
        std::cerr << "gnuplot failed; its script is " << script << std::endl;
    }
    return 0;
}
