/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * How far NrLite's bulk granularity agrees with its packet granularity: mean completion time of the
 * same simultaneous transfers in both, over a grid of loads, distances and directions.
 *
 *   gNB ---- distance ---- terminals
 *
 * Transfers run between the terminals and the gNB, over TCP in packet granularity. With
 * --tdd=sidelink they run over a sidelink instead, between the terminals and one device like them.
 * The loss grows with the distance to the power of --exponent. Where few terminals send, completion
 * depends on the phase of the start against the opportunities for scheduling requests and on a few
 * block errors:
 * --phases simulations, divided by the number of terminals, at least one, start at times spread
 * evenly over 10 ms. Expect a table of ratios bulk/packet for each pattern and direction with the
 * worst ratio marked, and bulk-versus-packet.csv and .png in --output.
 */

#include "nr-lite-transfers.h"

#include "ns3/gnuplot.h"
#include "ns3/mobility-module.h"
#include "ns3/propagation-module.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Takes the place of a TDD pattern where the transfers run over a sidelink.
const std::string SIDELINK = "sidelink";

/// What all transfers have in common.
struct Settings
{
    std::string scheduler{"NrLiteRoundRobinScheduler"}; //!< class name
    uint64_t bytes{200000};                             //!< of each transfer
    double exponent{3.5};                               //!< of the loss over distance
    uint32_t phases{200};                               //!< simulations of a single terminal
};

/// One place of the grid.
struct Place
{
    std::string tdd;       //!< TDD pattern
    bool uplink{true};     //!< direction
    double distance{0.0};  //!< of all terminals [m]
    uint32_t terminals{0}; //!< number
    double packet{0.0};    //!< mean completion time [s]
    double bulk{0.0};      //!< mean completion time [s]

    /// @return bulk against packet
    double GetRatio() const
    {
        return bulk / packet;
    }
};

/// One simulation: a cell, its terminals, and the transfers of one granularity.
class Run
{
  public:
    Run(const Settings& settings, const Place& place, uint32_t run, Time start)
        : m_settings(settings),
          m_place(place),
          m_start(start)
    {
        m_cell.Create(1);
        m_terminals.Create(place.terminals);
        auto places = CreateObject<ListPositionAllocator>();
        places->Add(Vector(0, 0, 0));
        for (uint32_t i = 0; i < place.terminals; i++)
        {
            places->Add(Vector(place.distance, 0, 0));
        }
        MobilityHelper mobility;
        mobility.SetPositionAllocator(places);
        mobility.Install(m_cell);
        mobility.Install(m_terminals);
        NrLiteHelper radio;
        if (place.tdd == SIDELINK)
        {
            m_gnb = radio.InstallSidelink(m_cell);
            m_ues = radio.InstallSidelink(m_terminals);
            radio.AssignStreams(NetDeviceContainer(m_gnb, m_ues), 1000 * (run + 1) + 6);
            return;
        }
        auto loss = CreateObject<LogDistancePropagationLossModel>();
        loss->SetPathLossExponent(settings.exponent);
        radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
        radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
        radio.SetChannelAttribute("TddPattern", StringValue(place.tdd));
        radio.SetSchedulerType("ns3::edgelearning::" + settings.scheduler);
        m_gnb = radio.InstallGnb(m_cell);
        m_ues = radio.InstallUe(m_terminals);
        radio.AssignStreams(NetDeviceContainer(m_gnb, m_ues), 1000 * (run + 1));
    }

    ~Run()
    {
        Simulator::Destroy();
    }

    /// Run with TCP transfers; returns the mean completion time [s].
    double RunPacket()
    {
        InternetStackHelper stack;
        stack.Install(m_cell);
        stack.Install(m_terminals);
        Ipv4AddressHelper addresses("7.0.0.0", "255.0.0.0");
        const auto gnb = addresses.Assign(m_gnb);
        const auto ues = addresses.Assign(m_ues);
        if (m_place.tdd == SIDELINK)
        {
            // Requests that collide are repeated after a second, and an address may be given up.
            NeighborCacheHelper().PopulateNeighborCache(m_gnb.Get(0)->GetChannel());
        }
        NrLiteTransfers transfers(m_settings.bytes, m_start);
        for (uint32_t i = 0; i < m_place.terminals; i++)
        {
            const auto address = m_place.uplink ? gnb.GetAddress(0) : ues.GetAddress(i);
            transfers.AddPacket(GetSender(i), GetReceiver(i), address);
        }
        return Finish(transfers);
    }

