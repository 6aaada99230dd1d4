/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-neighbour.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/arp-cache.h"
#include "ns3/arp-header.h"
#include "ns3/arp-l3-protocol.h"
#include "ns3/icmpv6-header.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-routing-helper.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-routing-helper.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/ndisc-cache.h"
#include "ns3/node.h"

namespace ns3::edgelearning
{

namespace
{

/**
 * @param device a device
 * @return its IPv4 addresses
 */
std::vector<Ipv4Address>
GetIpv4Addresses(NetDevice& device)
{
    std::vector<Ipv4Address> addresses;
    const auto ipv4 = device.GetNode()->GetObject<Ipv4>();
    const int32_t interface = ipv4 ? ipv4->GetInterfaceForDevice(&device) : -1;
    for (uint32_t i = 0; interface >= 0 && i < ipv4->GetNAddresses(interface); i++)
    {
        addresses.push_back(ipv4->GetAddress(interface, i).GetLocal());
    }
    return addresses;
}

/**
 * @param device a device
 * @return its IPv6 addresses, link-local ones included
 */
std::vector<Ipv6Address>
GetIpv6Addresses(NetDevice& device)
{
    std::vector<Ipv6Address> addresses;
    const auto ipv6 = device.GetNode()->GetObject<Ipv6>();
    const int32_t interface = ipv6 ? ipv6->GetInterfaceForDevice(&device) : -1;
    for (uint32_t i = 0; interface >= 0 && i < ipv6->GetNAddresses(interface); i++)
    {
        addresses.push_back(ipv6->GetAddress(interface, i).GetAddress());
    }
    return addresses;
}

/**
 * @param gnb a gNB
 * @return its ARP cache, null without IPv4
 */
Ptr<ArpCache>
GetArpCache(NrLiteGnbNetDevice& gnb)
{
    const auto ipv4 = gnb.GetNode()->GetObject<Ipv4L3Protocol>();
    const int32_t interface = ipv4 ? ipv4->GetInterfaceForDevice(&gnb) : -1;
    return interface >= 0 ? ipv4->GetInterface(interface)->GetArpCache() : nullptr;
}

/**
 * @param gnb a gNB
 * @return its neighbour cache, null without IPv6
 */
Ptr<NdiscCache>
GetNdiscCache(NrLiteGnbNetDevice& gnb)
{
    const auto ipv6 = gnb.GetNode()->GetObject<Ipv6L3Protocol>();
    const int32_t interface = ipv6 ? ipv6->GetInterfaceForDevice(&gnb) : -1;
    return interface >= 0 ? ipv6->GetInterface(interface)->GetNdiscCache() : nullptr;
}

/**
 * @brief Learn an IPv4 neighbour and send what waited for it.
 * @param cache the gNB's cache
 * @param address the neighbour
 * @param mac its MAC address
 */
void
Learn(Ptr<ArpCache> cache, Ipv4Address address, Address mac)
{
    auto entry = cache->Lookup(address);
    if (!entry)
    {
        entry = cache->Add(address);
    }
    if (!entry->IsWaitReply())
    {
        entry->SetMacAddress(mac);
        entry->MarkPermanent();
        return;
    }
    entry->MarkAlive(mac);
    auto pending = entry->DequeuePending();
    entry->MarkPermanent();
    while (pending.first)
    {
        cache->GetInterface()->Send(pending.first, pending.second, address);
        pending = entry->DequeuePending();
    }
}

/**
 * @brief Learn an IPv6 neighbour and send what waited for it.
 * @param cache the gNB's cache
 * @param address the neighbour
 * @param mac its MAC address
 */
void
Learn(Ptr<NdiscCache> cache, Ipv6Address address, Address mac)
{
    auto entry = cache->Lookup(address);
    if (!entry)
    {
        entry = cache->Add(address);
    }
    std::list<NdiscCache::Ipv6PayloadHeaderPair> waiting;
    if (entry->IsIncomplete())
    {
        entry->StopNudTimer();
        waiting = entry->MarkReachable(mac);
    }
    entry->SetMacAddress(mac);
    entry->MarkPermanent();
    for (const auto& packet : waiting)
    {
        cache->GetInterface()->Send(packet.first, packet.second, address);
    }
    entry->ClearWaitingPacket();
}

/**
 * @brief Replace the default route of a static routing table.
 * @param routing the table, may be null
 * @param gateway next hop
 * @param interface outgoing interface
 */
template <typename R, typename A>
void
SetDefaultRoute(Ptr<R> routing, A gateway, uint32_t interface)
{
    if (!routing)
    {
        return;
    }
    for (uint32_t i = routing->GetNRoutes(); i > 0; i--)
    {
        const auto route = routing->GetRoute(i - 1);
        if (route.IsDefault() && route.GetInterface() == interface)
        {
            routing->RemoveRoute(i - 1);
        }
    }
    routing->SetDefaultRoute(gateway, interface);
}

/**
 * @brief Point a terminal's default routes to a gNB.
 * @param gnb the gNB
 * @param terminal the terminal
 */
void
UpdateDefaultRoutes(NrLiteGnbNetDevice& gnb, NrLiteUeNetDevice& terminal)
{
    const auto node = terminal.GetNode();
    const auto gateways = GetIpv4Addresses(gnb);
    const auto ipv4 = node->GetObject<Ipv4>();
    const int32_t interface = ipv4 ? ipv4->GetInterfaceForDevice(&terminal) : -1;
    if (interface >= 0 && !gateways.empty())
    {
        SetDefaultRoute(
            Ipv4RoutingHelper::GetRouting<Ipv4StaticRouting>(ipv4->GetRoutingProtocol()),
            gateways.front(),
            interface);
    }
    const auto ipv6 = node->GetObject<Ipv6>();
    const int32_t interface6 = ipv6 ? ipv6->GetInterfaceForDevice(&terminal) : -1;
    if (interface6 < 0)
    {
        return;
    }
    for (const auto& gateway : GetIpv6Addresses(gnb))
    {
        if (!gateway.IsLinkLocal())
        {
            SetDefaultRoute(
                Ipv6RoutingHelper::GetRouting<Ipv6StaticRouting>(ipv6->GetRoutingProtocol()),
                gateway,
                interface6);
            return;
        }
    }
}

/**
 * @brief Answer an ARP request.
 * @param channel the channel
 * @param gnb who asks
 * @param packet the request
 */
void
ResolveArp(const NrLiteChannel& channel, NrLiteGnbNetDevice& gnb, Ptr<const Packet> packet)
{
    ArpHeader header;
    packet->PeekHeader(header);
    const Ipv4Address target = header.GetDestinationIpv4Address();
    for (std::size_t i = 0; i < channel.GetNDevices(); i++)
    {
        const auto device = channel.GetDevice(i);
        for (const auto& address : GetIpv4Addresses(*device))
        {
            if (address == target)
            {
                Learn(GetArpCache(gnb), target, device->GetAddress());
                return;
            }
        }
    }
}

/**
 * @brief Answer a neighbour solicitation.
 * @param channel the channel
 * @param gnb who asks
 * @param target address asked for
 */
void
ResolveNdp(const NrLiteChannel& channel, NrLiteGnbNetDevice& gnb, Ipv6Address target)
{
    for (std::size_t i = 0; i < channel.GetNDevices(); i++)
    {
        const auto device = channel.GetDevice(i);
        for (const auto& address : GetIpv6Addresses(*device))
        {
            if (address == target)
            {
                Learn(GetNdiscCache(gnb), target, device->GetAddress());
                return;
            }
        }
    }
}

} // namespace

void
NrLiteNeighbour::Attach(NrLiteGnbNetDevice& gnb, NrLiteUeNetDevice& terminal)
{
    if (const auto cache = GetArpCache(gnb))
    {
        for (const auto& address : GetIpv4Addresses(terminal))
        {
            Learn(cache, address, terminal.GetAddress());
        }
    }
    if (const auto cache = GetNdiscCache(gnb))
    {
        // ns-3 does not forward IPv6 unless told to; a gNB is a router by nature.
        cache->GetInterface()->SetForwarding(true);
        for (const auto& address : GetIpv6Addresses(terminal))
        {
            Learn(cache, address, terminal.GetAddress());
        }
    }
    if (terminal.UpdatesDefaultRoute())
    {
        UpdateDefaultRoutes(gnb, terminal);
    }
}

bool
NrLiteNeighbour::Resolve(const NrLiteChannel& channel,
                         NrLiteGnbNetDevice& gnb,
                         Ptr<const Packet> packet,
                         uint16_t protocol)
{
    if (protocol == ArpL3Protocol::PROT_NUMBER)
    {
        ResolveArp(channel, gnb, packet);
        return true;
    }
    if (protocol != Ipv6L3Protocol::PROT_NUMBER)
    {
        return false;
    }
    Ipv6Header header;
    packet->PeekHeader(header);
    if (header.GetNextHeader() != Icmpv6L4Protocol::GetStaticProtocolNumber())
    {
        return false;
    }
    auto copy = packet->Copy();
    copy->RemoveHeader(header);
    uint8_t type = 0;
    copy->CopyData(&type, sizeof(type));
    if (type != Icmpv6Header::ICMPV6_ND_NEIGHBOR_SOLICITATION)
    {
        return false;
    }
    Icmpv6NS solicitation;
    copy->RemoveHeader(solicitation);
    // A solicitation from the unspecified address probes for a duplicate: nobody has it.
    if (!header.GetSource().IsAny())
    {
        ResolveNdp(channel, gnb, solicitation.GetIpv6Target());
    }
    return true;
}

} // namespace ns3::edgelearning
