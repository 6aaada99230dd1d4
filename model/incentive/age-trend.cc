/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "age-trend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>

namespace ns3::edgelearning
{

namespace
{

/// Groups of equally many bids to which the trend is fitted, at most, and bids in each, at least.
constexpr size_t MAX_GROUPS = 32;
constexpr size_t MIN_GROUP = 50;
/// Fewer groups show no trend.
constexpr size_t MIN_GROUPS = 6;
/// Ratio of the ages from which on there is a trend to fit.
constexpr double MIN_RATIO = 1.1;

/**
 * Sum the products of deviations from the means.
 *
 * @param a values
 * @param b as many values
 * @return the sum
 */
double
SumProducts(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto mean = [](const std::vector<double>& values) {
        return std::accumulate(values.begin(), values.end(), 0.0) /
               static_cast<double>(values.size());
    };
    const double meanA = mean(a);
    const double meanB = mean(b);
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i)
    {
        sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum;
}

} // namespace

AgeTrend::AgeTrend(const std::vector<AgedBid>& bids)
{
    const size_t groups = std::min(MAX_GROUPS, bids.size() / MIN_GROUP);
    if (groups < MIN_GROUPS || bids.back().age < MIN_RATIO * bids.front().age)
    {
        return;
    }
    // x = ln A, z = A and y = ln of the mean of the highest tenth.
    std::vector<double> x;
    std::vector<double> z;
    std::vector<double> y;
    for (size_t group = 0; group < groups; ++group)
    {
        const auto begin = bids.begin() + bids.size() * group / groups;
        const auto end = bids.begin() + bids.size() * (group + 1) / groups;
        std::vector<double> amounts;
        double age = 0;
        for (auto bid = begin; bid != end; ++bid)
        {
            amounts.push_back(bid->amount);
            age += bid->age / static_cast<double>(end - begin);
        }
        const size_t tenth = amounts.size() / 10;
        std::nth_element(amounts.begin(), amounts.begin() + tenth, amounts.end(), std::greater<>());
        double mean = 0;
        for (size_t i = 0; i < tenth; ++i)
        {
            mean += amounts[i] / static_cast<double>(tenth);
        }
        if (mean > 0)
        {
            x.push_back(std::log(age));
            z.push_back(age);
            y.push_back(std::log(mean));
        }
    }
    const double xx = SumProducts(x, x);
    const double xz = SumProducts(x, z);
    const double zz = SumProducts(z, z);
    const double determinant = xx * zz - xz * xz;
    if (y.size() < MIN_GROUPS || !(determinant > 1e-6 * xx * zz))
    {
        return;
    }
    m_byLogAge = (zz * SumProducts(x, y) - xz * SumProducts(z, y)) / determinant;
    m_byAge = (xx * SumProducts(z, y) - xz * SumProducts(x, y)) / determinant;
}

double
AgeTrend::Move(const AgedBid& bid, double age) const
{
    return bid.amount * std::exp(m_byLogAge * std::log(age / bid.age) + m_byAge * (age - bid.age));
}

double
AgeTrend::GetLevel(double age) const
{
    return std::exp(m_byLogAge * std::log(age) + m_byAge * age);
}

} // namespace ns3::edgelearning
