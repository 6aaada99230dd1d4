/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-channel.h"

#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteChannel);

TypeId
NrLiteChannel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::NrLiteChannel")
                            .SetParent<Channel>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<NrLiteChannel>()
                            .AddAttribute("ForwardingDelay",
                                          "Delay of a packet that one gNB hands to another.",
                                          TimeValue(MilliSeconds(2)),
                                          MakeTimeAccessor(&NrLiteChannel::m_forwardingDelay),
                                          MakeTimeChecker(Time(0)))
                            .AddAttribute("Propagation",
                                          "Path gains.",
                                          PointerValue(),
                                          MakePointerAccessor(&NrLiteChannel::m_propagation),
                                          MakePointerChecker<NrLitePropagation>())
                            .AddAttribute("Carrier",
                                          "The carrier.",
                                          PointerValue(),
                                          MakePointerAccessor(&NrLiteChannel::m_carrier),
                                          MakePointerChecker<NrLiteCarrier>())
                            .AddAttribute("Amc",
                                          "Link adaptation.",
                                          PointerValue(),
                                          MakePointerAccessor(&NrLiteChannel::m_amc),
                                          MakePointerChecker<NrLiteAmc>())
                            .AddAttribute("Rrc",
                                          "Attachment, handover, link failure.",
                                          PointerValue(),
                                          MakePointerAccessor(&NrLiteChannel::m_rrc),
                                          MakePointerChecker<NrLiteRrc>());
    return tid;
}

NrLiteChannel::NrLiteChannel() = default;

NrLiteChannel::~NrLiteChannel() = default;

void
NrLiteChannel::DoDispose()
{
    if (m_rrc)
    {
        m_rrc->Dispose();
    }
    if (m_propagation)
    {
        m_propagation->Dispose();
    }
    m_rrc = nullptr;
    m_propagation = nullptr;
    m_carrier = nullptr;
    m_amc = nullptr;
    Channel::DoDispose();
}

void
NrLiteChannel::AddGnb(NrLiteGnbNetDevice* gnb)
{
    gnb->GetCell()->SetIndex(m_gnbs.size());
    m_gnbs.push_back(gnb);
    m_gnbByAddress[GetKey(Mac48Address::ConvertFrom(gnb->GetAddress()))] = gnb;
}

void
NrLiteChannel::AddUe(NrLiteUeNetDevice* terminal)
{
    m_ues.push_back(terminal);
    m_ueByAddress[GetKey(Mac48Address::ConvertFrom(terminal->GetAddress()))] = terminal;
}

void
NrLiteChannel::RemoveGnb(NrLiteGnbNetDevice* gnb)
{
    const uint32_t index = gnb->GetCell()->GetIndex();
    if (m_rrc && !Simulator::IsFinished())
    {
        m_rrc->RemoveGnb(*gnb);
    }
    FollowCourse(*gnb, false);
    m_gnbs[index] = nullptr;
    m_gnbByAddress.erase(GetKey(Mac48Address::ConvertFrom(gnb->GetAddress())));
    ExpireAllGains();
}

void
NrLiteChannel::RemoveUe(NrLiteUeNetDevice* terminal)
{
    if (m_rrc)
    {
        m_rrc->Remove(*terminal);
    }
    FollowCourse(*terminal, false);
    const auto at = std::find(m_ues.begin(), m_ues.end(), terminal);
    if (static_cast<uint32_t>(at - m_ues.begin()) < m_startedUes)
    {
        m_startedUes--;
    }
    m_ues.erase(at);
    m_ueByAddress.erase(GetKey(Mac48Address::ConvertFrom(terminal->GetAddress())));
}

void
NrLiteChannel::Start()
{
    if (m_startedGnbs == m_gnbs.size() && m_startedUes == m_ues.size())
    {
        return;
    }
    if (m_startedGnbs == 0 && m_startedUes == 0)
    {
        m_carrier->Prepare();
        m_amc->Prepare();
        m_rrc->Start(this);
        m_propagation->Start(this);
    }
    const bool newCells = m_startedGnbs < m_gnbs.size();
    for (; m_startedGnbs < m_gnbs.size(); m_startedGnbs++)
    {
        if (auto* gnb = m_gnbs[m_startedGnbs])
        {
            gnb->GetCell()->Start(this);
            FollowCourse(*gnb, true);
            NoteCellMotion(*NrLitePropagation::GetMobility(*gnb));
        }
    }
    if (newCells)
    {
        ExpireAllGains();
    }
    while (m_startedUes < m_ues.size())
    {
        auto* terminal = m_ues[m_startedUes++];
        FollowCourse(*terminal, true);
        m_rrc->AttachInitially(*terminal);
    }
}

