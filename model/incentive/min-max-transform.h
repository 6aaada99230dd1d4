/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MIN_MAX_TRANSFORM_H
#define EDGE_LEARNING_MIN_MAX_TRANSFORM_H

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief A piecewise linear function that never falls: the least over groups of the greatest over
 * units of slope x + offset, slopes not negative.
 *
 * Evaluate() is monotone in floating point too, not only in the reals: rounding is monotone, and
 * every evaluation takes the same steps in the same order. That is what makes LeastBid() exact.
 */
class MinMaxTransform
{
  public:
    /// One unit.
    struct Line
    {
        double slope{1};  //!< not negative
        double offset{0}; //!< any
    };

    /**
     * @brief Make a transform.
     * @param units lines in each group
     * @param lines the lines, group after group; throws std::invalid_argument unless there are
     * whole groups of finite lines whose slopes are not negative
     */
    MinMaxTransform(uint32_t units, std::vector<Line> lines);

    /**
     * @brief Evaluate the function.
     * @param x a finite argument, not negative
     * @return its value
     */
    double Evaluate(double x) const;

    /**
     * @brief Evaluate the inverse in closed form.
     *
     * True in the reals only: its rounding is not that of Evaluate(). A price must come from
     * LeastBid().
     *
     * @param y a value
     * @return the argument with that value, possibly negative; the least of a flat's; infinite if
     *         there is none
     */
    double Invert(double y) const;

    /**
     * @brief Find the least representable argument, not negative, whose value reaches a level.
     * @param level the level
     * @param above true if the value must exceed the level, false if reaching it is enough
     * @param known an argument that is known to reach it
     * @return the least argument that reaches the level, no greater than known
     */
    double LeastBid(double level, bool above, double known) const;

  private:
    uint32_t m_units;          //!< lines in each group
    std::vector<Line> m_lines; //!< group after group
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MIN_MAX_TRANSFORM_H */
