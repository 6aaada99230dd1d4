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

void
ServingCellLocator::Locate(Ptr<Node> node, FoundSink found, MovedSink)
{
    Ptr<NrLiteUeNetDevice> terminal;
    for (uint32_t i = 0; i < node->GetNDevices() && !terminal; ++i)
    {
        terminal = DynamicCast<NrLiteUeNetDevice>(node->GetDevice(i));
    }
    NS_ABORT_MSG_IF(
        !terminal,
        "ServingCellLocator: node "
            << node->GetId()
            << " has no NrLite terminal; install one with NrLiteHelper::InstallUe(), or "
               "take another EdgeLocator");
    if (const NrLiteGnbNetDevice* gnb = terminal->GetServing())
    {
        PacketSocketAddress address;
        address.SetAllDevices();
        address.SetPhysicalAddress(gnb->GetAddress());
        address.SetProtocol(m_port);
        found(address);
    }
}

void
ServingCellLocator::Cancel()
{
}

} // namespace ns3::edgelearning
