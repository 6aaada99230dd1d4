/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_VIRTUAL_VALUE_CURVE_H
#define EDGE_LEARNING_VIRTUAL_VALUE_CURVE_H

#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Myerson's virtual value, ironed, of a sample of bids: the slopes of the least concave
 * function above the revenue q v(q) of selling to the share q of highest bids.
 *
 * A step function of the bid that never falls. Below the lowest sampled bid it is minus infinity.
 */
class VirtualValueCurve
{
  public:
    /// From a bid on, up to the next step.
    struct Step
    {
        double from;  //!< least bid
        double value; //!< virtual value of bids from there on
    };

    /**
     * @brief Estimate from a sample.
     * @param bids the bids, in any order, finite; throws std::invalid_argument if there is none
     */
    explicit VirtualValueCurve(std::vector<double> bids);

    /**
     * @brief Evaluate the curve.
     * @param bid the bid
     * @return its virtual value
     */
    double Evaluate(double bid) const;

    /**
     * @brief Find the least bid whose virtual value reaches a level.
     * @param level the level
     * @param above true if the virtual value must exceed the level, false if reaching it is enough
     * @return the bid; infinity if none reaches it
     */
    double LeastBid(double level, bool above) const;

    /**
     * @brief Find the price that would earn most if it were posted.
     * @return the least bid with a positive virtual value; infinity if no bid is positive
     */
    double GetReserve() const;

    /**
     * @brief Get the steps.
     * @return the steps, bids and values strictly ascending
     */
    const std::vector<Step>& GetSteps() const;

  private:
    std::vector<Step> m_steps; //!< ascending
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_VIRTUAL_VALUE_CURVE_H */
