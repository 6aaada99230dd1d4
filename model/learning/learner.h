/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEARNER_H
#define EDGE_LEARNING_LEARNER_H

#include "data-set.h"
#include "model-parameters.h"

#include "ns3/object.h"

#include <cstdint>

namespace ns3::edgelearning
{

/// What a worker's local training gives.
struct TrainingResult
{
    ModelParameters parameters; //!< the model after training
    double loss{0};             //!< mean loss over the samples in the last epoch
};

/// How good a model is on a data set.
struct EvaluationResult
{
    double loss{0};     //!< mean loss over the samples
    double accuracy{0}; //!< share of the samples classified correctly, 0 to 1
};

/**
 * @ingroup edge-learning
 *
 * @brief What a model is and how it is trained; workers and owners of one task hold learners of
 * equal attributes, each its own.
 *
 * It keeps no model between calls: parameters go in and come out. Its results depend on its
 * arguments, its attributes and its own random streams only.
 */
class Learner : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @return a fresh initial model
     */
    virtual ModelParameters Initialise() = 0;

    /**
     * @return the bytes of a model on the wire, virtual ones included
     */
    virtual uint64_t GetModelBytes() const = 0;

    /**
     * @return the floating point operations of one epoch on one sample, forward and backward
     */
    virtual double GetFlopPerSample() const = 0;

    /**
     * @return the passes over the data that Train() makes
     */
    virtual uint32_t GetEpochs() const = 0;

    /**
     * Train a model on local data. Aborts when the data or @p global do not fit the network.
     *
     * @param global the model to start from
     * @param data the samples, at least one
     * @return the trained model and its loss; the model may be unacceptable when training diverged
     */
    virtual TrainingResult Train(const ModelParameters& global, Ptr<const DataSet> data) = 0;

    /**
     * Measure a model. Aborts when the data or @p model do not fit the network.
     *
     * @param model the model
     * @param data the samples, at least one
     * @return its loss and accuracy
     */
    virtual EvaluationResult Evaluate(const ModelParameters& model, Ptr<const DataSet> data) = 0;

    /**
     * The check for data that a user gives, before anything runs. Here it takes whatever there is.
     *
     * @param data the samples
     * @throw std::invalid_argument naming model and data when the data do not fit the model, or the
     * attributes describe none
     */
    virtual void CheckData(const DataSet& data) const;

    /**
     * The check for parameters that came over the network.
     *
     * @param model the parameters
     * @return whether they have this learner's shape and are all finite
     */
    virtual bool IsAcceptable(const ModelParameters& model) const = 0;

    /**
     * Assign fixed random variable stream numbers.
     *
     * @param stream the first stream number to use
     * @return the number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEARNER_H */
