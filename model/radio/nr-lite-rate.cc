/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-rate.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

void
NrLiteRate::Fill(double sinr, uint32_t blocks, uint32_t layers)
{
    m_layers = layers;
    m_sinr = sinr / layers;
    m_maxBlocks[0] = blocks;
    for (uint32_t cqi = 1; cqi < NrLiteAmc::CQI_COUNT; cqi++)
    {
        const double most = m_sinr / m_amc->GetThreshold(cqi);
        if (m_spread)
        {
            m_maxBlocks[cqi] = most >= blocks ? blocks : static_cast<uint32_t>(most);
        }
        else
        {
            m_maxBlocks[cqi] = most >= 1.0 ? blocks : 0;
        }
    }
}

void
NrLiteRate::Set(const NrLiteAmc& amc, double sinr, bool spread, uint32_t blocks, uint32_t maxLayers)
{
    m_amc = &amc;
    m_spread = spread;
    uint32_t best = 1;
    double bestRate = -1.0;
    for (uint32_t layers = 1; layers <= maxLayers; layers++)
    {
        Fill(sinr, blocks, layers);
        const double rate = GetGoodput(blocks);
        if (rate > bestRate)
        {
            bestRate = rate;
            best = layers;
        }
    }
    Fill(sinr, blocks, best);
}

uint32_t
NrLiteRate::GetCqi(uint32_t blocks) const
{
    uint32_t cqi = NrLiteAmc::CQI_COUNT - 1;
    while (cqi > 0 && m_maxBlocks[cqi] < blocks)
    {
        cqi--;
    }
    return cqi;
}

uint32_t
NrLiteRate::GetBestBlocks(uint32_t limit) const
{
    uint32_t best = 0;
    double bestRate = 0.0;
    for (uint32_t cqi = NrLiteAmc::CQI_COUNT - 1; cqi > 0; cqi--)
    {
        const uint32_t blocks = std::min(limit, m_maxBlocks[cqi]);
        const double rate = blocks * m_amc->GetGoodput(cqi);
        if (rate > bestRate)
        {
            bestRate = rate;
            best = blocks;
        }
        if (blocks == limit)
        {
            break;
        }
    }
    return best;
}

uint32_t
NrLiteRate::GetBytes(uint32_t blocks, double elements) const
{
    const uint32_t cqi = GetCqi(blocks);
    if (cqi == 0 || blocks == 0)
    {
        return 0;
    }
    const double efficiency = m_amc->GetRow(m_amc->GetMcs(cqi)).GetEfficiency();
    return static_cast<uint32_t>(elements * blocks * efficiency * m_layers / 8.0);
}

double
NrLiteRate::GetGoodput(double blocks) const
{
    double best = 0.0;
    for (uint32_t cqi = NrLiteAmc::CQI_COUNT - 1; cqi > 0; cqi--)
    {
        const double used = std::min<double>(blocks, m_maxBlocks[cqi]);
        best = std::max(best, used * m_amc->GetGoodput(cqi) * m_layers);
        if (used >= blocks)
        {
            break;
        }
    }
    return best;
}

double
NrLiteRate::GetMeanRate(double blocks) const
{
    const auto whole = static_cast<uint32_t>(blocks);
    const double fraction = blocks - whole;
    return GetMeanRateOf(whole) * (1.0 - fraction) +
           (fraction > 0.0 ? GetMeanRateOf(whole + 1) * fraction : 0.0);
}

double
NrLiteRate::GetMeanRateOf(uint32_t blocks) const
{
    const uint32_t used = GetBestBlocks(blocks);
    if (used == 0)
    {
        return 0.0;
    }
    const uint32_t mcs = m_amc->GetMcs(GetCqi(used));
    const double sinr = GetSinr(used);
    const double error = m_amc->GetBler(mcs, sinr);
    // Chase combining of two makes a third transmission so rare that the series ends here.
    const double transmissions =
        1.0 + error + (error > 1e-6 ? error * m_amc->GetBler(mcs, 2.0 * sinr) : 0.0);
    return used * m_amc->GetRow(mcs).GetEfficiency() * m_layers / transmissions;
}

double
NrLiteRate::GetFirstError(double blocks) const
{
    const uint32_t used = GetBestBlocks(std::max(1U, static_cast<uint32_t>(blocks)));
    return used > 0 ? m_amc->GetBler(m_amc->GetMcs(GetCqi(used)), GetSinr(used)) : 0.0;
}

uint32_t
NrLiteRate::GetBlocksFor(uint64_t bytes, double elements, uint32_t limit) const
{
    for (uint32_t cqi = NrLiteAmc::CQI_COUNT - 1; cqi > 0; cqi--)
    {
        const uint32_t most = std::min(limit, m_maxBlocks[cqi]);
        if (most == 0)
        {
            continue;
        }
        const double bitsOfBlock =
            elements * m_amc->GetRow(m_amc->GetMcs(cqi)).GetEfficiency() * m_layers;
        // The byte more absorbs the rounding of the transport block size.
        const double blocks = std::ceil((bytes + 1) * 8.0 / bitsOfBlock);
        if (blocks <= most)
        {
            return static_cast<uint32_t>(blocks);
        }
    }
    return GetBestBlocks(limit);
}

} // namespace ns3::edgelearning
