/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-session.h"

#include "value-checks.h"

#include <algorithm>
#include <utility>

namespace ns3::edgelearning
{

SplitSession::SplitSession(Context context,
                           const SplitPoint& split,
                           bool isTraining,
                           const std::vector<float>& model)
    : m_context(std::move(context)),
      m_turn(Create<SplitTurn>(m_context.compute,
                               m_context.patience,
                               [this]() { Abort(DropReason::DEADLINE); })),
      m_split(split),
      m_isTraining(isTraining),
      m_model(model)
{
    const SplitLearner& learner = *m_context.learner;
    m_isUShaped = split.tail < learner.GetProfile().size();
    m_middle =
        learner.MakePart(split.cut, split.tail, learner.TakeValues(model, split.cut, split.tail));
    m_flop = learner.CountFlop(split.cut, split.tail);
}

SplitSession::~SplitSession() = default;

void
SplitSession::Begin()
{
    const SplitLearner& learner = *m_context.learner;
    SplitBeginBody body;
    body.cut = m_split.cut;
    body.tail = m_split.tail;
    body.training = m_isTraining;
    body.values = learner.TakeValues(m_model, 0, m_split.cut);
    const auto tail = learner.TakeValues(m_model, m_split.tail, learner.GetProfile().size());
    body.values.insert(body.values.end(), tail.begin(), tail.end());
    m_turn->Await(Phase::ACTIVATIONS);
    Send(Message(MessageType::SPLIT_BEGIN, Encode(body)));
}

void
SplitSession::Handle(const Message& message)
{
    m_uplinkBytes += message.header.GetFrameBytes();
    ++m_messages;
    switch (message.header.type)
    {
    case MessageType::ACTIVATIONS:
        TakeActivations(message);
        break;
    case MessageType::GRADIENTS:
        TakeGradients(message);
        break;
    case MessageType::SPLIT_END:
        TakeEnd(message);
        break;
    default:
        m_context.reject(message.header, RejectReason::UNAUTHORISED);
    }
}

template <typename B>
std::optional<B>
SplitSession::Parse(const Message& message)
{
    std::optional<B> body = Decode<B>(message.Bytes());
    if (!body)
    {
        Refuse(message);
    }
    return body;
}

void
SplitSession::TakeActivations(const Message& message)
{
    auto body = Parse<ActivationsBody>(message);
    if (!body)
    {
        return;
    }
    if (!IsTimeForBatch() || body->batch != m_batch)
    {
        m_context.reject(message.header, RejectReason::STALE);
        return;
    }
    if (!HaveShape(body->values, body->samples, m_middle->GetInputCount()) ||
        !HasGoodLabels(*body) || body->samples > m_context.samples - m_taken)
    {
        Refuse(message);
        return;
    }
    ++m_batch;
    m_taken += body->samples;
    const bool isWhole = m_isTraining && !m_isUShaped; // forward, loss and backward at once
    const double flop = m_flop * body->samples * (isWhole ? 3 : 1);
    Work(flop, [this, body = std::move(*body)]() { Forward(body); });
}

void
SplitSession::Forward(ActivationsBody body)
{
    m_batchSamples = body.samples;
    std::vector<float> outputs = m_middle->Forward(std::move(body.values));
    if (m_isUShaped)
    {
        m_sums.samples += body.samples;
        m_turn->Await(m_isTraining ? Phase::GRADIENTS : Phase::ACTIVATIONS);
        ActivationsBody answer{body.batch, body.samples, {}, std::move(outputs)};
        Send(Message(MessageType::ACTIVATIONS, Encode(answer)));
        return;
    }
    std::vector<int64_t> labels;
    for (const auto& label : body.labels)
    {
        labels.push_back(label.label);
    }
    const uint32_t classes = m_context.learner->GetClassCount();
    JudgeScores(outputs.data(), labels.data(), body.samples, classes, m_sums);
    m_turn->Await(Phase::ACTIVATIONS);
    if (!m_isTraining)
    {
        return;
    }
    std::vector<float> gradients;
    ComputeLoss(outputs.data(), labels, classes, gradients);
    GradientsBody answer{body.batch, body.samples, m_middle->Backward(gradients)};
    m_middle->Step(m_context.learner->GetLearningRate());
    Send(Message(MessageType::GRADIENTS, Encode(answer)));
}

void
SplitSession::TakeGradients(const Message& message)
{
    auto body = Parse<GradientsBody>(message);
    if (!body)
    {
        return;
    }
    if (m_turn->GetPhase() != Phase::GRADIENTS || body->batch + 1 != m_batch)
    {
        m_context.reject(message.header, RejectReason::STALE);
        return;
    }
    if (body->samples != m_batchSamples ||
        !HaveShape(body->values, body->samples, m_middle->GetOutputCount()))
    {
        Refuse(message);
        return;
    }
    const double flop = 2 * m_flop * body->samples;
    Work(flop, [this, body = std::move(*body)]() { Backward(body); });
}

void
SplitSession::Backward(const GradientsBody& body)
{
    GradientsBody answer{body.batch, body.samples, m_middle->Backward(body.values)};
    m_middle->Step(m_context.learner->GetLearningRate());
    m_turn->Await(Phase::ACTIVATIONS);
    Send(Message(MessageType::GRADIENTS, Encode(answer)));
}

void
SplitSession::TakeEnd(const Message& message)
{
    auto body = Parse<SplitEndBody>(message);
    if (!body)
    {
        return;
    }
    const SplitLearner& learner = *m_context.learner;
    const uint64_t parts = m_isTraining
                               ? learner.CountValues(0, m_split.cut) +
                                     learner.CountValues(m_split.tail, learner.GetProfile().size())
                               : 0;
    if (!IsTimeForBatch() || !HaveShape(body->values, 1, parts))
    {
        Refuse(message);
        return;
    }
    // In the queue behind what an evaluation may have left there.
    Work(0, [this, message, body = std::move(*body)]() {
        if (body.samples == m_sums.samples && IsSound(body))
        {
            Finish(body);
        }
        else
        {
            Refuse(message);
        }
    });
}

bool
SplitSession::IsSound(const SplitEndBody& body) const
{
    // Finite numbers of a worker may be so large that what is computed from them is not.
    constexpr double WORST = 1e39; // loss of a sample, of scores that are any floats
    const double loss = m_isUShaped ? body.loss : m_sums.loss;
    return loss <= WORST * body.samples && AreFinite(m_middle->GetValues());
}

void
SplitSession::Finish(const SplitEndBody& body)
{
    if (m_isUShaped)
    {
        m_sums.loss = body.loss;
        m_sums.correct = body.correct;
    }
    if (m_isTraining)
    {
        const auto headEnd =
            body.values.begin() +
            static_cast<std::ptrdiff_t>(m_context.learner->CountValues(0, m_split.cut));
        const auto& middle = m_middle->GetValues();
        auto next = std::copy(body.values.begin(), headEnd, m_model.begin());
        next = std::copy(middle.begin(), middle.end(), next);
        std::copy(headEnd, body.values.end(), next);
    }
    Send(Message(MessageType::SPLIT_CLOSED, Encode(SplitClosedBody{{}, true})));
    End();
}

bool
SplitSession::IsTimeForBatch() const
{
    // In an evaluation nothing is answered, and batches may queue up at the processor.
    const Phase phase = m_turn->GetPhase();
    return phase == Phase::ACTIVATIONS || (phase == Phase::WORK && !m_isTraining);
}

bool
SplitSession::HasGoodLabels(const ActivationsBody& body) const
{
    const uint32_t classes = m_context.learner->GetClassCount();
    return body.labels.size() == (m_isUShaped ? 0 : body.samples) &&
           std::all_of(body.labels.begin(), body.labels.end(), [classes](const SampleLabel& label) {
               return label.label < classes;
           });
}

void
SplitSession::Work(double flop, std::function<void()> work)
{
    const Ptr<SplitSession> self(this); // It may end, and be forgotten, while it works.
    if (!m_turn->Work(flop, [self, work = std::move(work)]() { work(); }))
    {
        Abort(DropReason::FAULT);
    }
}

void
SplitSession::Refuse(const Message& message)
{
    m_context.reject(message.header, RejectReason::MALFORMED);
    Send(Message(MessageType::SPLIT_CLOSED, Encode(SplitClosedBody{{}, false})));
    Abort(DropReason::REJECTED);
}

void
SplitSession::Send(Message message)
{
    message.Seal();
    m_downlinkBytes += message.header.GetFrameBytes();
    ++m_messages;
    m_context.send(message);
}

void
SplitSession::Abort(DropReason reason)
{
    if (m_turn->GetPhase() != Phase::ENDED)
    {
        m_reason = reason;
        End();
    }
}

void
SplitSession::End()
{
    if (m_turn->GetPhase() == Phase::ENDED)
    {
        return; // The message of the end found the link broken.
    }
    const Ptr<SplitSession> self(this); // It may be forgotten by whoever hears of it.
    m_turn->End();
    m_context.ended();
}

std::optional<DropReason>
SplitSession::GetReason() const
{
    return m_reason;
}

const std::vector<float>&
SplitSession::GetModel() const
{
    return m_model;
}

const ScoreSums&
SplitSession::GetSums() const
{
    return m_sums;
}

bool
SplitSession::IsTraining() const
{
    return m_isTraining;
}

uint64_t
SplitSession::GetUplinkBytes() const
{
    return m_uplinkBytes;
}

uint64_t
SplitSession::GetDownlinkBytes() const
{
    return m_downlinkBytes;
}

uint32_t
SplitSession::GetMessages() const
{
    return m_messages;
}

Time
SplitSession::GetServerTime() const
{
    return m_turn->GetWorkTime();
}

} // namespace ns3::edgelearning
