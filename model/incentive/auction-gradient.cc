/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-gradient.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::edgelearning
{

AuctionGradient::AuctionGradient(const AgedTransform::Shape& shape)
    : m_shape(shape),
      m_lines(shape.classes)
{
    const size_t count = static_cast<size_t>(shape.groups) * shape.units;
    for (Lines& lines : m_lines)
    {
        lines.slope.resize(count);
        lines.offset.resize(count);
        lines.bid.resize(count);
        lines.bySlope.resize(count);
        lines.byOffset.resize(count);
    }
}

double
AuctionGradient::Compute(const AgedTransform& transform,
                         const AuctionBatch& batch,
                         double kappa,
                         std::vector<double>& gradient)
{
    gradient.assign(transform.GetParameters().size(), 0);
    const uint32_t count = transform.GetLineCount();
    const double auctions = static_cast<double>(batch.ages.size()) * batch.perAge;
    double revenue = 0;
    const Bid* bids = batch.bids.data();
    for (double age : batch.ages)
    {
        const auto position = transform.Locate(age);
        MakeLines(transform, position);
        for (uint32_t auction = 0; auction < batch.perAge; ++auction, bids += batch.bidders)
        {
            revenue += AddAuction(bids, batch.bidders, kappa);
        }
        for (uint32_t c = 0; c < m_shape.classes; ++c)
        {
            double* below = gradient.data() + transform.GetIndex(c, position.knot);
            double* above = gradient.data() + transform.GetIndex(c, position.knot + 1);
            const double shareAbove = position.share / auctions;
            const double shareBelow = (1 - position.share) / auctions;
            for (uint32_t i = 0; i < count; ++i)
            {
                // The offset is the point's value less slope times the point's bid.
                const Lines& lines = m_lines[c];
                const double byValue = lines.byOffset[i];
                const double byBid = -byValue * lines.slope[i] * lines.bid[i];
                const double bySlope = lines.bySlope[i] + byBid;
                below[i] += shareBelow * bySlope;
                above[i] += shareAbove * bySlope;
                below[count + i] += shareBelow * byBid;
                above[count + i] += shareAbove * byBid;
                below[2 * count + i] += shareBelow * byValue;
                above[2 * count + i] += shareAbove * byValue;
            }
        }
    }
    return revenue / auctions;
}

double
AuctionGradient::MeasureRevenue(const AgedTransform& transform, const AuctionBatch& batch)
{
    double revenue = 0;
    const Bid* bids = batch.bids.data();
    for (double age : batch.ages)
    {
        MakeLines(transform, transform.Locate(age));
        for (uint32_t auction = 0; auction < batch.perAge; ++auction, bids += batch.bidders)
        {
            Rank(bids, batch.bidders);
            if (m_values[m_first].value > 0)
            {
                const double level = m_second < 0 ? 0 : std::max(0.0, m_values[m_second].value);
                const double price =
                    Invert(m_lines[bids[m_first].ownerClass], level, MustExceed()).value;
                revenue += std::clamp(price, 0.0, bids[m_first].amount);
            }
        }
    }
    return revenue / (static_cast<double>(batch.ages.size()) * batch.perAge);
}

void
AuctionGradient::MakeLines(const AgedTransform& transform, const AgedTransform::Position& position)
{
    const uint32_t count = transform.GetLineCount();
    const double* parameters = transform.GetParameters().data();
    for (uint32_t c = 0; c < m_shape.classes; ++c)
    {
        Lines& lines = m_lines[c];
        const double* below = parameters + transform.GetIndex(c, position.knot);
        const double* above = parameters + transform.GetIndex(c, position.knot + 1);
        for (uint32_t i = 0; i < count; ++i)
        {
            const auto blend = [&](uint32_t j) {
                return below[j] + position.share * (above[j] - below[j]);
            };
            const auto line =
                AgedTransform::MakeLine(blend(i), blend(count + i), blend(2 * count + i));
            lines.slope[i] = line.slope;
            lines.offset[i] = line.offset;
            lines.bid[i] = line.slope > 0 ? (blend(2 * count + i) - line.offset) / line.slope : 0;
        }
        std::fill(lines.bySlope.begin(), lines.bySlope.end(), 0);
        std::fill(lines.byOffset.begin(), lines.byOffset.end(), 0);
    }
}

AuctionGradient::Active
AuctionGradient::Evaluate(const Lines& lines, double x) const
{
    Active least{std::numeric_limits<double>::infinity(), 0};
    for (uint32_t group = 0, unit = 0; group < m_shape.groups; ++group)
    {
        Active greatest{-std::numeric_limits<double>::infinity(), 0};
        for (const uint32_t end = unit + m_shape.units; unit < end; ++unit)
        {
            const double value = lines.slope[unit] * x + lines.offset[unit];
            if (value > greatest.value)
            {
                greatest = {value, unit};
            }
        }
        if (greatest.value < least.value)
        {
            least = greatest;
        }
    }
    return least;
}

AuctionGradient::Active
AuctionGradient::Invert(const Lines& lines, double y, bool above) const
{
    Active greatest{-std::numeric_limits<double>::infinity(), 0};
    for (uint32_t group = 0, unit = 0; group < m_shape.groups; ++group)
    {
        Active least{std::numeric_limits<double>::infinity(), 0};
        for (const uint32_t end = unit + m_shape.units; unit < end; ++unit)
        {
            double value = (y - lines.offset[unit]) / lines.slope[unit];
            if (std::isnan(value))
            {
                // A flat at this level: all bids reach it, none exceeds it.
                value = above ? std::numeric_limits<double>::infinity()
                              : -std::numeric_limits<double>::infinity();
            }
            if (value < least.value)
            {
                least = {value, unit};
            }
        }
        if (least.value > greatest.value)
        {
            greatest = least;
        }
    }
    return greatest;
}

void
AuctionGradient::Rank(const Bid* bids, uint32_t count)
{
    m_values.resize(count);
    m_first = 0;
    m_second = -1;
    for (uint32_t i = 0; i < count; ++i)
    {
        m_values[i] = Evaluate(m_lines[bids[i].ownerClass], bids[i].amount);
        if (i > 0 && m_values[i].value > m_values[m_first].value)
        {
            m_second = m_first;
            m_first = i;
        }
        else if (i > 0 && (m_second < 0 || m_values[i].value > m_values[m_second].value))
        {
            m_second = i;
        }
    }
}

bool
AuctionGradient::MustExceed() const
{
    return m_second < static_cast<int64_t>(m_first);
}

double
AuctionGradient::AddAuction(const Bid* bids, uint32_t count, double kappa)
{
    Rank(bids, count);
    const double top = std::max(0.0, m_values[m_first].value);
    double sum = std::exp(-kappa * top);
    m_shares.resize(count);
    for (uint32_t i = 0; i < count; ++i)
    {
        m_shares[i] = std::exp(kappa * (m_values[i].value - top));
        sum += m_shares[i];
    }
    const double level = m_second < 0 ? 0 : std::max(0.0, m_values[m_second].value);
    Lines& winner = m_lines[bids[m_first].ownerClass];
    const Active price = Invert(winner, level, MustExceed());
    const bool clipped = !(price.value > 0 && price.value < bids[m_first].amount);
    const double winnerPays = std::clamp(price.value, 0.0, bids[m_first].amount);
    double revenue = 0;
    m_pays.resize(count);
    for (uint32_t i = 0; i < count; ++i)
    {
        m_pays[i] = i == m_first ? winnerPays : bids[i].amount;
        if (i != m_first && m_values[i].value == m_values[m_first].value)
        {
            // Tied on a flat, it would pay where the flat begins.
            const double price = Invert(m_lines[bids[i].ownerClass], level, false).value;
            m_pays[i] = std::clamp(price, 0.0, bids[i].amount);
        }
        m_shares[i] /= sum;
        revenue += m_shares[i] * m_pays[i];
    }
    const double byPrice = clipped ? 0 : m_shares[m_first];
    for (uint32_t i = 0; i < count; ++i)
    {
        double byValue = kappa * m_shares[i] * (m_pays[i] - revenue);
        if (i == m_second && level > 0)
        {
            byValue += byPrice / winner.slope[price.unit];
        }
        Lines& lines = m_lines[bids[i].ownerClass];
        const uint32_t unit = m_values[i].unit;
        lines.bySlope[unit] += byValue * lines.slope[unit] * bids[i].amount;
        lines.byOffset[unit] += byValue;
    }
    winner.bySlope[price.unit] -= byPrice * price.value;
    winner.byOffset[price.unit] -= byPrice / winner.slope[price.unit];
    return revenue;
}

} // namespace ns3::edgelearning
