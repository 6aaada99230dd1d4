/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "compute-energy-model.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(ComputeEnergyModel);

namespace
{

/// BasicEnergySource's attributes, as shares of its initial energy.
constexpr const char* LOW_THRESHOLD = "BasicEnergyLowBatteryThreshold";
constexpr const char* HIGH_THRESHOLD = "BasicEnergyHighBatteryThreshold";

/// What BasicEnergySource counts in, in joules.
constexpr double NANOJOULE = 1e-9;

} // namespace

TypeId
ComputeEnergyModel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::ComputeEnergyModel")
                            .SetParent<DeviceEnergyModel>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<ComputeEnergyModel>();
    return tid;
}

ComputeEnergyModel::ComputeEnergyModel() = default;

ComputeEnergyModel::~ComputeEnergyModel() = default;

void
ComputeEnergyModel::DoDispose()
{
    m_watch.Cancel();
    m_source = nullptr;
    m_depleted = nullptr;
    m_recharged = nullptr;
    DeviceEnergyModel::DoDispose();
}

void
ComputeEnergyModel::SetEnergySource(Ptr<EnergySource> source)
{
    m_source = source;
    Watch();
}

void
ComputeEnergyModel::SetCallbacks(std::function<void()> depleted, std::function<void()> recharged)
{
    m_depleted = std::move(depleted);
    m_recharged = std::move(recharged);
}

double
ComputeEnergyModel::GetTotalEnergyConsumption() const
{
    return m_energy + m_power * (Simulator::Now() - m_since).GetSeconds();
}

void
ComputeEnergyModel::ChangeState(int /* newState */)
{
}

void
ComputeEnergyModel::SetPower(double power)
{
    if (!m_source)
    {
        return;
    }
    // The source must account for the past at the old power. It may turn out to be empty, and then
    // this function is entered again from the callback.
    m_source->UpdateEnergySource();
    m_energy = GetTotalEnergyConsumption();
    m_since = Simulator::Now();
    m_power = m_isDepleted ? 0 : power;
    Watch();
}

bool
ComputeEnergyModel::IsDepleted() const
{
    // The source tells one consumer after the other, and may not have come to this one.
    return m_isDepleted ||
           (m_source && m_source->GetRemainingEnergy() <= GetThreshold(LOW_THRESHOLD, 0));
}

void
ComputeEnergyModel::HandleEnergyDepletion()
{
    if (m_isDepleted)
    {
        return;
    }
    m_energy = GetTotalEnergyConsumption();
    m_since = Simulator::Now();
    m_power = 0;
    m_isDepleted = true;
    m_watch.Cancel();
    if (m_depleted)
    {
        m_depleted();
    }
}

void
ComputeEnergyModel::HandleEnergyRecharged()
{
    // A source whose high threshold is the lower one reports a recharge as soon as it is empty.
    if (!m_isDepleted || !m_source ||
        m_source->GetRemainingEnergy() <= GetThreshold(LOW_THRESHOLD, 0))
    {
        return;
    }
    m_isDepleted = false;
    if (m_recharged)
    {
        m_recharged();
    }
}

void
ComputeEnergyModel::HandleEnergyChanged()
{
    if (!m_source)
    {
        return;
    }
    // A depletion that was foreseen here is unknown to the source, which then reports no recharge.
    if (m_isDepleted && m_source->GetRemainingEnergy() > GetThreshold(HIGH_THRESHOLD, 0.05))
    {
        HandleEnergyRecharged();
    }
    Watch();
}

double
ComputeEnergyModel::DoGetCurrentA() const
{
    const double voltage = m_source ? m_source->GetSupplyVoltage() : 0;
    return voltage > 0 ? m_power / voltage : 0;
}

double
ComputeEnergyModel::GetThreshold(const std::string& threshold, double otherwise) const
{
    DoubleValue fraction(otherwise);
    m_source->GetAttributeFailSafe(threshold, fraction);
    return fraction.Get() * m_source->GetInitialEnergy();
}

void
ComputeEnergyModel::Watch()
{
    if (m_isDepleted || !m_source)
    {
        return;
    }
    // Asking may make the source report depletion, or a change that leads here once more.
    const double remaining = m_source->GetRemainingEnergy();
    m_watch.Cancel();
    if (m_isDepleted)
    {
        return;
    }
    // The source takes whole nanojoules off, and time passes in whole steps: less than both cannot
    // be drawn. With room below the threshold the draw goes on until it is surely passed, and then
    // the source itself finds out and tells all that draw from it. Without room it ends before:
    // more than there is must not be drawn.
    const double margin = 2 * NANOJOULE + m_power * TimeStep(1).GetSeconds();
    const double threshold = GetThreshold(LOW_THRESHOLD, 0);
    const double overdraft = threshold > margin ? margin : -margin;
    const double available = remaining - threshold;
    if (available <= margin - overdraft)
    {
        HandleEnergyDepletion();
        return;
    }
    constexpr double foreseeable = 1e9; // seconds; far below the largest Time
    if (m_power > 0 && available / m_power < foreseeable)
    {
        const Time delay = Seconds((available + overdraft) / m_power);
        m_watch = Simulator::Schedule(delay, &ComputeEnergyModel::Watch, this);
    }
}

} // namespace ns3::edgelearning
