/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "value-checks.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

bool
AreFinite(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

bool
HaveShape(const std::vector<float>& values, uint64_t samples, uint64_t width)
{
    return values.size() == samples * width && AreFinite(values);
}

} // namespace ns3::edgelearning
