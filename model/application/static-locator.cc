/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "static-locator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(StaticLocator);

TypeId
StaticLocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::StaticLocator")
                            .SetParent<EdgeLocator>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<StaticLocator>()
                            .AddAttribute("Remote",
                                          "Address and port of the edge server.",
                                          AddressValue(),
                                          MakeAddressAccessor(&StaticLocator::m_remote),
                                          MakeAddressChecker());
    return tid;
}

void
StaticLocator::Locate(Ptr<Node> node, FoundSink found, MovedSink)
{
    NS_ABORT_MSG_IF(m_remote.IsInvalid(),
                    "StaticLocator of node " << node->GetId()
                                             << " has no Remote address; set it to the address "
                                                "and port of an edge server");
    found(m_remote);
}

void
StaticLocator::Cancel()
{
}

} // namespace ns3::edgelearning
