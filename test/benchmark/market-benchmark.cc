/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * What a large market costs: 500 workers in 10 cells, half of them near their edge server and half
 * in two groups at the cell's edge with a relay each, train for three owners in 50 rounds, with
 * models of 200 kB that are not real. Access and sidelink are in bulk.
 *
 * Takes no traces into files: what those cost is the difference to edge-learning-market.
 */

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <chrono>
#include <cmath>
#include <iostream>
#include <sys/resource.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t WORKERS = 500;
constexpr uint32_t EDGES = 10;
constexpr uint32_t OWNERS = 3;
constexpr uint32_t ROUNDS = 50;
constexpr double CELL_DISTANCE = 2500;  ///< between edge servers, in metres
constexpr double GROUP_DISTANCE = 1100; ///< of relays from their edge server, in metres

/// What came of the run.
struct Outcome
{
    uint32_t rounds{0};
    uint32_t selected{0};
    uint32_t aggregated{0};
    std::set<uint32_t> relayed; ///< workers that ever joined a relay
};

Vector
Around(const Vector& centre, double radius, double angle, double z)
{
    return Vector(centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle), z);
}

void
PlaceNodes(Ptr<Node> cloud,
           const NodeContainer& edges,
           const NodeContainer& relays,
           const NodeContainer& devices)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(1);
    const auto cell = [](uint32_t i) { return Vector(CELL_DISTANCE * (i % EDGES), 0, 25); };
    const auto post = [&cell](uint32_t i) {
        return Around(cell(i), GROUP_DISTANCE, M_PI / 2 + M_PI * (i / EDGES % 2), 10);
    };
    Ptr<ListPositionAllocator> positions = CreateObject<ListPositionAllocator>();
    positions->Add(Vector(0, 5000, 0));
    for (uint32_t i = 0; i < edges.GetN(); ++i)
    {
        positions->Add(cell(i));
    }
    for (uint32_t i = 0; i < relays.GetN(); ++i)
    {
        positions->Add(post(i));
    }
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const bool far = i / EDGES % 2 == 1;
        const double radius = (far ? 60 : 150) * std::sqrt(0.01 + 0.99 * random->GetValue());
        const Vector centre = far ? post(i % EDGES + EDGES * (i / EDGES / 2 % 2)) : cell(i);
        positions->Add(Around(centre, radius, random->GetValue(0, 2 * M_PI), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.Install(NodeContainer(NodeContainer(cloud), edges, relays, devices));
}

/// Wires between cloud and edge servers, access in bulk, and a sidelink with IP for beacons.
void
Link(const NodeContainer& cloud,
     const NodeContainer& edges,
     const NodeContainer& relays,
     const NodeContainer& devices)
{
    const NodeContainer terminals(relays, devices);
    EdgeTopologyHelper("nr-lite-bulk").Install(cloud, edges, terminals);
    InternetStackHelper().Install(terminals);
    NrLiteHelper radio;
    NetDeviceContainer sidelink = radio.InstallSidelink(terminals);
    radio.AssignStreams(sidelink, 106);
    Ipv4AddressHelper("10.100.0.0", "255.255.0.0").Assign(sidelink);
}

ApplicationContainer
InstallMarket(const NodeContainer& cloud,
              const NodeContainer& edges,
              const NodeContainer& relays,
              const NodeContainer& devices)
{
    EdgeLearningHelper learning;
    learning.SetFirstStream(1000);
    learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                        "ModelBytes",
                        UintegerValue(200000),
                        "FlopPerSample",
                        DoubleValue(7e4));
    learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=6e4|Max=6e5]");
    learning.SetOwners(OWNERS,
                       "Demand",
                       UintegerValue(60),
                       "Rounds",
                       UintegerValue(ROUNDS),
                       "StartDelay",
                       TimeValue(Seconds(10)));
    learning.SetMechanism("ns3::edgelearning::SecondPriceAuction");
    learning.SetLocator("ns3::edgelearning::ClusterLocator",
                        "Bulk",
                        BooleanValue(true),
                        "MinQuality",
                        DoubleValue(-8));
    return learning.Install(cloud, edges, relays, devices);
}

void
Watch(const ApplicationContainer& apps, Outcome& outcome, uint32_t& finished)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (Ptr<ModelOwner> owner = DynamicCast<ModelOwner>(*app))
        {
            owner->TraceConnectWithoutContext(
                "Round",
                Callback<void, const RoundRecord&>([&outcome](const RoundRecord& round) {
                    ++outcome.rounds;
                    outcome.selected += round.selected;
                    outcome.aggregated += round.aggregated;
                }));
            owner->TraceConnectWithoutContext("Finished",
                                              Callback<void, OwnerId>([&finished](OwnerId) {
                                                  if (++finished == OWNERS)
                                                  {
                                                      Simulator::Stop();
                                                  }
                                              }));
        }
        else if (Ptr<Relay> relay = DynamicCast<Relay>(*app))
        {
            relay->TraceConnectWithoutContext(
                "Membership",
                Callback<void, const MembershipRecord&>([&outcome](const MembershipRecord& record) {
                    outcome.relayed.insert(record.worker);
                }));
        }
    }
}

} // namespace

int
main()
{
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1448)); // of a 1500 byte MTU
    const NodeContainer cloud(1);
    const NodeContainer edges(EDGES);
    const NodeContainer relays(2 * EDGES);
    const NodeContainer devices(WORKERS);
    PlaceNodes(cloud.Get(0), edges, relays, devices);
    Link(cloud, edges, relays, devices);
    const ApplicationContainer apps = InstallMarket(cloud, edges, relays, devices);
    Outcome outcome;
    uint32_t finished = 0;
    Watch(apps, outcome, finished);

    Simulator::Stop(Seconds(5000));
    const auto start = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << WORKERS << " workers, " << EDGES << " edge servers, " << relays.GetN()
              << " relays with " << outcome.relayed.size() << " workers: " << outcome.rounds
              << " rounds, " << outcome.selected << " participations, " << outcome.aggregated
              << " aggregated, " << Simulator::Now().GetSeconds() << " s simulated\n"
              << "ratio market-500-workers-20-relays-seconds " << wall.count() << " 60\n"
              << "ratio market-500-workers-20-relays-gigabytes " << usage.ru_maxrss / 1e6 << " 1.5"
              << std::endl;
    Simulator::Destroy();
    return outcome.rounds == OWNERS * ROUNDS && !outcome.relayed.empty() ? 0 : 1;
}
