/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-propagation.h"

#include "nr-lite-channel.h"
#include "nr-lite-gnb-net-device.h"
#include "nr-lite-ue-net-device.h"

#include "ns3/boolean.h"
#include "ns3/channel-condition-model.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/node.h"
#include "ns3/ns3-compat.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/three-gpp-propagation-loss-model.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLitePropagation);

namespace
{

/// Thermal noise density at 290 K [W/Hz].
constexpr double NOISE_DENSITY = 1.380649e-23 * 290.0;
/// Paths whose power stays this far below the noise of a block are not heard: 10 dB.
constexpr double HEARD_BELOW_NOISE = 0.1;

} // namespace

TypeId
NrLitePropagation::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLitePropagation")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLitePropagation>()
            .AddAttribute("Scenario",
                          "TR 38.901 scenario of the default loss model: UMa, UMi, RMa or InH. "
                          "Heights are z coordinates, for example 25 m and 1.5 m.",
                          StringValue("UMa"),
                          MakeStringAccessor(&NrLitePropagation::SetScenario,
                                             &NrLitePropagation::GetScenario),
                          MakeStringChecker())
            .AddAttribute("Shadowing",
                          "Whether the default loss model has shadow fading.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&NrLitePropagation::m_shadowing),
                          MakeBooleanChecker())
            .AddAttribute("PropagationLossModel",
                          "A chain of loss models instead of the scenario's.",
                          PointerValue(),
                          MakePointerAccessor(&NrLitePropagation::m_loss),
                          MakePointerChecker<PropagationLossModel>())
            .AddAttribute(
                "Fading",
                "Block fading of the serving link, drawn afresh each CoherenceTime: None, "
                "Rayleigh or Rician.",
                EnumValue(NrLitePropagation::NONE),
                MakeEnumMemberAccessor<Fading>(&NrLitePropagation::m_fading),
                MakeEnumChecker(NrLitePropagation::NONE,
                                "None",
                                NrLitePropagation::RAYLEIGH,
                                "Rayleigh",
                                NrLitePropagation::RICIAN,
                                "Rician"))
            .AddAttribute("RicianFactor",
                          "Power of the direct path over that of the others [dB].",
                          DoubleValue(9.0),
                          MakeDoubleAccessor(&NrLitePropagation::m_ricianFactor),
                          MakeDoubleChecker<double>(-50.0, 50.0))
            .AddAttribute(
                "CoherenceTime",
                "How long the gains of a moving or fading terminal are taken as constant, "
                "above 0.",
                TimeValue(MilliSeconds(20)),
                MakeTimeAccessor(&NrLitePropagation::m_coherence),
                MakeTimeChecker(MicroSeconds(1)))
            .AddAttribute("MinimumCouplingLoss",
                          "Least path loss, however near the antennas are [dB].",
                          DoubleValue(45.0),
                          MakeDoubleAccessor(&NrLitePropagation::m_minimumLoss),
                          MakeDoubleChecker<double>(0.0, 200.0))
            .AddAttribute("RescanDistance",
                          "How far a terminal moves before cells that it did not hear are "
                          "evaluated again [m].",
                          DoubleValue(20.0),
                          MakeDoubleAccessor(&NrLitePropagation::m_rescanDistance),
                          MakeDoubleChecker<double>(0.0));
    return tid;
}

NrLitePropagation::NrLitePropagation()
    : m_normal(CreateObject<NormalRandomVariable>())
{
}

void
NrLitePropagation::Start(NrLiteChannel* channel)
{
    m_channel = channel;
    MakeLossModel(channel->GetCarrier()->GetFrequency());
}

void
NrLitePropagation::DoDispose()
{
    m_loss = nullptr;
    m_channel = nullptr;
    Object::DoDispose();
}

int64_t
NrLitePropagation::AssignStreams(double frequency, int64_t stream)
{
    MakeLossModel(frequency);
    m_normal->SetStream(stream);
    int64_t used = 1 + m_loss->AssignStreams(stream + 1);
    PointerValue condition; // Up to ns-3.37 at least, the loss model leaves it out.
    if (m_loss->GetAttributeFailSafe("ChannelConditionModel", condition) &&
        condition.Get<ChannelConditionModel>())
    {
        used += condition.Get<ChannelConditionModel>()->AssignStreams(stream + used);
    }
    return used;
}

void
NrLitePropagation::SetScenario(std::string scenario)
{
    static const std::string known[] = {"UMa", "UMi", "RMa", "InH"};
    NS_ABORT_MSG_IF(std::find(std::begin(known), std::end(known), scenario) == std::end(known),
                    "NrLitePropagation: unknown Scenario \""
                        << scenario << "\"; allowed are UMa, UMi, RMa and InH (TR 38.901)");
    m_scenario = scenario;
}

std::string
NrLitePropagation::GetScenario() const
{
    return m_scenario;
}

void
NrLitePropagation::MakeLossModel(double frequency)
{
    if (m_loss)
    {
        return;
    }
    Ptr<ThreeGppPropagationLossModel> loss;
    Ptr<ChannelConditionModel> condition;
    if (m_scenario == "UMa")
    {
        loss = CreateObject<ThreeGppUmaPropagationLossModel>();
        condition = CreateObject<ThreeGppUmaChannelConditionModel>();
    }
    else if (m_scenario == "UMi")
    {
        loss = CreateObject<ThreeGppUmiStreetCanyonPropagationLossModel>();
        condition = CreateObject<ThreeGppUmiStreetCanyonChannelConditionModel>();
    }
    else if (m_scenario == "RMa")
    {
        loss = CreateObject<ThreeGppRmaPropagationLossModel>();
        condition = CreateObject<ThreeGppRmaChannelConditionModel>();
    }
    else
    {
        loss = CreateObject<ThreeGppIndoorOfficePropagationLossModel>();
        condition = CreateObject<ThreeGppIndoorMixedOfficeChannelConditionModel>();
    }
    loss->SetAttribute("Frequency", DoubleValue(frequency));
    loss->SetAttribute("ShadowingEnabled", BooleanValue(m_shadowing));
    loss->SetChannelConditionModel(condition);
    m_loss = loss;
}

