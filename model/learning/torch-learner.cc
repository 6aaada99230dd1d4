/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "torch-learner.h"

#include "layered-network.h"
#include "script-network.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(TorchLearner);

TypeId
TorchLearner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::TorchLearner")
            .SetParent<Learner>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<TorchLearner>()
            .AddAttribute("Architecture",
                          "The network, e.g. 64-32-10 or cnn:1x8x8-8-16-10: see "
                          "NetworkArchitecture. Not used when ScriptFile is set.",
                          StringValue("64-32-10"),
                          MakeStringAccessor(&TorchLearner::m_architecture),
                          MakeStringChecker())
            .AddAttribute("ScriptFile",
                          "Path of a TorchScript module that is the network, or empty.",
                          StringValue(""),
                          MakeStringAccessor(&TorchLearner::m_scriptFile),
                          MakeStringChecker())
            .AddAttribute("InputShape",
                          "Shape of one sample as ScriptFile's module wants it, e.g. 64 or "
                          "1x28x28; required with ScriptFile and not used without.",
                          StringValue(""),
                          MakeStringAccessor(&TorchLearner::m_inputShape),
                          MakeStringChecker())
            .AddAttribute("LearningRate",
                          "Step of the gradient descent, above 0, without unit.",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&TorchLearner::m_learningRate),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute("Momentum",
                          "Share of the previous step that is kept, 0 to 1; 0 is plain descent.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&TorchLearner::m_momentum),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("BatchSize",
                          "Samples a step.",
                          UintegerValue(16),
                          MakeUintegerAccessor(&TorchLearner::m_batchSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Epochs",
                          "Passes over the data in one local training.",
                          UintegerValue(5),
                          MakeUintegerAccessor(&TorchLearner::m_epochs),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ProximalTerm",
                          "FedProx's mu, which holds the model near the global one; 0 is off.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&TorchLearner::m_proximalTerm),
                          MakeDoubleChecker<double>(0));
    return tid;
}

TorchLearner::TorchLearner()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

TorchLearner::~TorchLearner() = default;

void
TorchLearner::DoDispose()
{
    m_network.reset();
    m_random = nullptr;
    Learner::DoDispose();
}

template <typename Work>
auto
TorchLearner::Run(Work work) const
{
    std::string problem;
    try
    {
        return work();
    }
    catch (const std::exception& error)
    {
        problem = error.what();
    }
    // Aborting from within the handler would let the runtime add a report of its own.
    NS_ABORT_MSG(Explain(problem));
}

std::string
TorchLearner::Explain(const std::string& problem) const
{
    return m_scriptFile.empty()
               ? "TorchLearner: " + problem
               : "TorchLearner: ScriptFile '" + m_scriptFile + "' with InputShape '" +
                     m_inputShape +
                     "' (must be a TorchScript module for samples of that shape): " + problem;
}

void
TorchLearner::BuildNetwork() const
{
    if (m_network)
    {
        return;
    }
    if (m_scriptFile.empty())
    {
        m_network = std::make_unique<LayeredNetwork>(NetworkArchitecture(m_architecture));
    }
    else
    {
        m_network = std::make_unique<ScriptNetwork>(m_scriptFile,
                                                    NetworkArchitecture::ReadShape(m_inputShape));
    }
}

TorchNetwork&
TorchLearner::GetNetwork() const
{
    Run([this]() { BuildNetwork(); });
    return *m_network;
}

ModelParameters
TorchLearner::Initialise()
{
    return {GetNetwork().Initialise(m_random), 0};
}

uint64_t
TorchLearner::GetModelBytes() const
{
    return GetNetwork().GetValueCount() * sizeof(float);
}

double
TorchLearner::GetFlopPerSample() const
{
    return GetNetwork().GetTrainingFlop();
}

uint32_t
TorchLearner::GetEpochs() const
{
    return m_epochs;
}

TrainingResult
TorchLearner::Train(const ModelParameters& global, Ptr<const DataSet> data)
{
    Check(global, data);
    const DescentSettings settings{m_learningRate,
                                   m_momentum,
                                   m_proximalTerm,
                                   m_batchSize,
                                   m_epochs};
    return Run([&]() { return GetNetwork().Train(global.values, *data, settings, m_random); });
}

EvaluationResult
TorchLearner::Evaluate(const ModelParameters& model, Ptr<const DataSet> data)
{
    Check(model, data);
    return Run([&]() { return GetNetwork().Evaluate(model.values, *data); });
}

bool
TorchLearner::IsAcceptable(const ModelParameters& model) const
{
    return HasShape(model) && std::all_of(model.values.begin(),
                                          model.values.end(),
                                          [](float value) { return std::isfinite(value); });
}

bool
TorchLearner::HasShape(const ModelParameters& model) const
{
    return model.values.size() == GetNetwork().GetValueCount() && model.virtualBytes == 0;
}

void
TorchLearner::Check(const ModelParameters& model, const Ptr<const DataSet>& data) const
{
    const TorchNetwork& network = GetNetwork();
    NS_ABORT_MSG_IF(!HasShape(model),
                    "TorchLearner: a model of "
                        << model.values.size() << " values and " << model.virtualBytes
                        << " virtual bytes; this network's models have " << network.GetValueCount()
                        << " and none");
    NS_ABORT_MSG_IF(!data || data->GetSize() == 0, "TorchLearner: at least one sample is needed");
    const std::string misfit = FindMisfit(*data);
    NS_ABORT_MSG_IF(!misfit.empty(), misfit);
}

std::string
TorchLearner::FindMisfit(const DataSet& data) const
{
    const TorchNetwork& network = GetNetwork();
    if (data.GetFeatureCount() == network.GetInputCount() &&
        data.GetClassCount() <= network.GetClassCount())
    {
        return "";
    }
    std::ostringstream misfit;
    misfit << "TorchLearner: a data set of " << data.GetFeatureCount() << " values a sample and "
           << data.GetClassCount() << " classes does not fit the network '"
           << (m_scriptFile.empty() ? m_architecture : m_scriptFile)
           << "', which is for samples of " << network.GetInputCount() << " values and at most "
           << network.GetClassCount() << " classes";
    return misfit.str();
}

void
TorchLearner::CheckData(const DataSet& data) const
{
    try
    {
        BuildNetwork();
    }
    catch (const std::exception& error)
    {
        throw std::invalid_argument(Explain(error.what()));
    }
    const std::string misfit = FindMisfit(data);
    if (!misfit.empty())
    {
        throw std::invalid_argument(misfit);
    }
}

int64_t
TorchLearner::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3::edgelearning
