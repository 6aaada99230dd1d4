/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TORCH_NETWORK_H
#define EDGE_LEARNING_TORCH_NETWORK_H

#include "learner.h"

#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/// How a network is trained.
struct DescentSettings
{
    double learningRate{0.2}; //!< length of a step, in gradients
    double momentum{0};       //!< share of the last step that is kept
    double proximalTerm{0};   //!< mu of FedProx; 0 is off
    uint32_t batchSize{16};   //!< samples a step
    uint32_t epochs{5};       //!< passes over the data
};

/**
 * @ingroup edge-learning
 *
 * @brief A classifier that LibTorch runs forward and backward, behind a header without torch; loss
 * and stochastic gradient descent are the same for every kind and are here.
 *
 * Values go in and come out of each call: a result depends on the arguments only, not on what was
 * computed before.
 */
class TorchNetwork
{
  public:
    virtual ~TorchNetwork();

    TorchNetwork(const TorchNetwork&) = delete;
    TorchNetwork& operator=(const TorchNetwork&) = delete;

    /**
     * @return the number of values
     */
    uint64_t GetValueCount() const;

    /**
     * @return the number of values in a sample
     */
    uint64_t GetInputCount() const;

    /**
     * @return the number of class scores
     */
    uint32_t GetClassCount() const;

    /**
     * @return floating point operations to train on one sample once, see
     * NetworkArchitecture::GetTrainingFlop()
     */
    double GetTrainingFlop() const;

    /**
     * @param random where random values come from
     * @return initial values
     */
    virtual std::vector<float> Initialise(const Ptr<UniformRandomVariable>& random) const = 0;

    /**
     * @param values to start from, GetValueCount() of them
     * @param data at least one sample, of GetInputCount() values and no more than GetClassCount()
     * classes
     * @param settings how to train
     * @param random where the samples' order and torch's seed come from
     * @return the trained values, and the mean loss over the last epoch
     * @throw std::exception when the network cannot be run
     */
    TrainingResult Train(const std::vector<float>& values,
                         const DataSet& data,
                         const DescentSettings& settings,
                         const Ptr<UniformRandomVariable>& random);

    /**
     * @param values GetValueCount() of them
     * @param data as for Train()
     * @return mean loss and accuracy
     * @throw std::exception when the network cannot be run
     */
    EvaluationResult Evaluate(const std::vector<float>& values, const DataSet& data);

  protected:
    TorchNetwork() = default;

    // Torch works in the memory of the two vectors, which therefore keep their size once set.
    std::vector<float> m_values;        //!< all values, those that are learnt first
    std::vector<float> m_gradients;     //!< of the values that are learnt
    std::vector<uint32_t> m_inputShape; //!< of one sample
    uint32_t m_classes{0};              //!< scores of a sample
    double m_trainingFlop{0};           //!< one sample, once

  private:
    /**
     * @param isTraining whether a backward pass will follow
     * @param features samples, one after the other; valid until after the backward pass
     * @param size the number of samples
     * @return the class scores, sample after sample; valid until the next call
     */
    virtual const float* Forward(bool isTraining, const float* features, int64_t size) = 0;

    /**
     * Fill m_gradients.
     *
     * @param scoreGradients of the loss by the scores of the last forward pass, sample after sample
     * @param size the number of samples
     */
    virtual void Backward(const float* scoreGradients, int64_t size) = 0;

    /**
     * Make one step along the gradients.
     *
     * @param settings how
     * @param start where training started
     * @param velocity the last step, changed
     */
    void Step(const DescentSettings& settings,
              const std::vector<float>& start,
              std::vector<float>& velocity);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TORCH_NETWORK_H */
