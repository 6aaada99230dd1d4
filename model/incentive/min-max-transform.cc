/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "min-max-transform.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace ns3::edgelearning
{

namespace
{

/**
 * Bits of a double that is not negative: they are in the order of the doubles.
 *
 * @param x the double
 * @return its bits
 */
uint64_t
ToBits(double x)
{
    uint64_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    return bits;
}

/**
 * The inverse of ToBits.
 *
 * @param bits the bits
 * @return the double
 */
double
FromBits(uint64_t bits)
{
    double x;
    std::memcpy(&x, &bits, sizeof(x));
    return x;
}

} // namespace

MinMaxTransform::MinMaxTransform(uint32_t units, std::vector<Line> lines)
    : m_units(units),
      m_lines(std::move(lines))
{
    if (m_units == 0 || m_lines.empty() || m_lines.size() % m_units != 0)
    {
        throw std::invalid_argument("min-max transform: " + std::to_string(m_lines.size()) +
                                    " lines do not make whole groups of " +
                                    std::to_string(m_units));
    }
    for (const Line& line : m_lines)
    {
        if (!(line.slope > 0 && std::isfinite(line.slope) && std::isfinite(line.offset)))
        {
            throw std::invalid_argument("min-max transform: slope " + std::to_string(line.slope) +
                                        " must be positive and finite, offset " +
                                        std::to_string(line.offset) + " finite");
        }
    }
}

// Never inlined: every caller must get the same instructions, or rounding could differ between a
// decision and its price.
__attribute__((noinline)) double
MinMaxTransform::Evaluate(double x) const
{
    double least = std::numeric_limits<double>::infinity();
    for (auto line = m_lines.begin(); line != m_lines.end();)
    {
        double greatest = -std::numeric_limits<double>::infinity();
        for (const auto end = line + m_units; line != end; ++line)
        {
            greatest = std::max(greatest, line->slope * x + line->offset);
        }
        least = std::min(least, greatest);
    }
    return least;
}

double
MinMaxTransform::Invert(double y) const
{
    double greatest = -std::numeric_limits<double>::infinity();
    for (auto line = m_lines.begin(); line != m_lines.end();)
    {
        double least = std::numeric_limits<double>::infinity();
        for (const auto end = line + m_units; line != end; ++line)
        {
            least = std::min(least, (y - line->offset) / line->slope);
        }
        greatest = std::max(greatest, least);
    }
    return greatest;
}

double
MinMaxTransform::LeastBid(double level, bool above, double known) const
{
    const auto reaches = [this, level, above](uint64_t bits) {
        const double value = Evaluate(FromBits(bits));
        return above ? value > level : value >= level;
    };
    // The closed form is a few units in the last place off, so gallop from it in steps that
    // double until the threshold is enclosed; then bisect.
    uint64_t high = ToBits(known);
    const uint64_t guess = ToBits(std::clamp(Invert(level), 0.0, known) + 0.0);
    uint64_t low = 0;
    if (reaches(guess))
    {
        high = guess;
        for (uint64_t step = 1; step <= high; step *= 2)
        {
            if (!reaches(high - step))
            {
                low = high - step;
                break;
            }
            high -= step;
        }
    }
    else
    {
        low = guess;
        for (uint64_t step = 1; step < high - low; step *= 2)
        {
            if (reaches(low + step))
            {
                high = low + step;
                break;
            }
            low += step;
        }
    }
    if (reaches(low))
    {
        high = low;
    }
    while (high - low > 1)
    {
        const uint64_t middle = low + (high - low) / 2;
        (reaches(middle) ? high : low) = middle;
    }
    return FromBits(high);
}

} // namespace ns3::edgelearning
