/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-learning-helper.h"

#include "node-address.h"

#include "ns3/aoi-tracker.h"
#include "ns3/beacon-locator.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/cell-market.h"
#include "ns3/clearing-house.h"
#include "ns3/deep-auction.h"
#include "ns3/double.h"
#include "ns3/edge-server.h"
#include "ns3/fixed-relay-policy.h"
#include "ns3/model-cache.h"
#include "ns3/model-owner.h"
#include "ns3/pointer.h"
#include "ns3/relay.h"
#include "ns3/static-locator.h"
#include "ns3/synchronous-policy.h"
#include "ns3/uinteger.h"
#include "ns3/worker.h"

#include <map>
#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

constexpr uint16_t EDGE_PORT = 8000;
constexpr uint16_t HOUSE_PORT = 9000;
constexpr uint16_t FIRST_OWNER_PORT = 9001;

} // namespace

EdgeLearningHelper::EdgeLearningHelper()
{
    m_learner.SetTypeId("ns3::edgelearning::TorchLearner");
    m_locator.SetTypeId("ns3::edgelearning::GatewayLocator");
    m_roundPolicy.SetTypeId(SynchronousPolicy::GetTypeId());
    m_owner.SetTypeId(ModelOwner::GetTypeId());
    m_worker.SetTypeId(Worker::GetTypeId());
    m_edge.SetTypeId(EdgeServer::GetTypeId());
    m_relay.SetTypeId(Relay::GetTypeId());
    m_relayPolicy.SetTypeId(FixedRelayPolicy::GetTypeId());
    m_market.SetTypeId(CellMarket::GetTypeId());
    m_aoi.SetTypeId(AoiTracker::GetTypeId());
    m_house.SetTypeId(ClearingHouse::GetTypeId());
    SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e9]");
}

void
EdgeLearningHelper::CheckOwners(uint32_t count)
{
    if (count == 0)
    {
        throw std::invalid_argument("0 owners; there must be at least one");
    }
}

void
EdgeLearningHelper::SetCompute(const std::string& name, const std::string& variable)
{
    SetComputeVariable(name, variable);
    if (name == "Rate")
    {
        m_speed = nullptr;
    }
}

void
EdgeLearningHelper::SetTrainingSpeed(const std::string& variable)
{
    m_speed = MakeRandomVariable(variable);
}

void
EdgeLearningHelper::SetCollection(const std::string& initialAge, const std::string& period)
{
    m_collection.SetVariables(initialAge, period);
}

void
EdgeLearningHelper::SetWorkerAttribute(const std::string& name, const AttributeValue& value)
{
    static const std::map<std::string, std::string> drawn{
        {"Collection", "SetCollection() or SetCollectionProcess()"},
        {"InitialAge", "SetCollection()"},
        {"Learner", "SetLearner()"},
        {"Locator", "SetLocator()"},
        {"Identity", "SetDoubleSellers()"},
        {"Drift", "SetDrift()"}};
    const auto other = drawn.find(name);
    if (other != drawn.end())
    {
        throw std::invalid_argument("attribute " + name + " is each worker's own; call " +
                                    other->second);
    }
    SetAttributes(m_worker, name, value);
}

void
EdgeLearningHelper::SetRelayAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_relay, name, value);
}

void
EdgeLearningHelper::SetEdgeAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_edge, name, value);
}

void
EdgeLearningHelper::SetMarketAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_market, name, value);
}

void
EdgeLearningHelper::SetAoiAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_aoi, name, value);
    m_aoiNames.insert(name);
}

void
EdgeLearningHelper::SetClearingHouseAttribute(const std::string& name, const AttributeValue& value)
{
    SetAttributes(m_house, name, value);
}

ApplicationContainer
EdgeLearningHelper::Install(const NodeContainer& cloud,
                            const NodeContainer& edges,
                            const NodeContainer& devices)
{
    return Install(cloud, edges, NodeContainer(), devices);
}

