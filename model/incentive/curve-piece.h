/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CURVE_PIECE_H
#define EDGE_LEARNING_CURVE_PIECE_H

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A linear piece of a curve of virtual values.
 */
struct CurvePiece
{
    /// A point of the curve.
    struct Point
    {
        double bid;   //!< where
        double value; //!< virtual value there, in units of the mean bid
    };

    /// Greatest slope, in units of the mean bid: where the virtual value jumps, the price must
    /// still feel the offset.
    static constexpr double GREATEST_SLOPE = 1000;

    double begin; //!< least bid
    Point point;  //!< a point that its line goes through
    double slope; //!< of its line

    /**
     * @brief Evaluate the line.
     * @param bid a bid
     * @return the value there
     */
    double At(double bid) const;
};

/**
 * @ingroup edge-learning
 * @brief Turn sampled bids into a piecewise linear curve of their ironed virtual values.
 *
 * Where the virtual value jumps at the reserve, the first piece has the greatest slope.
 *
 * @param bids the bids
 * @param count the number of pieces at most, 2 at least
 * @param scale the unit of the values
 * @return the pieces, ascending
 */
std::vector<CurvePiece> FitPieces(std::vector<double> bids, uint32_t count, double scale);

/**
 * @ingroup edge-learning
 * @brief Write pieces as a minimum of maxima: group k has the lines that are nowhere above line k
 * on piece k, so that its maximum is the function there and no less than it elsewhere.
 *
 * @param pieces the pieces
 * @param groups the number of groups
 * @param units the number of lines in each
 * @param highest where the last piece ends
 * @return for each line, group after group, its piece
 */
std::vector<CurvePiece> MakeMinMax(const std::vector<CurvePiece>& pieces,
                                   uint32_t groups,
                                   uint32_t units,
                                   double highest);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CURVE_PIECE_H */
