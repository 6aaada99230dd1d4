/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * What NrLite costs: 50 TCP uploads of 200 kB over it and over point-to-point links, idle
 * terminals, moving terminals, and 10 000 terminals in 100 cells that each upload 100 kB in bulk
 * granularity. Wall clock of Simulator::Run() only, medians of five interleaved runs.
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/propagation-module.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <sys/resource.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t TERMINALS = 50;
constexpr uint64_t UPLOAD_BYTES = 200000;
constexpr double MOTION_SECONDS = 10.0;

/// @return wall clock of the run [s]
double
Run(Time stop)
{
    Simulator::Stop(stop);
    const auto begin = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    Simulator::Destroy();
    return wall.count();
}

double
Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void
Place(const NodeContainer& nodes, double x0, double step, double z)
{
    auto places = CreateObject<ListPositionAllocator>();
    for (uint32_t i = 0; i < nodes.GetN(); i++)
    {
        places->Add(Vector(x0 + step * (i % 100), step * (i / 100), z));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.SetMobilityModel("ns3::ConstantVelocityMobilityModel");
    mobility.Install(nodes);
}

void
Upload(Ptr<Node> from, Ptr<Node> to, Ipv4Address address, uint16_t port)
{
    const InetSocketAddress remote(address, port);
    PacketSinkHelper("ns3::TcpSocketFactory", remote).Install(to);
    BulkSendHelper source("ns3::TcpSocketFactory", remote);
    source.SetAttribute("MaxBytes", UintegerValue(UPLOAD_BYTES));
    source.Install(from).Start(Seconds(0.1));
}

double
RunPointToPoint()
{
    NodeContainer cell(1);
    NodeContainer terminals(TERMINALS);
    InternetStackHelper().Install(NodeContainer(cell, terminals));
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    link.SetChannelAttribute("Delay", StringValue("1ms"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < TERMINALS; i++)
    {
        const auto ends = addresses.Assign(link.Install(terminals.Get(i), cell.Get(0)));
        addresses.NewNetwork();
        Upload(terminals.Get(i), cell.Get(0), ends.GetAddress(1), 80 + i);
    }
    return Run(Seconds(10));
}

double
RunPacket()
{
    NodeContainer cell(1);
    NodeContainer terminals(TERMINALS);
    Place(cell, 0, 1, 25);
    Place(terminals, 4, 4, 1.5);
    NrLiteHelper radio;
    radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
    radio.SetChannelAttribute("TddPattern", StringValue("F"));
    const auto cells = radio.InstallGnb(cell);
    const auto devices = radio.InstallUe(terminals);
    InternetStackHelper().Install(NodeContainer(cell, terminals));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    const auto gateway = addresses.Assign(cells).GetAddress(0);
    addresses.Assign(devices);
    for (uint32_t i = 0; i < TERMINALS; i++)
    {
        Upload(terminals.Get(i), cell.Get(0), gateway, 80 + i);
    }
    return Run(Seconds(10));
}

/// Terminals without traffic, in front of cells that they all hear.
double
RunIdle(uint32_t cellCount, uint32_t terminalCount, double speed, Time stop)
{
    NodeContainer cells(cellCount);
    NodeContainer terminals(terminalCount);
    Place(cells, 0, 20, 25);
    Place(terminals, 10, 4, 1.5);
    for (uint32_t i = 0; i < terminalCount; i++)
    {
        terminals.Get(i)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({speed, 0, 0});
    }
    NrLiteHelper radio;
    radio.InstallGnb(cells);
    radio.InstallUe(terminals);
    return Run(stop);
}

/// Terminals that move among cells.
struct Motion
{
    uint32_t cells;            //!< number, all of them heard
    uint32_t terminals;        //!< number
    std::vector<double> walls; //!< of runs of MOTION_SECONDS [s]

    /// Cost of one measurement of one heard cell [us].
    double GetCost() const
    {
        return Median(walls) / (MOTION_SECONDS / 0.2 * terminals * cells) * 1e6;
    }
};

/// Measure in turns, five times.
void
MeasureMotion(std::vector<Motion>& motions)
{
    for (int run = 0; run < 5; run++)
    {
        for (auto& motion : motions)
        {
            motion.walls.push_back(
                RunIdle(motion.cells, motion.terminals, 1.0, Seconds(MOTION_SECONDS)));
        }
    }
    for (const auto& motion : motions)
    {
        std::cout << motion.terminals << " terminals in motion, " << motion.cells
                  << " heard cells: " << Median(motion.walls) / MOTION_SECONDS
                  << " s a simulated second, " << motion.GetCost()
                  << " us a terminal, cell and measurement" << std::endl;
    }
}

/// Cells on a grid, the terminals of each around it.
void
PlaceGrid(const NodeContainer& cells, const NodeContainer& terminals)
{
    auto places = CreateObject<ListPositionAllocator>();
    const auto side = static_cast<uint32_t>(std::ceil(std::sqrt(cells.GetN())));
    for (uint32_t i = 0; i < cells.GetN(); i++)
    {
        places->Add(Vector(500.0 * (i % side), 500.0 * (i / side), 25));
    }
    const uint32_t perCell = terminals.GetN() / cells.GetN();
    for (uint32_t i = 0; i < terminals.GetN(); i++)
    {
        const uint32_t cell = i / perCell;
        const double angle = 2.4 * i;
        const double radius = 20.0 + 2.0 * (i % perCell);
        places->Add(Vector(500.0 * (cell % side) + radius * std::cos(angle),
                           500.0 * (cell / side) + radius * std::sin(angle),
                           1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.Install(cells);
    mobility.Install(terminals);
}

/// Many terminals in many cells, each with one bulk upload.
double
RunBulk(uint32_t cellCount, uint32_t perCell, uint64_t bytes, uint32_t& received)
{
    NodeContainer cells(cellCount);
    NodeContainer terminals(cellCount * perCell);
    PlaceGrid(cells, terminals);
    NrLiteHelper radio;
    radio.InstallGnb(cells);
    radio.InstallUe(terminals);
    const auto type = TypeId::LookupByName("ns3::edgelearning::BulkSocketFactory");
    std::vector<Ptr<Socket>> sockets;
    received = 0;
    PacketSocketAddress address;
    address.SetAllDevices();
    address.SetProtocol(80);
    for (uint32_t i = 0; i < cellCount; i++)
    {
        auto listener = Socket::CreateSocket(cells.Get(i), type);
        listener->Bind(address);
        listener->Listen();
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> s, const Address&) {
                sockets.push_back(s);
                s->SetRecvCallback(Callback<void, Ptr<Socket>>(
                    [&](Ptr<Socket> readable) { received += readable->Recv() ? 1 : 0; }));
            }));
        sockets.push_back(listener);
    }
    address.SetPhysicalAddress(Mac48Address::GetBroadcast());
    for (uint32_t i = 0; i < terminals.GetN(); i++)
    {
        Simulator::Schedule(MilliSeconds(100 + i % 1000),
                            [&sockets, &terminals, type, address, bytes, i]() {
                                auto socket = Socket::CreateSocket(terminals.Get(i), type);
                                sockets.push_back(socket);
                                socket->SetConnectCallback(
                                    Callback<void, Ptr<Socket>>([bytes](Ptr<Socket> connected) {
                                        connected->Send(Create<Packet>(bytes));
                                    }),
                                    MakeNullCallback<void, Ptr<Socket>>());
                                socket->Connect(address);
                            });
    }
    const double wall = Run(Seconds(100));
    sockets.clear();
    return wall;
}

} // namespace

int
main()
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    std::vector<double> floor;
    std::vector<double> packet;
    std::vector<double> bulk;
    uint32_t received = 0;
    for (int run = 0; run < 5; run++)
    {
        floor.push_back(RunPointToPoint());
        packet.push_back(RunPacket());
        bulk.push_back(RunBulk(1, TERMINALS, UPLOAD_BYTES, received));
    }
    std::cout << "50 uploads of 200 kB: point-to-point " << Median(floor) << " s, packet "
              << Median(packet) << " s, bulk " << Median(bulk) << " s" << std::endl;
    const double idle = RunIdle(1, 1000, 0.0, Seconds(100));
    std::cout << "1000 idle terminals at rest, 100 s: " << idle << " s" << std::endl;
    std::vector<Motion> motions{{1, 1000, {}}, {1, 250, {}}, {8, 1000, {}}};
    MeasureMotion(motions);
    const double cost = motions[0].GetCost();
    const double many = RunBulk(100, 100, 100000, received);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double gigabytes = usage.ru_maxrss / 1e6;
    std::cout << "10000 terminals in 100 cells, 100 kB each: " << received << " arrived, " << many
              << " s, " << gigabytes << " GB" << std::endl;
    std::cout << "ratio nr-lite-packet/point-to-point " << Median(packet) / Median(floor)
              << " 1.2\n"
              << "ratio nr-lite-bulk/packet " << Median(bulk) / Median(packet) << " 0.1\n"
              << "ratio nr-lite-1000-idle-terminals-seconds " << idle << " 1\n"
              << "ratio nr-lite-motion-1000-terminals/250-each " << cost / motions[1].GetCost()
              << " 1.5\n"
              << "ratio nr-lite-motion-8-cells/1-each " << motions[2].GetCost() / cost << " 1.5\n"
              << "ratio nr-lite-10000-bulk-uploads-seconds " << many << " 20\n"
              << "ratio nr-lite-10000-bulk-uploads-gigabytes " << gigabytes << " 2" << std::endl;
    return received == 10000 ? 0 : 1;
}
