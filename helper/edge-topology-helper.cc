/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-topology-helper.h"

#include "nr-lite-helper.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/lte-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/point-to-point-epc-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/ssid.h"
#include "ns3/string.h"
#include "ns3/wifi-helper.h"
#include "ns3/yans-wifi-helper.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

/// Index of the edge node that is nearest to a device.
uint32_t
FindNearest(const NodeContainer& edges, Ptr<Node> device)
{
    uint32_t nearest = 0;
    const auto distance = [&](uint32_t i) {
        return device->GetObject<MobilityModel>()->GetDistanceFrom(
            edges.Get(i)->GetObject<MobilityModel>());
    };
    for (uint32_t i = 1; i < edges.GetN(); ++i)
    {
        nearest = distance(i) < distance(nearest) ? i : nearest;
    }
    return nearest;
}

void
SetDefaultRoute(Ptr<Node> node, Ipv4Address gateway, uint32_t interface)
{
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(node->GetObject<Ipv4>())
        ->SetDefaultRoute(gateway, interface);
}

} // namespace

EdgeTopologyHelper::EdgeTopologyHelper(const std::string& link)
    : m_link(link),
      m_backhaulDelay(MilliSeconds(5)),
      m_accessDelay(MilliSeconds(2))
{
    const std::vector<std::string> known{"nr-lite",
                                         "nr-lite-bulk",
                                         "lte",
                                         "wifi",
                                         "wifi-infrastructure",
                                         "p2p"};
    if (std::find(known.begin(), known.end(), link) == known.end())
    {
        throw std::invalid_argument("unknown link '" + link +
                                    "'; there are nr-lite, nr-lite-bulk, lte, wifi, "
                                    "wifi-infrastructure and p2p");
    }
}

void
EdgeTopologyHelper::SetBackhaul(const std::string& rate, Time delay)
{
    m_backhaulRate = rate;
    m_backhaulDelay = delay;
}

void
EdgeTopologyHelper::SetPointToPointAccess(const std::string& rate, Time delay)
{
    m_accessRate = rate;
    m_accessDelay = delay;
}

std::string
EdgeTopologyHelper::GetLocator() const
{
    if (m_link == "wifi")
    {
        return "ns3::edgelearning::BeaconLocator";
    }
    if (m_link == "nr-lite-bulk")
    {
        return "ns3::edgelearning::ServingCellLocator";
    }
    return m_link == "lte" || m_link == "p2p" ? "ns3::edgelearning::StaticLocator"
                                              : "ns3::edgelearning::GatewayLocator";
}

Time
EdgeTopologyHelper::GetStartTime() const
{
    return Seconds(m_link == "lte" || m_link == "wifi-infrastructure" ? 2 : 0);
}

NetDeviceContainer
EdgeTopologyHelper::Install(const NodeContainer& cloud,
                            const NodeContainer& edges,
                            const NodeContainer& devices)
{
    m_nodes = NodeContainer(cloud, edges, devices);
    InternetStackHelper internet;
    internet.Install(NodeContainer(cloud, edges));
    if (m_link == "nr-lite-bulk")
    {
        InstallBackhaul(cloud.Get(0), edges);
        m_access = InstallNrLite(edges, devices);
        return m_access;
    }
    internet.Install(devices);
    if (m_link == "lte")
    {
        m_access = InstallLte(cloud, edges, devices);
        return m_access;
    }
    const Ipv4InterfaceContainer backhaul = InstallBackhaul(cloud.Get(0), edges);
    if (m_link == "nr-lite")
    {
        m_access = InstallNrLite(edges, devices);
        Ipv4AddressHelper("10.0.0.0", "255.255.0.0").Assign(m_access);
    }
    else if (m_link == "wifi")
    {
        m_access = InstallAdHoc(edges, devices);
    }
    else if (m_link == "wifi-infrastructure")
    {
        m_access = InstallInfrastructure(edges, devices);
    }
    else
    {
        m_access = InstallPointToPoint(edges, devices, backhaul);
    }
    return m_access;
}

int64_t
EdgeTopologyHelper::AssignStreams(int64_t stream)
{
    if (m_nodes.GetN() == 0)
    {
        throw std::logic_error("there are no streams before Install(); call AssignStreams() after");
    }
    int64_t next = stream;
    next += MobilityHelper().AssignStreams(m_nodes, next);
    next += InternetStackHelper().AssignStreams(m_nodes, next);
    if (m_link == "lte")
    {
        // The backhaul's nodes included.
        next += DynamicCast<LteHelper>(m_kept.front())->AssignStreams(m_access, next);
    }
    else if (m_link == "wifi" || m_link == "wifi-infrastructure")
    {
        next += AssignWifiStreams(next);
    }
    else
    {
        next += NrLiteHelper::AssignStreams(m_access, next);
    }
    return next - stream;
}

int64_t
EdgeTopologyHelper::AssignWifiStreams(int64_t stream) const
{
    int64_t next = stream;
    std::set<Ptr<Channel>> done;
    for (auto device = m_access.Begin(); device != m_access.End(); ++device)
    {
        if (done.insert((*device)->GetChannel()).second)
        {
            const auto channel = DynamicCast<YansWifiChannel>((*device)->GetChannel());
            next += YansWifiChannelHelper().AssignStreams(channel, next);
        }
    }
    return next + WifiHelper().AssignStreams(m_access, next) - stream;
}

