/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-address.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

std::vector<Ipv4InterfaceAddress>
GetIpv4Addresses(Ptr<Node> node)
{
    std::vector<Ipv4InterfaceAddress> addresses;
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    for (uint32_t i = 1; ipv4 && i < ipv4->GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < ipv4->GetNAddresses(i); ++j)
        {
            addresses.push_back(ipv4->GetAddress(i, j));
        }
    }
    return addresses;
}

std::vector<Ipv6InterfaceAddress>
GetIpv6Addresses(Ptr<Node> node)
{
    std::vector<Ipv6InterfaceAddress> addresses;
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    for (uint32_t i = 1; ipv6 && i < ipv6->GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < ipv6->GetNAddresses(i); ++j)
        {
            if (ipv6->GetAddress(i, j).GetScope() == Ipv6InterfaceAddress::GLOBAL)
            {
                addresses.push_back(ipv6->GetAddress(i, j));
            }
        }
    }
    return addresses;
}

} // namespace

Address
GetServiceAddress(Ptr<Node> node, uint16_t port)
{
    const auto four = GetIpv4Addresses(node);
    if (!four.empty())
    {
        return InetSocketAddress(four.front().GetLocal(), port);
    }
    const auto six = GetIpv6Addresses(node);
    if (!six.empty())
    {
        return Inet6SocketAddress(six.front().GetAddress(), port);
    }
    throw std::invalid_argument("node " + std::to_string(node->GetId()) +
                                " has neither a global IPv4 nor a global IPv6 address; install an "
                                "InternetStackHelper and assign addresses first");
}

Address
GetAnyAddress(const Address& like, uint16_t port)
{
    return InetSocketAddress::IsMatchingType(like)
               ? Address(InetSocketAddress(Ipv4Address::GetAny(), port))
               : Address(Inet6SocketAddress(Ipv6Address::GetAny(), port));
}

Address
GetLoopbackAddress(const Address& like, uint16_t port)
{
    return InetSocketAddress::IsMatchingType(like)
               ? Address(InetSocketAddress(Ipv4Address::GetLoopback(), port))
               : Address(Inet6SocketAddress(Ipv6Address::GetLoopback(), port));
}

Address
GetNeighbourAddress(Ptr<Node> node, Ptr<Node> server, uint16_t port)
{
    for (const auto& mine : GetIpv4Addresses(node))
    {
        for (const auto& theirs : GetIpv4Addresses(server))
        {
            if (mine.GetMask() == theirs.GetMask() &&
                mine.GetLocal().CombineMask(mine.GetMask()) ==
                    theirs.GetLocal().CombineMask(theirs.GetMask()))
            {
                return InetSocketAddress(theirs.GetLocal(), port);
            }
        }
    }
    for (const auto& mine : GetIpv6Addresses(node))
    {
        for (const auto& theirs : GetIpv6Addresses(server))
        {
            if (mine.IsInSameSubnet(theirs.GetAddress()))
            {
                return Inet6SocketAddress(theirs.GetAddress(), port);
            }
        }
    }
    return Address();
}

} // namespace ns3::edgelearning
