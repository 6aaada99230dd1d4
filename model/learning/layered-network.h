/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LAYERED_NETWORK_H
#define EDGE_LEARNING_LAYERED_NETWORK_H

#include "network-architecture.h"
#include "torch-network.h"

#include <memory>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief The network of a NetworkArchitecture.
 *
 * It calls the backward operators of its layers itself: for small networks, recording a graph with
 * torch's automatic differentiation costs several times as much as the arithmetic. Its values are
 * weights then biases, layer by layer; weights start uniform in [-sqrt(6 / n), sqrt(6 / n)], n the
 * inputs of a unit (K. He et al., "Delving deep into rectifiers", ICCV 2015), and biases at zero.
 */
class LayeredNetwork : public TorchNetwork
{
  public:
    /**
     * @param architecture the layers
     */
    explicit LayeredNetwork(const NetworkArchitecture& architecture);
    ~LayeredNetwork() override;

    std::vector<float> Initialise(const Ptr<UniformRandomVariable>& random) const override;

  private:
    struct LayerTensors;
    struct Tensors;

    const float* Forward(bool isTraining, const float* features, int64_t size) override;
    void Backward(const float* scoreGradients, int64_t size) override;

    NetworkArchitecture m_architecture; //!< the layers
    std::unique_ptr<Tensors> m_tensors; //!< made of torch
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LAYERED_NETWORK_H */
