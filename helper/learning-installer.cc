/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-installer.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/message-application.h"
#include "ns3/model-owner.h"
#include "ns3/packet-socket-address.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace ns3::edgelearning
{

LearningInstaller::LearningInstaller()
{
    SetDataset("digits.csv");
}

void
LearningInstaller::SetDataset(const std::string& path,
                              const std::string& partition,
                              double parameter)
{
    m_data.SetDataset(path, partition, parameter);
}

void
LearningInstaller::SetTestFraction(double fraction)
{
    m_data.SetTestFraction(fraction);
}

void
LearningInstaller::SetFirstStream(int64_t stream)
{
    m_stream = stream;
}

void
LearningInstaller::FinishApplication(Ptr<Application> application, Ptr<Node> node)
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
        m_stream += DynamicCast<MessageApplication>(application)->AssignStreams(m_stream);
    }
    if (node->GetSystemId() == Simulator::GetSystemId())
    {
        node->AddApplication(application);
        m_installed.Add(application);
    }
}

void
LearningInstaller::ListenInBulk(Ptr<Application> server, uint16_t port)
{
    PacketSocketAddress local;
    local.SetAllDevices();
    local.SetProtocol(port);
    server->SetAttribute("Local", AddressValue(local));
    server->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
}

} // namespace ns3::edgelearning
