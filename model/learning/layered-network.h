/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LAYERED_NETWORK_H
#define EDGE_LEARNING_LAYERED_NETWORK_H

#include "layer-stack.h"
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
 * Its values are weights then biases, layer by layer; see DrawInitialValues() for the initial ones.
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
    const float* Forward(bool isTraining, const float* features, int64_t size) override;
    void Backward(const float* scoreGradients, int64_t size) override;

    NetworkArchitecture m_architecture;   //!< the layers
    std::unique_ptr<LayerStack> m_layers; //!< all of them
};

/**
 * @ingroup edge-learning
 * Draw the initial values of a network: weights uniform in [-sqrt(6 / n), sqrt(6 / n)], n the
 * inputs of a unit (K. He et al., "Delving deep into rectifiers", ICCV 2015), and biases at zero.
 *
 * @param architecture the network
 * @param random where the weights come from
 * @return weights then biases, layer by layer
 */
std::vector<float> DrawInitialValues(const NetworkArchitecture& architecture,
                                     const Ptr<UniformRandomVariable>& random);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LAYERED_NETWORK_H */
