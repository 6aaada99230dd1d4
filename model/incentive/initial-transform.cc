/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "initial-transform.h"

#include "age-trend.h"
#include "virtual-value-curve.h"

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
/// Bids on either side of a knot, in the order of ages, as a share of those between two knots.
constexpr double WINDOW = 0.05;
/// Bids of a class for a knot, at least: this share of them all, within these bounds.
constexpr double KNOT_SHARE = 0.04;
constexpr double LEAST_BIDS = 1000;
constexpr double MOST_BIDS = 8000;
/// Least and greatest slope, in units of the mean bid: a flat part must rise, and where the virtual
/// value jumps the price must still feel the offset.
constexpr double LEAST_SLOPE = 0.03;
constexpr double GREATEST_SLOPE = 1000;
/// Share of the bids left out at either end of a group of which the mean is taken: those beside a
/// jump would draw it aslant.
constexpr double TRIMMED = 0.4;
/// Slope of a jump while the reserve is learned.
constexpr double SOFT_SLOPE = 3;

/// Logarithm of a flat's slope.
constexpr double FLAT_LOG_SLOPE = 2 * AgedTransform::FLAT;
/// Least jump of the virtual value at the reserve that is drawn as one, in units of the mean bid.
constexpr double LEAST_JUMP = 0.05;
/// A flat is drawn as one if it has this share of the bids above the reserve, and more than chance
/// gives it.
constexpr double LEAST_FLAT = 0.1;
constexpr double FLAT_NOISE = 4;
/// Value of the flat lines that fill groups up.
constexpr double FILLER = -1e6;

/// A point of a curve.
struct Point
{
    double bid;   //!< where
    double value; //!< virtual value there, in units of the mean bid
};

/// A linear piece of a curve.
struct Piece
{
    double begin; //!< least bid
    Point point;  //!< a point that its line goes through
    double slope; //!< of its line

    /**
     * Evaluate the line.
     *
     * @param bid a bid
     * @return the value there
     */
    double At(double bid) const
    {
        return point.value + slope * (bid - point.bid);
    }
};

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
    source.Draw(SAMPLED_AGES, generator, batch);
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
 * Part the bids into groups of equal size, and append the means of the middle bids of each and of
 * their virtual values.
 *
 * @param curve the ironed virtual value
 * @param first the least bid
 * @param last past the greatest
 * @param count the number of means
 * @param scale the unit of the values
 * @param points receives them
 */
void
AddMeans(const VirtualValueCurve& curve,
         std::vector<double>::const_iterator first,
         std::vector<double>::const_iterator last,
         size_t count,
         double scale,
         std::vector<Point>& points)
{
    const auto size = static_cast<size_t>(last - first);
    count = std::min(count, size);
    for (size_t i = 0; i < count; ++i)
    {
        Point mean{0, 0};
        auto end = first + size * (i + 1) / count;
        auto begin = first + size * i / count;
        const auto trimmed =
            static_cast<std::ptrdiff_t>(TRIMMED * static_cast<double>(end - begin));
        begin += trimmed;
        end -= trimmed;
        const auto share = 1 / static_cast<double>(end - begin);
        for (auto bid = begin; bid != end; ++bid)
        {
            mean.bid += *bid * share;
            mean.value += curve.Evaluate(*bid) / scale * share;
        }
        points.push_back(mean);
    }
}

/**
 * Draw the virtual value above the reserve: through the ends of its wide flats, and through means
 * elsewhere.
 *
 * @param curve the ironed virtual value
 * @param bids the bids above the reserve, ascending
 * @param count the number of points
 * @param scale the unit of the values
 * @return the points, bids ascending
 */
std::vector<Point>
DrawCurve(const VirtualValueCurve& curve,
          const std::vector<double>& bids,
          size_t count,
          double scale)
{
    std::vector<double> distinct;
    std::unique_copy(bids.begin(), bids.end(), std::back_inserter(distinct));
    // The flats that chance makes shrink with the third root of the number of bids.
    const double wide = std::max(LEAST_FLAT, FLAT_NOISE / std::cbrt(distinct.size()));
    const auto size = static_cast<double>(bids.size());
    std::vector<Point> points;
    auto done = bids.begin();
    const auto& steps = curve.GetSteps();
    for (size_t i = 0; i + 1 < steps.size(); ++i)
    {
        const auto first = std::lower_bound(done, bids.end(), steps[i].from);
        const auto last = std::lower_bound(first, bids.end(), steps[i + 1].from);
        if (static_cast<double>(last - first) < wide * size || points.size() + 4 > count)
        {
            continue;
        }
        const double share = static_cast<double>(first - done) / static_cast<double>(size);
        const auto before = static_cast<size_t>(std::ceil(share * static_cast<double>(count - 3)));
        AddMeans(curve, done, first, std::min(before, count - 3 - points.size()), scale, points);
        points.push_back({steps[i].from, steps[i].value / scale});
        points.push_back({steps[i + 1].from, steps[i].value / scale});
        done = last;
    }
    AddMeans(curve, done, bids.end(), count - points.size(), scale, points);
    return points;
}

/**
 * Turn sampled bids into a piecewise linear curve.
 *
 * @param bids the bids
 * @param count the number of pieces, 2 at least
 * @param scale the unit of the values
 * @return the pieces
 */
