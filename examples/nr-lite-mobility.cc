/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * Terminals cross three cells while they upload; handovers and outages on a plot.
 *
 *   gNB ---- 800 m ---- gNB ---- 800 m ---- gNB          .. far away: nothing
 *   terminals move along the line, from in front of the first cell to beyond the last
 *
 * Each terminal uploads without end to the first gNB's node. Prints throughput and changes of
 * attachment by terminal, and writes into --output: mobility.png and the CSV files of
 * NrLiteHelper::EnableTraces (attachments, SINR, transport blocks, throughput, drops).
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <iomanip>
#include <iostream>
#include <map>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Collects what the plot and the table show; the CSV files are NrLiteHelper's.
class Recorder
{
  public:
    Recorder(const NetDeviceContainer& terminals, Time interval)
        : m_terminals(terminals),
          m_interval(interval),
          m_last(terminals.GetN(), 0)
    {
        for (uint32_t i = 0; i < terminals.GetN(); i++)
        {
            terminals.Get(i)->TraceConnectWithoutContext("Attachment",
                                                         MakeCallback(&Recorder::Attached, this));
            m_lines.emplace_back("terminal " + std::to_string(i));
            m_lines.back().SetStyle(Gnuplot2dDataset::LINES);
            m_lines.back().SetExtra("linewidth 2");
        }
        m_marks["handover"] = MakeMarks("handover", "pointtype 9 pointsize 1.5 linecolor black");
        m_marks["outage"] = MakeMarks("outage", "pointtype 2 pointsize 1.5 linecolor black");
        Simulator::Schedule(m_interval, &Recorder::Sample, this);
    }

    void Plot(const std::string& output)
    {
        Gnuplot plot("mobility.png", "Uplink of terminals that cross three cells");
        plot.SetLegend("time [s]", "uplink [Mbit/s]");
        plot.AppendExtra("set grid\nset yrange [0:*]\nset key outside right top");
        for (const auto& line : m_lines)
        {
            plot.AddDataset(line);
        }
        for (const auto& marks : m_marks)
        {
            plot.AddDataset(marks.second);
        }
        DrawPlotOrWarn(plot, output, "mobility");
    }

    void Print() const
    {
        std::cout << "terminal  uplink_mbps  initial  handover  outage  re-established\n"
                  << std::fixed << std::setprecision(2);
        for (uint32_t i = 0; i < m_terminals.GetN(); i++)
        {
            const auto device = DynamicCast<NrLiteUeNetDevice>(m_terminals.Get(i));
            const double bits = 8e-6 * device->GetBearer(NR_LITE_UPLINK)->servedBytes;
            std::cout << std::setw(8) << i << std::setw(13) << bits / Simulator::Now().GetSeconds();
            const uint32_t id = device->GetNode()->GetId();
            for (auto [cause, width] : {std::pair{"initial", 9},
                                        std::pair{"handover", 10},
                                        std::pair{"outage", 8},
                                        std::pair{"re-established", 16}})
            {
                const auto found = m_counts.find({id, cause});
                std::cout << std::setw(width) << (found == m_counts.end() ? 0 : found->second);
            }
            std::cout << "\n";
        }
    }

  private:
    static Gnuplot2dDataset MakeMarks(const std::string& title, const std::string& look)
    {
        Gnuplot2dDataset marks(title);
        marks.SetStyle(Gnuplot2dDataset::POINTS);
        marks.SetExtra(look);
        return marks;
    }

    void Attached(uint32_t terminal, int32_t, int32_t, const char* cause)
    {
        m_counts[{terminal, cause}]++;
        const auto marks = m_marks.find(cause);
        if (marks != m_marks.end())
        {
            // Beside the curve of the terminal concerned.
            marks->second.Add(Simulator::Now().GetSeconds(), m_rates[terminal]);
        }
    }