ApplicationContainer
EdgeLearningHelper::Install(const NodeContainer& cloud,
                            const NodeContainer& edges,
                            const NodeContainer& relays,
                            const NodeContainer& devices)
{
    if (cloud.GetN() == 0 || edges.GetN() == 0 || devices.GetN() == 0)
    {
        std::ostringstream message;
        message << cloud.GetN() << " cloud nodes, " << edges.GetN() << " edge nodes and "
                << devices.GetN() << " devices; there must be at least one of each";
        throw std::invalid_argument(message.str());
    }
    CheckDoubleSellers(edges.GetN(), devices.GetN());
    m_installed = ApplicationContainer();
    AssignComputeStreams();
    AssignNextStream(m_speed);
    AssignNextStream(m_collection.GetInitialAgeVariable());
    AssignNextStream(m_collection.GetPeriodVariable());
    AssignNextStreams(m_data);
    PrepareData(devices.GetN());
    InstallClearingHouse(cloud.Get(0));
    InstallOwners(cloud);
    InstallEdges(edges);
    InstallRelays(relays);
    InstallWorkers(devices, edges, relays);
    return m_installed;
}

void
EdgeLearningHelper::SetDoubleSellers(uint32_t count)
{
    m_doubleSellers = count;
}

void
EdgeLearningHelper::CheckDoubleSellers(uint32_t edges, uint32_t devices) const
{
    if (m_doubleSellers > devices || (m_doubleSellers > 0 && (edges < 2 || IsBulk())))
    {
        std::ostringstream message;
        message << m_doubleSellers << " double sellers of " << devices << " workers at " << edges
                << (IsBulk() ? " edge servers, in bulk" : " edge servers")
                << "; there can be no more of them than workers, at two edge servers at least, and "
                   "their link must reach both, as bulk transfers do not";
        throw std::invalid_argument(message.str());
    }
}

Ptr<const DataSet>
EdgeLearningHelper::GetTestData() const
{
    return m_data.GetTestData();
}

void
EdgeLearningHelper::PrepareData(uint32_t workers)
{
    m_reference = m_learner.Create<Learner>();
    m_data.Divide(workers, [this](const DataSet& data) { m_reference->CheckData(data); });
}

void
EdgeLearningHelper::InstallClearingHouse(Ptr<Node> node)
{
    m_houseAddress = GetServiceAddress(node, HOUSE_PORT);
    Ptr<ClearingHouse> house = m_house.Create<ClearingHouse>();
    house->SetAttribute("Local", AddressValue(GetAnyAddress(m_houseAddress, HOUSE_PORT)));
    FinishApplication(house, node);
}

void
EdgeLearningHelper::InstallOwners(const NodeContainer& cloud)
{
    for (uint32_t i = 0; i < m_owners; ++i)
    {
        Ptr<Node> node = cloud.Get(i % cloud.GetN());
        Ptr<ModelOwner> owner = m_owner.Create<ModelOwner>();
        DoubleValue budget;
        owner->GetAttribute("Budget", budget);
        if (m_mechanism.IsTypeIdSet() && budget.Get() <= 0)
        {
            throw std::invalid_argument("owners with Budget 0 can buy nothing in a market; give "
                                        "them more than 0, or set no mechanism");
        }
        owner->SetAttribute("OwnerId", UintegerValue(i));
        owner->SetAttribute("Local", AddressValue(GetServiceAddress(node, FIRST_OWNER_PORT + i)));
        // ns-3's IPv6 does not find a node's own global address.
        owner->SetAttribute("Remote",
                            AddressValue(node == cloud.Get(0)
                                             ? GetLoopbackAddress(m_houseAddress, HOUSE_PORT)
                                             : m_houseAddress));
        owner->SetAttribute("Learner", PointerValue(m_learner.Create<Learner>()));
        Ptr<AggregationPoint> point = CreateObject<AggregationPoint>();
        point->SetAttribute("Policy", PointerValue(m_roundPolicy.Create<RoundPolicy>()));
        owner->SetAttribute("AggregationPoint", PointerValue(point));
        if (m_selection.IsTypeIdSet())
        {
            owner->SetAttribute("Selection", PointerValue(m_selection.Create<SelectionPolicy>()));
        }
        owner->SetTestData(m_data.GetTestData());
        if (m_drift)
        {
            owner->SetAttribute("Drift", PointerValue(m_drift));
        }
        FinishApplication(owner, node);
    }
}

