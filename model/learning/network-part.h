/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NETWORK_PART_H
#define EDGE_LEARNING_NETWORK_PART_H

#include "layer-stack.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief One side of a cut network: consecutive layers, their values, and plain gradient descent.
 */
class NetworkPart
{
  public:
    /**
     * @param architecture the network
     * @param first the first layer, from 0
     * @param last the layer after the last one, above @p first
     * @param values weights then biases, layer by layer, of these layers
     * @throw std::invalid_argument when there are no such layers, or not as many values
     */
    NetworkPart(const NetworkArchitecture& architecture,
                uint32_t first,
                uint32_t last,
                std::vector<float> values);

    NetworkPart(const NetworkPart&) = delete;
    NetworkPart& operator=(const NetworkPart&) = delete;

    /**
     * @param input what comes into the first layer, sample after sample, at least one
     * @return what comes out of the last layer, sample after sample
     * @throw std::invalid_argument when the input is not of whole samples
     */
    std::vector<float> Forward(std::vector<float> input);

    /**
     * Backward pass, after a forward pass.
     *
     * @param outputGradients of the loss by what Forward() returned
     * @return of the loss by what went into it; empty when the first layer is the network's
     * @throw std::invalid_argument when these are not as many as Forward() returned
     */
    std::vector<float> Backward(const std::vector<float>& outputGradients);

    /**
     * Make a step along the gradients of the last backward pass.
     *
     * @param learningRate length of the step, in gradients
     */
    void Step(double learningRate);

    /// @return weights then biases, layer by layer
    const std::vector<float>& GetValues() const;

    /// @return the values of one sample that come in
    uint64_t GetInputCount() const;

    /// @return the values of one sample that come out
    uint64_t GetOutputCount() const;

  private:
    std::vector<float> m_values;    //!< torch works in them
    std::vector<float> m_gradients; //!< torch works in them
    std::vector<float> m_input;     //!< of the last forward pass
    uint64_t m_inputCount;          //!< of one sample
    uint64_t m_outputCount;         //!< of one sample
    LayerStack m_layers;            //!< in m_values and m_gradients
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NETWORK_PART_H */