    /// Run with bulk transfers; returns the mean completion time [s].
    double RunBulk()
    {
        NrLiteTransfers transfers(m_settings.bytes, m_start);
        for (uint32_t i = 0; i < m_place.terminals; i++)
        {
            const auto device = m_place.uplink ? m_gnb.Get(0) : m_ues.Get(i);
            transfers.AddBulk(GetSender(i), GetReceiver(i), device->GetAddress());
        }
        return Finish(transfers);
    }

  private:
    Ptr<Node> GetSender(uint32_t transfer) const
    {
        return m_place.uplink ? m_terminals.Get(transfer) : m_cell.Get(0);
    }

    Ptr<Node> GetReceiver(uint32_t transfer) const
    {
        return m_place.uplink ? m_cell.Get(0) : m_terminals.Get(transfer);
    }

    double Finish(NrLiteTransfers& transfers) const
    {
        transfers.StopWhenComplete();
        Simulator::Stop(Seconds(LONGEST));
        Simulator::Run();
        NS_ABORT_MSG_IF(transfers.GetComplete() < m_place.terminals,
                        "only " << transfers.GetComplete() << " of " << m_place.terminals
                                << " transfers at " << m_place.distance << " m completed within "
                                << LONGEST << " s; choose fewer bytes or less distance");
        return transfers.GetMean();
    }

    static constexpr double LONGEST = 2000.0; //!< simulated time [s]

    const Settings& m_settings; //!< of the program
    const Place& m_place;       //!< of the grid
    Time m_start;               //!< of the transfers
    NodeContainer m_cell;       //!< the gNB's node
    NodeContainer m_terminals;  //!< terminals' nodes
    NetDeviceContainer m_gnb;   //!< the gNB's device
    NetDeviceContainer m_ues;   //!< terminals' devices
};

/// Fill in both completion times of a place.
void
Measure(const Settings& settings, Place& place)
{
    const uint32_t runs = std::max(1U, settings.phases / place.terminals);
    for (uint32_t run = 0; run < runs; run++)
    {
        const Time start = MilliSeconds(100) + Seconds(0.01 * (run + 0.5) / runs);
        place.packet += Run(settings, place, run, start).RunPacket() / runs;
        place.bulk += Run(settings, place, run, start).RunBulk() / runs;
    }
}

/// All places of one pattern and direction, distances first.
std::vector<Place>
MeasureTable(const Settings& settings,
             const std::string& tdd,
             bool uplink,
             const std::vector<double>& distances,
             const std::vector<double>& loads)
{
    std::vector<Place> table;
    for (double distance : distances)
    {
        for (double load : loads)
        {
            Place place{tdd, uplink, distance, static_cast<uint32_t>(load)};
            Measure(settings, place);
            std::cerr << tdd << " " << distance << " m " << load << ": packet " << place.packet
                      << " s, bulk " << place.bulk << " s\n";
            table.push_back(place);
        }
    }
    return table;
}

/// The tables of all patterns and directions, at least one.
std::vector<std::vector<Place>>
MeasureTables(const Settings& settings,
              const std::string& tdd,
              const std::string& directions,
              const std::vector<double>& distances,
              const std::vector<double>& loads)
{
    std::vector<std::vector<Place>> tables;
    std::istringstream patterns(tdd);
    for (std::string pattern; std::getline(patterns, pattern, ',');)
    {
        for (const std::string direction : {"up", "down"})
        {
            if (directions.find(direction) != std::string::npos)
            {
                tables.push_back(
                    MeasureTable(settings, pattern, direction == "up", distances, loads));
            }
        }
    }
    NS_ABORT_MSG_IF(tables.empty(), "--tdd=: give at least one pattern");
    return tables;
}

/// The place where the granularities differ most.
const Place&
FindWorst(const std::vector<std::vector<Place>>& tables)
{
    const auto miss = [](const Place& place) { return std::abs(std::log(place.GetRatio())); };
    const Place* worst = &tables.front().front();
    for (const auto& table : tables)
    {
        for (const auto& place : table)
        {
            worst = miss(place) > miss(*worst) ? &place : worst;
        }
    }
    return *worst;
}

/// The numbers of a comma-separated list; aborts with a message that names the option.
std::vector<double>
ParseNumbers(const std::string& option, const std::string& list, double least, double most)
{
    std::vector<double> numbers;
    std::istringstream stream(list);
    std::string word;
    while (std::getline(stream, word, ','))
    {
        char* end = nullptr;
        const double number = std::strtod(word.c_str(), &end);
        NS_ABORT_MSG_IF(word.empty() || *end != '\0' || !(number >= least && number <= most),
                        "--" << option << "=" << list << ": '" << word << "' is not a number from "
                             << least << " to " << most);
        numbers.push_back(number);
    }
    NS_ABORT_MSG_IF(numbers.empty(), "--" << option << ": give at least one number");
    return numbers;
}

