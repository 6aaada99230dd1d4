/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "beacon-locator.h"

#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>

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
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("ConnectDelay",
                                          "Seconds from the first beacon to the answer, drawn "
                                          "for each search, so that nodes that hear the same "
                                          "beacon do not all call at once; negative counts as 0.",
                                          StringValue("ns3::UniformRandomVariable[Min=0|Max=2]"),
                                          MakePointerAccessor(&BeaconLocator::m_delay),
                                          MakePointerChecker<RandomVariableStream>());
    return tid;
}

int64_t
BeaconLocator::AssignStreams(int64_t stream)
{
    m_delay->SetStream(stream);
    return 1;
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
    m_answer.Cancel();
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
    m_delay = nullptr;
    EdgeLocator::DoDispose();
}

void
BeaconLocator::Heard(const Neighbour& neighbour)
{
    if (m_found && neighbour.role == Role::EDGE)
    {
        FoundSink found = std::move(m_found);
        m_found = nullptr;
        const Time delay = Seconds(std::max(0.0, m_delay->GetValue()));
        m_answer = Simulator::Schedule(delay, [found, edge = neighbour.address]() { found(edge); });
    }
}

} // namespace ns3::edgelearning
