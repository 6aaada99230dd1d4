/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_LEARNER_H
#define EDGE_LEARNING_SPLIT_LEARNER_H

#include "batch-sequence.h"
#include "network-part.h"

#include "ns3/layer-profile.h"
#include "ns3/object.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief What a network that is trained in parts is, and how it is cut and trained; the workers and
 * the server of one task hold learners of equal attributes, each its own.
 *
 * The network is one of NetworkArchitecture, as a TorchLearner's. The device runs the layers before
 * the cut and the server the others; in the U-shaped form the device runs the last ones too, and
 * its labels never leave it (O. Gupta, R. Raskar, "Distributed learning of deep neural network over
 * multiple agents", J. Network and Computer Applications 116, 2018; P. Vepakomma et al., "Split
 * learning for health", 2018). Given the same model and random stream, an epoch in parts makes the
 * same steps as TorchLearner does with `Epochs` 1 and the same `BatchSize` and `LearningRate`.
 */
class SplitLearner : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    SplitLearner();
    ~SplitLearner() override;

    /// @return the values of a fresh whole model, as TorchLearner::Initialise()
    std::vector<float> Initialise();

    /// @return what each layer costs, first to last
    const std::vector<LayerProfile>& GetProfile() const;

    /// @return the number of class scores
    uint32_t GetClassCount() const;

    /// @return samples a step
    uint32_t GetBatchSize() const;

    /// @return length of a step of the gradient descent, in gradients
    double GetLearningRate() const;

    /**
     * @param split where to cut
     * @return whether device and server both get layers
     */
    bool IsPossible(const SplitPoint& split) const;

    /**
     * @param first the first layer, from 0
     * @param last the layer after the last one; not below @p first
     * @return the values that these layers have
     */
    uint64_t CountValues(uint32_t first, uint32_t last) const;

    /**
     * @param first the first layer, from 0
     * @param last the layer after the last one; not below @p first
     * @return work of these layers' forward pass on one sample, in floating point operations; the
     * backward pass takes twice it
     */
    double CountFlop(uint32_t first, uint32_t last) const;

    /**
     * @param model the values of a whole model
     * @param first the first layer, from 0
     * @param last the layer after the last one; not below @p first
     * @return the values of these layers
     */
    std::vector<float> TakeValues(const std::vector<float>& model,
                                  uint32_t first,
                                  uint32_t last) const;

    /**
     * @param first the first layer, from 0
     * @param last the layer after the last one
     * @param values of these layers
     * @return the part; null when it has no layers
     * @throw std::invalid_argument when the values do not fit the layers
     */
    std::unique_ptr<NetworkPart> MakePart(uint32_t first,
                                          uint32_t last,
                                          std::vector<float> values) const;

    /**
     * @param data the samples; they must outlive the batches
     * @param isShuffled whether to bring them into an order drawn anew
     * @return the batches of an epoch
     */
    BatchSequence MakeBatches(const DataSet& data, bool isShuffled);

    /**
     * @param data the samples
     * @throw std::invalid_argument naming both when they do not fit the network, or the attributes
     * describe none
     */
    void CheckData(const DataSet& data) const;

    /**
     * Assign fixed random variable stream numbers.
     *
     * @param stream the first stream number to use
     * @return the number of streams used
     */
    int64_t AssignStreams(int64_t stream);

  private:
    void DoDispose() override;

    /// @return what the attribute names @throw std::invalid_argument when it cannot be cut, or is
    /// none
    NetworkArchitecture ReadArchitecture() const;

    /// @return the network, fixed from the first call on; aborts when the attribute names none
    const NetworkArchitecture& GetArchitecture() const;

    std::string m_architectureText; //!< see NetworkArchitecture
    double m_learningRate;          //!< step of the gradient descent
    uint32_t m_batchSize;           //!< samples a step

    Ptr<UniformRandomVariable> m_random;                       //!< initial weights, orders
    mutable std::optional<NetworkArchitecture> m_architecture; //!< see GetArchitecture()
    mutable std::vector<LayerProfile> m_profile;               //!< of the architecture
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_LEARNER_H */
