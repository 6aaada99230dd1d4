/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_RELAY_SCENARIO_H
#define EDGE_LEARNING_TEST_RELAY_SCENARIO_H

#include "market-scenario.h"

#include "ns3/boolean.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/point-to-point-helper.h"

namespace ns3::edgelearning::test
{

/// A market with workers behind relays.
class RelayScenario : public MarketScenario
{
  protected:
    /// Make one edge server, relays 10 m from it, and workers 10 m from the relays in turn.
    void CreateClusters(uint32_t relayCount, uint32_t workerCount)
    {
        CreateNodes(1, 0);
        relays.Create(relayCount);
        devices.Create(workerCount);
        Ptr<ListPositionAllocator> positions = CreateObject<ListPositionAllocator>();
        for (uint32_t i = 0; i < relayCount; ++i)
        {
            positions->Add(Vector(400.0 * i, 10, 1.5));
        }
        for (uint32_t i = 0; i < workerCount; ++i)
        {
            positions->Add(Vector(400.0 * (i % relayCount) + i, 20, 1.5));
        }
        MobilityHelper mobility;
        mobility.SetPositionAllocator(positions);
        mobility.Install(NodeContainer(relays, devices));
    }

    /// Wires: relays to the edge server, workers to the relays in turn. @return ends of the latter
    NetDeviceContainer InstallWires()
    {
        topology = std::make_unique<EdgeTopologyHelper>("p2p");
        topology->Install(cloud, edges, relays);
        learning.SetLocator("ns3::edgelearning::StaticLocator");
        InternetStackHelper().Install(devices);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        Ipv4AddressHelper addresses("10.100.0.0", "255.255.255.252");
        NetDeviceContainer wires;
        for (uint32_t i = 0; i < devices.GetN(); ++i)
        {
            NetDeviceContainer wire = link.Install(relays.Get(i % relays.GetN()), devices.Get(i));
            addresses.Assign(wire);
            addresses.NewNetwork();
            wires.Add(wire);
        }
        InstallApplications();
        return wires;
    }

    /// NrLite: the relays have access and sidelink, the workers only a sidelink.
    void InstallSidelink()
    {
        topology = std::make_unique<EdgeTopologyHelper>("nr-lite");
        NrLiteHelper::AssignStreams(topology->Install(cloud, edges, relays), 100);
        InternetStackHelper().Install(devices);
        InstallSidelinkOnly();
        learning.SetLocator("ns3::edgelearning::ClusterLocator");
        InstallApplications();
    }

    /// The same with both hops in bulk; only beacons need IP.
    void InstallBulkSidelink()
    {
        topology = std::make_unique<EdgeTopologyHelper>("nr-lite-bulk");
        NrLiteHelper::AssignStreams(topology->Install(cloud, edges, relays), 100);
        InternetStackHelper().Install(NodeContainer(relays, devices));
        InstallSidelinkOnly();
        learning.SetLocator("ns3::edgelearning::ClusterLocator", "Bulk", BooleanValue(true));
        InstallApplications();
    }

    void InstallSidelinkOnly()
    {
        NrLiteHelper radio;
        NetDeviceContainer sidelink = radio.InstallSidelink(NodeContainer(relays, devices));
        radio.AssignStreams(sidelink, 7000);
        Ipv4AddressHelper("10.100.0.0", "255.255.0.0").Assign(sidelink);
        InternetStackHelper().AssignStreams(NodeContainer(edges, relays, devices), 9000);
    }

    /// Count messages of a type that an application sends.
    void CountSent(Ptr<Application> app, MessageType type, uint32_t& count)
    {
        app->TraceConnectWithoutContext(
            "Tx",
            Callback<void, const MessageHeader&>([type, &count](const MessageHeader& header) {
                count += header.type == type ? 1 : 0;
            }));
    }

    /// @return membership records of a kind
    uint32_t CountMemberships(bool joined, const std::string& reason) const
    {
        uint32_t count = 0;
        for (const MembershipRecord& record : memberships)
        {
            count += record.joined == joined && reason == record.reason ? 1 : 0;
        }
        return count;
    }
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_RELAY_SCENARIO_H */
