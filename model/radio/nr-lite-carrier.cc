/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-carrier.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(NrLiteCarrier);

namespace
{

/// OFDM symbols of a slot with normal cyclic prefix, TS 38.211 table 4.3.2-1.
constexpr uint32_t SYMBOLS_PER_SLOT = 14;
/// Subcarriers of a resource block, TS 38.211 section 4.4.4.1.
constexpr uint32_t SUBCARRIERS_PER_BLOCK = 12;
/// Subcarrier spacing at numerology 0 [Hz], TS 38.211 table 4.2-1.
constexpr double BASE_SPACING = 15e3;
/// Above this frequency [Hz] the tables of frequency range 2 hold, TS 38.101-1 table 5.1-1.
constexpr double RANGE_2 = 24.25e9;

/// One entry of the tables of transmission bandwidth configurations.
struct BlockEntry
{
    uint32_t megahertz; //!< channel bandwidth
    uint32_t blocks[3]; //!< by numerology, first one given by the table; 0: not defined
};

/// TS 38.101-1 (Rel-17) table 5.3.2-1; numerologies 0, 1, 2.
constexpr BlockEntry RANGE_1_BLOCKS[] = {
    {5, {25, 11, 0}},
    {10, {52, 24, 11}},
    {15, {79, 38, 18}},
    {20, {106, 51, 24}},
    {25, {133, 65, 31}},
    {30, {160, 78, 38}},
    {35, {188, 92, 44}},
    {40, {216, 106, 51}},
    {45, {242, 119, 58}},
    {50, {270, 133, 65}},
    {60, {0, 162, 79}},
    {70, {0, 189, 93}},
    {80, {0, 217, 107}},
    {90, {0, 245, 121}},
    {100, {0, 273, 135}},
};

/// TS 38.101-2 (Rel-17) table 5.3.2-1; numerologies 2, 3.
constexpr BlockEntry RANGE_2_BLOCKS[] = {
    {50, {66, 32, 0}},
    {100, {132, 66, 0}},
    {200, {264, 132, 0}},
    {400, {0, 264, 0}},
};

} // namespace

TypeId
NrLiteCarrier::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::NrLiteCarrier")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<NrLiteCarrier>()
            .AddAttribute("Frequency",
                          "Carrier frequency [Hz], 0.5 to 100 GHz as in TR 38.901.",
                          DoubleValue(3.5e9),
                          MakeDoubleAccessor(&NrLiteCarrier::m_frequency),
                          MakeDoubleChecker<double>(0.5e9, 100e9))
            .AddAttribute("Bandwidth",
                          "Channel bandwidth [Hz], guard bands included.",
                          DoubleValue(100e6),
                          MakeDoubleAccessor(&NrLiteCarrier::m_bandwidth),
                          MakeDoubleChecker<double>(1e6, 2e9))
            .AddAttribute("Numerology",
                          "Numerology mu: subcarriers of 15 kHz * 2^mu, slots of 1 ms / 2^mu.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&NrLiteCarrier::m_numerology),
                          MakeUintegerChecker<uint32_t>(0, 4))
            .AddAttribute("ResourceBlocks",
                          "Resource blocks of the carrier; 0 takes the number of TS 38.101-1 or -2 "
                          "table 5.3.2-1.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&NrLiteCarrier::m_configuredBlocks),
                          MakeUintegerChecker<uint32_t>(0, 3300))
            .AddAttribute(
                "TddPattern",
                "One letter a slot, repeated: D downlink, U uplink, S special (downlink "
                "in SpecialSymbols symbols), F both at once (FDD).",
                StringValue("DDDSU"),
                MakeStringAccessor(&NrLiteCarrier::SetTddPattern, &NrLiteCarrier::GetTddPattern),
                MakeStringChecker())
            .AddAttribute("SpecialSymbols",
                          "Downlink symbols of a special slot, 0 to 14.",
                          UintegerValue(10),
                          MakeUintegerAccessor(&NrLiteCarrier::m_specialSymbols),
                          MakeUintegerChecker<uint32_t>(0, SYMBOLS_PER_SLOT))
            .AddAttribute("DlLayers",
                          "Most MIMO layers in downlink, 1 to 8.",
                          UintegerValue(2),
                          MakeUintegerAccessor(&NrLiteCarrier::m_downlinkLayers),
                          MakeUintegerChecker<uint32_t>(1, 8))
            .AddAttribute("UlLayers",
                          "Most MIMO layers in uplink, 1 to 4.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&NrLiteCarrier::m_uplinkLayers),
                          MakeUintegerChecker<uint32_t>(1, 4))
            .AddAttribute("DlOverhead",
                          "Share of downlink resource elements without data: TS 38.306 section "
                          "4.1.2 has 0.14 below 6 GHz, 0.18 above.",
                          DoubleValue(0.14),
                          MakeDoubleAccessor(&NrLiteCarrier::m_downlinkOverhead),
                          MakeDoubleChecker<double>(0.0, 0.9))
            .AddAttribute("UlOverhead",
                          "Share of uplink resource elements without data: TS 38.306 section "
                          "4.1.2 has 0.08 below 6 GHz, 0.10 above.",
                          DoubleValue(0.08),
                          MakeDoubleAccessor(&NrLiteCarrier::m_uplinkOverhead),
                          MakeDoubleChecker<double>(0.0, 0.9));
    return tid;
}

NrLiteCarrier::NrLiteCarrier() = default;

