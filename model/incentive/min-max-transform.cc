/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "min-max-transform.h"

#include "least-double.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace ns3::edgelearning
{

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
        if (!(line.slope >= 0 && std::isfinite(line.slope) && std::isfinite(line.offset)))
        {
            throw std::invalid_argument("min-max transform: slope " + std::to_string(line.slope) +
                                        " must be finite and at least 0, offset " +
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
            // 0 / 0 is a flat at this level, which all arguments reach.
            const double x = (y - line->offset) / line->slope;
            least = std::min(least, std::isnan(x) ? -std::numeric_limits<double>::infinity() : x);
        }
        greatest = std::max(greatest, least);
    }
    return greatest;
}

double
MinMaxTransform::LeastBid(double level, bool above, double known) const
{
    const auto reaches = [this, level, above](double bid) {
        const double value = Evaluate(bid);
        return above ? value > level : value >= level;
    };
    // The closed form is a few units in the last place off.
    return FindLeastDouble(reaches, Invert(level), known);
}

} // namespace ns3::edgelearning
