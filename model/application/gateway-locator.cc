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

/// A default gateway, and the device that leads there.
struct Gateway
{
    Ipv4Address four;      //!< its address, if ipv4
    Ipv6Address six;       //!< its address, if not
    bool ipv4{true};       //!< which
    Ptr<NetDevice> device; //!< null when there is no gateway
};

Gateway
Find(Ptr<Node> node)
{
    Gateway found;
    if (Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>())
    {
        Ptr<Ipv4StaticRouting> routing = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
        for (uint32_t i = 0; routing && i < routing->GetNRoutes(); ++i)
        {
            const Ipv4RoutingTableEntry route = routing->GetRoute(i);
            if (route.IsDefault() && route.GetGateway() != Ipv4Address::GetAny())
            {
                found.four = route.GetGateway();
                found.device = ipv4->GetNetDevice(route.GetInterface());
                return found;
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
                found.six = route.GetGateway();
                found.ipv4 = false;
                found.device = ipv6->GetNetDevice(route.GetInterface());
                return found;
            }
        }
    }
    return found;
}

} // namespace

Address
GatewayLocator::FindGateway(Ptr<Node> node, uint16_t port)
{
    const Gateway gateway = Find(node);
    if (!gateway.device)
    {
        return Address();
    }
    return gateway.ipv4 ? Address(InetSocketAddress(gateway.four, port))
                        : Address(Inet6SocketAddress(gateway.six, port));
}

Ptr<NetDevice>
GatewayLocator::FindGatewayDevice(Ptr<Node> node)
{
    return Find(node).device;
}

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
GatewayLocator::Locate(Ptr<Node> node, FoundSink found, MovedSink)
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
