/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "layered-network.h"

#include "ns3/torch-guard.h"

#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/// Any seed: construction draws no random numbers.
constexpr uint64_t CONSTRUCTION_SEED = 1;

} // namespace

LayeredNetwork::LayeredNetwork(const NetworkArchitecture& architecture)
    : m_architecture(architecture)
{
    const TorchGuard guard(CONSTRUCTION_SEED);
    m_inputShape = architecture.GetInputShape();
    m_classes = architecture.GetClassCount();
    m_trainingFlop = architecture.GetTrainingFlop();
    m_values.resize(architecture.GetParameterCount());
    m_gradients.resize(m_values.size());
    m_layers = std::make_unique<LayerStack>(architecture,
                                            0,
                                            architecture.GetLayers().size(),
                                            m_values.data(),
                                            m_gradients.data());
}

LayeredNetwork::~LayeredNetwork() = default;

std::vector<float>
LayeredNetwork::Initialise(const Ptr<UniformRandomVariable>& random) const
{
    return DrawInitialValues(m_architecture, random);
}

const float*
LayeredNetwork::Forward(bool /* isTraining */, const float* features, int64_t size)
{
    return m_layers->Forward(features, size);
}

void
LayeredNetwork::Backward(const float* scoreGradients, int64_t /* size */)
{
    m_layers->Backward(scoreGradients);
}

std::vector<float>
DrawInitialValues(const NetworkArchitecture& architecture, const Ptr<UniformRandomVariable>& random)
{
    std::vector<float> values;
    values.reserve(architecture.GetParameterCount());
    for (const auto& layer : architecture.GetLayers())
    {
        const double bound = std::sqrt(6.0 / static_cast<double>(layer.GetFanIn()));
        for (uint64_t i = 0; i < layer.GetFanIn() * layer.output; ++i)
        {
            values.push_back(static_cast<float>(random->GetValue(-bound, bound)));
        }
        values.insert(values.end(), layer.output, 0.0F);
    }
    return values;
}

} // namespace ns3::edgelearning
