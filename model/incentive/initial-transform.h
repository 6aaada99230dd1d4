/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_INITIAL_TRANSFORM_H
#define EDGE_LEARNING_INITIAL_TRANSFORM_H

#include "aged-transform.h"
#include "bid-source.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Transforms to begin with.
 */
struct InitialTransform
{
    /// A line that stands for a jump of the virtual value at the reserve.
    struct Jump
    {
        size_t index; //!< of the logarithm of its slope in the parameters
        double soft;  //!< that logarithm while the reserve is learned
        double sharp; //!< that logarithm otherwise
    };

    /**
     * @brief Leave of a gradient what its auctions may teach.
     *
     * Where the virtual value jumps, single bidders teach only the places of the jumps, for Adam
     * would blow up the little that is left of the rest and upset the order of the classes; several
     * teach all but the jumps.
     *
     * @param single whether the bidders are single
     * @param gradient the gradient, of all parameters
     */
    void MaskGradient(bool single, std::vector<double>& gradient) const;

    AgedTransform transform; //!< the transforms
    std::vector<Jump> jumps; //!< the jumps, sharp in the transforms
};

/**
 * @ingroup edge-learning
 * @brief Make transforms that start as the ironed virtual values of sampled bids, so that every
 * unit is active somewhere on the support and no bidder starts without a gradient.
 *
 * At each knot and for each class, the curve through the mean virtual values of equally many bids
 * is written exactly as a minimum of maxima of lines, in units of the knot's mean bid.
 *
 * @param shape the sizes
 * @param source where the bids come from; throws std::invalid_argument if a class or an age has
 *        none above 0
 * @param generator the randomness
 * @return the transforms
 */
InitialTransform MakeInitialTransform(const AgedTransform::Shape& shape,
                                      const BidSource& source,
                                      std::mt19937_64& generator);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_INITIAL_TRANSFORM_H */