void
NrLiteChannel::FollowCourse(NetDevice& device, bool follow)
{
    const auto mobility = device.GetNode()->GetObject<MobilityModel>();
    if (!mobility && !follow)
    {
        return;
    }
    const auto model = NrLitePropagation::GetMobility(device);
    const auto callback = MakeCallback(&NrLiteChannel::OnCourseChange, this);
    if (follow)
    {
        model->TraceConnectWithoutContext("CourseChange", callback);
        m_ueByMobility[PeekPointer(model)] = dynamic_cast<NrLiteUeNetDevice*>(&device);
    }
    else
    {
        model->TraceDisconnectWithoutContext("CourseChange", callback);
        m_ueByMobility.erase(PeekPointer(model));
    }
}

void
NrLiteChannel::OnCourseChange(Ptr<const MobilityModel> model)
{
    const auto found = m_ueByMobility.find(PeekPointer(model));
    if (found == m_ueByMobility.end())
    {
        return;
    }
    if (auto* terminal = found->second)
    {
        ExpireGains(*terminal);
        m_rrc->Track(*terminal);
        return;
    }
    NoteCellMotion(*model);
    ExpireAllGains();
    for (auto* terminal : m_ues)
    {
        m_rrc->Track(*terminal);
    }
}

void
NrLiteChannel::NoteCellMotion(const MobilityModel& model)
{
    if (model.GetVelocity().GetLength() > 0.0)
    {
        m_propagation->SetCellsMove(true);
    }
}

void
NrLiteChannel::ExpireGains(NrLiteUeNetDevice& terminal)
{
    terminal.GetGains().until = Time(0);
    for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
    {
        terminal.GetBearer(direction)->rateUntil = Time(0);
    }
}

void
NrLiteChannel::ExpireAllGains()
{
    for (auto* terminal : m_ues)
    {
        ExpireGains(*terminal);
        terminal->GetGains().scanned = false;
    }
}

NrLiteUeNetDevice*
NrLiteChannel::FindUe(Mac48Address address) const
{
    const auto found = m_ueByAddress.find(GetKey(address));
    return found == m_ueByAddress.end() ? nullptr : found->second;
}

NrLiteGnbNetDevice*
NrLiteChannel::FindGnb(Mac48Address address) const
{
    const auto found = m_gnbByAddress.find(GetKey(address));
    return found == m_gnbByAddress.end() ? nullptr : found->second;
}

uint64_t
NrLiteChannel::GetKey(Mac48Address address)
{
    uint8_t bytes[6];
    address.CopyTo(bytes);
    uint64_t key = 0;
    for (uint8_t byte : bytes)
    {
        key = key << 8 | byte;
    }
    return key;
}

Ptr<NrLiteCarrier>
NrLiteChannel::GetCarrier() const
{
    return m_carrier;
}

Ptr<NrLiteAmc>
NrLiteChannel::GetAmc() const
{
    return m_amc;
}

Ptr<NrLitePropagation>
NrLiteChannel::GetPropagation() const
{
    return m_propagation;
}

Ptr<NrLiteRrc>
NrLiteChannel::GetRrc() const
{
    return m_rrc;
}

Time
NrLiteChannel::GetForwardingDelay() const
{
    return m_forwardingDelay;
}

uint32_t
NrLiteChannel::GetNCells() const
{
    return m_gnbs.size();
}

uint32_t
NrLiteChannel::GetNUes() const
{
    return m_ues.size();
}

NrLiteGnbNetDevice*
NrLiteChannel::GetGnb(uint32_t index) const
{
    return m_gnbs[index];
}

NrLiteUeNetDevice&
NrLiteChannel::GetUe(uint32_t index) const
{
    return *m_ues[index];
}

std::size_t
NrLiteChannel::GetNDevices() const
{
    return m_gnbByAddress.size() + m_ues.size();
}

Ptr<NetDevice>
NrLiteChannel::GetDevice(std::size_t i) const
{
    for (auto* gnb : m_gnbs)
    {
        if (gnb && i-- == 0)
        {
            return gnb;
        }
    }
    return i < m_ues.size() ? m_ues[i] : nullptr;
}

} // namespace ns3::edgelearning
