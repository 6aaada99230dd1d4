/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gateway-locator.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(GatewayLocator);

namespace
{

Address
FindGateway(Ptr<Node> node, uint16_t port)
{
    if (Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>())
    {
        Ptr<Ipv4StaticRouting> routing = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
        for (uint32_t i = 0; routing && i < routing->GetNRoutes(); ++i)
        {
            const Ipv4RoutingTableEntry route = routing->GetRoute(i);
            if (route.IsDefault() && route.GetGateway() != Ipv4Address::GetAny())
            {
                return InetSocketAddress(route.GetGateway(), port);
            }
        }
    }
    if (Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>())
    {
        Ptr<Ipv6StaticRouting> routing = Ipv6StaticRoutingHelper().GetStaticRouting(ipv6);
        for (uint32_t i = 0; routing && i < routing->GetNRoutes(); ++i)
        {
            const Ipv6RoutingTableEntry route = routing->GetRoute(i);
            // A link-local gateway would need the interface as well; sockets here have none.
            if (route.IsDefault() && !route.GetGateway().IsAny() &&
                !route.GetGateway().IsLinkLocal())
            {
                return Inet6SocketAddress(route.GetGateway(), port);
            }
        }
    }
    return Address();
}

} // namespace

TypeId
GatewayLocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::GatewayLocator")
                            .SetParent<EdgeLocator>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<GatewayLocator>()
                            .AddAttribute("Port",
                                          "Port at which edge servers listen.",
                                          UintegerValue(8000),
                                          MakeUintegerAccessor(&GatewayLocator::m_port),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("Interval",
                                          "Pause between two looks for a default route.",
                                          TimeValue(MilliSeconds(500)),
                                          MakeTimeAccessor(&GatewayLocator::m_interval),
                                          MakeTimeChecker(MilliSeconds(1)));
    return tid;
}

void
GatewayLocator::Locate(Ptr<Node> node, FoundSink found)
{
    Cancel();
    m_node = node;
    m_found = std::move(found);
    Look();
}

void
GatewayLocator::Cancel()
{
    m_event.Cancel();
    m_found = nullptr;
}

void
GatewayLocator::DoDispose()
{
    Cancel();
    m_node = nullptr;
    EdgeLocator::DoDispose();
}

void
GatewayLocator::Look()
{
    const Address gateway = FindGateway(m_node, m_port);
    if (gateway.IsInvalid())
    {
        m_event = Simulator::Schedule(m_interval, &GatewayLocator::Look, this);
        return;
    }
    FoundSink found = std::move(m_found);
    m_found = nullptr;
    found(gateway);
}

} // namespace ns3::edgelearning
