/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_TRAINER_H
#define EDGE_LEARNING_AUCTION_TRAINER_H

#include "aged-transform.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * How an auction is learned.
 */
struct TrainingSettings
{
    AgedTransform::Shape shape;            //!< sizes and range of ages
    std::vector<double> classWeights{1.0}; //!< value scale of each owner class
    uint32_t bidders{2};                   //!< bidders of a training auction; it serves any number
    uint32_t steps{3000};                  //!< gradient steps at most
    uint32_t batch{2048};                  //!< auctions per step
    double learningRate{0.003};            //!< initial rate of Adam
    double firstKappa{10};                 //!< initial sharpness of the soft allocation
    double lastKappa{500};                 //!< final sharpness of the soft allocation
};

/**
 * @ingroup edge-learning
 * How far training has come.
 */
struct TrainingProgress
{
    uint32_t step{0};  //!< steps done
    uint32_t steps{0}; //!< steps at most
    double revenue{0}; //!< mean revenue of a training auction with the hard allocation
    bool done{false};  //!< true in the last call
};

/**
 * @ingroup edge-learning
 * @brief Learn the transforms that maximise the revenue under the valuation model.
 *
 * The gradient is AuctionGradient's, the optimiser is Adam (LibTorch). Every auction is drawn
 * afresh. The allocation sharpens and the learning rate falls along a schedule; once the revenue on
 * held-out auctions has stopped rising, the rest of the schedule runs four times faster.
 *
 * @param settings how to train; throws std::invalid_argument naming a value that is out of range,
 *        std::runtime_error if training diverges
 * @param seed fixes the result, bit by bit
 * @param progress called now and then; may be empty
 * @return the transforms
 */
AgedTransform TrainAuction(const TrainingSettings& settings,
                           uint64_t seed,
                           const std::function<void(const TrainingProgress&)>& progress);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_TRAINER_H */
