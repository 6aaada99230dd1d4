/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "valuation-source.h"

#include "valuation.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ns3::edgelearning
{

ValuationSource::ValuationSource(double minAge, std::vector<double> classWeights)
    : m_minAge(minAge),
      m_classWeights(std::move(classWeights))
{
    if (!(minAge > 0 && minAge <= 1))
    {
        throw std::invalid_argument("valuation source: least age " + std::to_string(minAge) +
                                    " is not in (0, 1]");
    }
    if (m_classWeights.empty())
    {
        throw std::invalid_argument("valuation source: there is no class weight");
    }
    for (double weight : m_classWeights)
    {
        if (!(weight > 0 && std::isfinite(weight)))
        {
            throw std::invalid_argument("valuation source: class weight " + std::to_string(weight) +
                                        " is not positive and finite");
        }
    }
}

std::vector<double>
ValuationSource::ParseWeights(const std::string& text)
{
    std::vector<double> weights;
    std::istringstream list(text + ",");
    for (std::string item; std::getline(list, item, ',');)
    {
        std::istringstream number(item);
        double weight;
        if (!(number >> weight && (number >> std::ws).eof() && weight > 0))
        {
            throw std::invalid_argument("'" + item + "' in ClassWeights '" + text +
                                        "' is not a positive number; write for example 1,2,4");
        }
        weights.push_back(weight);
    }
    return weights;
}

uint32_t
ValuationSource::GetClasses() const
{
    return static_cast<uint32_t>(m_classWeights.size());
}

void
ValuationSource::Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const
{
    const size_t perAge = static_cast<size_t>(batch.perAge) * batch.bidders;
    batch.ages.resize(ages);
    batch.bids.resize(ages * perAge);
    Bid* bid = batch.bids.data();
    for (uint32_t i = 0; i < ages; ++i)
    {
        const double age = m_minAge + (1 - m_minAge) * (i + DrawUniform(generator)) / ages;
        batch.ages[i] = std::min(age, 1.0);
        for (size_t j = 0; j < perAge; ++j, ++bid)
        {
            bid->ownerClass = GetClasses() == 1
                                  ? 0
                                  : static_cast<uint32_t>(GetClasses() * DrawUniform(generator));
            bid->amount = Valuation::Value(DrawUniform(generator),
                                           batch.ages[i],
                                           m_classWeights[bid->ownerClass]);
        }
    }
}

} // namespace ns3::edgelearning
