/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SCORE_RANKING_H
#define EDGE_LEARNING_SCORE_RANKING_H

#include <cstddef>
#include <cstdint>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Finds the winner by scores, and the score that it must beat: the highest positive score
 * wins, the first of equals.
 */
struct ScoreRanking
{
    int32_t winner{-1}; //!< index of the winner, -1 for none
    double best{0};     //!< the winner's score
    double level{0};    //!< the highest score besides, or 0
    bool above{true};   //!< whether the winner must exceed that level; reaching it is enough if not

    /**
     * @brief Take in a bidder's score; in the order of their indices.
     * @param index the bidder
     * @param score its score
     */
    void Add(size_t index, double score)
    {
        if (score > best)
        {
            // The bidder that leads so far stands first and would win a tie.
            level = best;
            above = true;
            best = score;
            winner = static_cast<int32_t>(index);
        }
        else if (score > level)
        {
            level = score;
            above = false;
        }
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SCORE_RANKING_H */
