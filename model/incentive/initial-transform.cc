/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "initial-transform.h"

#include "age-trend.h"
#include "curve-piece.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace ns3::edgelearning
{

namespace
{

/// Ages from which the first transforms are made.
constexpr uint32_t SAMPLED_AGES = 524288;
/// Auctions of two that share an age there.
constexpr uint32_t AUCTIONS_PER_AGE = 2;
/// Of few recorded bids, each is sampled this often.
constexpr size_t MOST_COPIES = 32;
/// Bids on either side of a knot, in the order of ages, as a share of those between two knots.
constexpr double WINDOW = 0.05;
/// Bids of a class for a knot, at least: this share of them all, within these bounds.
constexpr double KNOT_SHARE = 0.04;
constexpr double LEAST_BIDS = 1000;
constexpr double MOST_BIDS = 8000;
/// Slope of a jump while the reserve is learned.
constexpr double SOFT_SLOPE = 3;

/// Logarithm of a flat's slope.
constexpr double FLAT_LOG_SLOPE = 2 * AgedTransform::FLAT;

/**
 * Count the ages to sample bids at.
 *
 * @param source where from
 * @return the number of ages
 */
uint32_t
CountAges(const BidSource& source)
{
    if (source.GetSize() >= SAMPLED_AGES)
    {
        return SAMPLED_AGES;
    }
    const size_t perAge = size_t{AUCTIONS_PER_AGE} * AuctionBatch().bidders;
    const size_t ages = source.GetSize() * MOST_COPIES / perAge;
    return static_cast<uint32_t>(std::clamp<size_t>(ages, 1, SAMPLED_AGES));
}

/**
 * Sample bids.
 *
 * @param source where from
 * @param generator the randomness
 * @return the bids by class, each ordered by age
 */
std::vector<std::vector<AgedBid>>
SampleBids(const BidSource& source, std::mt19937_64& generator)
{
    AuctionBatch batch;
    batch.perAge = AUCTIONS_PER_AGE;
    source.Draw(CountAges(source), generator, batch);
    std::vector<std::vector<AgedBid>> bids(source.GetClasses());
    const size_t perAge = static_cast<size_t>(batch.perAge) * batch.bidders;
    for (size_t i = 0; i < batch.bids.size(); ++i)
    {
        bids[batch.bids[i].ownerClass].push_back({batch.ages[i / perAge], batch.bids[i].amount});
    }
    for (auto& ofClass : bids)
    {
        std::stable_sort(ofClass.begin(), ofClass.end(), [](const AgedBid& a, const AgedBid& b) {
            return a.age < b.age;
        });
    }
    return bids;
}

/**
 * Get the bids that were made at about a knot's age, moved to it.
 *
 * @param bids the bids of a class by age
 * @param trend their trend
 * @param age the knot
 * @param distance distance of the knots in the logarithm of the age
 * @param least how many there must be
 * @return their amounts
 */
std::vector<double>
GetBidsAt(const std::vector<AgedBid>& bids,
          const AgeTrend& trend,
          double age,
          double distance,
          std::ptrdiff_t least)
{
    const auto before = [](const AgedBid& bid, double x) { return bid.age < x; };
    const double ratio = std::exp(WINDOW * distance);
    auto first = std::lower_bound(bids.begin(), bids.end(), age / ratio, before);
    auto last = std::lower_bound(first, bids.end(), age * ratio, before);
    // Where few bids were made, the nearest count.
    least = std::min<std::ptrdiff_t>(bids.size(), least);
    while (last - first < least)
    {
        const bool takeOlder =
            first == bids.begin() ||
            (last != bids.end() && last->age * std::prev(first)->age <= age * age);
        takeOlder ? void(++last) : void(--first);
    }
    std::vector<double> amounts;
    std::transform(first, last, std::back_inserter(amounts), [&trend, age](const AgedBid& bid) {
        return trend.Move(bid, age);
    });
    return amounts;
}

/**
 * Make the transform of a class at a knot.
 *
 * @param bids the bids
 * @param scale the unit of the values
 * @param index of the first of its parameters
 * @param shape the sizes
 * @param parameters receives them
 * @param jumps receives its jumps
 */
void
AddTransform(std::vector<double> bids,
             double scale,
             size_t index,
             const AgedTransform::Shape& shape,
             std::vector<double>& parameters,
             std::vector<InitialTransform::Jump>& jumps)
{
    const double highest = *std::max_element(bids.begin(), bids.end());
    const auto pieces = FitPieces(std::move(bids), std::min(shape.groups, shape.units), scale);
    const auto lines = MakeMinMax(pieces, shape.groups, shape.units, 2 * highest);
    const double sharp = CurvePiece::GREATEST_SLOPE / scale;
    for (size_t i = 0; i < lines.size(); ++i)
    {
        const double slope = lines[i].slope;
        if (slope == sharp)
        {
            jumps.push_back({index + i, std::log(SOFT_SLOPE / scale), std::log(sharp)});
        }
        parameters[index + i] = slope > 0 ? std::log(slope) : FLAT_LOG_SLOPE;
        parameters[index + lines.size() + i] = std::log(lines[i].point.bid);
        parameters[index + 2 * lines.size() + i] = lines[i].point.value;
    }
}

/**
 * Bids of all classes, as they were sampled.
 */
struct Sample
{
    std::vector<std::vector<AgedBid>> bids; //!< by class, each ordered by age
    std::vector<AgeTrend> trends;           //!< by class
    std::ptrdiff_t least;                   //!< bids of a class for a knot, at least
};

/**
 * Sample bids, and find their trends.
 *
 * @param source where from; throws std::invalid_argument if a class has none
 * @param generator the randomness
 * @return the sample
 */
Sample
TakeSample(const BidSource& source, std::mt19937_64& generator)
{
    Sample sample{SampleBids(source, generator), {}, 0};
    // Of few recorded bids, each was sampled many times.
    const size_t drawn = size_t{CountAges(source)} * AUCTIONS_PER_AGE * AuctionBatch().bidders;
    const double copies = std::max(1.0, static_cast<double>(drawn) / source.GetSize());
    const double share = KNOT_SHARE * static_cast<double>(source.GetSize()) / source.GetClasses();
    const double bound = std::clamp(share, LEAST_BIDS, MOST_BIDS);
    sample.least = static_cast<std::ptrdiff_t>(bound * copies);
    for (uint32_t c = 0; c < source.GetClasses(); ++c)
    {
        if (sample.bids[c].empty())
        {
            throw std::invalid_argument("auction training: owner class " + std::to_string(c) +
                                        " has no bids; number the classes from 0 without gaps");
        }
        sample.trends.emplace_back(sample.bids[c]);
    }
    return sample;
}

/**
 * Get the mean of bids.
 *
 * @param bids the bids, by class
 * @param age their age; throws std::invalid_argument naming it if they are all 0
 * @return the mean
 */
double
GetMean(const std::vector<std::vector<double>>& bids, double age)
{
    double sum = 0;
    size_t number = 0;
    for (const auto& ofClass : bids)
    {
        for (double amount : ofClass)
        {
            sum += amount;
        }
        number += ofClass.size();
    }
    if (!(sum > 0))
    {
        throw std::invalid_argument("auction training: all bids at about age " +
                                    std::to_string(age) + " are 0");
    }
    return sum / static_cast<double>(number);
}

} // namespace

void
InitialTransform::MaskGradient(bool single, std::vector<double>& gradient) const
{
    const size_t lines = transform.GetLineCount();
    const size_t size = AgedTransform::LINE_PARAMETERS * lines;
    // A transform may have several jumps: all are read before any is cleared.
    std::vector<double> byPlace;
    for (const Jump& jump : jumps)
    {
        byPlace.push_back(gradient[jump.index + lines]);
    }
    for (const Jump& jump : jumps)
    {
        if (single)
        {
            std::fill_n(gradient.begin() + jump.index / size * size, size, 0);
        }
        gradient[jump.index] = 0;
        gradient[jump.index + lines] = 0;
        gradient[jump.index + 2 * lines] = 0;
    }
    for (size_t i = 0; single && i < jumps.size(); ++i)
    {
        gradient[jumps[i].index + lines] = byPlace[i];
    }
}

InitialTransform
MakeInitialTransform(const AgedTransform::Shape& shape,
                     const BidSource& source,
                     std::mt19937_64& generator)
{
    InitialTransform initial{AgedTransform(shape), {}};
    AgedTransform& transform = initial.transform;
    std::vector<double> parameters = transform.GetParameters();
    const double distance = -std::log(shape.minAge) / (shape.knots - 1);
    const Sample sample = TakeSample(source, generator);
    for (uint32_t knot = 0; knot < shape.knots; ++knot)
    {
        const double age = transform.GetKnotAge(knot);
        std::vector<std::vector<double>> bids;
        for (uint32_t c = 0; c < shape.classes; ++c)
        {
            bids.push_back(
                GetBidsAt(sample.bids[c], sample.trends[c], age, distance, sample.least));
        }
        const double scale = GetMean(bids, age);
        for (uint32_t c = 0; c < shape.classes; ++c)
        {
            AddTransform(std::move(bids[c]),
                         scale,
                         transform.GetIndex(c, knot),
                         shape,
                         parameters,
                         initial.jumps);
        }
    }
    transform.SetParameters(parameters);
    return initial;
}

} // namespace ns3::edgelearning
