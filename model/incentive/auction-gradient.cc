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

namespace
{

/// Exponents below this give shares that do not count.
constexpr double NO_SHARE = -40;

} // namespace

AuctionGradient::AuctionGradient(const AgedTransform::Shape& shape)
    : m_shape(shape),
      m_transforms(shape.classes)
{
}

double
AuctionGradient::Compute(const AgedTransform& transform,
                         const AuctionBatch& batch,
                         double kappa,
                         std::vector<double>& gradient)
{
    gradient.assign(transform.GetParameters().size(), 0);
    const double auctions = static_cast<double>(batch.ages.size()) * batch.perAge;
    double revenue = 0;
    const Bid* bids = batch.bids.data();
    for (size_t i = 0; i < batch.ages.size();)
    {
        const Run run = FindRun(batch, i);
        const auto position = Prepare(transform, batch, run);
        for (i = run.begin; i < run.end; ++i)
        {
            for (uint32_t auction = 0; auction < batch.perAge; ++auction, bids += batch.bidders)
            {
                revenue += AddAuction(bids, batch.bidders, kappa);
            }
        }
        AddDerivatives(transform, position, auctions, gradient);
    }
    return revenue / auctions;
}

double
AuctionGradient::MeasureRevenue(const AgedTransform& transform, const AuctionBatch& batch)
{
    double revenue = 0;
    const Bid* bids = batch.bids.data();
    for (size_t i = 0; i < batch.ages.size();)
    {
        const Run run = FindRun(batch, i);
        Prepare(transform, batch, run);
        const size_t count = (run.end - run.begin) * batch.perAge;
        i = run.end;
        for (size_t auction = 0; auction < count; ++auction, bids += batch.bidders)
        {
            Rank(bids, batch.bidders);
            if (m_values[m_first].value > 0)
            {
                const double level = m_second < 0 ? 0 : std::max(0.0, m_values[m_second].value);
                const double price =
                    Invert(m_transforms[bids[m_first].ownerClass], level, MustExceed()).value;
                revenue += std::clamp(price, 0.0, bids[m_first].amount);
            }
        }
    }
    return revenue / (static_cast<double>(batch.ages.size()) * batch.perAge);
}

AuctionGradient::Run
AuctionGradient::FindRun(const AuctionBatch& batch, size_t begin)
{
    Run run{begin, begin + 1, batch.ages[begin]};
    while (run.end < batch.ages.size() && batch.ages[run.end] == run.age)
    {
        ++run.end;
    }
    return run;
}

AgedTransform::Position
AuctionGradient::Prepare(const AgedTransform& transform, const AuctionBatch& batch, const Run& run)
{
    const size_t perAge = static_cast<size_t>(batch.perAge) * batch.bidders;
    double highest = 0;
    for (size_t i = run.begin * perAge; i < run.end * perAge; ++i)
    {
        highest = std::max(highest, batch.bids[i].amount);
    }
    const auto position = transform.Locate(run.age);
    MakeLines(transform, position, highest);
    return position;
}

void
AuctionGradient::MakeLines(const AgedTransform& transform,
                           const AgedTransform::Position& position,
                           double highest)
{
    const uint32_t count = transform.GetLineCount();
    const double* parameters = transform.GetParameters().data();
    for (uint32_t c = 0; c < m_shape.classes; ++c)
    {
        auto& [lines, ends] = m_transforms[c];
        lines.clear();
        ends.clear();
        const double* below = parameters + transform.GetIndex(c, position.knot);
        const double* above = parameters + transform.GetIndex(c, position.knot + 1);
        const auto blend = [&](uint32_t j) {
            return below[j] + position.share * (above[j] - below[j]);
        };
        for (uint32_t i = 0; i < count;)
        {
            const size_t begin = lines.size();
            for (const uint32_t end = i + m_shape.units; i < end; ++i)
            {
                const double value = blend(2 * count + i);
                const auto line = AgedTransform::MakeLine(blend(i), blend(count + i), value);
                const double bid = line.slope > 0 ? (value - line.offset) / line.slope : 0;
                const double atHighest = line.slope * highest + line.offset;
                lines.push_back({line.slope, line.offset, bid, i, 0, 0, atHighest});
            }
            Prune(lines, begin);
            ends.push_back(static_cast<uint32_t>(lines.size()));
        }
    }
}

