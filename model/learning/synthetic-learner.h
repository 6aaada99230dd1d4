/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SYNTHETIC_LEARNER_H
#define EDGE_LEARNING_SYNTHETIC_LEARNER_H

#include "learner.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Stands in for a network of any size: it has a size, work and a loss curve, but no model.
 *
 * Its parameters are one value, the progress p (the number of samples it was trained on, each
 * counted once an epoch), and a virtual tail. It takes models with a tail of any length, so that
 * workers may serve owners whose models differ in size; that an update has its task's shape is
 * checked where it arrives. Training on n samples adds `Epochs` x n; averaging
 * models averages their progress. Its loss is
 *
 * loss(p) = FinalLoss + (InitialLoss - FinalLoss) / (1 + p / Scale),
 *
 * the O(1/p) at which federated averaging converges on strongly convex and smooth problems (X. Li
 * et al., "On the convergence of FedAvg on non-IID data", ICLR 2020), and its accuracy
 * exp(-loss(p)), the likelihood that the cross entropy stands for; with the default initial loss,
 * ln 10, it starts as a guess among ten classes. The data's features and labels play no role.
 */
class SyntheticLearner : public Learner
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    ModelParameters Initialise() override;
    uint64_t GetModelBytes() const override;
    double GetFlopPerSample() const override;
    uint32_t GetEpochs() const override;
    TrainingResult Train(const ModelParameters& global, Ptr<const DataSet> data) override;

    /**
     * @copydoc Learner::Evaluate
     * Here @p data may be null.
     */
    EvaluationResult Evaluate(const ModelParameters& model, Ptr<const DataSet> data) override;
    bool IsAcceptable(const ModelParameters& model) const override;

  private:
    /**
     * @param progress samples trained on
     * @return the loss there
     */
    double GetLoss(double progress) const;

    uint64_t m_modelBytes;  //!< on the wire
    double m_flopPerSample; //!< one epoch, one sample
    uint32_t m_epochs;      //!< passes over the data
    double m_initialLoss;   //!< without training
    double m_finalLoss;     //!< in the limit
    double m_scale;         //!< samples that halve the way to the final loss
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SYNTHETIC_LEARNER_H */
