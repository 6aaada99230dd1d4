/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGED_TRANSFORM_H
#define EDGE_LEARNING_AGED_TRANSFORM_H

#include "min-max-transform.h"

#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief One min-max transform per owner class, each a continuous function of the normalised age.
 *
 * A line is given by its slope and a point on it. The logarithm of the slope, the logarithm of the
 * point's bid and the point's value are piecewise linear in the logarithm of the age, between knots
 * that are uniform in it from the least age to 1. Ages outside are clamped. So steep lines, which
 * stand where virtual values jump, keep their place between the knots.
 */
class AgedTransform
{
  public:
    /// Sizes and range.
    struct Shape
    {
        uint32_t classes{1}; //!< owner classes
        uint32_t knots{17};  //!< knots in the logarithm of the age, 2 at least
        uint32_t groups{5};  //!< groups of a transform
        uint32_t units{5};   //!< units of a group
        double minAge{0.1};  //!< least age, above 0 and below 1
    };

    /// Parameters of a line: logarithm of the slope, logarithm of the point's bid, its value.
    static constexpr uint32_t LINE_PARAMETERS = 3;
    /// A line whose slope's logarithm is below this is flat: bids on it tie.
    static constexpr double FLAT = -30;

    /// Where an age lies between the knots.
    struct Position
    {
        uint32_t knot{0}; //!< the knot below, never the last
        double share{0};  //!< the share of the knot above, in [0, 1]
    };

    /**
     * @brief Make transforms with all parameters zero.
     * @param shape the sizes; throws std::invalid_argument naming a value that is out of range
     */
    explicit AgedTransform(const Shape& shape);

    /**
     * @brief Get the sizes.
     * @return the shape
     */
    const Shape& GetShape() const;

    /**
     * @brief Locate an age between the knots.
     * @param age the normalised age
     * @return its position
     */
    Position Locate(double age) const;

    /**
     * @brief Age of a knot.
     * @param knot the knot
     * @return the normalised age
     */
    double GetKnotAge(uint32_t knot) const;

    /**
     * @brief Get the transform of a class at an age.
     * @param ownerClass the class, below Shape::classes
     * @param age the normalised age
     * @return the transform
     */
    MinMaxTransform At(uint32_t ownerClass, double age) const;

    /**
     * @brief Get a line from its parameters.
     * @param logSlope logarithm of its slope
     * @param logBid logarithm of a point's bid
     * @param value the value there
     * @return the line
     */
    static MinMaxTransform::Line MakeLine(double logSlope, double logBid, double value);

    /**
     * @brief Index of the first parameter of a class at a knot.
     *
     * From there on stand the logarithms of the slopes, line by line, then those of the points'
     * bids, and then the points' values.
     *
     * @param ownerClass the class
     * @param knot the knot
     * @return the index into the parameters
     */
    size_t GetIndex(uint32_t ownerClass, uint32_t knot) const;

    /**
     * @brief Number of lines of a transform.
     * @return groups x units
     */
    uint32_t GetLineCount() const;

    /**
     * @brief Get all parameters.
     * @return the parameters
     */
    const std::vector<double>& GetParameters() const;

    /**
     * @brief Set all parameters.
     * @param parameters as many as GetParameters() has, finite; throws std::invalid_argument
     *        otherwise
     */
    void SetParameters(std::vector<double> parameters);

    /**
     * @brief Write shape and parameters as text, exactly.
     * @param os the stream
     */
    void Write(std::ostream& os) const;

    /**
     * @brief Read what Write() wrote.
     * @param is the stream
     * @return the transforms; throws std::runtime_error naming the fault
     */
    static AgedTransform Read(std::istream& is);

  private:
    Shape m_shape;                    //!< sizes and range
    std::vector<double> m_parameters; //!< class by class, knot by knot
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGED_TRANSFORM_H */