std::vector<Piece>
FitPieces(std::vector<double> bids, uint32_t count, double scale)
{
    const VirtualValueCurve curve(bids);
    std::sort(bids.begin(), bids.end());
    const double floor = 1e-9 * scale;
    const double reserve = std::max(floor, std::min(curve.GetReserve(), bids.back()));
    bids.erase(bids.begin(), std::lower_bound(bids.begin(), bids.end(), reserve));
    std::vector<Piece> pieces;
    Point last{reserve, 0};
    for (const Point& point : DrawCurve(curve, bids, count, scale))
    {
        const double distance = point.bid - last.bid;
        if (distance < floor)
        {
            continue;
        }
        double slope = (point.value - last.value) / distance;
        if (pieces.empty() || slope != 0)
        {
            slope = std::clamp(slope, LEAST_SLOPE / scale, GREATEST_SLOPE / scale);
        }
        pieces.push_back({last.bid, last, slope});
        last = {point.bid, pieces.back().At(point.bid)};
    }
    if (pieces.empty())
    {
        return {{0, last, 1 / scale}};
    }
    // The second piece, drawn down to the reserve, tells whether the virtual value jumps there.
    if (pieces.size() > 1 && pieces[1].slope > 0)
    {
        const double jump = pieces[1].At(reserve);
        const double rise = GREATEST_SLOPE / scale - pieces[1].slope;
        if (jump > LEAST_JUMP && rise > 0)
        {
            pieces[0].slope = GREATEST_SLOPE / scale;
            pieces[1].begin = reserve + jump / rise;
        }
    }
    pieces[0].begin = 0;
    return pieces;
}

/**
 * Write pieces as a minimum of maxima: group k has the lines that are nowhere above line k on piece
 * k, so that its maximum is the function there and no less than it elsewhere.
 *
 * @param pieces the pieces
 * @param groups the number of groups
 * @param units the number of lines in each
 * @param highest where the last piece ends
 * @return for each line, group after group, its piece
 */
std::vector<Piece>
MakeLines(const std::vector<Piece>& pieces, uint32_t groups, uint32_t units, double highest)
{
    const auto count = static_cast<uint32_t>(pieces.size());
    std::vector<Piece> lines;
    for (uint32_t group = 0; group < groups; ++group)
    {
        const uint32_t k = std::min(group, count - 1);
        const Piece& own = pieces[k];
        const double end = k + 1 == count ? highest : pieces[k + 1].begin;
        for (uint32_t unit = 0; unit < units; ++unit)
        {
            const Piece& other = pieces[std::min(unit, count - 1)];
            const auto isBelow = [&own, &other](double bid) {
                return other.At(bid) <= own.At(bid) + 1e-9;
            };
            // The diagonal is filled at every knot, also where there are fewer pieces than groups,
            // so that between knots no group is out of the way as a whole.
            if (unit == group || unit == k || (unit < count && isBelow(own.begin) && isBelow(end)))
            {
                lines.push_back(other);
                continue;
            }
            // A group of fewer lines is filled up with lines that are out of the way.
            lines.push_back({own.begin, {own.point.bid, FILLER}, 0});
        }
    }
    return lines;
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
    const auto lines = MakeLines(pieces, shape.groups, shape.units, 2 * highest);
    const double sharp = GREATEST_SLOPE / scale;
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

} // namespace

InitialTransform
MakeInitialTransform(const AgedTransform::Shape& shape,
                     const BidSource& source,
                     std::mt19937_64& generator)
{
    InitialTransform initial{AgedTransform(shape), {}};
    AgedTransform& transform = initial.transform;
    std::vector<double> parameters = transform.GetParameters();
    const double distance = -std::log(shape.minAge) / (shape.knots - 1);
    const auto sampled = SampleBids(source, generator);
    std::vector<AgeTrend> trends;
    // Of few recorded bids, each was sampled many times.
    const size_t drawn = size_t{SAMPLED_AGES} * AUCTIONS_PER_AGE * AuctionBatch().bidders;
    const double copies = std::max(1.0, static_cast<double>(drawn) / source.GetSize());
    const double share = KNOT_SHARE * static_cast<double>(source.GetSize()) / shape.classes;
    const double bound = std::clamp(share, LEAST_BIDS, MOST_BIDS);
    const auto least = static_cast<std::ptrdiff_t>(bound * copies);
    for (uint32_t c = 0; c < shape.classes; ++c)
    {
        if (sampled[c].empty())
        {
            throw std::invalid_argument("auction training: owner class " + std::to_string(c) +
                                        " has no bids; number the classes from 0 without gaps");
        }
        trends.emplace_back(sampled[c]);
    }
    for (uint32_t knot = 0; knot < shape.knots; ++knot)
    {
        std::vector<std::vector<double>> bids;
        double sum = 0;
        size_t number = 0;
        for (uint32_t c = 0; c < shape.classes; ++c)
        {
            bids.push_back(
                GetBidsAt(sampled[c], trends[c], transform.GetKnotAge(knot), distance, least));
            for (double amount : bids.back())
            {
                sum += amount;
            }
            number += bids.back().size();
        }
        if (!(sum > 0))
        {
            throw std::invalid_argument("auction training: all bids at about age " +
                                        std::to_string(transform.GetKnotAge(knot)) + " are 0");
        }
        const double scale = sum / static_cast<double>(number);
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
