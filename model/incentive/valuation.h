/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_VALUATION_H
#define EDGE_LEARNING_VALUATION_H

#include <cstdint>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What a worker's data are worth to an owner, and what an auction can earn from that.
 *
 * An owner with preference theta (uniform on [0, 1]; the age at which it is satiated) and value
 * scale w values data of normalised age A at w (1 - theta) / max(A, theta): inversely proportional
 * to the age as long as the age exceeds what the owner requires, and no premium for fresher data.
 *
 * Every function throws std::invalid_argument on a weight that is not positive or an age outside
 * (0, 1]. Revenues are those of n owners of one weight with independent preferences.
 */
class Valuation
{
  public:
    /**
     * @brief Value of a worker's data.
     * @param theta the owner's preference, in [0, 1]; lower values fresh data more
     * @param age the normalised age of the data, in (0, 1]
     * @param weight the owner's value scale w
     * @return the value, in currency units
     */
    static double Value(double theta, double age, double weight = 1);

    /**
     * @brief Distribution function of the value.
     * @param value the value
     * @param age the normalised age
     * @param weight the value scale
     * @return the probability of a value no higher
     */
    static double Cdf(double value, double age, double weight = 1);

    /**
     * @brief Myerson's virtual value: what selling at this value earns at the margin.
     * @param value the value, within the support [0, weight / age]
     * @param age the normalised age
     * @param weight the value scale
     * @return the virtual value
     */
    static double VirtualValue(double value, double age, double weight = 1);

    /**
     * @brief Optimal reserve price.
     * @param age the normalised age
     * @param weight the value scale
     * @param ask what the sale costs the seller
     * @return the reserve; infinity if no value covers the ask
     */
    static double Reserve(double age, double weight = 1, double ask = 0);

    /**
     * @brief Expected revenue of the optimal auction.
     * @param age the normalised age
     * @param bidders the number of owners
     * @param weight the value scale
     * @return the revenue per auction
     */
    static double OptimalRevenue(double age, uint32_t bidders, double weight = 1);

    /**
     * @brief Expected revenue of the second-price auction without reserve.
     * @param age the normalised age
     * @param bidders the number of owners
     * @param weight the value scale
     * @return the revenue per auction
     */
    static double SecondPriceRevenue(double age, uint32_t bidders, double weight = 1);

    /**
     * @brief Probability that the optimal auction sells.
     * @param age the normalised age
     * @param bidders the number of owners
     * @return the probability
     */
    static double SaleProbability(double age, uint32_t bidders);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_VALUATION_H */
