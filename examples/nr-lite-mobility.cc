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
 * Each terminal uploads without end to the first gNB's node. Writes attachments.csv, throughput.csv
 * and mobility.png into --output and prints the number of handovers and outages.
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Writes what happens to the terminals.
class Recorder
{
  public:
    Recorder(const std::string& output, const NetDeviceContainer& terminals)
        : m_output(output),
          m_terminals(terminals),
          m_attachments(output + "/attachments.csv"),
          m_throughput(output + "/throughput.csv"),
          m_last(terminals.GetN(), 0)
    {
        NS_ABORT_MSG_IF(!m_attachments || !m_throughput, "cannot write into " << output);
        m_attachments << "time_s,terminal,from,to,cause\n" << std::fixed << std::setprecision(6);
        m_throughput << "time_s,terminal,uplink_mbps\n" << std::fixed << std::setprecision(6);
        for (uint32_t i = 0; i < terminals.GetN(); i++)
        {
            terminals.Get(i)->TraceConnectWithoutContext("Attachment",
                                                         MakeCallback(&Recorder::Attached, this));
            m_lines.emplace_back("terminal " + std::to_string(i));
        }
        Simulator::Schedule(MilliSeconds(500), &Recorder::Sample, this);
    }

    void Plot()
    {
        Gnuplot plot(m_output + "/mobility.png");
        plot.SetTerminal("png size 1000,600");
        plot.SetTitle("Uplink of terminals that cross three cells");
        plot.SetLegend("time [s]", "uplink [Mbit/s]");
        for (auto& line : m_lines)
        {
            plot.AddDataset(line);
        }
        m_handovers.SetStyle(Gnuplot2dDataset::POINTS);
        m_handovers.SetTitle("handover");
        m_outages.SetStyle(Gnuplot2dDataset::POINTS);
        m_outages.SetTitle("outage");
        plot.AddDataset(m_handovers);
        plot.AddDataset(m_outages);
        const std::string script = m_output + "/mobility.plt";
        std::ofstream file(script);
        plot.GenerateOutput(file);
        file.close();
        if (std::system(("gnuplot '" + script + "'").c_str()) != 0)
        {
            std::cerr << "gnuplot failed; its script is " << script << std::endl;
        }
    }

    const std::map<std::string, uint32_t>& GetCounts() const
    {
        return m_counts;
    }

  private:
    void Attached(uint32_t terminal, int32_t from, int32_t to, const char* cause)
    {
        const double now = Simulator::Now().GetSeconds();
        m_attachments << now << "," << terminal << "," << from << "," << to << "," << cause << "\n";
        m_counts[cause]++;
        if (std::string(cause) == "handover")
        {
            m_handovers.Add(now, 0.0);
        }
        else if (std::string(cause) == "outage")
        {
            m_outages.Add(now, 0.0);
        }
    }

    void Sample()
    {
        const double now = Simulator::Now().GetSeconds();
        for (uint32_t i = 0; i < m_terminals.GetN(); i++)
        {
            const auto device = DynamicCast<NrLiteUeNetDevice>(m_terminals.Get(i));
            const uint64_t served = device->GetBearer(NR_LITE_UPLINK)->servedBytes;
            const double rate = (served - m_last[i]) * 8.0 / 0.5 / 1e6;
            m_last[i] = served;
            m_throughput << now << "," << device->GetNode()->GetId() << "," << rate << "\n";
            m_lines[i].Add(now, rate);
        }
        Simulator::Schedule(MilliSeconds(500), &Recorder::Sample, this);
    }

    std::string m_output;                     //!< directory
    NetDeviceContainer m_terminals;           //!< followed
    std::ofstream m_attachments;              //!< attachments.csv
    std::ofstream m_throughput;               //!< throughput.csv
    std::vector<uint64_t> m_last;             //!< bytes served at the last sample
    std::vector<Gnuplot2dDataset> m_lines;    //!< throughput by terminal
    Gnuplot2dDataset m_handovers;             //!< times
    Gnuplot2dDataset m_outages;               //!< times
    std::map<std::string, uint32_t> m_counts; //!< attachments by cause
};

} // namespace

int
main(int argc, char* argv[])
{
    std::string output = "results/nr-lite-mobility";
    uint32_t terminalCount = 4;
    double speed = 30.0;
    Time duration = Seconds(120);
    CommandLine cmd(__FILE__);
    cmd.AddValue("terminals", "Number of terminals", terminalCount);
    cmd.AddValue("speed", "Speed [m/s]", speed);
    cmd.AddValue("duration", "Simulated time", duration);
    cmd.AddValue("output", "Directory of the files", output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(terminalCount == 0, "--terminals=0: allowed is 1 and above");
    std::filesystem::create_directories(output);

    NodeContainer cells(3);
    NodeContainer terminals(terminalCount);
    auto places = CreateObject<ListPositionAllocator>();
    for (uint32_t i = 0; i < 3; i++)
    {
        places->Add(Vector(800.0 * i, 0, 25));
    }
    for (uint32_t i = 0; i < terminalCount; i++)
    {
        places->Add(Vector(-60.0 * i, 30, 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.SetMobilityModel("ns3::ConstantVelocityMobilityModel");
    mobility.Install(cells);
    mobility.Install(terminals);
    for (uint32_t i = 0; i < terminalCount; i++)
    {
        terminals.Get(i)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({speed, 0, 0});
    }

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

    Recorder recorder(output, ues);
    Simulator::Stop(duration);
    Simulator::Run();
    recorder.Plot();
    for (const auto& [cause, count] : recorder.GetCounts())
    {
        std::cout << std::left << std::setw(16) << cause << count << "\n";
    }
    Simulator::Destroy();
    return 0;
}
