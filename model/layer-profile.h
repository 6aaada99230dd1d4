/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LAYER_PROFILE_H
#define EDGE_LEARNING_LAYER_PROFILE_H

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/// What one layer of a network costs, for whoever decides where a network is cut.
struct LayerProfile
{
    double forwardFlop{0};  //!< of the forward pass on one sample; the backward pass takes twice it
    uint64_t parameters{0}; //!< weights and biases
    uint64_t outputs{0};    //!< values that one sample has behind the layer, after any pooling
};

/// @param layers of a network @param first a layer @param last the layer after the last one
/// @return work of these layers' forward pass on one sample, in floating point operations
inline double
CountForwardFlop(const std::vector<LayerProfile>& layers, uint32_t first, uint32_t last)
{
    double sum = 0;
    for (uint32_t i = first; i < last; ++i)
    {
        sum += layers.at(i).forwardFlop;
    }
    return sum;
}

/// Where a network is cut in two, or in three. Layers are counted from 0.
struct SplitPoint
{
    uint32_t cut{1};  //!< the first layer that is not the device's
    uint32_t tail{0}; //!< the first layer that is the device's again, so that labels stay there
                      //!< (U-shaped); the number of layers when the rest is the server's
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LAYER_PROFILE_H */
