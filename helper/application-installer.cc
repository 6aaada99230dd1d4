/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "application-installer.h"

#include "attribute-checks.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/message-application.h"
#include "ns3/model-owner.h"
#include "ns3/packet-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/task-source.h"

#include <stdexcept>

namespace ns3::edgelearning
{

void
ApplicationInstaller::SetFirstStream(int64_t stream)
{
    m_stream = stream;
}

void
ApplicationInstaller::FinishApplication(Ptr<Application> application, Ptr<Node> node)
{
    const TypeId type = application->GetInstanceTypeId();
    for (uint32_t i = 0; i < node->GetNApplications() && type != ModelOwner::GetTypeId(); ++i)
    {
        if (node->GetApplication(i)->GetInstanceTypeId() == type)
        {
            throw std::invalid_argument("node " + std::to_string(node->GetId()) + " has a " +
                                        type.GetName() +
                                        " already, and would bear its name twice; install each "
                                        "node once, in one role only once");
        }
    }
    if (m_stream >= 0)
    {
        const Ptr<TaskSource> source = DynamicCast<TaskSource>(application);
        m_stream += source ? source->AssignStreams(m_stream)
                           : DynamicCast<MessageApplication>(application)->AssignStreams(m_stream);
    }
    if (node->GetSystemId() == Simulator::GetSystemId())
    {
        node->AddApplication(application);
        m_installed.Add(application);
    }
}

void
ApplicationInstaller::ListenInBulk(Ptr<Application> server, uint16_t port)
{
    PacketSocketAddress local;
    local.SetAllDevices();
    local.SetProtocol(port);
    server->SetAttribute("Local", AddressValue(local));
    server->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
}

void
ApplicationInstaller::SetComputeVariable(ComputeVariables& variables,
                                         const std::string& name,
                                         const std::string& variable)
{
    FindAttribute(ComputeResource::GetTypeId(), name);
    variables[name] = MakeRandomVariable(variable);
}

void
ApplicationInstaller::InstallCompute(Ptr<Node> node, const ComputeVariables& variables)
{
    if (node->GetObject<ComputeResource>())
    {
        return;
    }
    const Ptr<ComputeResource> compute = CreateObject<ComputeResource>();
    for (const auto& [name, variable] : variables)
    {
        const DoubleValue value(variable->GetValue());
        CheckAttribute(ComputeResource::GetTypeId(), name, value);
        compute->SetAttribute(name, value);
    }
    node->AggregateObject(compute);
}

} // namespace ns3::edgelearning
