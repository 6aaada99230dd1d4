/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SCRIPT_NETWORK_H
#define EDGE_LEARNING_SCRIPT_NETWORK_H

#include "torch-network.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief A network read from a TorchScript file.
 *
 * The module maps a batch of samples to a row of class scores for each. Its values are its
 * parameters, which start as they are in the file, and its buffers of 32-bit floating point (the
 * running means of normalisation layers), which are not learnt but averaged with the rest. Its work
 * is that of the matrix products and convolutions it computes, counted as it runs.
 */
class ScriptNetwork : public TorchNetwork
{
  public:
    /**
     * @param file path of the module
     * @param inputShape shape of one sample
     * @throw std::runtime_error saying what is wrong with the file or its module
     */
    ScriptNetwork(const std::string& file, const std::vector<uint32_t>& inputShape);
    ~ScriptNetwork() override;

    std::vector<float> Initialise(const Ptr<UniformRandomVariable>& random) const override;

  private:
    struct Tensors;

    const float* Forward(bool isTraining, const float* features, int64_t size) override;
    void Backward(const float* scoreGradients, int64_t size) override;

    /// Let the script's tensors work in m_values and m_gradients.
    void ShareMemory();

    /// Find out what the script makes of a batch, and how much work that is.
    void Probe();

    std::vector<float> m_initial;       //!< the values in the file
    std::unique_ptr<Tensors> m_tensors; //!< made of torch
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SCRIPT_NETWORK_H */
