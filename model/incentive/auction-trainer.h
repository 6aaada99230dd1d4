/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_TRAINER_H
#define EDGE_LEARNING_AUCTION_TRAINER_H

#include "aged-transform.h"
#include "bid-source.h"

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
    AgedTransform::Shape shape;  //!< sizes and range of ages; the source has the classes
    uint32_t bidders{3};         //!< bidders of every other step's auctions, for each class of
                                 //!< owners; one in the others
    uint32_t steps{2000};        //!< gradient steps at most
    uint32_t batch{8192};        //!< auctions per step
    double learningRate{0.0005}; //!< initial rate of Adam
    double firstKappa{10};       //!< initial sharpness of the soft allocation
    double lastKappa{500};       //!< final sharpness of the soft allocation
};

/**
 * @ingroup edge-learning
 * How far training has come.
 */
struct TrainingProgress
{
    uint32_t step{0};  //!< steps done
    uint32_t steps{0}; //!< steps at most
    double revenue{0}; //!< mean revenue with the hard allocation, the result's in the last call
    bool done{false};  //!< true in the last call
};

/**
 * @ingroup edge-learning
 * @brief Learn the transforms that maximise the revenue.
 *
 * The gradient is AuctionGradient's, the optimiser is Adam (LibTorch). Every step draws its
 * auctions afresh from the source. The allocation sharpens and the learning rate falls along a
 * schedule. Once the revenue on held-out auctions has stopped rising, the rest of the schedule runs
 * four times faster; when it has long been below that of the first transforms, training ends. The
 * result is the mean of the parameters in the last part of the schedule, or
 * the first ones if those earn more by 0.1 percent.
 *
 * @param settings how to train; throws std::invalid_argument naming a value that is out of range,
 *        std::runtime_error if training diverges
 * @param source where the auctions come from
 * @param seed fixes the result, bit by bit
 * @param progress called now and then; may be empty
 * @return the transforms
 */
AgedTransform TrainAuction(const TrainingSettings& settings,
                           const BidSource& source,
                           uint64_t seed,
                           const std::function<void(const TrainingProgress&)>& progress);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_TRAINER_H */
