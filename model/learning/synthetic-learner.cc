/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "synthetic-learner.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SyntheticLearner);

TypeId
SyntheticLearner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SyntheticLearner")
            .SetParent<Learner>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SyntheticLearner>()
            .AddAttribute("ModelBytes",
                          "Size of a model on the wire in bytes, at least 4.",
                          UintegerValue(1000000),
                          MakeUintegerAccessor(&SyntheticLearner::m_modelBytes),
                          MakeUintegerChecker<uint64_t>(sizeof(float)))
            .AddAttribute("FlopPerSample",
                          "Work of one epoch on one sample, in floating point operations.",
                          DoubleValue(1e6),
                          MakeDoubleAccessor(&SyntheticLearner::m_flopPerSample),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Epochs",
                          "Passes over the data in one local training.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&SyntheticLearner::m_epochs),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("InitialLoss",
                          "Loss of the untrained model, in nats; ln 10 is a guess among ten.",
                          DoubleValue(2.302585092994046),
                          MakeDoubleAccessor(&SyntheticLearner::m_initialLoss),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("FinalLoss",
                          "Loss that training tends to, in nats.",
                          DoubleValue(0.05),
                          MakeDoubleAccessor(&SyntheticLearner::m_finalLoss),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Scale",
                          "Samples (each counted once an epoch) to train on until half the way "
                          "from the initial to the final loss is done.",
                          DoubleValue(1000),
                          MakeDoubleAccessor(&SyntheticLearner::m_scale),
                          MakeDoubleChecker<double>(1e-3));
    return tid;
}

ModelParameters
SyntheticLearner::Initialise()
{
    return {{0.0F}, m_modelBytes - sizeof(float)};
}

uint64_t
SyntheticLearner::GetModelBytes() const
{
    return m_modelBytes;
}

double
SyntheticLearner::GetFlopPerSample() const
{
    return m_flopPerSample;
}

uint32_t
SyntheticLearner::GetEpochs() const
{
    return m_epochs;
}

TrainingResult
SyntheticLearner::Train(const ModelParameters& global, Ptr<const DataSet> data)
{
    NS_ABORT_MSG_IF(!IsAcceptable(global), "not a model of this synthetic learner");
    NS_ABORT_MSG_IF(!data || data->GetSize() == 0, "training needs at least one sample");
    TrainingResult result{global, 0};
    float& progress = result.parameters.values[0];
    progress += static_cast<float>(m_epochs) * static_cast<float>(data->GetSize());
    result.loss = GetLoss(progress);
    return result;
}

EvaluationResult
SyntheticLearner::Evaluate(const ModelParameters& model, Ptr<const DataSet> /* data */)
{
    NS_ABORT_MSG_IF(!IsAcceptable(model), "not a model of this synthetic learner");
    const double loss = GetLoss(model.values[0]);
    return {loss, std::exp(-loss)};
}

bool
SyntheticLearner::IsAcceptable(const ModelParameters& model) const
{
    return model.values.size() == 1 && std::isfinite(model.values[0]) && model.values[0] >= 0;
}

double
SyntheticLearner::GetLoss(double progress) const
{
    return m_finalLoss + (m_initialLoss - m_finalLoss) / (1 + progress / m_scale);
}

} // namespace ns3::edgelearning