/// Print the ratios of one pattern and direction, distances down and loads across.
void
PrintTable(const std::vector<Place>& places, const Place* worst)
{
    std::cout << "\nbulk/packet, " << places.front().tdd
              << (places.front().uplink ? " uplink" : " downlink") << ", by terminals\n"
              << std::left << std::setw(10) << "distance";
    for (const auto& place : places)
    {
        if (place.distance == places.front().distance)
        {
            std::cout << std::setw(8) << place.terminals;
        }
    }
    double distance = -1.0;
    for (const auto& place : places)
    {
        if (place.distance != distance)
        {
            distance = place.distance;
            std::ostringstream label;
            label << distance << " m";
            std::cout << "\n" << std::setw(10) << label.str();
        }
        std::ostringstream ratio;
        ratio << std::fixed << std::setprecision(3) << place.GetRatio()
              << (&place == worst ? "*" : "");
        std::cout << std::setw(8) << ratio.str();
    }
    std::cout << std::endl;
}

/// Write the CSV file and the plot.
void
WriteFiles(const std::string& output, const std::vector<std::vector<Place>>& tables)
{
    std::ofstream csv(output + "/bulk-versus-packet.csv");
    NS_ABORT_MSG_IF(!csv, "cannot write " << output << "/bulk-versus-packet.csv");
    csv << "tdd,direction,distance_m,terminals,packet_s,bulk_s,ratio\n"
        << std::fixed << std::setprecision(6);
    Gnuplot plot("bulk-versus-packet.png");
    plot.SetTitle("Mean completion time, bulk against packet");
    plot.SetLegend("terminals", "bulk / packet");
    plot.AppendExtra("set logscale x 2\nset grid\nset key outside right top\n"
                     "set yrange [*<0.8:1.2<*]");
    for (const auto& table : tables)
    {
        for (const auto& place : table)
        {
            const std::string direction = place.uplink ? "up" : "down";
            csv << place.tdd << "," << direction << "," << place.distance << "," << place.terminals
                << "," << place.packet << "," << place.bulk << "," << place.GetRatio() << "\n";
        }
        for (auto from = table.begin(); from != table.end();)
        {
            std::ostringstream title;
            title << from->tdd << (from->uplink ? " up " : " down ") << from->distance << " m";
            Gnuplot2dDataset curve(title.str());
            curve.SetStyle(Gnuplot2dDataset::LINES_POINTS);
            const double distance = from->distance;
            for (; from != table.end() && from->distance == distance; ++from)
            {
                curve.Add(from->terminals, from->GetRatio());
            }
            plot.AddDataset(curve);
        }
    }
    DrawPlotOrWarn(plot, output, "bulk-versus-packet");
}

} // namespace

int
main(int argc, char* argv[])
{
    Settings settings;
    std::string tdd = "F";
    std::string directions = "up,down";
    std::string terminals = "1,2,10,50";
    std::string distances = "50,100,200,300,700";
    std::string output = "results/bulk-versus-packet";
    CommandLine cmd(__FILE__);
    cmd.AddValue("terminals", "Numbers of terminals", terminals);
    cmd.AddValue("distances", "Distances of the terminals [m]", distances);
    cmd.AddValue("directions", "Of up, down", directions);
    cmd.AddValue("tdd", "TDD patterns of D, U, S, F", tdd);
    cmd.AddValue("bytes", "Bytes of each transfer", settings.bytes);
    cmd.AddValue("scheduler", "Class name of the scheduler", settings.scheduler);
    cmd.AddValue("exponent", "Exponent of the loss over distance", settings.exponent);
    cmd.AddValue("phases", "Simulations of a single terminal", settings.phases);
    cmd.AddValue("output", "Directory of bulk-versus-packet.csv and .png", output);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(settings.bytes == 0 || settings.bytes > 1000000000,
                    "--bytes=" << settings.bytes << ": allowed are 1 to 1000000000");
    NS_ABORT_MSG_IF(directions != "up" && directions != "down" && directions != "up,down",
                    "--directions=" << directions << ": allowed are up, down and up,down");
    const auto loads = ParseNumbers("terminals", terminals, 1, 10000);
    const auto places = ParseNumbers("distances", distances, 1, 1e6);
    std::filesystem::create_directories(output);
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    const auto tables = MeasureTables(settings, tdd, directions, places, loads);
    const Place& worst = FindWorst(tables);
    for (const auto& table : tables)
    {
        PrintTable(table, &worst);
    }
    std::cout << "\n* worst of all: " << std::fixed << std::setprecision(3) << worst.GetRatio()
              << std::endl;
    WriteFiles(output, tables);
    return 0;
}
