/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "valuation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace ns3::edgelearning
{

namespace
{

/**
 * Refuse parameters outside the model.
 *
 * @param age the normalised age
 * @param weight the value scale
 */
void
CheckParameters(double age, double weight)
{
    if (!(age > 0 && age <= 1))
    {
        throw std::invalid_argument("valuation: normalised age " + std::to_string(age) +
                                    " is not in (0, 1]");
    }
    if (!(weight > 0 && std::isfinite(weight)))
    {
        throw std::invalid_argument("valuation: weight " + std::to_string(weight) +
                                    " is not positive and finite");
    }
}

/**
 * Value of the owner whose requirement equals the age, for weight 1: above it the distribution is
 * uniform.
 *
 * @param age the normalised age
 * @return the value
 */
double
KneeValue(double age)
{
    return (1 - age) / age;
}

} // namespace

double
Valuation::Value(double theta, double age, double weight)
{
    CheckParameters(age, weight);
    if (!(theta >= 0 && theta <= 1))
    {
        throw std::invalid_argument("valuation: preference " + std::to_string(theta) +
                                    " is not in [0, 1]");
    }
    return weight * (1 - theta) / std::max(age, theta);
}

double
Valuation::Cdf(double value, double age, double weight)
{
    CheckParameters(age, weight);
    const double v = value / weight;
    if (v <= 0)
    {
        return 0;
    }
    return v < KneeValue(age) ? v / (1 + v) : std::min(1.0, age * v);
}

double
Valuation::VirtualValue(double value, double age, double weight)
{
    CheckParameters(age, weight);
    const double v = value / weight;
    return weight * (v < KneeValue(age) ? -1 : 2 * v - 1 / age);
}

double
Valuation::Reserve(double age, double weight, double ask)
{
    CheckParameters(age, weight);
    if (ask >= weight / age)
    {
        return std::numeric_limits<double>::infinity();
    }
    return std::max(weight * KneeValue(age), (weight / age + ask) / 2);
}

double
Valuation::OptimalRevenue(double age, uint32_t bidders, double weight)
{
    CheckParameters(age, weight);
    if (bidders == 0)
    {
        return 0;
    }
    const double n = bidders;
    if (age >= 0.5)
    {
        return weight * (n - 1 + std::pow(2, -n)) / (age * (n + 1));
    }
    const double q = 1 - age;
    return weight * ((1 / age - 2) * (1 - std::pow(q, n)) + 2 -
                     2 * (1 - std::pow(q, n + 1)) / (age * (n + 1)));
}

double
Valuation::SecondPriceRevenue(double age, uint32_t bidders, double weight)
{
    CheckParameters(age, weight);
    if (bidders < 2)
    {
        return 0;
    }
    const double n = bidders;
    return weight * (n - 1) * (1 - std::pow(1 - age, n + 1)) / (age * (n + 1));
}

double
Valuation::SaleProbability(double age, uint32_t bidders)
{
    CheckParameters(age, 1);
    return 1 - std::pow(std::max(0.5, 1 - age), bidders);
}

} // namespace ns3::edgelearning
