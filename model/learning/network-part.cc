/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "network-part.h"

#include "ns3/torch-guard.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace ns3::edgelearning
{

namespace
{

/// Any seed: layers draw no random numbers.
constexpr uint64_t SEED = 1;

/**
 * @param architecture the network
 * @param first the first layer
 * @param last the layer after the last one
 * @param values of these layers
 * @return the values
 * @throw std::invalid_argument when these do not fit together
 */
std::vector<float>
Check(const NetworkArchitecture& architecture,
      uint32_t first,
      uint32_t last,
      std::vector<float> values)
{
    const auto layers = architecture.GetProfile();
    uint64_t expected = 0;
    for (uint32_t i = first; i < last && i < layers.size(); ++i)
    {
        expected += layers[i].parameters;
    }
    if (first >= last || last > layers.size() || values.size() != expected)
    {
        throw std::invalid_argument("no part of a network of " + std::to_string(layers.size()) +
                                    " layers: layers " + std::to_string(first) + " up to " +
                                    std::to_string(last) + ", not included, with " +
                                    std::to_string(values.size()) + " values; these layers have " +
                                    std::to_string(expected));
    }
    const TorchGuard guard(SEED); // The layers are made next.
    return values;
}

/**
 * @param got a number of values
 * @param wanted another
 * @param what they are
 * @throw std::invalid_argument
 */
[[noreturn]] void
Refuse(uint64_t got, uint64_t wanted, const std::string& what)
{
    throw std::invalid_argument("part of a network: " + std::to_string(got) + " " + what +
                                "; there must be " + std::to_string(wanted));
}

} // namespace

NetworkPart::NetworkPart(const NetworkArchitecture& architecture,
                         uint32_t first,
                         uint32_t last,
                         std::vector<float> values)
    : m_values(Check(architecture, first, last, std::move(values))),
      m_gradients(m_values.size()),
      m_inputCount(architecture.GetInputCount(first)),
      m_outputCount(architecture.GetLayers()[last - 1].GetOutputCount()),
      m_layers(architecture, first, last, m_values.data(), m_gradients.data())
{
}

std::vector<float>
NetworkPart::Forward(std::vector<float> input)
{
    const uint64_t size = input.size() / m_inputCount;
    if (size == 0 || input.size() != size * m_inputCount)
    {
        Refuse(input.size(), m_inputCount, "values come in, a sample");
    }
    const TorchGuard guard(SEED);
    m_input = std::move(input);
    const float* const output = m_layers.Forward(m_input.data(), static_cast<int64_t>(size));
    return {output, output + size * m_outputCount};
}

std::vector<float>
NetworkPart::Backward(const std::vector<float>& outputGradients)
{
    const uint64_t size = m_input.size() / m_inputCount;
    if (size == 0 || outputGradients.size() != size * m_outputCount)
    {
        Refuse(outputGradients.size(), size * m_outputCount, "gradients");
    }
    const TorchGuard guard(SEED);
    const float* const gradients = m_layers.Backward(outputGradients.data());
    return gradients ? std::vector<float>(gradients, gradients + m_input.size())
                     : std::vector<float>();
}

void
NetworkPart::Step(double learningRate)
{
    const auto rate = static_cast<float>(learningRate);
    for (std::size_t i = 0; i < m_values.size(); ++i)
    {
        m_values[i] -= rate * m_gradients[i];
    }
}

const std::vector<float>&
NetworkPart::GetValues() const
{
    return m_values;
}

uint64_t
NetworkPart::GetInputCount() const
{
    return m_inputCount;
}

uint64_t
NetworkPart::GetOutputCount() const
{
    return m_outputCount;
}

} // namespace ns3::edgelearning