    void Sample()
    {
        for (uint32_t i = 0; i < m_terminals.GetN(); i++)
        {
            const auto device = DynamicCast<NrLiteUeNetDevice>(m_terminals.Get(i));
            const uint64_t served = device->GetBearer(NR_LITE_UPLINK)->servedBytes;
            const double rate = (served - m_last[i]) * 8e-6 / m_interval.GetSeconds();
            m_last[i] = served;
            m_rates[device->GetNode()->GetId()] = rate;
            m_lines[i].Add(Simulator::Now().GetSeconds(), rate);
        }
        Simulator::Schedule(m_interval, &Recorder::Sample, this);
    }

    NetDeviceContainer m_terminals;                                //!< followed
    Time m_interval;                                               //!< of samples
    std::vector<uint64_t> m_last;                                  //!< bytes at the last sample
    std::map<uint32_t, double> m_rates;                            //!< last, by node [Mbit/s]
    std::vector<Gnuplot2dDataset> m_lines;                         //!< throughput by terminal
    std::map<std::string, Gnuplot2dDataset> m_marks;               //!< by cause
    std::map<std::pair<uint32_t, std::string>, uint32_t> m_counts; //!< by node and cause
};

void
PlaceAndMove(const NodeContainer& cells, const NodeContainer& terminals, double speed)
{
    auto places = CreateObject<ListPositionAllocator>();
    for (uint32_t i = 0; i < cells.GetN(); i++)
    {
        places->Add(Vector(800.0 * i, 0, 25));
    }
    for (uint32_t i = 0; i < terminals.GetN(); i++)
    {
        places->Add(Vector(-60.0 * i, 30, 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.SetMobilityModel("ns3::ConstantVelocityMobilityModel");
    mobility.Install(cells);
    mobility.Install(terminals);
    for (uint32_t i = 0; i < terminals.GetN(); i++)
    {
        terminals.Get(i)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({speed, 0, 0});
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string output = "results/nr-lite-mobility";
    uint32_t terminalCount = 3;
    double speed = 30.0;
    Time duration = Seconds(180);
    CommandLine cmd(__FILE__);
    cmd.Usage("Terminals cross three cells while they upload: handovers, outages, throughput.");
    cmd.AddValue("terminals", "Number of terminals", terminalCount);
    cmd.AddValue("speed", "Speed of the terminals [m/s]", speed);
    cmd.AddValue("duration", "Simulated time, for example 60s", duration);
    cmd.AddValue("output", "Directory of the CSV files and mobility.png", output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(terminalCount == 0, "--terminals=0: allowed is 1 and above");
    NS_ABORT_MSG_IF(!duration.IsStrictlyPositive(), "--duration: allowed is above 0");

    NodeContainer cells(3);
    NodeContainer terminals(terminalCount);
    PlaceAndMove(cells, terminals, speed);

    NrLiteHelper radio;
    radio.SetChannelAttribute("Scenario", StringValue("UMa"));
    radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
    const auto gnbs = radio.InstallGnb(cells);
    const auto ues = radio.InstallUe(terminals);
    radio.AssignStreams(NetDeviceContainer(gnbs, ues), 1);
    InternetStackHelper stack;
    stack.Install(NodeContainer(cells, terminals));
    stack.AssignStreams(NodeContainer(cells, terminals), 1000);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    const auto gateways = addresses.Assign(gnbs);
    addresses.Assign(ues);

    const InetSocketAddress remote(gateways.GetAddress(0), 80);
    PacketSinkHelper("ns3::TcpSocketFactory", remote).Install(cells.Get(0));
    BulkSendHelper source("ns3::TcpSocketFactory", remote);
    source.Install(terminals).Start(Seconds(0.1));

    radio.EnableTraces(output);
    Recorder recorder(ues, Seconds(1));
    Simulator::Stop(duration);
    Simulator::Run();
    recorder.Plot(output);
    recorder.Print();
    Simulator::Destroy();
    return 0;
}