Ptr<AuctionMechanism>
EdgeLearningHelper::MakeMechanism(Ptr<AuctionMechanism> trained)
{
    Ptr<AuctionMechanism> mechanism = m_mechanism.Create<AuctionMechanism>();
    Ptr<LearnedMechanism> learned = DynamicCast<LearnedMechanism>(mechanism);
    if (Ptr<DeepAuction> deep = DynamicCast<DeepAuction>(mechanism); deep && trained)
    {
        deep->CopyFrom(*DynamicCast<DeepAuction>(trained));
        TimeValue interval;
        deep->GetAttribute("RetrainInterval", interval);
        if (interval.Get().IsStrictlyPositive())
        {
            // From now on the copies learn on their own.
            AssignNextStreams(*deep);
        }
        return mechanism;
    }
    if (learned && trained)
    {
        // Its tables never change, so that all edges may decide by them.
        return trained;
    }
    if (learned)
    {
        // It must learn exactly the ages that the market will show it.
        DoubleValue minAge;
        m_aoi.Create()->GetAttribute("MinAge", minAge);
        learned->SetAttribute("MinAge", minAge);
    }
    AssignNextStreams(*mechanism);
    mechanism->Prepare();
    return mechanism;
}

void
EdgeLearningHelper::InstallEdges(const NodeContainer& edges)
{
    // The reference task of the predicted ages: an average worker's training.
    uint64_t samples = 0;
    for (const Ptr<DataSet>& part : m_data.GetParts())
    {
        samples += part->GetSize();
    }
    ObjectFactory aoi = m_aoi;
    if (m_aoiNames.count("ReferenceFlop") == 0)
    {
        const double flop = m_reference->GetFlopPerSample() * m_reference->GetEpochs();
        aoi.Set("ReferenceFlop", DoubleValue(flop * samples / m_data.GetParts().size()));
    }
    if (m_aoiNames.count("ReferenceBytes") == 0)
    {
        aoi.Set("ReferenceBytes", DoubleValue(2.0 * m_reference->GetModelBytes()));
    }

    Ptr<AuctionMechanism> mechanism;
    for (auto node = edges.Begin(); node != edges.End(); ++node)
    {
        Ptr<CellMarket> market = m_market.Create<CellMarket>();
        market->SetAttribute("AoiTracker", PointerValue(aoi.Create()));
        if (m_witness.IsTypeIdSet())
        {
            market->SetAttribute("Witness", PointerValue(m_witness.Create()));
        }
        if (m_mechanism.IsTypeIdSet())
        {
            mechanism = MakeMechanism(mechanism);
            market->SetAttribute("Mechanism", PointerValue(mechanism));
        }
        Ptr<EdgeServer> edge = m_edge.Create<EdgeServer>();
        edge->SetAttribute("Market", PointerValue(market));
        edge->SetAttribute("Remote", AddressValue(m_houseAddress));
        if (m_locator.GetTypeId() == BeaconLocator::GetTypeId())
        {
            edge->SetAttribute("BeaconInterval", TimeValue(MilliSeconds(500)));
        }
        FinishServer(edge, *node);
    }
}

void
EdgeLearningHelper::FinishServer(Ptr<Application> server, Ptr<Node> node)
{
    server->SetAttribute("Local", AddressValue(GetAnyAddress(m_houseAddress, EDGE_PORT)));
    if (IsBulk())
    {
        ListenInBulk(server, EDGE_PORT);
    }
    if (!node->GetObject<ModelCache>())
    {
        node->AggregateObject(CreateObject<ModelCache>());
    }
    FinishApplication(server, node);
}