uint32_t
NrLiteCarrier::GetStandardBlocks(double bandwidth, uint32_t numerology, double frequency)
{
    const auto megahertz = static_cast<uint32_t>(std::lround(bandwidth / 1e6));
    if (frequency < RANGE_2)
    {
        for (const auto& entry : RANGE_1_BLOCKS)
        {
            if (entry.megahertz == megahertz && numerology <= 2)
            {
                return entry.blocks[numerology];
            }
        }
        return 0;
    }
    for (const auto& entry : RANGE_2_BLOCKS)
    {
        if (entry.megahertz == megahertz && (numerology == 2 || numerology == 3))
        {
            return entry.blocks[numerology - 2];
        }
    }
    return 0;
}

void
NrLiteCarrier::Prepare()
{
    m_blocks = m_configuredBlocks;
    if (m_blocks == 0)
    {
        m_blocks = GetStandardBlocks(m_bandwidth, m_numerology, m_frequency);
        NS_ABORT_MSG_IF(m_blocks == 0,
                        "NrLiteCarrier: no resource blocks in TS 38.101 for Bandwidth "
                            << m_bandwidth << " Hz with Numerology " << m_numerology << " at "
                            << m_frequency
                            << " Hz; take a bandwidth of table 5.3.2-1 (for example 20e6, 40e6 or "
                               "100e6 with numerology 1) or set ResourceBlocks");
    }
    NS_ABORT_MSG_IF(m_blocks * GetBlockBandwidth() > m_bandwidth,
                    "NrLiteCarrier: ResourceBlocks "
                        << m_blocks << " with Numerology " << m_numerology << " need "
                        << m_blocks * GetBlockBandwidth() << " Hz, Bandwidth is " << m_bandwidth
                        << " Hz");
    FillSlots();
}

void
NrLiteCarrier::SetTddPattern(std::string pattern)
{
    NS_ABORT_MSG_IF(pattern.empty(),
                    "NrLiteCarrier: TddPattern is empty; use letters D, U, S, F, for example "
                    "\"DDDSU\" or \"F\"");
    const auto wrong = pattern.find_first_not_of("DUSF");
    NS_ABORT_MSG_IF(wrong != std::string::npos,
                    "NrLiteCarrier: TddPattern \"" << pattern << "\" has the letter '"
                                                   << pattern[wrong]
                                                   << "'; allowed are D, U, S, F");
    NS_ABORT_MSG_IF(pattern.find_first_of("UF") == std::string::npos,
                    "NrLiteCarrier: TddPattern \"" << pattern
                                                   << "\" has no uplink; it needs a U or an F");
    NS_ABORT_MSG_IF(pattern.find_first_of("DF") == std::string::npos,
                    "NrLiteCarrier: TddPattern \"" << pattern
                                                   << "\" has no downlink; it needs a D or an F");
    m_pattern = pattern;
}

std::string
NrLiteCarrier::GetTddPattern() const
{
    return m_pattern;
}

void
NrLiteCarrier::FillSlots()
{
    m_period = m_pattern.size();
    for (uint32_t direction = 0; direction < 2; direction++)
    {
        const double overhead =
            direction == NR_LITE_DOWNLINK ? m_downlinkOverhead : m_uplinkOverhead;
        const double full = SUBCARRIERS_PER_BLOCK * SYMBOLS_PER_SLOT * (1.0 - overhead);
        const char own = direction == NR_LITE_DOWNLINK ? 'D' : 'U';
        auto& elements = m_elements[direction];
        elements.assign(m_period, 0.0);
        for (uint64_t slot = 0; slot < m_period; slot++)
        {
            if (m_pattern[slot] == own || m_pattern[slot] == 'F')
            {
                elements[slot] = full;
            }
            else if (m_pattern[slot] == 'S' && direction == NR_LITE_DOWNLINK)
            {
                elements[slot] = full * m_specialSymbols / SYMBOLS_PER_SLOT;
            }
        }
        m_wait[direction].assign(m_period, 0);
        for (uint64_t slot = 0; slot < m_period; slot++)
        {
            uint32_t wait = 0;
            while (elements[(slot + wait) % m_period] <= 0.0)
            {
                wait++;
            }
            m_wait[direction][slot] = wait;
        }
    }
}

double
NrLiteCarrier::GetFrequency() const
{
    return m_frequency;
}

uint32_t
NrLiteCarrier::GetBlocks() const
{
    return m_blocks;
}

double
NrLiteCarrier::GetBlockBandwidth() const
{
    return SUBCARRIERS_PER_BLOCK * BASE_SPACING * (1U << m_numerology);
}

Time
NrLiteCarrier::GetSlot() const
{
    return NanoSeconds(1000000 >> m_numerology);
}

uint32_t
NrLiteCarrier::GetLayers(NrLiteDirection direction) const
{
    return direction == NR_LITE_DOWNLINK ? m_downlinkLayers : m_uplinkLayers;
}

double
NrLiteCarrier::GetMeanResourceElements(NrLiteDirection direction) const
{
    double sum = 0.0;
    for (double elements : m_elements[direction])
    {
        sum += elements;
    }
    return sum / m_period;
}

double
NrLiteCarrier::GetSlotShare(NrLiteDirection direction) const
{
    double slots = 0.0;
    for (double elements : m_elements[direction])
    {
        slots += elements > 0.0 ? 1.0 : 0.0;
    }
    return slots / m_period;
}

double
NrLiteCarrier::GetPeakRate(NrLiteDirection direction, uint32_t bitsPerSymbol, double overhead) const
{
    const double maximumCodeRate = 948.0 / 1024.0;
    const double symbolsPerSecond = SYMBOLS_PER_SLOT / GetSlot().GetSeconds();
    return GetLayers(direction) * bitsPerSymbol * maximumCodeRate * m_blocks *
           SUBCARRIERS_PER_BLOCK * symbolsPerSecond * (1.0 - overhead);
}

} // namespace ns3::edgelearning
