/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "application-installer.h"

#include "attribute-checks.h"
#include "node-address.h"

#include "ns3/boolean.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/message-application.h"
#include "ns3/model-owner.h"
#include "ns3/packet-socket-address.h"
#include "ns3/serving-cell-locator.h"
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

int64_t
ApplicationInstaller::GetNextStream() const
{
    return m_stream;
}

void
ApplicationInstaller::FinishApplication(Ptr<Application> application, Ptr<Node> node, bool twin)
{
    const TypeId type = application->GetInstanceTypeId();
    for (uint32_t i = 0; !twin && i < node->GetNApplications() && type != ModelOwner::GetTypeId();
         ++i)
    {
        if (node->GetApplication(i)->GetInstanceTypeId() == type)
        {
            throw std::invalid_argument("node " + std::to_string(node->GetId()) + " has a " +
                                        type.GetName() +
                                        " already, and would bear its name twice; install each "
                                        "node once, in one role only once");
        }
    }
    if (const Ptr<TaskSource> source = DynamicCast<TaskSource>(application))
    {
        AssignNextStreams(*source);
    }
    else
    {
        AssignNextStreams(*DynamicCast<MessageApplication>(application));
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
ApplicationInstaller::SetComputeVariable(const std::string& name, const std::string& variable)
{
    FindAttribute(ComputeResource::GetTypeId(), name);
    m_compute[name] = MakeRandomVariable(variable);
}

bool
ApplicationInstaller::InstallCompute(Ptr<Node> node) const
{
    if (node->GetObject<ComputeResource>())
    {
        return false;
    }
    const Ptr<ComputeResource> compute = CreateObject<ComputeResource>();
    for (const auto& [name, variable] : m_compute)
    {
        const DoubleValue value(variable->GetValue());
        CheckAttribute(ComputeResource::GetTypeId(), name, value);
        compute->SetAttribute(name, value);
    }
    node->AggregateObject(compute);
    return true;
}

bool
ApplicationInstaller::IsBulk() const
{
    BooleanValue bulk;
    return m_locator.GetTypeId() == ServingCellLocator::GetTypeId() ||
           (m_locator.Create()->GetAttributeFailSafe("Bulk", bulk) && bulk.Get());
}

Ptr<EdgeLocator>
ApplicationInstaller::MakeLocator(Ptr<Node> node,
                                  const NodeContainer& servers,
                                  Ptr<Node> other,
                                  uint16_t port) const
{
    Ptr<EdgeLocator> locator = m_locator.Create<EdgeLocator>();
    AddressValue remote;
    if (!locator->GetAttributeFailSafe("Remote", remote) || !remote.Get().IsInvalid())
    {
        return locator;
    }
    Address address;
    for (auto server = servers.Begin(); server != servers.End() && address.IsInvalid(); ++server)
    {
        address = GetNeighbourAddress(node, *server, port);
    }
    if (address.IsInvalid())
    {
        address = GetServiceAddress(other, port);
    }
    locator->SetAttribute("Remote", AddressValue(address));
    return locator;
}

void
ApplicationInstaller::AssignNextStream(const Ptr<RandomVariableStream>& variable)
{
    if (m_stream >= 0 && variable)
    {
        variable->SetStream(m_stream++);
    }
}

void
ApplicationInstaller::AssignComputeStreams()
{
    for (auto& [name, variable] : m_compute)
    {
        AssignNextStream(variable);
    }
}

} // namespace ns3::edgelearning