void
EdgeLearningHelper::InstallRelays(const NodeContainer& relays)
{
    for (auto node = relays.Begin(); node != relays.End(); ++node)
    {
        Ptr<Relay> relay = m_relay.Create<Relay>();
        relay->SetAttribute("Policy", PointerValue(m_relayPolicy.Create<RelayPolicy>()));
        FinishServer(relay, *node);
    }
}

void
EdgeLearningHelper::PrepareDevice(Ptr<Node> node)
{
    if (InstallCompute(node) && m_speed)
    {
        const DoubleValue rate(m_speed->GetValue() * m_reference->GetFlopPerSample());
        CheckAttribute(ComputeResource::GetTypeId(), "Rate", rate);
        node->GetObject<ComputeResource>()->SetAttribute("Rate", rate);
    }
    if (m_availability.IsTypeIdSet() && !node->GetObject<AvailabilityModel>())
    {
        Ptr<AvailabilityModel> availability = m_availability.Create<AvailabilityModel>();
        AssignNextStreams(*availability);
        node->AggregateObject(availability);
    }
}

Ptr<Worker>
EdgeLearningHelper::MakeWorker(Ptr<const DataSet> data,
                               Time initialAge,
                               Ptr<CollectionProcess> collection)
{
    Ptr<Worker> worker = m_worker.Create<Worker>();
    worker->SetAttribute("Learner", PointerValue(m_learner.Create<Learner>()));
    worker->SetAttribute("InitialAge", TimeValue(initialAge));
    worker->SetAttribute("Collection", PointerValue(collection));
    if (m_drift)
    {
        worker->SetAttribute("Drift", PointerValue(m_drift));
    }
    worker->SetData(data);
    return worker;
}

void
EdgeLearningHelper::InstallWorkers(const NodeContainer& devices,
                                   const NodeContainer& edges,
                                   const NodeContainer& relays)
{
    const NodeContainer servers(edges, relays);
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        Ptr<Node> node = devices.Get(i);
        PrepareDevice(node);
        const Ptr<const DataSet> data = m_data.GetParts().at(i);
        Ptr<EdgeLocator> locator =
            MakeLocator(node, servers, edges.Get(i % edges.GetN()), EDGE_PORT);
        const Time initialAge = m_collection.DrawInitialAge();
        Ptr<CollectionProcess> collection = m_collection.MakeProcess();
        Ptr<Worker> worker = MakeWorker(data, initialAge, collection);
        worker->SetAttribute("Locator", PointerValue(locator));
        if (IsBulk())
        {
            worker->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
        }
        FinishApplication(worker, node);
        if (i < m_doubleSellers)
        {
            Ptr<Worker> second = MakeWorker(data, initialAge, collection);
            InstallSecondFace(worker, second, node, edges.Get((i + 1) % edges.GetN()));
        }
    }
}

void
EdgeLearningHelper::InstallSecondFace(Ptr<Worker> first,
                                      Ptr<Worker> second,
                                      Ptr<Node> node,
                                      Ptr<Node> edge)
{
    const PointerValue identity(CreateObject<SellerIdentity>());
    first->SetAttribute("Identity", identity);
    second->SetAttribute("Identity", identity);
    const Address address = GetServiceAddress(edge, EDGE_PORT);
    AddressValue other;
    PointerValue locator;
    first->GetAttribute("Locator", locator);
    if (locator.Get<EdgeLocator>()->GetAttributeFailSafe("Remote", other) && other.Get() == address)
    {
        std::ostringstream message;
        message << "double seller on node " << node->GetId() << ": both its offers go to node "
                << edge->GetId() << "; let device i call edge server i";
        throw std::invalid_argument(message.str());
    }
    second->SetAttribute(
        "Locator",
        PointerValue(CreateObjectWithAttributes<StaticLocator>("Remote", AddressValue(address))));
    FinishApplication(second, node, true);
}

} // namespace ns3::edgelearning
