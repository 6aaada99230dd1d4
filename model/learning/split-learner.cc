/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-learner.h"

#include "layered-network.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/torch-guard.h"
#include "ns3/uinteger.h"

#include <limits>
#include <stdexcept>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SplitLearner);

TypeId
SplitLearner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SplitLearner")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<SplitLearner>()
            .AddAttribute("Architecture",
                          "The network, of at least two layers, e.g. 64-32-10 or "
                          "cnn:1x8x8-8-16-10: see NetworkArchitecture. Fixed at its first use.",
                          StringValue("64-32-10"),
                          MakeStringAccessor(&SplitLearner::m_architectureText),
                          MakeStringChecker())
            .AddAttribute("LearningRate",
                          "Step of the gradient descent, above 0, without unit.",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&SplitLearner::m_learningRate),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute("BatchSize",
                          "Samples a step.",
                          UintegerValue(16),
                          MakeUintegerAccessor(&SplitLearner::m_batchSize),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

SplitLearner::SplitLearner()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

SplitLearner::~SplitLearner() = default;

void
SplitLearner::DoDispose()
{
    m_random = nullptr;
    Object::DoDispose();
}

NetworkArchitecture
SplitLearner::ReadArchitecture() const
{
    NetworkArchitecture architecture(m_architectureText);
    if (architecture.GetLayers().size() < 2)
    {
        throw std::invalid_argument("the network '" + m_architectureText +
                                    "' has one layer, which cannot be cut; give Architecture a "
                                    "hidden layer");
    }
    return architecture;
}

const NetworkArchitecture&
SplitLearner::GetArchitecture() const
{
    if (m_architecture)
    {
        return *m_architecture;
    }
    std::string problem;
    try
    {
        m_architecture.emplace(ReadArchitecture());
        m_profile = m_architecture->GetProfile();
    }
    catch (const std::exception& error)
    {
        problem = error.what();
    }
    NS_ABORT_MSG_IF(!problem.empty(), "SplitLearner: " << problem);
    return *m_architecture;
}

std::vector<float>
SplitLearner::Initialise()
{
    return DrawInitialValues(GetArchitecture(), m_random);
}

const std::vector<LayerProfile>&
SplitLearner::GetProfile() const
{
    GetArchitecture();
    return m_profile;
}

uint32_t
SplitLearner::GetClassCount() const
{
    return GetArchitecture().GetClassCount();
}

uint32_t
SplitLearner::GetBatchSize() const
{
    return m_batchSize;
}

double
SplitLearner::GetLearningRate() const
{
    return m_learningRate;
}

bool
SplitLearner::IsPossible(const SplitPoint& split) const
{
    return split.cut > 0 && split.cut < split.tail && split.tail <= GetProfile().size();
}

uint64_t
SplitLearner::CountValues(uint32_t first, uint32_t last) const
{
    uint64_t count = 0;
    for (uint32_t i = first; i < last; ++i)
    {
        count += GetProfile().at(i).parameters;
    }
    return count;
}

double
SplitLearner::CountFlop(uint32_t first, uint32_t last) const
{
    return CountForwardFlop(GetProfile(), first, last);
}

std::vector<float>
SplitLearner::TakeValues(const std::vector<float>& model, uint32_t first, uint32_t last) const
{
    const auto begin = model.begin() + static_cast<std::ptrdiff_t>(CountValues(0, first));
    return {begin, begin + static_cast<std::ptrdiff_t>(CountValues(first, last))};
}

std::unique_ptr<NetworkPart>
SplitLearner::MakePart(uint32_t first, uint32_t last, std::vector<float> values) const
{
    return first == last
               ? nullptr
               : std::make_unique<NetworkPart>(GetArchitecture(), first, last, std::move(values));
}

BatchSequence
SplitLearner::MakeBatches(const DataSet& data, bool isShuffled)
{
    BatchSequence batches(data, m_batchSize);
    if (isShuffled)
    {
        TorchGuard::DrawSeed(m_random); // As TorchLearner does, to draw the same orders.
        batches.Shuffle(m_random);
    }
    return batches;
}

void
SplitLearner::CheckData(const DataSet& data) const
{
    const NetworkArchitecture architecture = ReadArchitecture();
    if (data.GetFeatureCount() != architecture.GetInputCount(0) ||
        data.GetClassCount() > architecture.GetClassCount())
    {
        throw std::invalid_argument(
            "SplitLearner: a data set of " + std::to_string(data.GetFeatureCount()) +
            " values a sample and " + std::to_string(data.GetClassCount()) +
            " classes does not fit the network '" + m_architectureText + "'");
    }
}

int64_t
SplitLearner::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3::edgelearning