Ptr<MobilityModel>
NrLitePropagation::GetMobility(const NetDevice& device)
{
    const auto node = device.GetNode();
    const auto mobility = node->GetObject<MobilityModel>();
    NS_ABORT_MSG_IF(!mobility,
                    "NrLitePropagation: node " << node->GetId()
                                               << " has an NrLite device but no mobility model; "
                                                  "install one before the simulation starts");
    return mobility;
}

bool
NrLitePropagation::HasPosition(const MobilityModel& mobility)
{
    const Vector position = mobility.GetPosition();
    return std::isfinite(position.x) && std::isfinite(position.y) && std::isfinite(position.z);
}

void
NrLitePropagation::SetCellsMove(bool moving)
{
    m_cellsMove = moving;
}

bool
NrLitePropagation::IsMoving(const NrLiteUeNetDevice& terminal) const
{
    return m_cellsMove || GetMobility(terminal)->GetVelocity().GetLength() > 0.0;
}

double
NrLitePropagation::EvaluateGain(const NrLiteUeNetDevice& terminal,
                                const NrLiteGnbNetDevice& gnb) const
{
    // Models that correlate shadowing over distance would keep what is not a number for ever.
    const auto site = GetMobility(gnb);
    if (!HasPosition(*site))
    {
        return 0.0;
    }
    const auto loss = -m_loss->CalcRxPower(0.0, site, GetMobility(terminal));
    // At distance zero the logarithms of the models give minus infinity.
    const double bounded = std::max(loss, m_minimumLoss);
    return std::isnan(loss)
               ? 0.0
               : std::pow(10.0, -bounded / 10.0) * gnb.GetAntennaGain() * terminal.GetAntennaGain();
}

void
NrLitePropagation::UpdateGains(NrLiteUeNetDevice& terminal)
{
    auto& gains = terminal.GetGains();
    const Time now = Simulator::Now();
    if (now < gains.until)
    {
        return;
    }
    gains.until = IsMoving(terminal) || IsFading() ? now + m_coherence : Time::Max();
    gains.fading = DrawFading();
    const auto mobility = GetMobility(terminal);
    if (!HasPosition(*mobility))
    {
        gains.heard.clear();
        gains.scanned = false;
        return;
    }
    const Vector position = mobility->GetPosition();
    if (gains.scanned && !m_cellsMove &&
        CalculateDistance(position, gains.position) < m_rescanDistance)
    {
        for (auto& heard : gains.heard)
        {
            heard.gain = EvaluateGain(terminal, *m_channel->GetGnb(heard.cell));
        }
        return;
    }
    gains.position = position;
    Scan(terminal);
}

void
NrLitePropagation::Scan(NrLiteUeNetDevice& terminal)
{
    auto& gains = terminal.GetGains();
    gains.heard.clear();
    gains.scanned = true;
    const auto carrier = m_channel->GetCarrier();
    const double limit = HEARD_BELOW_NOISE * NOISE_DENSITY * carrier->GetBlockBandwidth();
    for (uint32_t cell = 0; cell < m_channel->GetNCells(); cell++)
    {
        const auto* gnb = m_channel->GetGnb(cell);
        if (!gnb)
        {
            continue;
        }
        const double gain = EvaluateGain(terminal, *gnb);
        const double power =
            std::max(gnb->GetTxPower() / carrier->GetBlocks(), terminal.GetTxPower());
        if (power * gain > limit)
        {
            gains.heard.push_back({cell, gain});
        }
    }
}

const std::vector<NrLiteHeardCell>&
NrLitePropagation::GetHeardCells(NrLiteUeNetDevice& terminal)
{
    UpdateGains(terminal);
    return terminal.GetGains().heard;
}

double
NrLitePropagation::GetGain(NrLiteUeNetDevice& terminal, uint32_t cell)
{
    UpdateGains(terminal);
    const auto& heard = terminal.GetGains().heard;
    const auto found =
        std::lower_bound(heard.begin(), heard.end(), cell, [](const auto& entry, uint32_t index) {
            return entry.cell < index;
        });
    return found != heard.end() && found->cell == cell ? found->gain : 0.0;
}

double
NrLitePropagation::GetFadedGain(NrLiteUeNetDevice& terminal, uint32_t cell)
{
    return GetGain(terminal, cell) * terminal.GetGains().fading;
}

bool
NrLitePropagation::IsFading() const
{
    return m_fading != NONE;
}

double
NrLitePropagation::DrawFading() const
{
    if (m_fading == NONE)
    {
        return 1.0;
    }
    // The direct path's power k/(k+1) is added to a circular Gaussian of power 1/(k+1).
    const double k = m_fading == RICIAN ? std::pow(10.0, m_ricianFactor / 10.0) : 0.0;
    const double deviation = std::sqrt(0.5 / (k + 1.0));
    const double inPhase = std::sqrt(k / (k + 1.0)) + deviation * m_normal->GetValue();
    const double quadrature = deviation * m_normal->GetValue();
    return inPhase * inPhase + quadrature * quadrature;
}

Time
NrLitePropagation::GetGainsUntil(NrLiteUeNetDevice& terminal)
{
    UpdateGains(terminal);
    return terminal.GetGains().until;
}

} // namespace ns3::edgelearning
