/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// LibTorch is built with NDEBUG; without it a header that counting operators needs would read a
// member that the library does not have.
#ifndef NDEBUG
#define NDEBUG
#endif

#include "script-network.h"

#include "ns3/torch-guard.h"

#include <ATen/record_function.h>
#include <algorithm>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>

namespace ns3::edgelearning
{

namespace
{

/// A script that draws random numbers while it is read draws these.
constexpr uint64_t CONSTRUCTION_SEED = 1;

/// The operations counted in this thread: torch calls plain functions back.
thread_local double g_flop = 0;

/// What is known of an operator when it starts.
struct OperatorContext : public at::ObserverContext
{
    double products{0}; //!< multiplications that each of its output values is a sum of
};

/**
 * @param function an operator about to run
 * @return what to remember, or null when it does not count
 */
std::unique_ptr<at::ObserverContext>
EnterOperator(const at::RecordFunction& function)
{
    const std::string name = function.name();
    const bool isConvolution = name == "aten::convolution";
    const bool isProduct = name == "aten::mm" || name == "aten::bmm";
    if (!isConvolution && !isProduct && name != "aten::addmm" && name != "aten::baddbmm")
    {
        return nullptr;
    }
    // The first factor of a product, behind the summand if there is one; a convolution's weights.
    const at::Tensor operand = function.inputs()[isProduct ? 0 : 1].toTensor();
    auto context = std::make_unique<OperatorContext>();
    context->products =
        static_cast<double>(isConvolution ? operand.numel() / operand.size(0) : operand.size(-1));
    return context;
}

/**
 * @param function the operator that ran
 * @param context what EnterOperator() made
 */
void
LeaveOperator(const at::RecordFunction& function, at::ObserverContext* context)
{
    // There is no output when the operator failed.
    if (context && !function.outputs().empty())
    {
        const auto outputs = static_cast<double>(function.outputs()[0].toTensor().numel());
        g_flop += 2 * outputs * static_cast<OperatorContext*>(context)->products;
    }
}

/// Counts what torch computes while it lives.
class FlopCounter
{
  public:
    FlopCounter()
        : m_handle(
              at::addThreadLocalCallback(at::RecordFunctionCallback(&EnterOperator, &LeaveOperator)
                                             .needsInputs(true)
                                             .needsOutputs(true)
                                             .scopes({at::RecordScope::FUNCTION})))
    {
        g_flop = 0;
    }

    ~FlopCounter()
    {
        at::removeCallback(m_handle);
    }

    FlopCounter(const FlopCounter&) = delete;
    FlopCounter& operator=(const FlopCounter&) = delete;

