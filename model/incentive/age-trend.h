/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGE_TREND_H
#define EDGE_LEARNING_AGE_TREND_H

#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A bid and when it was made.
 */
struct AgedBid
{
    double age;    //!< normalised age
    double amount; //!< the bid
};

/**
 * @ingroup edge-learning
 * @brief How high bids fall with the age: their logarithm as a + b ln A + c A, fitted to the means
 * of the highest tenths of bids of about one age.
 *
 * It lets bids of neighbouring ages stand in for one another.
 */
class AgeTrend
{
  public:
    /**
     * @brief Fit the trend.
     * @param bids the bids, by age; with few of them, or all of about one age, there is no trend
     */
    explicit AgeTrend(const std::vector<AgedBid>& bids);

    /**
     * @brief Move a bid to another age.
     * @param bid the bid
     * @param age the other age
     * @return what would have been bid there
     */
    double Move(const AgedBid& bid, double age) const;

    /**
     * @brief Get how high bids of an age are, relative to the trend's other ages.
     *
     * A bid moves from one age to another as the ratio of their levels.
     *
     * @param age the normalised age
     * @return the level; 1 at all ages if there is no trend
     */
    double GetLevel(double age) const;

  private:
    double m_byLogAge{0}; //!< b
    double m_byAge{0};    //!< c
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGE_TREND_H */
