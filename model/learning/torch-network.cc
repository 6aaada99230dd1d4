/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "torch-network.h"

#include "batch-sequence.h"
#include "cross-entropy.h"

#include "ns3/torch-guard.h"

#include <algorithm>
#include <numeric>

namespace ns3::edgelearning
{

namespace
{

/// Samples that an evaluation passes through the network at once: bounds its memory.
constexpr uint32_t EVALUATION_BATCH = 500;

/// Evaluation draws no random numbers; a script that does all the same draws these.
constexpr uint64_t EVALUATION_SEED = 1;

} // namespace

TorchNetwork::~TorchNetwork() = default;

uint64_t
TorchNetwork::GetValueCount() const
{
    return m_values.size();
}

uint64_t
TorchNetwork::GetInputCount() const
{
    return std::accumulate(m_inputShape.begin(),
                           m_inputShape.end(),
                           uint64_t{1},
                           std::multiplies<>());
}

uint32_t
TorchNetwork::GetClassCount() const
{
    return m_classes;
}

double
TorchNetwork::GetTrainingFlop() const
{
    return m_trainingFlop;
}

TrainingResult
TorchNetwork::Train(const std::vector<float>& values,
                    const DataSet& data,
                    const DescentSettings& settings,
                    const Ptr<UniformRandomVariable>& random)
{
    const TorchGuard guard(TorchGuard::DrawSeed(random));
    std::copy(values.begin(), values.end(), m_values.begin());
    std::vector<float> velocity(settings.momentum > 0 ? m_gradients.size() : 0);
    BatchSequence batches(data, settings.batchSize);
    std::vector<float> scoreGradients;
    double loss = 0;
    for (uint32_t epoch = 0; epoch < settings.epochs; ++epoch)
    {
        batches.Shuffle(random);
        loss = 0;
        while (batches.Next())
        {
            const auto size = static_cast<int64_t>(batches.GetLabels().size());
            const float* const scores = Forward(true, batches.GetFeatures().data(), size);
            loss += ComputeLoss(scores, batches.GetLabels(), m_classes, scoreGradients);
            Backward(scoreGradients.data(), size);
            Step(settings, values, velocity);
        }
    }
    return {{m_values, 0}, loss / data.GetSize()};
}

EvaluationResult
TorchNetwork::Evaluate(const std::vector<float>& values, const DataSet& data)
{
    const TorchGuard guard(EVALUATION_SEED);
    std::copy(values.begin(), values.end(), m_values.begin());
    ScoreSums sums;
    for (uint32_t first = 0; first < data.GetSize(); first += EVALUATION_BATCH)
    {
        const uint32_t size = std::min(EVALUATION_BATCH, data.GetSize() - first);
        const float* scores =
            Forward(false,
                    data.GetFeatures().data() + std::size_t{first} * data.GetFeatureCount(),
                    size);
        JudgeScores(scores, data.GetLabels().data() + first, size, m_classes, sums);
    }
    return {sums.loss / data.GetSize(), static_cast<double>(sums.correct) / data.GetSize()};
}

void
TorchNetwork::Step(const DescentSettings& settings,
                   const std::vector<float>& start,
                   std::vector<float>& velocity)
{
    const auto rate = static_cast<float>(settings.learningRate);
    const auto pull = static_cast<float>(settings.proximalTerm);
    const auto kept = static_cast<float>(settings.momentum);
    if (pull > 0)
    {
        for (std::size_t i = 0; i < m_gradients.size(); ++i)
        {
            m_gradients[i] += pull * (m_values[i] - start[i]);
        }
    }
    if (kept > 0)
    {
        for (std::size_t i = 0; i < m_gradients.size(); ++i)
        {
            velocity[i] = kept * velocity[i] + m_gradients[i];
        }
    }
    const std::vector<float>& step = kept > 0 ? velocity : m_gradients;
    for (std::size_t i = 0; i < m_gradients.size(); ++i)
    {
        m_values[i] -= rate * step[i];
    }
}

} // namespace ns3::edgelearning