void
AuctionGradient::Prune(std::vector<Line>& lines, size_t begin)
{
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
    const Line low = *std::max_element(first, lines.end(), [](const Line& a, const Line& b) {
        return a.offset < b.offset;
    });
    const Line high = *std::max_element(first, lines.end(), [](const Line& a, const Line& b) {
        return a.atHighest < b.atHighest;
    });
    const auto isBelow = [](const Line& a, const Line& b) {
        return a.offset < b.offset && a.atHighest < b.atHighest;
    };
    const auto end = std::remove_if(first, lines.end(), [&](const Line& line) {
        return isBelow(line, low) || isBelow(line, high);
    });
    lines.erase(end, lines.end());
}

void
AuctionGradient::AddDerivatives(const AgedTransform& transform,
                                const AgedTransform::Position& position,
                                double auctions,
                                std::vector<double>& gradient) const
{
    const uint32_t count = transform.GetLineCount();
    const double shareAbove = position.share / auctions;
    const double shareBelow = (1 - position.share) / auctions;
    for (uint32_t c = 0; c < m_shape.classes; ++c)
    {
        double* below = gradient.data() + transform.GetIndex(c, position.knot);
        double* above = gradient.data() + transform.GetIndex(c, position.knot + 1);
        for (const Line& line : m_transforms[c].lines)
        {
            // The offset is the point's value less slope times the point's bid.
            const uint32_t i = line.unit;
            const double byValue = line.byOffset;
            const double byBid = -byValue * line.slope * line.bid;
            const double bySlope = line.bySlope + byBid;
            below[i] += shareBelow * bySlope;
            above[i] += shareAbove * bySlope;
            below[count + i] += shareBelow * byBid;
            above[count + i] += shareAbove * byBid;
            below[2 * count + i] += shareBelow * byValue;
            above[2 * count + i] += shareAbove * byValue;
        }
    }
}

AuctionGradient::Active
AuctionGradient::Evaluate(const Transform& transform, double x) const
{
    const Line* lines = transform.lines.data();
    Active least{std::numeric_limits<double>::infinity(), 0};
    uint32_t i = 0;
    for (const uint32_t end : transform.ends)
    {
        Active greatest{-std::numeric_limits<double>::infinity(), 0};
        for (; i < end; ++i)
        {
            const double value = lines[i].slope * x + lines[i].offset;
            if (value > greatest.value)
            {
                greatest = {value, i};
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
AuctionGradient::Invert(const Transform& transform, double y, bool above) const
{
    const Line* lines = transform.lines.data();
    Active greatest{-std::numeric_limits<double>::infinity(), 0};
    uint32_t i = 0;
    for (const uint32_t end : transform.ends)
    {
        Active least{std::numeric_limits<double>::infinity(), 0};
        for (; i < end; ++i)
        {
            double value = (y - lines[i].offset) / lines[i].slope;
            if (std::isnan(value))
            {
                // A flat at this level: all bids reach it, none exceeds it.
                value = above ? std::numeric_limits<double>::infinity()
                              : -std::numeric_limits<double>::infinity();
            }
            if (value < least.value)
            {
                least = {value, i};
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
        m_values[i] = Evaluate(m_transforms[bids[i].ownerClass], bids[i].amount);
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
        const double exponent = kappa * (m_values[i].value - top);
        m_shares[i] = exponent < NO_SHARE ? 0 : std::exp(exponent);
        sum += m_shares[i];
    }
    const double level = m_second < 0 ? 0 : std::max(0.0, m_values[m_second].value);
    Transform& winner = m_transforms[bids[m_first].ownerClass];
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
            const double price = Invert(m_transforms[bids[i].ownerClass], level, false).value;
            m_pays[i] = std::clamp(price, 0.0, bids[i].amount);
        }
        m_shares[i] /= sum;
        revenue += m_shares[i] * m_pays[i];
    }
    const double byPrice = clipped ? 0 : m_shares[m_first];
    // A price that is not clipped comes from a line that rises.
    const double byLevel = clipped ? 0 : byPrice / winner.lines[price.line].slope;
    for (uint32_t i = 0; i < count; ++i)
    {
        double byValue = kappa * m_shares[i] * (m_pays[i] - revenue);
        if (i == m_second && level > 0)
        {
            byValue += byLevel;
        }
        Line& line = m_transforms[bids[i].ownerClass].lines[m_values[i].line];
        line.bySlope += byValue * line.slope * bids[i].amount;
        line.byOffset += byValue;
    }
    if (!clipped)
    {
        Line& inverse = winner.lines[price.line];
        inverse.bySlope -= byPrice * price.value;
        inverse.byOffset -= byLevel;
    }
    return revenue;
}

} // namespace ns3::edgelearning
