/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "curve-piece.h"

#include "virtual-value-curve.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ns3::edgelearning
{

namespace
{

/// Least slope, in units of the mean bid: a flat part must rise.
constexpr double LEAST_SLOPE = 0.03;
/// Share of the bids left out at either end of a group of which the mean is taken: those beside a
/// jump would draw it aslant.
constexpr double TRIMMED = 0.4;
/// Least jump of the virtual value at the reserve that is drawn as one, in units of the mean bid.
constexpr double LEAST_JUMP = 0.05;
/// A flat is drawn as one if it has this share of the bids above the reserve, and more than chance
/// gives it.
constexpr double LEAST_FLAT = 0.1;
constexpr double FLAT_NOISE = 4;
/// Relative difference up to which bids are the same.
constexpr double SAME = 1e-9;
/// Value of the flat lines that fill groups up.
constexpr double FILLER = -1e6;

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
         std::vector<CurvePiece::Point>& points)
{
    const auto size = static_cast<size_t>(last - first);
    count = std::min(count, size);
    for (size_t i = 0; i < count; ++i)
    {
        CurvePiece::Point mean{0, 0};
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
 * Tell whether two bids are the same recorded one. Moved to an age by ways of their own, copies
 * differ in their last bits.
 *
 * @param a a bid
 * @param b another, no less
 * @return true if so
 */
bool
IsSame(double a, double b)
{
    return b - a <= SAME * b;
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
std::vector<CurvePiece::Point>
DrawCurve(const VirtualValueCurve& curve,
          const std::vector<double>& bids,
          size_t count,
          double scale)
{
    std::vector<double> distinct;
    std::unique_copy(bids.begin(), bids.end(), std::back_inserter(distinct), IsSame);
    // The flats that chance makes shrink with the third root of the number of bids.
    const double wide = std::max(LEAST_FLAT, FLAT_NOISE / std::cbrt(distinct.size()));
    const auto size = static_cast<double>(bids.size());
    std::vector<CurvePiece::Point> points;
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

} // namespace

double
CurvePiece::At(double bid) const
{
    return point.value + slope * (bid - point.bid);
}

std::vector<CurvePiece>
FitPieces(std::vector<double> bids, uint32_t count, double scale)
{
    const VirtualValueCurve curve(bids);
    std::sort(bids.begin(), bids.end());
    const double floor = 1e-9 * scale;
    const double reserve = std::max(floor, std::min(curve.GetReserve(), bids.back()));
    bids.erase(bids.begin(), std::lower_bound(bids.begin(), bids.end(), reserve));
    std::vector<CurvePiece> pieces;
    CurvePiece::Point last{reserve, 0};
    for (const CurvePiece::Point& point : DrawCurve(curve, bids, count, scale))
    {
        const double distance = point.bid - last.bid;
        if (distance < floor)
        {
            continue;
        }
        double slope = (point.value - last.value) / distance;
        if (pieces.empty() || slope != 0)
        {
            slope = std::clamp(slope, LEAST_SLOPE / scale, CurvePiece::GREATEST_SLOPE / scale);
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
        const double rise = CurvePiece::GREATEST_SLOPE / scale - pieces[1].slope;
        if (jump > LEAST_JUMP && rise > 0)
        {
            pieces[0].slope = CurvePiece::GREATEST_SLOPE / scale;
            pieces[1].begin = reserve + jump / rise;
        }
    }
    pieces[0].begin = 0;
    return pieces;
}

std::vector<CurvePiece>
MakeMinMax(const std::vector<CurvePiece>& pieces, uint32_t groups, uint32_t units, double highest)
{
    const auto count = static_cast<uint32_t>(pieces.size());
    std::vector<CurvePiece> lines;
    for (uint32_t group = 0; group < groups; ++group)
    {
        const uint32_t k = std::min(group, count - 1);
        const CurvePiece& own = pieces[k];
        const double end = k + 1 == count ? highest : pieces[k + 1].begin;
        for (uint32_t unit = 0; unit < units; ++unit)
        {
            const CurvePiece& other = pieces[std::min(unit, count - 1)];
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

} // namespace ns3::edgelearning