  private:
    at::CallbackHandle m_handle; //!< of the callbacks
};

/**
 * Run code that calls torch, without torch's stack traces in its errors.
 *
 * @param work the code
 * @return what it returns
 */
template <typename Work>
auto
CallTorch(Work work)
{
    // An optimising executor would compute a script otherwise from its third run on.
    const torch::jit::GraphOptimizerEnabledGuard plainExecution(false);
    try
    {
        return work();
    }
    catch (const c10::Error& error)
    {
        throw std::runtime_error(error.what_without_backtrace());
    }
}

} // namespace

/// The module and what it made last.
struct ScriptNetwork::Tensors
{
    torch::jit::Module module;         //!< the script
    std::vector<torch::Tensor> learnt; //!< its parameters
    std::vector<torch::Tensor> others; //!< frozen parameters and buffers, which travel too
    std::vector<int64_t> batchShape;   //!< of a batch; its size first
    torch::Tensor scores;              //!< of the last forward pass
};

ScriptNetwork::ScriptNetwork(const std::string& file, const std::vector<uint32_t>& inputShape)
    : m_tensors(std::make_unique<Tensors>())
{
    const TorchGuard guard(CONSTRUCTION_SEED);
    m_inputShape = inputShape;
    m_tensors->batchShape.assign(inputShape.begin(), inputShape.end());
    m_tensors->batchShape.insert(m_tensors->batchShape.begin(), 0);
    CallTorch([this, &file]() {
        m_tensors->module = torch::jit::load(file);
        ShareMemory();
        m_initial = m_values;
        Probe();
    });
}

ScriptNetwork::~ScriptNetwork() = default;

void
ScriptNetwork::ShareMemory()
{
    auto& [module, learnt, others, batchShape, scores] = *m_tensors;
    for (const auto& tensor : module.parameters())
    {
        if (tensor.scalar_type() != torch::kFloat32)
        {
            throw std::runtime_error("it has parameters other than of 32-bit floating point");
        }
        // Layers that share a parameter list it once each.
        auto& kind = tensor.requires_grad() ? learnt : others;
        const auto isSame = [&tensor](const auto& known) { return known.is_same(tensor); };
        if (std::none_of(kind.begin(), kind.end(), isSame))
        {
            kind.push_back(tensor);
        }
    }
    if (learnt.empty())
    {
        throw std::runtime_error("it has no parameters to train");
    }
    const auto buffers = module.buffers();
    std::copy_if(
        buffers.begin(),
        buffers.end(),
        std::back_inserter(others),
        [](const torch::Tensor& tensor) { return tensor.scalar_type() == torch::kFloat32; });
    const auto add = [](int64_t sum, const torch::Tensor& tensor) { return sum + tensor.numel(); };
    const auto count = std::accumulate(learnt.begin(), learnt.end(), int64_t{0}, add);
    m_gradients.resize(count);
    m_values.resize(std::accumulate(others.begin(), others.end(), count, add));

    const torch::NoGradGuard noGraph;
    float* value = m_values.data();
    const auto move = [&value](torch::Tensor& tensor) {
        const auto place = torch::from_blob(value, tensor.sizes());
        place.copy_(tensor);
        tensor.set_data(place);
        value += tensor.numel();
    };
    float* gradient = m_gradients.data();
    for (auto& tensor : learnt)
    {
        move(tensor);
        tensor.mutable_grad() = torch::from_blob(gradient, tensor.sizes());
        gradient += tensor.numel();
    }
    std::for_each(others.begin(), others.end(), move);
}

void
ScriptNetwork::Probe()
{
    constexpr int64_t size = 2;
    const std::vector<float> samples(size * GetInputCount());
    const FlopCounter counter;
    Forward(false, samples.data(), size);
    const auto& scores = m_tensors->scores;
    if (scores.dim() != 2 || scores.size(0) != size || scores.size(1) < 2 ||
        scores.scalar_type() != torch::kFloat32)
    {
        std::ostringstream text;
        text << "of two samples it makes " << scores.sizes() << " of type " << scores.dtype()
             << "; must be [2, CLASSES] of float, with at least 2 classes";
        throw std::runtime_error(text.str());
    }
    m_classes = static_cast<uint32_t>(scores.size(1));
    m_trainingFlop = 3 * g_flop / size;
}

std::vector<float>
ScriptNetwork::Initialise(const Ptr<UniformRandomVariable>& /* random */) const
{
    return m_initial;
}

const float*
ScriptNetwork::Forward(bool isTraining, const float* features, int64_t size)
{
    return CallTorch([&]() {
        const torch::AutoGradMode graph(isTraining);
        if (m_tensors->module.is_training() != isTraining)
        {
            m_tensors->module.train(isTraining);
        }
        m_tensors->batchShape[0] = size;
        // Torch only reads it.
        const auto batch = torch::from_blob(const_cast<float*>(features), m_tensors->batchShape);
        m_tensors->scores = m_tensors->module.forward({batch}).toTensor().contiguous();
        return static_cast<const float*>(m_tensors->scores.data_ptr());
    });
}

void
ScriptNetwork::Backward(const float* scoreGradients, int64_t size)
{
    CallTorch([&]() {
        std::fill(m_gradients.begin(), m_gradients.end(), 0.0F);
        m_tensors->scores.backward(torch::from_blob(const_cast<float*>(scoreGradients),
                                                    {size, static_cast<int64_t>(m_classes)}));
    });
}

} // namespace ns3::edgelearning
