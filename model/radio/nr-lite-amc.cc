/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-amc.h"

#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/ns3-compat.h"

#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteAmc);

namespace
{

/// TS 38.214 (Rel-17) table 5.1.3.1-1: MCS indices 0 to 28, up to 64QAM.
const std::vector<NrLiteMcs> MCS_TABLE_1 = {
    {2, 120}, {2, 157}, {2, 193}, {2, 251}, {2, 308}, {2, 379}, {2, 449}, {2, 526},
    {2, 602}, {2, 679}, {4, 340}, {4, 378}, {4, 434}, {4, 490}, {4, 553}, {4, 616},
    {4, 658}, {6, 438}, {6, 466}, {6, 517}, {6, 567}, {6, 616}, {6, 666}, {6, 719},
    {6, 772}, {6, 822}, {6, 873}, {6, 910}, {6, 948},
};

/// TS 38.214 (Rel-17) table 5.1.3.1-2: MCS indices 0 to 27, up to 256QAM.
const std::vector<NrLiteMcs> MCS_TABLE_2 = {
    {2, 120}, {2, 193}, {2, 308}, {2, 449}, {2, 602}, {4, 378},   {4, 434},
    {4, 490}, {4, 553}, {4, 616}, {4, 658}, {6, 466}, {6, 517},   {6, 567},
    {6, 616}, {6, 666}, {6, 719}, {6, 772}, {6, 822}, {6, 873},   {8, 682.5},
    {8, 711}, {8, 754}, {8, 797}, {8, 841}, {8, 885}, {8, 916.5}, {8, 948},
};

/// TS 38.214 (Rel-17) table 5.2.2.1-2: CQI 1 to 15, up to 64QAM; index 0 is out of range.
const std::vector<NrLiteMcs> CQI_TABLE_1 = {
    {0, 0},
    {2, 78},
    {2, 120},
    {2, 193},
    {2, 308},
    {2, 449},
    {2, 602},
    {4, 378},
    {4, 490},
    {4, 616},
    {6, 466},
    {6, 567},
    {6, 666},
    {6, 772},
    {6, 873},
    {6, 948},
};

/// TS 38.214 (Rel-17) table 5.2.2.1-3: CQI 1 to 15, up to 256QAM; index 0 is out of range.
const std::vector<NrLiteMcs> CQI_TABLE_2 = {
    {0, 0},
    {2, 78},
    {2, 193},
    {2, 449},
    {4, 378},
    {4, 490},
    {4, 616},
    {6, 466},
    {6, 567},
    {6, 666},
    {6, 772},
    {6, 873},
    {8, 711},
    {8, 797},
    {8, 885},
    {8, 948},
};

/// The quantile of the standard normal distribution at 90 %: from 50 % to 10 % block errors.
constexpr double QUANTILE_90 = 1.2815515655446004;

} // namespace

TypeId
NrLiteAmc::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteAmc")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteAmc>()
            .AddAttribute("McsTable",
                          "MCS and CQI tables of TS 38.214: Qam64 or Qam256.",
                          EnumValue(NrLiteAmc::QAM256),
                          MakeEnumMemberAccessor<Table>(&NrLiteAmc::m_table),
                          MakeEnumChecker(NrLiteAmc::QAM64, "Qam64", NrLiteAmc::QAM256, "Qam256"))
            .AddAttribute("LossBase",
                          "Implementation loss against Shannon at low efficiency [dB].",
                          DoubleValue(1.0),
                          MakeDoubleAccessor(&NrLiteAmc::m_lossBase),
                          MakeDoubleChecker<double>(0.0, 30.0))
            .AddAttribute("LossSlope",
                          "Growth of the implementation loss with efficiency [dB per bit/s/Hz].",
                          DoubleValue(0.35),
                          MakeDoubleAccessor(&NrLiteAmc::m_lossSlope),
                          MakeDoubleChecker<double>(0.0, 10.0))
            .AddAttribute("CurveWidth",
                          "Standard deviation of the block error curve over SINR [dB], above 0.",
                          DoubleValue(0.4),
                          MakeDoubleAccessor(&NrLiteAmc::m_width),
                          MakeDoubleChecker<double>(0.001, 10.0));
    return tid;
}

NrLiteAmc::NrLiteAmc()
    : m_mcsTable(&MCS_TABLE_2),
      m_cqiTable(&CQI_TABLE_2)
{
}

void
NrLiteAmc::Prepare()
{
    m_mcsTable = m_table == QAM64 ? &MCS_TABLE_1 : &MCS_TABLE_2;
    m_cqiTable = m_table == QAM64 ? &CQI_TABLE_1 : &CQI_TABLE_2;
    m_median.clear();
    for (const auto& row : *m_mcsTable)
    {
        m_median.push_back(10.0 * std::log10(GetSinrFor(row.GetEfficiency())) -
                           QUANTILE_90 * m_width);
    }
    m_threshold[0] = 0.0;
    m_goodput[0] = 0.0;
    m_mcsOfCqi[0] = 0;
    for (uint32_t cqi = 1; cqi < CQI_COUNT; cqi++)
    {
        const double efficiency = (*m_cqiTable)[cqi].GetEfficiency();
        m_threshold[cqi] = GetSinrFor(efficiency);
        uint32_t mcs = 0;
        // The tables' efficiencies of one code are equal; the margin only absorbs rounding.
        while (mcs + 1 < m_mcsTable->size() &&
               (*m_mcsTable)[mcs + 1].GetEfficiency() <= efficiency + 1e-9)
        {
            mcs++;
        }
        m_mcsOfCqi[cqi] = mcs;
        // Without the first block a combination of two is needed, hence never below one half.
        const double success = std::max(0.5, 1.0 - GetBler(mcs, m_threshold[cqi]));
        m_goodput[cqi] = (*m_mcsTable)[mcs].GetEfficiency() * success;
    }
}

double
NrLiteAmc::GetSinrFor(double efficiency) const
{
    const double loss = m_lossBase + m_lossSlope * efficiency;
    return (std::exp2(efficiency) - 1.0) * std::pow(10.0, loss / 10.0);
}

uint32_t
NrLiteAmc::GetCqi(double sinr) const
{
    uint32_t cqi = 0;
    while (cqi + 1 < CQI_COUNT && sinr >= m_threshold[cqi + 1])
    {
        cqi++;
    }
    return cqi;
}

uint32_t
NrLiteAmc::GetMcsCount() const
{
    return m_mcsTable->size();
}

const NrLiteMcs&
NrLiteAmc::GetCqiRow(uint32_t cqi) const
{
    return (*m_cqiTable)[cqi];
}

double
NrLiteAmc::GetBler(uint32_t mcs, double sinr) const
{
    if (!(sinr > 0.0))
    {
        return 1.0;
    }
    const double distance = 10.0 * std::log10(sinr) - m_median[mcs];
    return 0.5 * std::erfc(distance / (m_width * M_SQRT2));
}

uint32_t
NrLiteAmc::GetMaxBitsPerSymbol() const
{
    return m_mcsTable->back().bitsPerSymbol;
}

} // namespace ns3::edgelearning
