/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-energy-model.h"

#include "nr-lite-channel.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteEnergyModel);

TypeId
NrLiteEnergyModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteEnergyModel")
            .SetParent<DeviceEnergyModel>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteEnergyModel>()
            .AddAttribute("IdlePower",
                          "Power drawn all the time [W].",
                          DoubleValue(0.05),
                          MakeDoubleAccessor(&NrLiteEnergyModel::m_idlePower),
                          MakeDoubleChecker<double>(0.0))
            .AddAttribute("TransmitPower",
                          "Power drawn on top in slots in which the terminal sends [W].",
                          DoubleValue(1.5),
                          MakeDoubleAccessor(&NrLiteEnergyModel::m_transmitPower),
                          MakeDoubleChecker<double>(0.0))
            .AddAttribute("ReceivePower",
                          "Power drawn on top in slots in which the terminal receives [W].",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&NrLiteEnergyModel::m_receivePower),
                          MakeDoubleChecker<double>(0.0))
            .AddTraceSource("TotalEnergy",
                            "Energy drawn until the source asked last [J].",
                            MakeTraceSourceAccessor(&NrLiteEnergyModel::m_reported),
                            "ns3::TracedValueCallback::Double");
    return tid;
}

NrLiteEnergyModel::NrLiteEnergyModel() = default;

Ptr<NrLiteEnergyModel>
NrLiteEnergyModel::Install(Ptr<NrLiteUeNetDevice> terminal, Ptr<EnergySource> source)
{
    auto model = CreateObject<NrLiteEnergyModel>();
    model->m_terminal = terminal;
    model->m_onSince = Simulator::Now();
    model->SetEnergySource(source);
    source->AppendDeviceEnergyModel(model);
    return model;
}

void
NrLiteEnergyModel::DoDispose()
{
    m_terminal = nullptr;
    m_source = nullptr;
    DeviceEnergyModel::DoDispose();
}

void
NrLiteEnergyModel::SetEnergySource(Ptr<EnergySource> source)
{
    m_source = source;
}

double
NrLiteEnergyModel::GetTotalEnergyConsumption() const
{
    const auto channel =
        m_terminal ? DynamicCast<NrLiteChannel>(m_terminal->GetChannel()) : nullptr;
    if (!channel)
    {
        return m_reported;
    }
    const double slot = channel->GetCarrier()->GetSlot().GetSeconds();
    return m_idlePower * GetOnTime().GetSeconds() +
           m_transmitPower * slot * m_terminal->GetActiveSlots(NR_LITE_UPLINK) +
           m_receivePower * slot * m_terminal->GetActiveSlots(NR_LITE_DOWNLINK);
}

Time
NrLiteEnergyModel::GetOnTime() const
{
    const bool on = m_terminal && m_terminal->IsPowered();
    return m_onBefore + (on ? Simulator::Now() - m_onSince : Time(0));
}

double
NrLiteEnergyModel::DoGetCurrentA() const
{
    const Time now = Simulator::Now();
    const double voltage = m_source ? m_source->GetSupplyVoltage() : 0.0;
    if (now > m_asked && voltage > 0.0)
    {
        const double total = GetTotalEnergyConsumption();
        m_current = (total - m_reported) / (now - m_asked).GetSeconds() / voltage;
        m_reported = total;
        m_asked = now;
    }
    return m_current;
}

void
NrLiteEnergyModel::ChangeState(int /* state */)
{
}

void
NrLiteEnergyModel::HandleEnergyDepletion()
{
    if (m_terminal && m_terminal->IsPowered())
    {
        m_onBefore = GetOnTime();
        m_terminal->SetPowered(false);
    }
}

void
NrLiteEnergyModel::HandleEnergyRecharged()
{
    if (m_terminal && !m_terminal->IsPowered())
    {
        m_onSince = Simulator::Now();
        m_terminal->SetPowered(true);
    }
}

void
NrLiteEnergyModel::HandleEnergyChanged()
{
}

} // namespace ns3::edgelearning
