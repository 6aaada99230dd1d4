/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-helper.h"

#include "nr-lite-traces.h"

#include "ns3/abort.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/double.h"
#include "ns3/nr-lite-gnb-net-device.h"
#include "ns3/nr-lite-round-robin-scheduler.h"
#include "ns3/nr-lite-sidelink-net-device.h"
#include "ns3/nr-lite-ue-net-device.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <set>
#include <typeinfo>

namespace ns3::edgelearning
{

namespace
{

/**
 * @param value a value that an attribute refuses
 * @param info the attribute
 * @return how to print it; only values of the attribute's own type can be serialised
 */
std::string
Print(const AttributeValue& value, const TypeId::AttributeInformation& info)
{
    const auto* text = dynamic_cast<const StringValue*>(&value);
    const auto& own = *info.initialValue;
    return text                           ? "\"" + text->Get() + "\""
           : typeid(value) == typeid(own) ? value.SerializeToString(info.checker)
                                          : "a value of another type";
}

/**
 * @brief Set an attribute on the first factory whose type has it; aborts if none has.
 * @param factories candidates
 * @param name attribute name
 * @param value attribute value
 */
void
SetOnOwner(const std::vector<ObjectFactory*>& factories,
           const std::string& name,
           const AttributeValue& value)
{
    std::string types;
    for (auto* factory : factories)
    {
        TypeId::AttributeInformation info;
        if (factory->GetTypeId().LookupAttributeByName(name, &info))
        {
            NS_ABORT_MSG_IF(!info.checker->CreateValidValue(value),
                            "NrLiteHelper: " << name << " cannot be " << Print(value, info)
                                             << "; it is " << info.checker->GetValueTypeName()
                                             << " " << info.checker->GetUnderlyingTypeInformation()
                                             << ": " << info.help);
            factory->Set(name, value);
            return;
        }
        types += (types.empty() ? "" : ", ") + factory->GetTypeId().GetName();
    }
    NS_ABORT_MSG("NrLiteHelper: no attribute \"" << name << "\" in any of " << types);
}

} // namespace

NrLiteHelper::NrLiteHelper()
{
    for (const char* type : {"ns3::edgelearning::NrLiteChannel",
                             "ns3::edgelearning::NrLitePropagation",
                             "ns3::edgelearning::NrLiteCarrier",
                             "ns3::edgelearning::NrLiteAmc",
                             "ns3::edgelearning::NrLiteRrc"})
    {
        m_shared.emplace_back();
        m_shared.back().SetTypeId(type);
    }
    m_gnbFactory.SetTypeId("ns3::edgelearning::NrLiteGnbNetDevice");
    m_cellFactory.SetTypeId("ns3::edgelearning::NrLiteCell");
    m_ueFactory.SetTypeId("ns3::edgelearning::NrLiteUeNetDevice");
    m_schedulerFactory.SetTypeId("ns3::edgelearning::NrLiteRoundRobinScheduler");
    for (const char* type : {"ns3::edgelearning::NrLiteSidelinkNetDevice",
                             "ns3::edgelearning::NrLiteSidelinkChannel",
                             "ns3::edgelearning::NrLiteCarrier",
                             "ns3::edgelearning::NrLiteAmc"})
    {
        m_sidelink.emplace_back();
        m_sidelink.back().SetTypeId(type);
    }
    m_sidelink[2].Set("Frequency", DoubleValue(5.9e9));
    m_sidelink[2].Set("Bandwidth", DoubleValue(20e6));
    m_sidelink[2].Set("TddPattern", StringValue("F"));
}

void
NrLiteHelper::SetChannelAttribute(const std::string& name, const AttributeValue& value)
{
    NS_ABORT_MSG_IF(m_channel,
                    "NrLiteHelper: SetChannelAttribute(\""
                        << name << "\") comes too late; call it before the first Install");
    std::vector<ObjectFactory*> owners;
    for (auto& factory : m_shared)
    {
        owners.push_back(&factory);
    }
    SetOnOwner(owners, name, value);
}

void
NrLiteHelper::SetGnbAttribute(const std::string& name, const AttributeValue& value)
{
    SetOnOwner({&m_gnbFactory, &m_cellFactory}, name, value);
}

void
NrLiteHelper::SetUeAttribute(const std::string& name, const AttributeValue& value)
{
    SetOnOwner({&m_ueFactory}, name, value);
}

ObjectFactory
NrLiteHelper::MakeSchedulerFactory(const std::string& type)
{
    TypeId id;
    const bool known = TypeId::LookupByNameFailSafe(type, &id);
    NS_ABORT_MSG_IF(!known || !id.IsChildOf(NrLiteScheduler::GetTypeId()),
                    "NrLiteHelper: \"" << type
                                       << "\" is no NrLiteScheduler; take for example "
                                          "ns3::edgelearning::NrLiteRoundRobinScheduler");
    ObjectFactory factory;
    factory.SetTypeId(id);
    return factory;
}

void
NrLiteHelper::SetSidelinkAttribute(const std::string& name, const AttributeValue& value)
{
    std::vector<ObjectFactory*> owners;
    for (auto& factory : m_sidelink)
    {
        owners.push_back(&factory);
    }
    SetOnOwner(owners, name, value);
}

NetDeviceContainer
NrLiteHelper::InstallSidelink(const NodeContainer& nodes)
{
    if (!m_sidelinkChannel)
    {
        m_sidelinkChannel = m_sidelink[1].Create<NrLiteSidelinkChannel>();
        m_sidelinkChannel->SetAttribute("Carrier",
                                        PointerValue(m_sidelink[2].Create<NrLiteCarrier>()));
        m_sidelinkChannel->SetAttribute("Amc", PointerValue(m_sidelink[3].Create<NrLiteAmc>()));
        m_sidelinkChannel->Prepare();
    }
    NetDeviceContainer devices;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        auto device = m_sidelink[0].Create<NrLiteSidelinkNetDevice>();
        Place(device, m_sidelinkChannel, *node);
        device->SetChannel(m_sidelinkChannel);
        devices.Add(device);
    }
    return devices;
}

