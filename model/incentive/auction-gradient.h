/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_GRADIENT_H
#define EDGE_LEARNING_AUCTION_GRADIENT_H

#include "aged-transform.h"
#include "bid.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Auctions to learn from. Auctions of one age stand together, since a transform is made once per
 * age.
 */
struct AuctionBatch
{
    uint32_t bidders{2};      //!< bids per auction
    uint32_t perAge{1};       //!< auctions per age
    std::vector<double> ages; //!< normalised ages
    std::vector<Bid> bids;    //!< age by age, auction by auction
};

/**
 * @ingroup edge-learning
 * @brief The revenue of a batch under the soft allocation, and its gradient, in plain loops.
 *
 * Bidder i gets the item with probability g_i, a softmax of kappa times the transformed bids
 * and a dummy 0, and pays p_i = min(bid, inverse transform of the highest other transformed bid or
 * 0). Clipped at the bid, every loser pays its bid, so one inverse per auction suffices. With R
 * the auction's revenue sum g_i p_i:
 *
 *   dR/dphi_i = kappa g_i (p_i - R), and through the winner's price if that is below its bid.
 */
class AuctionGradient
{
  public:
    /**
     * @brief Prepare for transforms of a shape.
     * @param shape the shape
     */
    explicit AuctionGradient(const AgedTransform::Shape& shape);

    /**
     * @brief Compute the mean revenue under the soft allocation, and its gradient.
     * @param transform the transforms
     * @param batch the auctions
     * @param kappa sharpness of the soft allocation
     * @param gradient receives the derivative of the mean revenue by each parameter
     * @return the mean revenue
     */
    double Compute(const AgedTransform& transform,
                   const AuctionBatch& batch,
                   double kappa,
                   std::vector<double>& gradient);

    /**
     * @brief Compute the mean revenue with the hard allocation.
     * @param transform the transforms
     * @param batch the auctions
     * @return the mean revenue
     */
    double MeasureRevenue(const AgedTransform& transform, const AuctionBatch& batch);

  private:
    /// Transform of a class at the age in hand.
    struct Lines
    {
        std::vector<double> slope;    //!< of each unit
        std::vector<double> offset;   //!< of each unit
        std::vector<double> bid;      //!< of each unit's point
        std::vector<double> bySlope;  //!< derivative of the revenue by the slope's logarithm, with
                                      //!< the offset fixed
        std::vector<double> byOffset; //!< derivative of the revenue by the offset
    };

    /// A value and the unit that it comes from.
    struct Active
    {
        double value;  //!< the value
        uint32_t unit; //!< the unit
    };

    /**
     * @brief Make the transforms of all classes for an age.
     * @param transform the transforms
     * @param position the age
     */
    void MakeLines(const AgedTransform& transform, const AgedTransform::Position& position);

    /**
     * @brief Evaluate a transform.
     * @param lines the transform
     * @param x the argument
     * @return its value
     */
    Active Evaluate(const Lines& lines, double x) const;

    /**
     * @brief Invert a transform.
     * @param lines the transform
     * @param y the value
     * @param above whether the argument must exceed the value or only reach it
     * @return the least argument
     */
    Active Invert(const Lines& lines, double y, bool above) const;

    /**
     * @brief Evaluate the bids of an auction and find the two highest.
     * @param bids the bids
     * @param count their number
     */
    void Rank(const Bid* bids, uint32_t count);

    /**
     * @brief Tell whether the winner would lose a tie: with the second, who stands before it, or
     * with nobody.
     * @return true if it must exceed the level, false if reaching it is enough
     */
    bool MustExceed() const;

    /**
     * @brief Add one auction's derivatives.
     * @param bids the bids
     * @param count their number
     * @param kappa sharpness of the soft allocation
     * @return the revenue
     */
    double AddAuction(const Bid* bids, uint32_t count, double kappa);

    AgedTransform::Shape m_shape; //!< sizes
    std::vector<Lines> m_lines;   //!< by class
    std::vector<Active> m_values; //!< transformed bids of the auction in hand
    std::vector<double> m_shares; //!< soft allocation of the auction in hand
    std::vector<double> m_pays;   //!< what each bidder pays in the auction in hand
    uint32_t m_first{0};          //!< highest bidder of the auction in hand
    int64_t m_second{-1};         //!< second highest, -1 for none
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_GRADIENT_H */
