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
    /// A line, and the derivatives of the revenue by it.
    struct Line
    {
        double slope;     //!< not negative
        double offset;    //!< any
        double bid;       //!< of the line's point
        uint32_t unit;    //!< its place among all lines of the transform
        double bySlope;   //!< derivative by the slope's logarithm, with the offset fixed
        double byOffset;  //!< derivative by the offset
        double atHighest; //!< value at the highest bid
    };

    /// Transform of a class at the age in hand.
    struct Transform
    {
        std::vector<Line> lines;    //!< those that count, group after group
        std::vector<uint32_t> ends; //!< of each group, past its last line
    };

    /// A value and the line that it comes from.
    struct Active
    {
        double value;  //!< the value
        uint32_t line; //!< index of the line
    };

    /// Auctions of a batch at one age.
    struct Run
    {
        size_t begin; //!< index of the first of its ages
        size_t end;   //!< past the last of its ages, which are all equal
        double age;   //!< normalised age
    };

    /**
     * @brief Find the ages that are equal, so that their transforms are made once.
     * @param batch the auctions
     * @param begin index of the first age
     * @return the run from there on
     */
    static Run FindRun(const AuctionBatch& batch, size_t begin);

    /**
     * @brief Make the transforms of all classes for an age.
     * @param transform the transforms
     * @param position the age
     * @param highest the highest bid at this age
     */
    void MakeLines(const AgedTransform& transform,
                   const AgedTransform::Position& position,
                   double highest);

    /**
     * @brief Leave out lines of the last group that are nowhere its greatest up to the highest bid.
     * @param lines the lines; those of the group are the last
     * @param begin index of the group's first
     */
    static void Prune(std::vector<Line>& lines, size_t begin);

    /**
     * @brief Make the transforms for a run of ages.
     * @param transform the transforms
     * @param batch the auctions
     * @param run the run
     * @return the run's age
     */
    AgedTransform::Position Prepare(const AgedTransform& transform,
                                    const AuctionBatch& batch,
                                    const Run& run);

    /**
     * @brief Add the derivatives by the lines at an age to those by the parameters.
     * @param transform the transforms
     * @param position the age
     * @param auctions the number of auctions of the batch
     * @param gradient receives them
     */
    void AddDerivatives(const AgedTransform& transform,
                        const AgedTransform::Position& position,
                        double auctions,
                        std::vector<double>& gradient) const;

    /**
     * @brief Evaluate a transform.
     * @param transform the transform
     * @param x the argument
     * @return its value
     */
    Active Evaluate(const Transform& transform, double x) const;

    /**
     * @brief Invert a transform.
     * @param transform the transform
     * @param y the value
     * @param above whether the argument must exceed the value or only reach it
     * @return the least argument
     */
    Active Invert(const Transform& transform, double y, bool above) const;

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

    AgedTransform::Shape m_shape;        //!< sizes
    std::vector<Transform> m_transforms; //!< by class
    std::vector<Active> m_values;        //!< transformed bids of the auction in hand
    std::vector<double> m_shares;        //!< soft allocation of the auction in hand
    std::vector<double> m_pays;          //!< what each bidder pays in the auction in hand
    uint32_t m_first{0};                 //!< highest bidder of the auction in hand
    int64_t m_second{-1};                //!< second highest, -1 for none
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_GRADIENT_H */
