/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_NR_LITE_SCENARIO_H
#define EDGE_LEARNING_TEST_NR_LITE_SCENARIO_H

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/nr-lite-gnb-net-device.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/nr-lite-ue-net-device.h"
#include "ns3/propagation-module.h"

#include <string>
#include <vector>

namespace ns3::edgelearning
{

/// Cells and terminals at fixed places, with addresses of both families and TCP sinks at the gNBs.
class NrLiteScenario
{
  public:
    explicit NrLiteScenario(const std::vector<Vector>& gnbs, const std::vector<Vector>& ues)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        cells.Create(gnbs.size());
        terminals.Create(ues.size());
        Place(cells, gnbs);
        Place(terminals, ues);
        // Free space keeps the tests independent of random line of sight.
        auto loss = CreateObject<FriisPropagationLossModel>();
        loss->SetFrequency(3.5e9);
        radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
        radio.SetChannelAttribute("Bandwidth", DoubleValue(20e6));
    }

    ~NrLiteScenario()
    {
        Simulator::Destroy();
    }

    static void Place(const NodeContainer& nodes, const std::vector<Vector>& positions)
    {
        MobilityHelper mobility;
        auto list = CreateObject<ListPositionAllocator>();
        for (const auto& position : positions)
        {
            list->Add(position);
        }
        mobility.SetPositionAllocator(list);
        mobility.SetMobilityModel("ns3::ConstantVelocityMobilityModel");
        mobility.Install(nodes);
    }

    void Install()
    {
        gnbDevices = radio.InstallGnb(cells);
        ueDevices = radio.InstallUe(terminals);
        radio.AssignStreams(NetDeviceContainer(gnbDevices, ueDevices), 100);
        InternetStackHelper stack;
        stack.Install(NodeContainer(cells, terminals));
        stack.AssignStreams(NodeContainer(cells, terminals), 200);
        Ipv4AddressHelper ipv4("10.1.0.0", "255.255.0.0");
        Ipv6AddressHelper ipv6(Ipv6Address("2001:1::"), Ipv6Prefix(64));
        gnbAddresses = ipv4.Assign(gnbDevices);
        ueAddresses = ipv4.Assign(ueDevices);
        gnbAddresses6 = ipv6.Assign(gnbDevices);
        ueAddresses6 = ipv6.Assign(ueDevices);
    }

    Ptr<NrLiteUeNetDevice> Ue(uint32_t i) const
    {
        return DynamicCast<NrLiteUeNetDevice>(ueDevices.Get(i));
    }

    Ptr<NrLiteGnbNetDevice> Gnb(uint32_t i) const
    {
        return DynamicCast<NrLiteGnbNetDevice>(gnbDevices.Get(i));
    }

    /// TCP from one node to an address of another one, where a sink is installed.
    Ptr<PacketSink> Upload(Ptr<Node> from,
                           Ptr<Node> to,
                           Address address,
                           uint64_t bytes,
                           Time start)
    {
        PacketSinkHelper sink("ns3::TcpSocketFactory", address);
        auto apps = sink.Install(to);
        BulkSendHelper source("ns3::TcpSocketFactory", address);
        source.SetAttribute("MaxBytes", UintegerValue(bytes));
        source.Install(from).Start(start);
        return DynamicCast<PacketSink>(apps.Get(0));
    }

    NodeContainer cells;
    NodeContainer terminals;
    NrLiteHelper radio;
    NetDeviceContainer gnbDevices;
    NetDeviceContainer ueDevices;
    Ipv4InterfaceContainer gnbAddresses;
    Ipv4InterfaceContainer ueAddresses;
    Ipv6InterfaceContainer gnbAddresses6;
    Ipv6InterfaceContainer ueAddresses6;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TEST_NR_LITE_SCENARIO_H */
