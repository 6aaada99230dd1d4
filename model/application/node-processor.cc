/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-processor.h"

#include "ns3/abort.h"

#include <utility>

namespace ns3::edgelearning
{

NodeProcessor::NodeProcessor() = default;

NodeProcessor::~NodeProcessor()
{
    Stop();
}

void
NodeProcessor::Start(Ptr<Node> node,
                     std::function<void()> depleted,
                     std::function<void()> recharged)
{
    m_compute = node->GetObject<ComputeResource>();
    NS_ABORT_MSG_IF(!m_compute,
                    "node " << node->GetId()
                            << " has no ComputeResource; aggregate one to the node");
    m_depleted = std::move(depleted);
    m_recharged = std::move(recharged);
    m_compute->TraceConnectWithoutContext("Depleted", MakeCallback(&NodeProcessor::Depleted, this));
    m_compute->TraceConnectWithoutContext("Recharged",
                                          MakeCallback(&NodeProcessor::Recharged, this));
}

void
NodeProcessor::Stop()
{
    if (m_compute)
    {
        m_compute->TraceDisconnectWithoutContext("Depleted",
                                                 MakeCallback(&NodeProcessor::Depleted, this));
        m_compute->TraceDisconnectWithoutContext("Recharged",
                                                 MakeCallback(&NodeProcessor::Recharged, this));
        m_compute = nullptr;
    }
}

NodeProcessor::operator bool() const
{
    return m_compute != nullptr;
}

ComputeResource*
NodeProcessor::operator->() const
{
    return PeekPointer(m_compute);
}

Ptr<ComputeResource>
NodeProcessor::Get() const
{
    return m_compute;
}

void
NodeProcessor::Depleted()
{
    if (m_depleted)
    {
        m_depleted();
    }
}

void
NodeProcessor::Recharged()
{
    if (m_recharged)
    {
        m_recharged();
    }
}

} // namespace ns3::edgelearning
