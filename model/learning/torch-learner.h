/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TORCH_LEARNER_H
#define EDGE_LEARNING_TORCH_LEARNER_H

#include "learner.h"

#include <memory>
#include <string>

namespace ns3::edgelearning
{

class TorchNetwork;

/**
 * @ingroup edge-learning
 *
 * @brief Trains a real network with LibTorch, by stochastic gradient descent on the cross entropy.
 *
 * The network is one of NetworkArchitecture, named by the attribute `Architecture`, or any
 * TorchScript module (see ScriptNetwork) read from `ScriptFile`, for samples of `InputShape`. The
 * attributes that name the network are read at its first use and fixed from then on.
 *
 * Training makes `Epochs` passes over the samples in batches of `BatchSize`, in an order drawn anew
 * for each pass. With `ProximalTerm` mu above 0 it minimises the loss plus mu/2 times the squared
 * distance to the model that it started from (FedProx: T. Li et al., "Federated optimization in
 * heterogeneous networks", MLSys 2020).
 */
class TorchLearner : public Learner
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    TorchLearner();
    ~TorchLearner() override;

    ModelParameters Initialise() override;
    uint64_t GetModelBytes() const override;
    double GetFlopPerSample() const override;
    uint32_t GetEpochs() const override;
    TrainingResult Train(const ModelParameters& global, Ptr<const DataSet> data) override;
    EvaluationResult Evaluate(const ModelParameters& model, Ptr<const DataSet> data) override;
    void CheckData(const DataSet& data) const override;
    bool IsAcceptable(const ModelParameters& model) const override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    void DoDispose() override;

    /**
     * Build the network unless it is there.
     *
     * @throw std::exception when the attributes name none
     */
    void BuildNetwork() const;

    /**
     * @return the network, built at the first call; aborts when the attributes name none
     */
    TorchNetwork& GetNetwork() const;

    /**
     * @param problem what the network's code says
     * @return the same with the attributes that name the network
     */
    std::string Explain(const std::string& problem) const;

    /**
     * @param data the samples
     * @return why they do not fit the network; empty when they do
     */
    std::string FindMisfit(const DataSet& data) const;

    /**
     * Run code that uses the network, and abort naming the network when it fails.
     *
     * @param work the code
     * @return what it returns
     */
    template <typename Work>
    auto Run(Work work) const;

    /**
     * @param model parameters
     * @return whether they have the network's shape
     */
    bool HasShape(const ModelParameters& model) const;

    /**
     * Abort unless data and parameters fit the network.
     *
     * @param model the parameters
     * @param data the samples
     */
    void Check(const ModelParameters& model, const Ptr<const DataSet>& data) const;

    std::string m_architecture; //!< see NetworkArchitecture; not used with a script
    std::string m_scriptFile;   //!< path of a TorchScript module, or empty
    std::string m_inputShape;   //!< shape of a script's sample, e.g. 1x28x28
    double m_learningRate;      //!< step of the gradient descent
    double m_momentum;          //!< share of the last step kept
    double m_proximalTerm;      //!< mu of FedProx
    uint32_t m_batchSize;       //!< samples a step
    uint32_t m_epochs;          //!< passes over the data

    Ptr<UniformRandomVariable> m_random;             //!< initial weights, orders, seeds of torch
    mutable std::unique_ptr<TorchNetwork> m_network; //!< see GetNetwork()
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TORCH_LEARNER_H */
