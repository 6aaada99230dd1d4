/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "virtual-value-curve.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>

namespace ns3::edgelearning
{

VirtualValueCurve::VirtualValueCurve(std::vector<double> bids)
{
    if (bids.empty())
    {
        throw std::invalid_argument("virtual value curve: there is no bid");
    }
    std::sort(bids.begin(), bids.end(), std::greater<>());
    // The hull so far; of each vertex, how many bids are at least `from`, and the slope before it.
    std::vector<size_t> counts{0};
    const auto revenue = [&bids](size_t count) {
        return count == 0 ? 0.0 : static_cast<double>(count) * bids[count - 1];
    };
    const auto slope = [&revenue](size_t first, size_t second) {
        return (revenue(second) - revenue(first)) / static_cast<double>(second - first);
    };
    for (size_t count = 1; count <= bids.size(); ++count)
    {
        while (counts.size() > 1 &&
               slope(counts.back(), count) >= slope(counts[counts.size() - 2], counts.back()))
        {
            counts.pop_back();
        }
        counts.push_back(count);
    }
    for (size_t i = counts.size() - 1; i > 0; --i)
    {
        const Step step{bids[counts[i] - 1], slope(counts[i - 1], counts[i])};
        // Equal bids that the rounding of the slopes kept apart are one step.
        if (!m_steps.empty() &&
            (step.from <= m_steps.back().from || step.value <= m_steps.back().value))
        {
            m_steps.back().value = std::max(m_steps.back().value, step.value);
            continue;
        }
        m_steps.push_back(step);
    }
}

double
VirtualValueCurve::Evaluate(double bid) const
{
    const auto next =
        std::upper_bound(m_steps.begin(), m_steps.end(), bid, [](double x, const Step& step) {
            return x < step.from;
        });
    return next == m_steps.begin() ? -std::numeric_limits<double>::infinity()
                                   : std::prev(next)->value;
}

double
VirtualValueCurve::LeastBid(double level, bool above) const
{
    const auto least =
        std::partition_point(m_steps.begin(), m_steps.end(), [level, above](const Step& step) {
            return above ? step.value <= level : step.value < level;
        });
    return least == m_steps.end() ? std::numeric_limits<double>::infinity() : least->from;
}

double
VirtualValueCurve::GetReserve() const
{
    return LeastBid(0, true);
}

const std::vector<VirtualValueCurve::Step>&
VirtualValueCurve::GetSteps() const
{
    return m_steps;
}

} // namespace ns3::edgelearning
