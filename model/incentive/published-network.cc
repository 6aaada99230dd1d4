/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "published-network.h"

#include "bid-source.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ns3::edgelearning
{

namespace
{

constexpr uint32_t UNITS = 10;            ///< groups, and lines in each
constexpr uint32_t BLOCK = UNITS * UNITS; ///< lines of a transform
constexpr double KAPPA = 1000;            ///< sharpness of the allocation
constexpr double RATE = 1e-3;             ///< of Adam
constexpr double FIRST_BETA = 0.9;        ///< Adam's averaging of the gradient
constexpr double SECOND_BETA = 0.999;     ///< Adam's averaging of its square
constexpr double EPSILON = 1e-8;          ///< Adam's
constexpr double LOWEST_OFFSET = -5;      ///< of the first lines
constexpr double LEAST_SHARE = 1e-12;     ///< bidders that get less are left out

} // namespace

PublishedNetwork::PublishedNetwork(uint32_t bidders, std::mt19937_64& generator)
    : m_parameters(2 * BLOCK * bidders),
      m_gradient(m_parameters.size()),
      m_mean(m_parameters.size()),
      m_square(m_parameters.size()),
      m_envelopes(bidders),
      m_values(bidders),
      m_byLevel(bidders),
      m_shares(bidders),
      m_prices(bidders)
{
    for (size_t i = 0; i < m_parameters.size(); ++i)
    {
        const double first = 1 - BidSource::DrawUniform(generator);
        const double second = BidSource::DrawUniform(generator);
        m_parameters[i] = i / BLOCK % 2 == 0
                              ? std::sqrt(-2 * std::log(first)) * std::cos(2 * M_PI * second)
                              : LOWEST_OFFSET * second;
    }
    Update();
}

void
PublishedNetwork::Add(const std::vector<double>& bids)
{
    double top = 0;
    for (uint32_t i = 0; i < bids.size(); ++i)
    {
        m_values[i] = Evaluate(i, bids[i]);
        top = std::max(top, m_values[i].value);
    }
    double sum = std::exp(-KAPPA * top);
    for (uint32_t i = 0; i < bids.size(); ++i)
    {
        m_shares[i] = std::exp(KAPPA * (m_values[i].value - top));
        sum += m_shares[i];
    }
    double revenue = 0;
    for (uint32_t i = 0; i < bids.size(); ++i)
    {
        m_shares[i] /= sum;
        if (m_shares[i] >= LEAST_SHARE)
        {
            m_prices[i] = AddPrice(i, m_shares[i]);
            revenue += m_shares[i] * m_prices[i];
        }
    }
    for (uint32_t i = 0; i < bids.size(); ++i)
    {
        if (m_shares[i] >= LEAST_SHARE)
        {
            AddValue(i, bids[i], KAPPA * m_shares[i] * (m_prices[i] - revenue));
        }
        AddValue(i, bids[i], m_byLevel[i]);
    }
    std::fill(m_byLevel.begin(), m_byLevel.end(), 0);
}

void
PublishedNetwork::Step()
{
    m_firstPower *= FIRST_BETA;
    m_secondPower *= SECOND_BETA;
    for (size_t i = 0; i < m_parameters.size(); ++i)
    {
        const double gradient = m_gradient[i] / BATCH;
        m_mean[i] += (1 - FIRST_BETA) * (gradient - m_mean[i]);
        m_square[i] += (1 - SECOND_BETA) * (gradient * gradient - m_square[i]);
        m_gradient[i] = 0;
        const double deviation = std::sqrt(m_square[i] / (1 - m_secondPower)) + EPSILON;
        m_parameters[i] += RATE * m_mean[i] / (1 - m_firstPower) / deviation;
    }
    Update();
}

MinMaxTransform
PublishedNetwork::Get(uint32_t bidder) const
{
    const double* parameters = m_parameters.data() + 2 * BLOCK * bidder;
    std::vector<MinMaxTransform::Line> lines(BLOCK);
    for (uint32_t i = 0; i < BLOCK; ++i)
    {
        lines[i] = {std::exp(parameters[i]), parameters[BLOCK + i]};
    }
    return MinMaxTransform(UNITS, std::move(lines));
}

void
PublishedNetwork::Update()
{
    std::vector<Line> group(UNITS);
    for (size_t bidder = 0; bidder < m_envelopes.size(); ++bidder)
    {
        const double* parameters = m_parameters.data() + 2 * BLOCK * bidder;
        Envelope& envelope = m_envelopes[bidder];
        envelope.lines.clear();
        envelope.ends.clear();
        for (uint32_t first = 0; first < BLOCK; first += UNITS)
        {
            for (uint32_t i = 0; i < UNITS; ++i)
            {
                const uint32_t place = first + i;
                group[i] = {std::exp(parameters[place]), parameters[BLOCK + place], place};
            }
            AddGroup(group, envelope);
        }
    }
}

void
PublishedNetwork::AddGroup(std::vector<Line>& lines, Envelope& envelope)
{
    std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
        return a.slope < b.slope || (a.slope == b.slope && a.offset < b.offset);
    });
    const size_t begin = envelope.lines.size();
    std::vector<Line>& hull = envelope.lines;
    for (const Line& line : lines)
    {
        if (hull.size() > begin && hull.back().slope == line.slope)
        {
            hull.pop_back();
        }
        // The last line counts only if it meets the one before it below where this one does.
        while (hull.size() > begin + 1)
        {
            const Line& before = hull[hull.size() - 2];
            const Line& last = hull.back();
            if ((before.offset - last.offset) * (line.slope - before.slope) <
                (before.offset - line.offset) * (last.slope - before.slope))
            {
                break;
            }
            hull.pop_back();
        }
        hull.push_back(line);
    }
    envelope.ends.push_back(static_cast<uint32_t>(hull.size()));
}

