/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-pass.h"

#include "value-checks.h"

namespace ns3::edgelearning
{

SplitPass::SplitPass(Ptr<SplitLearner> learner, const DataSet& data, bool isTraining)
    : m_learner(learner),
      m_isTraining(isTraining),
      m_batches(learner->MakeBatches(data, isTraining))
{
}

std::unique_ptr<SplitPass>
SplitPass::Make(Ptr<SplitLearner> learner, const DataSet& data, const SplitBeginBody& body)
{
    const auto layers = static_cast<uint32_t>(learner->GetProfile().size());
    const SplitPoint split{body.cut, body.tail};
    if (!learner->IsPossible(split))
    {
        return nullptr;
    }
    const uint64_t headValues = learner->CountValues(0, split.cut);
    if (!HaveShape(body.values, 1, headValues + learner->CountValues(split.tail, layers)))
    {
        return nullptr;
    }
    const auto border = body.values.begin() + static_cast<std::ptrdiff_t>(headValues);
    std::unique_ptr<SplitPass> pass(new SplitPass(learner, data, body.training));
    pass->m_head = learner->MakePart(0, split.cut, {body.values.begin(), border});
    pass->m_tail = learner->MakePart(split.tail, layers, {border, body.values.end()});
    pass->m_headFlop = learner->CountFlop(0, split.cut);
    pass->m_tailFlop = learner->CountFlop(split.tail, layers);
    return pass;
}

bool
SplitPass::IsTraining() const
{
    return m_isTraining;
}

bool
SplitPass::HasTail() const
{
    return m_tail != nullptr;
}

uint32_t
SplitPass::GetBatch() const
{
    return m_started - 1;
}

bool
SplitPass::Next()
{
    if (!m_batches.Next())
    {
        return false;
    }
    ++m_started;
    return true;
}

double
SplitPass::GetHeadFlop() const
{
    return m_headFlop * m_batches.GetLabels().size();
}

double
SplitPass::GetTailFlop() const
{
    return m_tailFlop * m_batches.GetLabels().size();
}

ActivationsBody
SplitPass::Forward()
{
    const auto& labels = m_batches.GetLabels();
    ActivationsBody body;
    body.batch = GetBatch();
    body.samples = static_cast<uint32_t>(labels.size());
    body.values = m_head->Forward(m_batches.GetFeatures());
    m_samples += body.samples;
    if (!m_tail)
    {
        for (const auto label : labels)
        {
            body.labels.push_back({{}, static_cast<uint32_t>(label)});
        }
    }
    return body;
}

bool
SplitPass::Fits(const ActivationsBody& body) const
{
    const std::size_t size = m_batches.GetLabels().size();
    return m_tail && body.samples == size && body.labels.empty() &&
           HaveShape(body.values, size, m_tail->GetInputCount());
}

bool
SplitPass::Fits(const GradientsBody& body) const
{
    const std::size_t size = m_batches.GetLabels().size();
    return body.samples == size && HaveShape(body.values, size, m_head->GetOutputCount());
}

std::optional<GradientsBody>
SplitPass::RunTail(const ActivationsBody& body)
{
    const auto& labels = m_batches.GetLabels();
    const uint32_t classes = m_learner->GetClassCount();
    const std::vector<float> scores = m_tail->Forward(body.values);
    JudgeScores(scores.data(), labels.data(), body.samples, classes, m_sums);
    if (!m_isTraining)
    {
        return std::nullopt;
    }
    std::vector<float> gradients;
    ComputeLoss(scores.data(), labels, classes, gradients);
    const GradientsBody answer{body.batch, body.samples, m_tail->Backward(gradients)};
    m_tail->Step(m_learner->GetLearningRate());
    return answer;
}

void
SplitPass::Backward(const GradientsBody& body)
{
    m_head->Backward(body.values);
    m_head->Step(m_learner->GetLearningRate());
}

SplitEndBody
SplitPass::GetEnd() const
{
    SplitEndBody body;
    body.samples = m_samples;
    body.loss = m_sums.loss;
    body.correct = m_sums.correct;
    if (m_isTraining)
    {
        body.values = m_head->GetValues();
        if (m_tail)
        {
            const auto& tail = m_tail->GetValues();
            body.values.insert(body.values.end(), tail.begin(), tail.end());
        }
    }
    return body;
}

} // namespace ns3::edgelearning
