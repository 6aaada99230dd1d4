/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LAYER_STACK_H
#define EDGE_LEARNING_LAYER_STACK_H

#include "network-architecture.h"

#include <cstdint>
#include <memory>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Consecutive layers of a NetworkArchitecture that LibTorch runs forward and backward, in
 * memory that the caller owns.
 *
 * It calls the backward operators of its layers itself: for small networks, recording a graph with
 * torch's automatic differentiation costs several times as much as the arithmetic. Whatever stack
 * a layer is in, it computes the same.
 */
class LayerStack
{
  public:
    /**
     * @param architecture the network
     * @param first the first layer, from 0
     * @param last the layer after the last one, above @p first
     * @param values weights then biases, layer by layer; as many as these layers have, and they
     * outlive the stack
     * @param gradients as many
     */
    LayerStack(const NetworkArchitecture& architecture,
               uint32_t first,
               uint32_t last,
               float* values,
               float* gradients);
    ~LayerStack();

    LayerStack(const LayerStack&) = delete;
    LayerStack& operator=(const LayerStack&) = delete;

    /**
     * @param input what comes into the first layer, sample after sample; valid until after the
     * backward pass
     * @param size the number of samples
     * @return what comes out of the last layer, sample after sample; valid until the next call
     */
    const float* Forward(const float* input, int64_t size);

    /**
     * Fill the gradients of the values.
     *
     * @param outputGradients of the loss by what came out of the last forward pass
     * @return of the loss by what went into it, sample after sample, valid until the next call;
     * null when the first layer is the network's, where nobody wants it
     */
    const float* Backward(const float* outputGradients);

  private:
    struct LayerTensors;
    struct Tensors;

    std::unique_ptr<Tensors> m_tensors; //!< made of torch
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LAYER_STACK_H */
