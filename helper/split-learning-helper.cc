/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-learning-helper.h"

#include "node-address.h"

#include "ns3/beacon-locator.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/cluster-locator.h"
#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/fixed-split.h"
#include "ns3/inet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/serving-cell-locator.h"
#include "ns3/simulator.h"
#include "ns3/split-server.h"
#include "ns3/split-worker.h"
#include "ns3/uinteger.h"

#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

constexpr uint16_t PORT = 8000;

} // namespace

SplitLearningHelper::SplitLearningHelper()
{
    m_learner.SetTypeId(SplitLearner::GetTypeId());
    m_policy.SetTypeId(FixedSplit::GetTypeId());
    m_locator.SetTypeId("ns3::edgelearning::GatewayLocator");
    m_server.SetTypeId(SplitServer::GetTypeId());
    m_worker.SetTypeId(SplitWorker::GetTypeId());
    m_serverCompute.SetTypeId(ComputeResource::GetTypeId());
    SetServerCompute("Rate", DoubleValue(1e10));
}

void
SplitLearningHelper::SetCompute(const std::string& name, const std::string& variable)
{
    SetComputeVariable(name, variable);
}

void
SplitLearningHelper::SetServerCompute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_serverCompute, name, value);
}

void
SplitLearningHelper::SetServerAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_server, name, value);
    m_waitsForAll = m_waitsForAll && name != "Workers";
}

void
SplitLearningHelper::SetWorkerAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_worker, name, value);
}

ApplicationContainer
SplitLearningHelper::Install(Ptr<Node> server, const NodeContainer& devices)
{
    const uint32_t workers = devices.GetN();
    if (workers == 0)
    {
        throw std::invalid_argument("0 devices; split learning needs at least one");
    }
    const TypeId locator = m_locator.GetTypeId();
    if (locator == BeaconLocator::GetTypeId() || locator == ClusterLocator::GetTypeId())
    {
        throw std::invalid_argument(locator.GetName() +
                                    " listens for beacons, which a split server does not send; "
                                    "take a StaticLocator, GatewayLocator or ServingCellLocator");
    }
    m_installed = ApplicationContainer();
    AssignComputeStreams();
    AssignNextStreams(m_data);
    const Ptr<SplitLearner> reference = m_learner.Create<SplitLearner>();
    const auto policy = m_policy.Create<SplitPolicy>();
    m_data.Divide(workers, [&reference](const DataSet& data) { reference->CheckData(data); });
    const auto layers = static_cast<uint32_t>(reference->GetProfile().size());
    if (policy->GetSplits(layers).empty())
    {
        throw std::invalid_argument(
            m_policy.GetTypeId().GetName() + " finds no cut in a network of " +
            std::to_string(layers) +
            " layers; the U-shaped form needs three, FixedSplit's Cut must be below their number "
            "and its Tail between the two");
    }
    InstallServer(server, workers);
    for (uint32_t i = 0; i < workers; ++i)
    {
        InstallWorker(devices.Get(i), server, i, workers);
    }
    return m_installed;
}

void
SplitLearningHelper::InstallServer(Ptr<Node> node, uint32_t workers)
{
    if (!node->GetObject<ComputeResource>())
    {
        node->AggregateObject(m_serverCompute.Create<ComputeResource>());
    }
    const Ptr<SplitServer> server = m_server.Create<SplitServer>();
    server->SetAttribute("Learner", PointerValue(m_learner.Create<SplitLearner>()));
    server->SetAttribute("Policy", PointerValue(m_policy.Create<SplitPolicy>()));
    if (m_waitsForAll)
    {
        server->SetAttribute("Workers", UintegerValue(workers));
    }
    if (IsBulk())
    {
        ListenInBulk(server, PORT);
    }
    else
    {
        const Address address = GetServiceAddress(node, PORT);
        server->SetAttribute("Local", AddressValue(GetAnyAddress(address, PORT)));
    }
    FinishApplication(server, node);
}

void
SplitLearningHelper::InstallWorker(Ptr<Node> node,
                                   Ptr<Node> server,
                                   uint32_t index,
                                   uint32_t workers)
{
    InstallCompute(node);
    const Ptr<EdgeLocator> locator = MakeLocator(node, NodeContainer(server), server, PORT);
    const Ptr<SplitWorker> worker = m_worker.Create<SplitWorker>();
    worker->SetAttribute("Locator", PointerValue(locator));
    worker->SetAttribute("Learner", PointerValue(m_learner.Create<SplitLearner>()));
    if (IsBulk())
    {
        worker->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
    }
    std::vector<uint32_t> share;
    for (uint32_t row = index; row < m_data.GetTestData()->GetSize(); row += workers)
    {
        share.push_back(row);
    }
    worker->SetData(m_data.GetParts().at(index), m_data.GetTestData()->Subset(share));
    FinishApplication(worker, node);
}

} // namespace ns3::edgelearning
