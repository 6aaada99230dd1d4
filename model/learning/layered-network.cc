/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "layered-network.h"

#include "ns3/torch-guard.h"

#include <ATen/ATen.h>
#include <array>
#include <cmath>
#include <tuple>

namespace ns3::edgelearning
{

namespace
{

using Kind = NetworkArchitecture::Kind;

/// Any seed: construction draws no random numbers.
constexpr uint64_t CONSTRUCTION_SEED = 1;

/// The dimension of a batch along which its samples stand.
constexpr std::array<int64_t, 1> SAMPLES{0};

} // namespace

/// One layer.
struct LayeredNetwork::LayerTensors
{
    Kind kind;                 //!< what it does
    at::Tensor weight;         //!< part of the network's values
    at::Tensor weightGradient; //!< part of the network's gradients
    at::Tensor bias;           //!< part of the network's values
    at::Tensor biasGradient;   //!< part of the network's gradients
    at::Tensor input;          //!< of the last forward pass
    at::Tensor image;          //!< a convolution's output before pooling, of that pass
    at::Tensor places;         //!< where pooling found its maxima, in that pass
};

/// All layers.
struct LayeredNetwork::Tensors
{
    std::vector<int64_t> batchShape;  //!< of a batch; its size first
    std::vector<LayerTensors> layers; //!< first to last
    at::Tensor scores;                //!< of the last forward pass
};

LayeredNetwork::LayeredNetwork(const NetworkArchitecture& architecture)
    : m_architecture(architecture),
      m_tensors(std::make_unique<Tensors>())
{
    const TorchGuard guard(CONSTRUCTION_SEED);
    m_inputShape = architecture.GetInputShape();
    m_classes = architecture.GetClassCount();
    m_trainingFlop = architecture.GetTrainingFlop();
    m_values.resize(architecture.GetParameterCount());
    m_gradients.resize(m_values.size());
    m_tensors->batchShape.assign(m_inputShape.begin(), m_inputShape.end());
    m_tensors->batchShape.insert(m_tensors->batchShape.begin(), 0);
    float* value = m_values.data();
    float* gradient = m_gradients.data();
    for (const auto& layer : architecture.GetLayers())
    {
        const int64_t input = layer.input;
        const int64_t output = layer.output;
        const auto shape = layer.kind == Kind::LINEAR ? std::vector<int64_t>{output, input}
                                                      : std::vector<int64_t>{output, input, 3, 3};
        const uint64_t weights = layer.GetFanIn() * layer.output;
        LayerTensors tensors{layer.kind, {}, {}, {}, {}, {}, {}, {}};
        tensors.weight = at::from_blob(value, shape);
        tensors.weightGradient = at::from_blob(gradient, shape);
        tensors.bias = at::from_blob(value + weights, {output});
        tensors.biasGradient = at::from_blob(gradient + weights, {output});
        m_tensors->layers.push_back(tensors);
        value += layer.GetParameterCount();
        gradient += layer.GetParameterCount();
    }
}

LayeredNetwork::~LayeredNetwork() = default;

std::vector<float>
LayeredNetwork::Initialise(const Ptr<UniformRandomVariable>& random) const
{
    std::vector<float> values;
    values.reserve(m_values.size());
    for (const auto& layer : m_architecture.GetLayers())
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

const float*
LayeredNetwork::Forward(bool /* isTraining */, const float* features, int64_t size)
{
    const c10::InferenceMode noGraph;
    m_tensors->batchShape[0] = size;
    // Torch only reads it.
    at::Tensor x = at::from_blob(const_cast<float*>(features), m_tensors->batchShape);
    for (auto& layer : m_tensors->layers)
    {
        if (layer.kind == Kind::CONVOLUTION)
        {
            layer.input = x;
            layer.image = at::conv2d(x, layer.weight, layer.bias, 1, 1).relu_();
            std::tie(x, layer.places) = at::max_pool2d_with_indices(layer.image, {2, 2});
        }
        else
        {
            layer.input = x.flatten(1);
            x = at::addmm(layer.bias, layer.input, layer.weight.t());
            if (&layer != &m_tensors->layers.back())
            {
                x.relu_();
            }
        }
    }
    m_tensors->scores = x.contiguous();
    return m_tensors->scores.data_ptr<float>();
}

void
LayeredNetwork::Backward(const float* scoreGradients, int64_t size)
{
    const c10::InferenceMode noGraph;
    at::Tensor delta =
        at::from_blob(const_cast<float*>(scoreGradients), {size, static_cast<int64_t>(m_classes)});
    auto& layers = m_tensors->layers;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
    {
        const bool isFirst = std::next(layer) == layers.rend();
        if (layer->kind == Kind::CONVOLUTION)
        {
            const auto& image = layer->image;
            const auto pooled = delta.view({size, image.size(1), image.size(2) / 2, -1});
            delta = at::max_pool2d_with_indices_backward(pooled,
                                                         image,
                                                         {2, 2},
                                                         {2, 2},
                                                         {0, 0},
                                                         {1, 1},
                                                         false,
                                                         layer->places);
            delta = at::threshold_backward(delta, image, 0);
            at::Tensor weightGradient;
            at::Tensor biasGradient;
            at::Tensor inputGradient;
            std::tie(inputGradient, weightGradient, biasGradient) =
                at::convolution_backward(delta,
                                         layer->input,
                                         layer->weight,
                                         layer->bias.sizes(),
                                         {1, 1},
                                         {1, 1},
                                         {1, 1},
                                         false,
                                         {0, 0},
                                         1,
                                         {!isFirst, true, true});
            layer->weightGradient.copy_(weightGradient);
            layer->biasGradient.copy_(biasGradient);
            delta = inputGradient;
            continue;
        }
        at::mm_out(layer->weightGradient, delta.t(), layer->input);
        at::sum_out(layer->biasGradient, delta, at::IntArrayRef(SAMPLES));
        if (!isFirst)
        {
            delta = at::mm(delta, layer->weight);
            if (std::next(layer)->kind == Kind::LINEAR)
            {
                delta = at::threshold_backward(delta, layer->input, 0);
            }
        }
    }
}

} // namespace ns3::edgelearning