Ptr<NrLiteChannel>
NrLiteHelper::GetChannel()
{
    if (!m_channel)
    {
        m_channel = m_shared[0].Create<NrLiteChannel>();
        m_channel->SetAttribute("Propagation",
                                PointerValue(m_shared[1].Create<NrLitePropagation>()));
        m_channel->SetAttribute("Carrier", PointerValue(m_shared[2].Create<NrLiteCarrier>()));
        m_channel->SetAttribute("Amc", PointerValue(m_shared[3].Create<NrLiteAmc>()));
        m_channel->SetAttribute("Rrc", PointerValue(m_shared[4].Create<NrLiteRrc>()));
        m_channel->GetCarrier()->Prepare();
        m_channel->GetAmc()->Prepare();
    }
    return m_channel;
}

void
NrLiteHelper::Place(Ptr<NrLiteNetDevice> device, Ptr<Channel> channel, Ptr<Node> node)
{
    for (std::size_t i = 0; i < std::min<std::size_t>(channel->GetNDevices(), 1); i++)
    {
        const auto first = channel->GetDevice(i)->GetNode();
        NS_ABORT_MSG_IF(first->GetSystemId() != node->GetSystemId(),
                        "NrLiteHelper: node "
                            << node->GetId() << " is on rank " << node->GetSystemId() << ", node "
                            << first->GetId() << " of the same channel on rank "
                            << first->GetSystemId() << "; one channel needs one rank");
    }
    if (!node->GetObject<BulkSocketFactory>())
    {
        node->AggregateObject(CreateObject<BulkSocketFactory>());
    }
    device->SetAddress(Mac48Address::Allocate());
    node->AddDevice(device);
}

NetDeviceContainer
NrLiteHelper::InstallGnb(const NodeContainer& nodes)
{
    NetDeviceContainer devices;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        auto device = m_gnbFactory.Create<NrLiteGnbNetDevice>();
        auto cell = m_cellFactory.Create<NrLiteCell>();
        cell->Bind(PeekPointer(device), m_schedulerFactory.Create<NrLiteScheduler>());
        device->SetAttribute("Cell", PointerValue(cell));
        Place(device, GetChannel(), *node);
        device->SetChannel(GetChannel());
        devices.Add(device);
    }
    return devices;
}

NetDeviceContainer
NrLiteHelper::InstallUe(const NodeContainer& nodes)
{
    NetDeviceContainer devices;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        auto device = m_ueFactory.Create<NrLiteUeNetDevice>();
        Place(device, GetChannel(), *node);
        device->SetChannel(GetChannel());
        devices.Add(device);
    }
    return devices;
}

void
NrLiteHelper::EnableTraces(const std::string& directory, Time interval)
{
    NetDeviceContainer devices;
    for (const Ptr<Channel>& channel : {Ptr<Channel>(m_channel), Ptr<Channel>(m_sidelinkChannel)})
    {
        for (std::size_t i = 0; channel && i < channel->GetNDevices(); i++)
        {
            devices.Add(channel->GetDevice(i));
        }
    }
    const auto traces = Create<NrLiteTraces>(directory, interval);
    traces->Connect(devices);
    Simulator::ScheduleDestroy(&NrLiteTraces::FinishQuietly, traces);
}

int64_t
NrLiteHelper::AssignStreams(const NetDeviceContainer& devices, int64_t stream)
{
    int64_t next = stream;
    std::set<Ptr<Channel>> done;
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        const auto channel = DynamicCast<NrLiteChannel>((*device)->GetChannel());
        if (channel && done.insert(channel).second)
        {
            next += channel->GetPropagation()->AssignStreams(channel->GetCarrier()->GetFrequency(),
                                                             next);
        }
    }
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        if (const auto gnb = DynamicCast<NrLiteGnbNetDevice>(*device))
        {
            next += gnb->GetCell()->AssignStreams(next);
        }
        const auto sidelink = DynamicCast<NrLiteSidelinkChannel>((*device)->GetChannel());
        if (sidelink && done.insert(sidelink).second)
        {
            next += sidelink->AssignStreams(next);
        }
    }
    return next - stream;
}

} // namespace ns3::edgelearning