PublishedNetwork::Active
PublishedNetwork::Evaluate(uint32_t bidder, double bid) const
{
    const Envelope& envelope = m_envelopes[bidder];
    const Line* lines = envelope.lines.data();
    Active least{std::numeric_limits<double>::infinity(), 0};
    uint32_t i = 0;
    for (const uint32_t end : envelope.ends)
    {
        Active greatest{-std::numeric_limits<double>::infinity(), 0};
        for (; i < end; ++i)
        {
            const double value = lines[i].slope * bid + lines[i].offset;
            greatest = value > greatest.value ? Active{value, i} : greatest;
        }
        least = greatest.value < least.value ? greatest : least;
    }
    return least;
}

PublishedNetwork::Active
PublishedNetwork::Invert(uint32_t bidder, double level) const
{
    const Envelope& envelope = m_envelopes[bidder];
    const Line* lines = envelope.lines.data();
    Active greatest{-std::numeric_limits<double>::infinity(), 0};
    uint32_t i = 0;
    for (const uint32_t end : envelope.ends)
    {
        Active least{std::numeric_limits<double>::infinity(), 0};
        for (; i < end; ++i)
        {
            const double bid = (level - lines[i].offset) / lines[i].slope;
            least = bid < least.value ? Active{bid, i} : least;
        }
        greatest = least.value > greatest.value ? least : greatest;
    }
    return greatest;
}

void
PublishedNetwork::AddValue(uint32_t bidder, double bid, double byValue)
{
    const Line& line = m_envelopes[bidder].lines[m_values[bidder].line];
    double* gradient = m_gradient.data() + 2 * BLOCK * bidder + line.place;
    gradient[0] += byValue * line.slope * bid;
    gradient[BLOCK] += byValue;
}

double
PublishedNetwork::AddPrice(uint32_t bidder, double share)
{
    double level = 0;
    uint32_t rival = bidder;
    for (uint32_t i = 0; i < m_values.size(); ++i)
    {
        if (i != bidder && m_values[i].value > level)
        {
            level = m_values[i].value;
            rival = i;
        }
    }
    const Active price = Invert(bidder, level);
    const Line& line = m_envelopes[bidder].lines[price.line];
    const double byLevel = share / line.slope;
    double* gradient = m_gradient.data() + 2 * BLOCK * bidder + line.place;
    gradient[0] -= share * price.value;
    gradient[BLOCK] -= byLevel;
    if (rival != bidder)
    {
        m_byLevel[rival] += byLevel;
    }
    return price.value;
}

} // namespace ns3::edgelearning
