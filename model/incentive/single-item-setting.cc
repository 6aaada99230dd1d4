/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "single-item-setting.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/// Usual number of lines, and what ironing needs.
constexpr uint32_t PIECES = 5;
constexpr uint32_t IRONED_PIECES = 10;

/**
 * Make the setting in which values are uniform on [0, 3] with probability 3/4, else on [3, 8].
 *
 * @return the setting
 */
SingleItemSetting
MakeIrregular()
{
    const double root = std::sqrt(5.);
    return {"irregular, n=3",
            {[](double u) { return u < .75 ? 4 * u : 3 + 20 * (u - .75); }},
            3,
            2.37487,
            2.21875,
            [root](uint32_t, double, double bid) {
                return bid < (7 - root) / 2    ? 2 * bid - 4
                       : bid < (11 - root) / 2 ? 3 - root
                                               : 2 * bid - 8;
            },
            [](double v) { return v < 3 ? v / 4 : std::min(1.0, .75 + (v - 3) / 20); },
            IRONED_PIECES};
}

} // namespace

std::vector<SingleItemSetting>
SingleItemSetting::GetPublished()
{
    std::vector<DistributionSource::Quantile> asymmetric;
    for (int i = 1; i <= 5; ++i)
    {
        asymmetric.emplace_back([i](double u) { return i * u; });
    }
    return {{"U[0,1], n=3",
             {[](double u) { return u; }},
             3,
             17. / 32,
             .5,
             [](uint32_t, double, double bid) { return 2 * bid - 1; },
             [](double v) { return std::min(v, 1.0); },
             PIECES},
            {"Exponential(3), n=3",
             {[](double u) { return -3 * std::log1p(-u); }},
             3,
             2.75169,
             2.5,
             [](uint32_t, double, double bid) { return bid - 3; },
             [](double v) { return -std::expm1(-v / 3); },
             PIECES},
            {"U[0,i], i=1..5",
             asymmetric,
             5,
             58819. / 25600,
             7253. / 3600,
             [](uint32_t c, double, double bid) { return 2 * bid - (c + 1); },
             {},
             PIECES},
            MakeIrregular()};
}

} // namespace ns3::edgelearning
