/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offloading-helper.h"

#include "node-address.h"

#include "ns3/beacon-locator.h"
#include "ns3/boolean.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/cluster-locator.h"
#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/greedy-policy.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/mobility-model.h"
#include "ns3/nr-lite-sidelink-net-device.h"
#include "ns3/offload-client.h"
#include "ns3/offload-server.h"
#include "ns3/packet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/serving-cell-locator.h"
#include "ns3/task-source.h"
#include "ns3/uinteger.h"
#include "ns3/virtual-edge-server.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

/// Beside the port of the learning applications, so that a node may have both.
constexpr uint16_t PORT = 8100;

/// @param from a node @param to another @return their distance; 0 if one of them has no place
double
GetDistance(Ptr<Node> from, Ptr<Node> to)
{
    const Ptr<MobilityModel> here = from->GetObject<MobilityModel>();
    const Ptr<MobilityModel> there = to->GetObject<MobilityModel>();
    return here && there ? here->GetDistanceFrom(there) : 0;
}

} // namespace

OffloadingHelper::OffloadingHelper()
{
    m_policy.SetTypeId(GreedyPolicy::GetTypeId());
    m_locator.SetTypeId("ns3::edgelearning::GatewayLocator");
    m_source.SetTypeId(TaskSource::GetTypeId());
    m_client.SetTypeId(OffloadClient::GetTypeId());
    m_server.SetTypeId(OffloadServer::GetTypeId());
    m_neighbour.SetTypeId(OffloadServer::GetTypeId());
    m_serverCompute.SetTypeId(ComputeResource::GetTypeId());
    SetServerCompute("Rate", DoubleValue(1e10));
}

void
OffloadingHelper::SetCompute(const std::string& name, const std::string& variable)
{
    SetComputeVariable(name, variable);
}

void
OffloadingHelper::SetServerCompute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_serverCompute, name, value);
}

void
OffloadingHelper::SetServerAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_server, name, value);
}

void
OffloadingHelper::SetNeighbourAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_neighbour, name, value);
}

void
OffloadingHelper::SetClientAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_client, name, value);
}

void
OffloadingHelper::SetHaveTasks(bool haveTasks)
{
    m_haveTasks = haveTasks;
}

void
OffloadingHelper::SetMaxNeighbours(uint32_t count)
{
    m_maxNeighbours = count;
}

ApplicationContainer
OffloadingHelper::Install(Ptr<Node> edge,
                          const NodeContainer& devices,
                          const NetDeviceContainer& neighbours)
{
    CheckArguments(devices, neighbours);
    m_installed = ApplicationContainer();
    AssignComputeStreams();
    // First of all, so that the tasks of a seed do not depend on who may do them.
    for (auto node = devices.Begin(); m_haveTasks && node != devices.End(); ++node)
    {
        FinishApplication(m_source.Create<TaskSource>(), *node);
    }
    if (edge)
    {
        InstallServer(edge);
    }
    std::set<Ptr<Node>> helpful;
    for (auto device = neighbours.Begin(); device != neighbours.End(); ++device)
    {
        helpful.insert((*device)->GetNode());
    }
    for (auto node = devices.Begin(); node != devices.End(); ++node)
    {
        InstallCompute(*node);
        if (helpful.count(*node) > 0)
        {
            InstallNeighbour(*node);
        }
        InstallClient(*node, edge, neighbours);
    }
    return m_installed;
}

ApplicationContainer
OffloadingHelper::InstallVirtualEdgeServer(Ptr<NetDevice> head, const NetDeviceContainer& members)
{
    if (members.GetN() == 0)
    {
        throw std::invalid_argument(
            "0 members; a virtual edge server needs at least one besides its head");
    }
    const Ptr<Node> node = head->GetNode();
    GetAddress(head);
    for (auto member = members.Begin(); member != members.End(); ++member)
    {
        if ((*member)->GetNode() == node)
        {
            throw std::invalid_argument("a member's device is on node " +
                                        std::to_string(node->GetId()) +
                                        ", which is the head; name other nodes");
        }
        GetAddress(*member);
    }
    m_installed = ApplicationContainer();
    AssignComputeStreams();
    InstallCompute(node);
    const Ptr<OffloadClient> client = m_client.Create<OffloadClient>();
    client->SetAttribute("UseEdge", BooleanValue(false));
    if (IsBulk())
    {
        client->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
    }
    const Ptr<VirtualEdgeServer> server = CreateObject<VirtualEdgeServer>();
    server->SetDispatcher(client);
    Listen(server, node);
    FinishApplication(server, node);
    FinishApplication(client, node);
    for (auto member = members.Begin(); member != members.End(); ++member)
    {
        client->AddNeighbour(GetAddress(*member));
        InstallCompute((*member)->GetNode());
        InstallNeighbour((*member)->GetNode());
    }
    return m_installed;
}

