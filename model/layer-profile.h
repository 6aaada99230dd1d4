/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LAYER_PROFILE_H
#define EDGE_LEARNING_LAYER_PROFILE_H

#include <cstdint>

namespace ns3::edgelearning
{

/// What one layer of a network costs, for whoever decides where a network is cut.
struct LayerProfile
{
    double forwardFlop{0};  //!< of the forward pass on one sample; the backward pass takes twice it
    uint64_t parameters{0}; //!< weights and biases
    uint64_t outputs{0};    //!< values that one sample has behind the layer, after any pooling
};

/// Where a network is cut in two, or in three. Layers are counted from 0.
struct SplitPoint
{
    uint32_t cut{1};  //!< the first layer that is not the device's
    uint32_t tail{0}; //!< the first layer that is the device's again, so that labels stay there
                      //!< (U-shaped); the number of layers when the rest is the server's
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LAYER_PROFILE_H */
