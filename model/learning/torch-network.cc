/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "torch-network.h"

#include "ns3/torch-guard.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3::edgelearning
{

namespace
{

/// Samples that an evaluation passes through the network at once: bounds its memory.
constexpr uint32_t EVALUATION_BATCH = 500;

/// Evaluation draws no random numbers; a script that does all the same draws these.
constexpr uint64_t EVALUATION_SEED = 1;

/**
 * @param scores of one sample
 * @param classes the number of scores
 * @return the logarithm of the sum of their exponentials
 */
double
LogSumExp(const float* scores, uint32_t classes)
{
    const double largest = *std::max_element(scores, scores + classes);
    double sum = 0;
    for (uint32_t i = 0; i < classes; ++i)
    {
        sum += std::exp(scores[i] - largest);
    }
    return largest + std::log(sum);
}

/**
 * Cross entropy of the softmax of the scores.
 *
 * @param scores of the samples
 * @param labels of the samples
 * @param classes the number of scores a sample
 * @param[out] gradients of the mean loss by the scores
 * @return the sum of the losses
 */
double
ComputeLoss(const float* scores,
            const std::vector<int64_t>& labels,
            uint32_t classes,
            std::vector<float>& gradients)
{
    gradients.resize(labels.size() * classes);
    const double share = 1.0 / static_cast<double>(labels.size());
    double loss = 0;
    float* gradient = gradients.data();
    for (const auto label : labels)
    {
        const double norm = LogSumExp(scores, classes);
        loss += norm - scores[label];
        for (uint32_t i = 0; i < classes; ++i)
        {
            gradient[i] =
                static_cast<float>(share * (std::exp(scores[i] - norm) - (i == label ? 1.0 : 0.0)));
        }
        scores += classes;
        gradient += classes;
    }
    return loss;
}

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
    std::vector<uint32_t> order(data.GetSize());
    std::iota(order.begin(), order.end(), 0);
    std::vector<float> features;
    std::vector<int64_t> labels;
    std::vector<float> scoreGradients;
    double loss = 0;
    for (uint32_t epoch = 0; epoch < settings.epochs; ++epoch)
    {
        Shuffle(order, random);
        loss = 0;
        auto next = order.begin();
        while (next != order.end())
        {
            auto left = order.end() - next;
            // Layers that normalise over a batch need two samples: a last one joins those before.
            const auto size = left == settings.batchSize + 1LL
                                  ? left
                                  : std::min<std::ptrdiff_t>(left, settings.batchSize);
            features.clear();
            labels.clear();
            for (const auto batchEnd = next + size; next != batchEnd; ++next)
            {
                const float* const row =
                    data.GetFeatures().data() + std::size_t{*next} * data.GetFeatureCount();
                features.insert(features.end(), row, row + data.GetFeatureCount());
                labels.push_back(data.GetLabels()[*next]);
            }
            const float* const scores = Forward(true, features.data(), size);
            loss += ComputeLoss(scores, labels, m_classes, scoreGradients);
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
    double loss = 0;
    uint32_t correct = 0;
    for (uint32_t first = 0; first < data.GetSize(); first += EVALUATION_BATCH)
    {
        const uint32_t size = std::min(EVALUATION_BATCH, data.GetSize() - first);
        const float* scores =
            Forward(false,
                    data.GetFeatures().data() + std::size_t{first} * data.GetFeatureCount(),
                    size);
        for (uint32_t i = 0; i < size; ++i, scores += m_classes)
        {
            const int64_t label = data.GetLabels()[first + i];
            loss += LogSumExp(scores, m_classes) - scores[label];
            correct += std::max_element(scores, scores + m_classes) - scores == label ? 1 : 0;
        }
    }
    return {loss / data.GetSize(), static_cast<double>(correct) / data.GetSize()};
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
