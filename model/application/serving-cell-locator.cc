/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "serving-cell-locator.h"

#include "ns3/nr-lite-gnb-net-device.h"
#include "ns3/nr-lite-ue-net-device.h"
#include "ns3/packet-socket-address.h"
#include "ns3/uinteger.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ServingCellLocator);

namespace
{

/// @param node a node @return its first NrLite terminal, or null
Ptr<NrLiteUeNetDevice>
FindTerminal(Ptr<Node> node)
{
    Ptr<NrLiteUeNetDevice> terminal;
    for (uint32_t i = 0; i < node->GetNDevices() && !terminal; ++i)
    {
        terminal = DynamicCast<NrLiteUeNetDevice>(node->GetDevice(i));
    }
    return terminal;
}

} // namespace

TypeId
ServingCellLocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::ServingCellLocator")
                            .SetParent<EdgeLocator>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<ServingCellLocator>()
                            .AddAttribute("Port",
                                          "Port at which edge servers listen.",
                                          UintegerValue(8000),
                                          MakeUintegerAccessor(&ServingCellLocator::m_port),
                                          MakeUintegerChecker<uint16_t>(1));
    return tid;
}

Address
ServingCellLocator::FindServingCell(Ptr<Node> node, uint16_t port)
{
    Ptr<NrLiteUeNetDevice> terminal = FindTerminal(node);
    if (const NrLiteGnbNetDevice* gnb = terminal ? terminal->GetServing() : nullptr)
    {
        PacketSocketAddress address;
        address.SetAllDevices();
        address.SetPhysicalAddress(gnb->GetAddress());
        address.SetProtocol(port);
        return address;
    }
    return Address();
}

void
ServingCellLocator::Locate(Ptr<Node> node, FoundSink found, MovedSink)
{
    NS_ABORT_MSG_IF(
        !FindTerminal(node),
        "ServingCellLocator: node "
            << node->GetId()
            << " has no NrLite terminal; install one with NrLiteHelper::InstallUe(), or "
               "take another EdgeLocator");
    const Address address = FindServingCell(node, m_port);
    if (!address.IsInvalid())
    {
        found(address);
    }
}

void
ServingCellLocator::Cancel()
{
}

} // namespace ns3::edgelearning
