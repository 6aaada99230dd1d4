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
 * Line of sight and shadowing are drawn anew for each of --places places at a distance; the mean is
 * printed, in which a place without coverage counts as 0. The rate is that of the link model with a
 * saturated queue. Writes throughput.csv, throughput.png and efficiency.png into --output.
 */

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Mean over the places at one distance.
struct Point
{
    double uplink{0.0};     //!< [bit/s]
    double downlink{0.0};   //!< [bit/s]
    double efficiency{0.0}; //!< downlink [bit/s/Hz], in downlink slots
    double covered{0.0};    //!< share of places in coverage
};

Point
Measure(const std::string& scenario, double distance, uint32_t count, double bandwidth)
{
    NodeContainer cell(1);
    NodeContainer terminals(count);
    auto places = CreateObject<ListPositionAllocator>();
    const bool indoor = scenario == "InH";
    places->Add(Vector(0, 0, indoor ? 3.0 : 25.0));
    for (uint32_t i = 0; i < count; i++)
    {
        const double angle = 2.0 * M_PI * i / count;
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
    for (uint32_t i = 0; i < count; i++)
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
        point.downlink += rates[NR_LITE_DOWNLINK] / count;
        point.uplink += rates[NR_LITE_UPLINK] / count;
        point.covered += 1.0 / count;
    }
    point.efficiency = point.downlink / bandwidth / carrier->GetSlotShare(NR_LITE_DOWNLINK);
    Simulator::Destroy();
    return point;
}

void
WritePlot(const std::string& output,
          const std::string& name,
          const std::string& y,
          const std::string& extra,
          const std::vector<Gnuplot2dDataset>& curves)
{
    Gnuplot plot(name + ".png", "One NrLite terminal with a saturated queue, mean over its places");
    plot.SetLegend("distance [m]", y);
    plot.AppendExtra("set grid\nset logscale x\nset xrange [10:5000]\n" + extra);
    for (const auto& curve : curves)
    {
        plot.AddDataset(curve);
    }
    DrawPlotOrWarn(plot, output, name);
}

/// A curve of one colour for each scenario.
Gnuplot2dDataset
MakeCurve(const std::string& title, size_t colour, bool dashed)
{
    Gnuplot2dDataset curve(title);
    curve.SetStyle(Gnuplot2dDataset::LINES);
    curve.SetExtra("linewidth 2 linecolor " + std::to_string(colour) +
                   (dashed ? " dashtype 2" : ""));
    return curve;
}

/// One line of the file and of the table.
void
Write(std::ostream& csv, const std::string& scenario, double distance, const Point& point)
{
    csv << scenario << "," << std::setprecision(6) << distance << "," << point.downlink / 1e6 << ","
        << point.uplink / 1e6 << "," << point.efficiency << "," << point.covered << "\n";
    std::cout << std::left << std::setw(8) << scenario << std::right << std::setprecision(1)
              << std::setw(12) << distance << std::setprecision(2) << std::setw(15)
              << point.downlink / 1e6 << std::setw(13) << point.uplink / 1e6 << std::setw(10)
              << point.efficiency << std::setw(9) << point.covered << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string output = "results/nr-lite-throughput";
    uint32_t places = 100;
    double bandwidth = 100e6;
    CommandLine cmd(__FILE__);
    cmd.Usage("Throughput and spectral efficiency of one terminal against its distance.");
    cmd.AddValue("places", "Places at each distance", places);
    cmd.AddValue("bandwidth",
                 "Channel bandwidth [Hz]: one of TS 38.101-1 at numerology 1, e.g. 20e6 or 100e6",
                 bandwidth);
    cmd.AddValue("output", "Directory of throughput.csv and the plots", output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(places == 0, "--places=0: allowed is 1 and above");
    std::filesystem::create_directories(output);
    std::ofstream csv(output + "/throughput.csv");
    NS_ABORT_MSG_IF(!csv, "cannot write " << output << "/throughput.csv");
    csv << "scenario,distance_m,downlink_mbps,uplink_mbps,efficiency_bps_hz,covered\n"
        << std::fixed;
    std::cout << "scenario  distance_m  downlink_mbps  uplink_mbps  bit/s/Hz  covered\n"
              << std::fixed;
    std::vector<Gnuplot2dDataset> rates;
    std::vector<Gnuplot2dDataset> efficiencies;
    size_t colour = 0;
    for (const std::string scenario : {"UMa", "UMi", "RMa", "InH"})
    {
        colour++;
        auto down = MakeCurve(scenario + " downlink", colour, false);
        auto up = MakeCurve(scenario + " uplink", colour, true);
        auto efficiency = MakeCurve(scenario, colour, false);
        const double farthest = scenario == "InH" ? 150.0 : 5000.0;
        for (double distance = 10.0; distance <= farthest; distance *= 1.25)
        {
            const auto point = Measure(scenario, distance, places, bandwidth);
            efficiency.Add(distance, point.efficiency);
            if (point.covered > 0.0)
            {
                down.Add(distance, point.downlink / 1e6);
                up.Add(distance, point.uplink / 1e6);
            }
            Write(csv, scenario, distance, point);
        }
        rates.push_back(down);
        rates.push_back(up);
        efficiencies.push_back(efficiency);
    }
    WritePlot(output,
              "throughput",
              "throughput [Mbit/s]",
              "set logscale y\nset yrange [0.1:2000]\nset key left bottom",
              rates);
    WritePlot(output,
              "efficiency",
              "downlink spectral efficiency [bit/s/Hz]",
              "set yrange [0:*]\nset key right top",
              efficiencies);
    return 0;
}
