/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cluster-locator.h"

#include "gateway-locator.h"
#include "node-probe.h"
#include "serving-cell-locator.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ClusterLocator);

TypeId
ClusterLocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::ClusterLocator")
            .SetParent<EdgeLocator>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<ClusterLocator>()
            .AddAttribute("Port",
                          "Port at which edge servers listen at the gateway.",
                          UintegerValue(8000),
                          MakeUintegerAccessor(&ClusterLocator::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Bulk",
                          "Reach whoever it is over BulkSocketFactory: the edge server at the gNB "
                          "that serves the node's NrLite terminal, and not at the default gateway, "
                          "a relay at its sidelink device.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&ClusterLocator::m_bulk),
                          MakeBooleanChecker())
            .AddAttribute("BeaconPort",
                          "UDP port at which beacons arrive.",
                          UintegerValue(8001),
                          MakeUintegerAccessor(&ClusterLocator::m_beaconPort),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("MinQuality",
                          "The least quality of adequate coverage, in dB: of an NrLite terminal "
                          "the SINR of its uplink with its power on all blocks.",
                          DoubleValue(-10),
                          MakeDoubleAccessor(&ClusterLocator::m_minQuality),
                          MakeDoubleChecker<double>())
            .AddAttribute("Hysteresis",
                          "How far coverage must be beyond MinQuality, either way, for a worker "
                          "that has found its place to move, in dB.",
                          DoubleValue(3),
                          MakeDoubleAccessor(&ClusterLocator::m_hysteresis),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("MinEnergy",
                          "The least share of its energy that a relay must have left.",
                          DoubleValue(0.05),
                          MakeDoubleAccessor(&ClusterLocator::m_minEnergy),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("EnergyWeight",
                          "What a full battery is worth when relays are compared, in dB.",
                          DoubleValue(10),
                          MakeDoubleAccessor(&ClusterLocator::m_energyWeight),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("ListenTime",
                          "How long beacons are listened for before relays are compared.",
                          TimeValue(Seconds(1.5)),
                          MakeTimeAccessor(&ClusterLocator::m_listenTime),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("BeaconTimeout",
                          "A relay of which nothing was heard for this long is gone.",
                          TimeValue(Seconds(3)),
                          MakeTimeAccessor(&ClusterLocator::m_beaconTimeout),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("Interval",
                          "Pause between two looks at coverage and relays.",
                          TimeValue(MilliSeconds(500)),
                          MakeTimeAccessor(&ClusterLocator::m_interval),
                          MakeTimeChecker(MilliSeconds(1)));
    return tid;
}

void
ClusterLocator::Locate(Ptr<Node> node, FoundSink found, MovedSink moved)
{
    Cancel();
    m_node = node;
    m_found = std::move(found);
    m_moved = std::move(moved);
    m_listener = BeaconListener::Of(node, m_beaconPort);
    Check();
}

void
ClusterLocator::Cancel()
{
    m_event.Cancel();
    m_found = nullptr;
    m_moved = nullptr;
    m_current.reset();
}

void
ClusterLocator::DoDispose()
{
    Cancel();
    m_node = nullptr;
    m_listener = nullptr;
    EdgeLocator::DoDispose();
}

void
ClusterLocator::Check()
{
    m_event = Simulator::Schedule(m_interval, &ClusterLocator::Check, this);
    if (m_found)
    {
        Look();
    }
    else
    {
        Watch();
    }
}

void
ClusterLocator::Look()
{
    const Address gateway = FindAccess();
    const std::optional<double> quality = GetAccessQuality(m_node);
    m_adequate = quality && *quality >= m_minQuality && !gateway.IsInvalid();
    if (m_adequate)
    {
        Answer(gateway);
    }
    else if (Simulator::Now() < m_listener->GetStart() + m_listenTime)
    {
        return;
    }
    else if ((m_current = GetBest()))
    {
        Answer(m_bulk ? m_current->bulkAddress : m_current->address);
    }
    else if (quality && !gateway.IsInvalid())
    {
        Answer(gateway);
    }
}

Address
ClusterLocator::FindAccess() const
{
    return m_bulk ? ServingCellLocator::FindServingCell(m_node, m_port)
                  : GatewayLocator::FindGateway(m_node, m_port);
}

void
ClusterLocator::Answer(const Address& address)
{
    FoundSink found = std::move(m_found);
    m_found = nullptr;
    found(address);
}

void
ClusterLocator::Watch()
{
    const double quality = GetAccessQuality(m_node).value_or(m_minQuality - m_hysteresis - 1);
    bool better = false;
    if (m_current)
    {
        better = (m_current->role == Role::RELAY && quality >= m_minQuality + m_hysteresis) ||
                 !IsHeard(m_current->role, m_current->id);
    }
    else
    {
        better = quality < m_minQuality - (m_adequate ? m_hysteresis : 0) && GetBest();
    }
    if (better && m_moved)
    {
        MovedSink moved = std::move(m_moved);
        m_moved = nullptr;
        moved();
    }
}

std::optional<Neighbour>
ClusterLocator::GetBest() const
{
    const auto score = [this](const Neighbour& neighbour) {
        return std::min(neighbour.linkQuality, neighbour.accessQuality) +
               m_energyWeight * neighbour.energy;
    };
    const auto edges = m_listener->GetNeighbours(Role::EDGE, m_beaconTimeout);
    std::optional<Neighbour> best;
    for (const Neighbour& neighbour :
         edges.empty() ? m_listener->GetNeighbours(Role::RELAY, m_beaconTimeout) : edges)
    {
        const bool reachable = !m_bulk || !neighbour.bulkAddress.IsInvalid();
        if (reachable && neighbour.energy >= m_minEnergy &&
            (!best || score(neighbour) > score(*best)))
        {
            best = neighbour;
        }
    }
    return best;
}

bool
ClusterLocator::IsHeard(Role role, uint32_t id) const
{
    const auto neighbours = m_listener->GetNeighbours(role, m_beaconTimeout);
    return std::any_of(neighbours.begin(), neighbours.end(), [id](const Neighbour& neighbour) {
        return neighbour.id == id;
    });
}

} // namespace ns3::edgelearning
