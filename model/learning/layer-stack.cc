/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "layer-stack.h"

#include <ATen/ATen.h>
#include <array>
#include <tuple>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

using Kind = NetworkArchitecture::Kind;

/// The dimension of a batch along which its samples stand.
constexpr std::array<int64_t, 1> SAMPLES{0};

/**
 * @param layer a layer
 * @return the shape of a batch that goes into it, whose size is to be filled in
 */
std::vector<int64_t>
GetBatchShape(const NetworkArchitecture::Layer& layer)
{
    return layer.kind == Kind::LINEAR
               ? std::vector<int64_t>{0, layer.input}
               : std::vector<int64_t>{0, layer.input, layer.height, layer.width};
}

} // namespace

/// One layer.
struct LayerStack::LayerTensors
{
    Kind kind;                 //!< what it does
    bool isFirst;              //!< of the network: the gradient by its input is not wanted
    bool isLast;               //!< of the network: its outputs are the scores as they are
    at::Tensor weight;         //!< part of the values
    at::Tensor weightGradient; //!< part of the gradients
    at::Tensor bias;           //!< part of the values
    at::Tensor biasGradient;   //!< part of the gradients
    at::Tensor input;          //!< of the last forward pass
    at::Tensor output;         //!< of that pass, of a convolution before pooling
    at::Tensor places;         //!< where pooling found its maxima, in that pass

    /// @param x what goes in @return what comes out
    at::Tensor Forward(const at::Tensor& x);

    /// @param delta gradients by what came out @return gradients by what went in, if wanted
    at::Tensor Backward(const at::Tensor& delta);

    /// Backward() of a convolution. @param delta see there @return see there
    at::Tensor BackwardImage(at::Tensor delta);
};

/// All layers.
struct LayerStack::Tensors
{
    std::vector<int64_t> batchShape;  //!< of a batch; its size first
    std::vector<LayerTensors> layers; //!< first to last
    at::Tensor result;                //!< of the last forward or backward pass
};

at::Tensor
LayerStack::LayerTensors::Forward(const at::Tensor& x)
{
    if (kind == Kind::CONVOLUTION)
    {
        input = x;
        output = at::conv2d(x, weight, bias, 1, 1).relu_();
        at::Tensor pooled;
        std::tie(pooled, places) = at::max_pool2d_with_indices(output, {2, 2});
        return pooled;
    }
    input = x.flatten(1);
    output = at::addmm(bias, input, weight.t());
    return isLast ? output : output.relu_();
}

at::Tensor
LayerStack::LayerTensors::Backward(const at::Tensor& delta)
{
    if (kind == Kind::CONVOLUTION)
    {
        return BackwardImage(delta.view({delta.size(0), output.size(1), output.size(2) / 2, -1}));
    }
    const at::Tensor sums = isLast ? delta : at::threshold_backward(delta, output, 0);
    at::mm_out(weightGradient, sums.t(), input);
    at::sum_out(biasGradient, sums, at::IntArrayRef(SAMPLES));
    return isFirst ? at::Tensor() : at::mm(sums, weight);
}

at::Tensor
LayerStack::LayerTensors::BackwardImage(at::Tensor delta)
{
    delta = at::max_pool2d_with_indices_backward(delta,
                                                 output,
                                                 {2, 2},
                                                 {2, 2},
                                                 {0, 0},
                                                 {1, 1},
                                                 false,
                                                 places);
    delta = at::threshold_backward(delta, output, 0);
    auto [inputGradient, byWeight, byBias] = at::convolution_backward(delta,
                                                                      input,
                                                                      weight,
                                                                      bias.sizes(),
                                                                      {1, 1},
                                                                      {1, 1},
                                                                      {1, 1},
                                                                      false,
                                                                      {0, 0},
                                                                      1,
                                                                      {!isFirst, true, true});
    weightGradient.copy_(byWeight);
    biasGradient.copy_(byBias);
    return inputGradient;
}

LayerStack::LayerStack(const NetworkArchitecture& architecture,
                       uint32_t first,
                       uint32_t last,
                       float* values,
                       float* gradients)
    : m_tensors(std::make_unique<Tensors>())
{
    const auto& layers = architecture.GetLayers();
    m_tensors->batchShape = GetBatchShape(layers.at(first));
    for (uint32_t i = first; i < last; ++i)
    {
        const auto& layer = layers.at(i);
        const int64_t input = layer.input;
        const int64_t output = layer.output;
        const auto shape = layer.kind == Kind::LINEAR ? std::vector<int64_t>{output, input}
                                                      : std::vector<int64_t>{output, input, 3, 3};
        const uint64_t weights = layer.GetFanIn() * layer.output;
        LayerTensors
            tensors{layer.kind, i == 0, i + 1 == layers.size(), {}, {}, {}, {}, {}, {}, {}};
        tensors.weight = at::from_blob(values, shape);
        tensors.weightGradient = at::from_blob(gradients, shape);
        tensors.bias = at::from_blob(values + weights, {output});
        tensors.biasGradient = at::from_blob(gradients + weights, {output});
        m_tensors->layers.push_back(tensors);
        values += layer.GetParameterCount();
        gradients += layer.GetParameterCount();
    }
}

LayerStack::~LayerStack() = default;

const float*
LayerStack::Forward(const float* input, int64_t size)
{
    const c10::InferenceMode noGraph;
    m_tensors->batchShape[0] = size;
    // Torch only reads it.
    at::Tensor x = at::from_blob(const_cast<float*>(input), m_tensors->batchShape);
    for (auto& layer : m_tensors->layers)
    {
        x = layer.Forward(x);
    }
    m_tensors->result = x.contiguous();
    return m_tensors->result.data_ptr<float>();
}

const float*
LayerStack::Backward(const float* outputGradients)
{
    const c10::InferenceMode noGraph;
    auto& layers = m_tensors->layers;
    const int64_t size = m_tensors->batchShape[0];
    const int64_t width = layers.back().kind == Kind::LINEAR ? layers.back().output.size(1)
                                                             : layers.back().places.numel() / size;
    at::Tensor delta = at::from_blob(const_cast<float*>(outputGradients), {size, width});
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
    {
        delta = layer->Backward(delta);
    }
    if (layers.front().isFirst)
    {
        return nullptr;
    }
    m_tensors->result = delta.contiguous();
    return m_tensors->result.data_ptr<float>();
}

} // namespace ns3::edgelearning
