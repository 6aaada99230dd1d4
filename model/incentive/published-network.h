/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_PUBLISHED_NETWORK_H
#define EDGE_LEARNING_PUBLISHED_NETWORK_H

#include "min-max-transform.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The transforms of a PublishedAuction while they are trained.
 *
 * Of each bidder, first stand the logarithms of the slopes and then the offsets. In a group of ten
 * lines about three are the greatest anywhere; which these are is found once a step, and the other
 * seven are left out. That changes no value and no inverse.
 */
class PublishedNetwork
{
  public:
    /// Auctions of a step.
    static constexpr uint32_t BATCH = 64;

    /**
     * @brief Make random transforms.
     * @param bidders their number
     * @param generator the randomness
     */
    PublishedNetwork(uint32_t bidders, std::mt19937_64& generator);

    /**
     * @brief Add the gradient of an auction's revenue.
     * @param bids one of each bidder
     */
    void Add(const std::vector<double>& bids);

    /// Make a step of Adam up the gradient of BATCH auctions.
    void Step();

    /**
     * @brief Get a bidder's transform.
     * @param bidder the bidder
     * @return the transform
     */
    MinMaxTransform Get(uint32_t bidder) const;

  private:
    /// A line that is somewhere the greatest of its group.
    struct Line
    {
        double slope;   //!< positive
        double offset;  //!< any
        uint32_t place; //!< among all lines of the bidder
    };

    /// Those lines of a bidder, group after group.
    struct Envelope
    {
        std::vector<Line> lines;    //!< of each group, by slope
        std::vector<uint32_t> ends; //!< of each group, past its last line
    };

    /// A value and the line that it comes from.
    struct Active
    {
        double value;  //!< the value
        uint32_t line; //!< index into the envelope's lines
    };

    /// Take slopes and envelopes from the parameters.
    void Update();

    /**
     * @brief Append the lines of a group that are somewhere its greatest.
     * @param lines the lines of the group; they get ordered by slope
     * @param envelope receives them
     */
    static void AddGroup(std::vector<Line>& lines, Envelope& envelope);

    /**
     * @brief Transform a bid.
     * @param bidder whose
     * @param bid the bid
     * @return its value
     */
    Active Evaluate(uint32_t bidder, double bid) const;

    /**
     * @brief Invert a transform.
     * @param bidder whose
     * @param level a value
     * @return the bid with it
     */
    Active Invert(uint32_t bidder, double level) const;

    /**
     * @brief Add the gradient through a bidder's transformed bid.
     * @param bidder the bidder
     * @param bid its bid
     * @param byValue derivative by the transformed bid
     */
    void AddValue(uint32_t bidder, double bid, double byValue);

    /**
     * @brief Add the gradient through a bidder's price.
     * @param bidder the bidder
     * @param share its share of the item
     * @return the price
     */
    double AddPrice(uint32_t bidder, double share);

    std::vector<double> m_parameters;  //!< all
    std::vector<double> m_gradient;    //!< summed over the batch
    std::vector<double> m_mean;        //!< Adam's average of the gradient
    std::vector<double> m_square;      //!< Adam's average of its square
    std::vector<Envelope> m_envelopes; //!< by bidder
    std::vector<Active> m_values;      //!< transformed bids of the auction in hand
    std::vector<double> m_byLevel;     //!< derivative by them, through the prices of others
    std::vector<double> m_shares;      //!< of the item in hand
    std::vector<double> m_prices;      //!< of the auction in hand
    double m_firstPower{1};            //!< FIRST_BETA to the number of steps
    double m_secondPower{1};           //!< SECOND_BETA to the number of steps
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_PUBLISHED_NETWORK_H */