void
OffloadingHelper::CheckArguments(const NodeContainer& devices,
                                 const NetDeviceContainer& neighbours) const
{
    if (devices.GetN() == 0)
    {
        throw std::invalid_argument("0 devices; offloading needs at least one");
    }
    const TypeId locator = m_locator.GetTypeId();
    if (locator == BeaconLocator::GetTypeId() || locator == ClusterLocator::GetTypeId())
    {
        throw std::invalid_argument(locator.GetName() +
                                    " listens for beacons, which a compute server does not send; "
                                    "take a StaticLocator, GatewayLocator or ServingCellLocator");
    }
    std::set<uint32_t> seen;
    for (auto device = neighbours.Begin(); device != neighbours.End(); ++device)
    {
        const Ptr<Node> node = (*device)->GetNode();
        if (!devices.Contains(node->GetId()) || !seen.insert(node->GetId()).second)
        {
            throw std::invalid_argument(
                "a device for neighbours is on node " + std::to_string(node->GetId()) +
                ", which is none of the devices or has another one; name one a node, on nodes of "
                "the devices");
        }
        GetAddress(*device);
    }
}

Address
OffloadingHelper::GetAddress(Ptr<NetDevice> device) const
{
    const Ptr<Node> node = device->GetNode();
    if (IsBulk())
    {
        if (!DynamicCast<NrLiteSidelinkNetDevice>(device))
        {
            throw std::invalid_argument("the device for neighbours on node " +
                                        std::to_string(node->GetId()) +
                                        " is no NrLite sidelink; in bulk granularity, which goes "
                                        "with a ServingCellLocator, no other will do");
        }
        PacketSocketAddress address;
        address.SetAllDevices();
        address.SetPhysicalAddress(device->GetAddress());
        address.SetProtocol(PORT);
        return address;
    }
    const Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    const int32_t interface = ipv4 ? ipv4->GetInterfaceForDevice(device) : -1;
    if (interface < 0 || ipv4->GetNAddresses(interface) == 0)
    {
        throw std::invalid_argument("the device for neighbours on node " +
                                    std::to_string(node->GetId()) +
                                    " has no IPv4 address; assign one first");
    }
    return InetSocketAddress(ipv4->GetAddress(interface, 0).GetLocal(), PORT);
}

void
OffloadingHelper::Listen(Ptr<Application> server, Ptr<Node> node) const
{
    if (IsBulk())
    {
        ListenInBulk(server, PORT);
        return;
    }
    const Address address = GetServiceAddress(node, PORT);
    server->SetAttribute("Local", AddressValue(GetAnyAddress(address, PORT)));
}

void
OffloadingHelper::InstallServer(Ptr<Node> node)
{
    if (!node->GetObject<ComputeResource>())
    {
        node->AggregateObject(m_serverCompute.Create<ComputeResource>());
    }
    const Ptr<OffloadServer> server = m_server.Create<OffloadServer>();
    Listen(server, node);
    FinishApplication(server, node);
}

void
OffloadingHelper::InstallNeighbour(Ptr<Node> node)
{
    const Ptr<OffloadServer> server = m_neighbour.Create<OffloadServer>();
    server->SetAttribute("Neighbour", BooleanValue(true));
    Listen(server, node);
    FinishApplication(server, node);
}

void
OffloadingHelper::InstallClient(Ptr<Node> node,
                                Ptr<Node> edge,
                                const NetDeviceContainer& neighbours)
{
    const Ptr<OffloadClient> client = m_client.Create<OffloadClient>();
    client->SetAttribute("Policy", PointerValue(m_policy.Create<OffloadPolicy>()));
    if (IsBulk())
    {
        client->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
    }
    if (edge)
    {
        const Ptr<EdgeLocator> locator = MakeLocator(node, NodeContainer(edge), edge, PORT);
        locator->SetAttributeFailSafe("Port", UintegerValue(PORT));
        client->SetAttribute("Locator", PointerValue(locator));
    }
    else
    {
        client->SetAttribute("UseEdge", BooleanValue(false));
    }
    std::vector<Ptr<NetDevice>> others;
    bool canAsk = false;
    for (auto device = neighbours.Begin(); device != neighbours.End(); ++device)
    {
        if ((*device)->GetNode() == node)
        {
            canAsk = true;
        }
        else
        {
            others.push_back(*device);
        }
    }
    std::stable_sort(others.begin(), others.end(), [&](const auto& a, const auto& b) {
        return GetDistance(node, a->GetNode()) < GetDistance(node, b->GetNode());
    });
    for (std::size_t i = 0; canAsk && i < others.size() && i < m_maxNeighbours; ++i)
    {
        client->AddNeighbour(GetAddress(others[i]));
    }
    FinishApplication(client, node);
}

} // namespace ns3::edgelearning
