/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "empirical-mechanism.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(EmpiricalMechanism);

namespace
{

/**
 * Find the nearest bin that has something; of two, the older.
 *
 * @param bin where to start
 * @param bins the number of bins
 * @param has tells whether a bin has it
 * @return the bin; the number of bins if none has it
 */
uint32_t
FindNearest(uint32_t bin, uint32_t bins, const std::function<bool(uint32_t)>& has)
{
    for (uint32_t distance = 0; distance < bins; ++distance)
    {
        if (bin + distance < bins && has(bin + distance))
        {
            return bin + distance;
        }
        if (distance <= bin && has(bin - distance))
        {
            return bin - distance;
        }
    }
    return bins;
}

} // namespace

TypeId
EmpiricalMechanism::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::EmpiricalMechanism")
            .SetParent<LearnedMechanism>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("AgeBins",
                          "Bins of ages, uniform in the logarithm of the age, 1 to 4096; 1 makes "
                          "the mechanism blind to age.",
                          UintegerValue(32),
                          MakeUintegerAccessor(&EmpiricalMechanism::m_bins),
                          MakeUintegerChecker<uint32_t>(1, 4096))
            .AddAttribute("SampleSize",
                          "Auctions to draw from the valuation model, at least 1.",
                          UintegerValue(5000),
                          MakeUintegerAccessor(&EmpiricalMechanism::m_sampleSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("SampleBidders",
                          "Bids in each of the drawn auctions, at least 1.",
                          UintegerValue(3),
                          MakeUintegerAccessor(&EmpiricalMechanism::m_bidders),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

bool
EmpiricalMechanism::IsReady() const
{
    return m_ready;
}

uint32_t
EmpiricalMechanism::GetBins() const
{
    return m_bins;
}

uint32_t
EmpiricalMechanism::GetBin(double age) const
{
    if (!m_ready)
    {
        throw std::logic_error(GetInstanceTypeId().GetName() +
                               ": not ready to decide; call Prepare() first");
    }
    const double place = m_bins * (1 - std::log(age) / std::log(GetMinAge()));
    return std::min(static_cast<uint32_t>(std::max(place, 0.0)), m_bins - 1);
}

void
EmpiricalMechanism::Learn(const BidSource& source, uint64_t seed)
{
    std::mt19937_64 generator(seed);
    m_ready = true;
    std::vector<Bin> bins(m_bins);
    for (Bin& bin : bins)
    {
        bin.bids.resize(source.GetClasses());
    }
    for (const SampleAuction& auction : source.GetSample(m_sampleSize, m_bidders, generator))
    {
        Bin& bin = bins[GetBin(auction.age)];
        bin.auctions.push_back(auction);
        for (const Bid& bid : auction.bids)
        {
            bin.bids[bid.ownerClass].push_back(bid.amount);
        }
    }
    for (uint32_t i = 0; i < m_bins; ++i)
    {
        Bin full;
        full.auctions = bins[FindNearest(i, m_bins, [&bins](uint32_t other) {
                            return !bins[other].auctions.empty();
                        })].auctions;
        for (uint32_t c = 0; c < source.GetClasses(); ++c)
        {
            const uint32_t nearest = FindNearest(i, m_bins, [&bins, c](uint32_t other) {
                return !bins[other].bids[c].empty();
            });
            full.bids.push_back(nearest < m_bins ? bins[nearest].bids[c] : std::vector<double>());
        }
        AddBin(full);
    }
}

} // namespace ns3::edgelearning
