/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "beacon-locator.h"

#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(BeaconLocator);

TypeId
BeaconLocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::BeaconLocator")
                            .SetParent<EdgeLocator>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<BeaconLocator>()
                            .AddAttribute("Port",
                                          "UDP port at which beacons arrive.",
                                          UintegerValue(8001),
                                          MakeUintegerAccessor(&BeaconLocator::m_port),
                                          MakeUintegerChecker<uint16_t>(1));
    return tid;
}

void
BeaconLocator::Locate(Ptr<Node> node, FoundSink found, MovedSink)
{
    m_found = std::move(found);
    if (!m_listener)
    {
        m_listener = BeaconListener::Of(node, m_port);
        m_listener->TraceConnectWithoutContext("Heard", MakeCallback(&BeaconLocator::Heard, this));
    }
}

void
BeaconLocator::Cancel()
{
    m_found = nullptr;
}

void
BeaconLocator::DoDispose()
{
    Cancel();
    if (m_listener)
    {
        m_listener->TraceDisconnectWithoutContext("Heard",
                                                  MakeCallback(&BeaconLocator::Heard, this));
        m_listener = nullptr;
    }
    EdgeLocator::DoDispose();
}

void
BeaconLocator::Heard(const Neighbour& neighbour)
{
    if (m_found && neighbour.role == Role::EDGE)
    {
        FoundSink found = std::move(m_found);
        m_found = nullptr;
        found(neighbour.address);
    }
}

} // namespace ns3::edgelearning
