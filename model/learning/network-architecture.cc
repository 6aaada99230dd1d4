/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "network-architecture.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace ns3::edgelearning
{

namespace
{

constexpr uint32_t MAX_SIZE = 1000000;

/**
 * @param text numbers
 * @param separator what stands between them
 * @return the numbers, or nothing when one is not an integer from 1 to MAX_SIZE
 */
std::optional<std::vector<uint32_t>>
ReadNumbers(std::string_view text, char separator)
{
    std::vector<uint32_t> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (true)
    {
        uint32_t number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc() || number == 0 || number > MAX_SIZE)
        {
            return std::nullopt;
        }
        numbers.push_back(number);
        if (next == end)
        {
            return numbers;
        }
        if (*next != separator)
        {
            return std::nullopt;
        }
        at = next + 1;
    }
}

} // namespace

uint64_t
NetworkArchitecture::Layer::GetFanIn() const
{
    return kind == Kind::LINEAR ? input : 9ULL * input;
}

uint64_t
NetworkArchitecture::Layer::GetParameterCount() const
{
    return (GetFanIn() + 1) * output;
}

double
NetworkArchitecture::Layer::GetForwardFlop() const
{
    return 2.0 * static_cast<double>(GetFanIn()) * output * height * width;
}

uint64_t
NetworkArchitecture::Layer::GetOutputCount() const
{
    return kind == Kind::LINEAR ? output : uint64_t{output} * (height / 2) * (width / 2);
}

NetworkArchitecture::NetworkArchitecture(const std::string& text)
{
    const std::string prefix = "cnn:";
    const bool known = text.compare(0, prefix.size(), prefix) == 0
                           ? ReadConvolutional(text.substr(prefix.size()))
                           : ReadPerceptron(text);
    if (!known)
    {
        throw std::invalid_argument(
            "unknown architecture '" + text +
            "': must be INPUTS-HIDDEN-...-CLASSES (e.g. 64-32-10) or "
            "cnn:CHANNELSxHEIGHTxWIDTH-FILTERS-...-CLASSES (e.g. cnn:1x8x8-8-16-10), with integers "
            "from 1 to 1000000, at least 2 classes, and an image that can be halved once for each "
            "FILTERS");
    }
}

std::vector<uint32_t>
NetworkArchitecture::ReadShape(const std::string& text)
{
    const auto shape = ReadNumbers(text, 'x');
    if (!shape)
    {
        throw std::invalid_argument("unknown shape of a sample '" + text +
                                    "': must be integers from 1 to 1000000 with x between them, "
                                    "e.g. 64 or 1x28x28");
    }
    return *shape;
}

bool
NetworkArchitecture::ReadPerceptron(const std::string& text)
{
    const auto sizes = ReadNumbers(text, '-');
    if (!sizes || sizes->size() < 2 || sizes->back() < 2)
    {
        return false;
    }
    m_inputShape = {sizes->front()};
    for (std::size_t i = 1; i < sizes->size(); ++i)
    {
        m_layers.push_back({Kind::LINEAR, (*sizes)[i - 1], (*sizes)[i], 1, 1});
    }
    return true;
}

bool
NetworkArchitecture::ReadConvolutional(const std::string& text)
{
    const auto border = text.find('-');
    if (border == std::string::npos)
    {
        return false;
    }
    const auto image = ReadNumbers(text.substr(0, border), 'x');
    const auto sizes = ReadNumbers(text.substr(border + 1), '-');
    if (!image || image->size() != 3 || !sizes || sizes->size() < 2 || sizes->back() < 2)
    {
        return false;
    }
    m_inputShape = *image;
    uint32_t channels = (*image)[0];
    uint32_t height = (*image)[1];
    uint32_t width = (*image)[2];
    for (std::size_t i = 0; i + 1 < sizes->size(); ++i)
    {
        if (height < 2 || width < 2)
        {
            return false;
        }
        m_layers.push_back({Kind::CONVOLUTION, channels, (*sizes)[i], height, width});
        channels = (*sizes)[i];
        height /= 2;
        width /= 2;
    }
    const uint64_t inputs = static_cast<uint64_t>(channels) * height * width;
    if (inputs > 0xffffffff)
    {
        return false;
    }
    m_layers.push_back({Kind::LINEAR, static_cast<uint32_t>(inputs), sizes->back(), 1, 1});
    return true;
}

const std::vector<NetworkArchitecture::Layer>&
NetworkArchitecture::GetLayers() const
{
    return m_layers;
}

const std::vector<uint32_t>&
NetworkArchitecture::GetInputShape() const
{
    return m_inputShape;
}

uint64_t
NetworkArchitecture::GetInputCount(uint32_t layer) const
{
    const Layer& at = m_layers.at(layer);
    return uint64_t{at.input} * at.height * at.width;
}

uint32_t
NetworkArchitecture::GetClassCount() const
{
    return m_layers.back().output;
}

uint64_t
NetworkArchitecture::GetParameterCount() const
{
    return std::accumulate(
        m_layers.begin(),
        m_layers.end(),
        uint64_t{0},
        [](uint64_t sum, const Layer& layer) { return sum + layer.GetParameterCount(); });
}

double
NetworkArchitecture::GetTrainingFlop() const
{
    return 3 * std::accumulate(
                   m_layers.begin(),
                   m_layers.end(),
                   0.0,
                   [](double sum, const Layer& layer) { return sum + layer.GetForwardFlop(); });
}

std::vector<LayerProfile>
NetworkArchitecture::GetProfile() const
{
    std::vector<LayerProfile> profile;
    for (const auto& layer : m_layers)
    {
        profile.push_back(
            {layer.GetForwardFlop(), layer.GetParameterCount(), layer.GetOutputCount()});
    }
    return profile;
}

} // namespace ns3::edgelearning