Ipv4InterfaceContainer
EdgeTopologyHelper::InstallBackhaul(Ptr<Node> centre, const NodeContainer& leaves)
{
    PointToPointHelper backhaul;
    backhaul.SetDeviceAttribute("DataRate", StringValue(m_backhaulRate));
    backhaul.SetChannelAttribute("Delay", TimeValue(m_backhaulDelay));
    Ipv4AddressHelper addresses("10.250.0.0", "255.255.255.252");
    Ipv4InterfaceContainer interfaces;
    for (auto leaf = leaves.Begin(); leaf != leaves.End(); ++leaf)
    {
        const Ipv4InterfaceContainer pair = addresses.Assign(backhaul.Install(centre, *leaf));
        SetDefaultRoute(*leaf, pair.GetAddress(0), pair.Get(1).second);
        interfaces.Add(pair);
        addresses.NewNetwork();
    }
    return interfaces;
}

NetDeviceContainer
EdgeTopologyHelper::InstallNrLite(const NodeContainer& edges, const NodeContainer& devices)
{
    NrLiteHelper radio;
    NetDeviceContainer access = radio.InstallGnb(edges);
    access.Add(radio.InstallUe(devices));
    return access;
}

NetDeviceContainer
EdgeTopologyHelper::InstallLte(const NodeContainer& cloud,
                               const NodeContainer& edges,
                               const NodeContainer& devices)
{
    Ptr<LteHelper> lte = CreateObject<LteHelper>();
    Ptr<PointToPointEpcHelper> epc = CreateObject<PointToPointEpcHelper>();
    lte->SetEpcHelper(epc);
    Ptr<Node> gateway = epc->GetPgwNode();
    InstallBackhaul(gateway, NodeContainer(cloud.Get(0), edges));

    NodeContainer stations;
    stations.Create(edges.GetN());
    MobilityHelper mobility;
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(stations);
    for (uint32_t i = 0; i < edges.GetN(); ++i)
    {
        stations.Get(i)->GetObject<MobilityModel>()->SetPosition(
            edges.Get(i)->GetObject<MobilityModel>()->GetPosition());
    }
    m_nodes.Add(stations);
    NetDeviceContainer access = lte->InstallEnbDevice(stations);
    NetDeviceContainer terminals = lte->InstallUeDevice(devices);
    epc->AssignUeIpv4Address(terminals);
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        SetDefaultRoute(*device, epc->GetUeDefaultGatewayAddress(), 1);
    }
    lte->AttachToClosestEnb(terminals, access);
    access.Add(terminals);
    m_kept = {lte, epc};
    return access;
}

NetDeviceContainer
EdgeTopologyHelper::InstallAdHoc(const NodeContainer& edges, const NodeContainer& devices)
{
    YansWifiPhyHelper phy;
    phy.SetChannel(YansWifiChannelHelper::Default().Create());
    WifiMacHelper mac;
    mac.SetType("ns3::AdhocWifiMac");
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211a);
    wifi.SetRemoteStationManager("ns3::ConstantRateWifiManager",
                                 "DataMode",
                                 StringValue("OfdmRate24Mbps"),
                                 "ControlMode",
                                 StringValue("OfdmRate6Mbps"));
    NetDeviceContainer access = wifi.Install(phy, mac, NodeContainer(edges, devices));
    Ipv4AddressHelper("10.0.0.0", "255.255.0.0").Assign(access);
    return access;
}

NetDeviceContainer
EdgeTopologyHelper::InstallInfrastructure(const NodeContainer& edges, const NodeContainer& devices)
{
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211a);
    NetDeviceContainer access;
    NetDeviceContainer stations;
    std::vector<NodeContainer> cells(edges.GetN());
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        cells[FindNearest(edges, *device)].Add(*device);
    }
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < edges.GetN(); ++i)
    {
        YansWifiPhyHelper phy;
        phy.SetChannel(YansWifiChannelHelper::Default().Create());
        const Ssid ssid("edge-" + std::to_string(i));
        WifiMacHelper mac;
        mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(ssid));
        NetDeviceContainer point = wifi.Install(phy, mac, edges.Get(i));
        mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(ssid));
        NetDeviceContainer joined = wifi.Install(phy, mac, cells[i]);
        const Ipv4InterfaceContainer gateway = addresses.Assign(point);
        addresses.Assign(joined);
        addresses.NewNetwork();
        for (auto device = cells[i].Begin(); device != cells[i].End(); ++device)
        {
            SetDefaultRoute(*device, gateway.GetAddress(0), 1);
        }
        access.Add(point);
        stations.Add(joined);
    }
    access.Add(stations);
    return access;
}

NetDeviceContainer
EdgeTopologyHelper::InstallPointToPoint(const NodeContainer& edges,
                                        const NodeContainer& devices,
                                        const Ipv4InterfaceContainer& backhaul)
{
    Ptr<Ipv4StaticRouting> cloudRouting =
        Ipv4StaticRoutingHelper().GetStaticRouting(backhaul.Get(0).first);

    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue(m_accessRate));
    link.SetChannelAttribute("Delay", TimeValue(m_accessDelay));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
    NetDeviceContainer ofEdges;
    NetDeviceContainer ofDevices;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        NetDeviceContainer pair = link.Install(edges.Get(i % edges.GetN()), devices.Get(i));
        const Ipv4InterfaceContainer interfaces = addresses.Assign(pair);
        addresses.NewNetwork();
        SetDefaultRoute(devices.Get(i), interfaces.GetAddress(0), interfaces.Get(1).second);
        const uint32_t edge = 2 * (i % edges.GetN());
        cloudRouting->AddHostRouteTo(interfaces.GetAddress(1),
                                     backhaul.GetAddress(edge + 1),
                                     backhaul.Get(edge).second);
        ofEdges.Add(pair.Get(0));
        ofDevices.Add(pair.Get(1));
    }
    ofEdges.Add(ofDevices);
    return ofEdges;
}

} // namespace ns3::edgelearning
