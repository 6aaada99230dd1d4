/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-worker-session.h"

#include <utility>

namespace ns3::edgelearning
{

SplitWorkerSession::SplitWorkerSession(Context context,
                                       const MessageHeader& header,
                                       std::unique_ptr<SplitPass> pass)
    : m_context(std::move(context)),
      m_header(header),
      m_pass(std::move(pass)),
      m_turn(Create<SplitTurn>(m_context.compute, m_context.patience, [this]() {
          m_context.failed(DropReason::FAULT);
      }))
{
}

SplitWorkerSession::~SplitWorkerSession() = default;

void
SplitWorkerSession::Begin()
{
    NextBatch();
}

void
SplitWorkerSession::Handle(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::ACTIVATIONS:
        TakeActivations(message);
        break;
    case MessageType::GRADIENTS:
        TakeGradients(message);
        break;
    case MessageType::SPLIT_CLOSED:
        TakeClosed(message);
        break;
    default:
        m_context.reject(message.header, RejectReason::UNAUTHORISED);
    }
}

void
SplitWorkerSession::End()
{
    m_turn->End();
}

const MessageHeader&
SplitWorkerSession::GetHeader() const
{
    return m_header;
}

bool
SplitWorkerSession::Mark()
{
    return !std::exchange(m_isMarked, true);
}

void
SplitWorkerSession::NextBatch()
{
    SplitPass& pass = *m_pass;
    if (pass.Next())
    {
        Work(pass.GetHeadFlop(), [this]() { Forward(); });
        return;
    }
    Say(MessageType::SPLIT_END, Encode(pass.GetEnd()));
    m_turn->Await(Phase::CLOSED);
}

void
SplitWorkerSession::Forward()
{
    SplitPass& pass = *m_pass;
    Say(MessageType::ACTIVATIONS, Encode(pass.Forward()));
    if (pass.HasTail())
    {
        m_turn->Await(Phase::ACTIVATIONS);
    }
    else if (pass.IsTraining())
    {
        m_turn->Await(Phase::GRADIENTS);
    }
    else
    {
        NextBatch();
    }
}

template <typename Body>
std::optional<Body>
SplitWorkerSession::Take(Phase phase, const Message& message)
{
    auto body = Decode<Body>(message.Bytes());
    if (!body)
    {
        Refuse(message);
    }
    else if (m_turn->GetPhase() != phase || body->batch != m_pass->GetBatch())
    {
        m_context.reject(message.header, RejectReason::STALE);
    }
    else if (!m_pass->Fits(*body))
    {
        Refuse(message);
    }
    else
    {
        return body;
    }
    return std::nullopt;
}

void
SplitWorkerSession::TakeActivations(const Message& message)
{
    if (auto body = Take<ActivationsBody>(Phase::ACTIVATIONS, message))
    {
        const SplitPass& pass = *m_pass;
        Work(pass.GetTailFlop() * (pass.IsTraining() ? 3 : 1),
             [this, body = std::move(*body)]() { RunTail(body); });
    }
}

void
SplitWorkerSession::RunTail(const ActivationsBody& body)
{
    if (const auto gradients = m_pass->RunTail(body))
    {
        Say(MessageType::GRADIENTS, Encode(*gradients));
        m_turn->Await(Phase::GRADIENTS);
    }
    else
    {
        NextBatch();
    }
}

void
SplitWorkerSession::TakeGradients(const Message& message)
{
    if (auto body = Take<GradientsBody>(Phase::GRADIENTS, message))
    {
        Work(2 * m_pass->GetHeadFlop(), [this, body = std::move(*body)]() {
            m_pass->Backward(body);
            NextBatch();
        });
    }
}

void
SplitWorkerSession::TakeClosed(const Message& message)
{
    if (const auto body = Decode<SplitClosedBody>(message.Bytes()))
    {
        m_context.ended(body->accepted);
    }
    else
    {
        Refuse(message);
    }
}

void
SplitWorkerSession::Work(double flop, std::function<void()> work)
{
    const Ptr<SplitWorkerSession> self(this); // It may end, and be forgotten, while it works.
    if (!m_turn->Work(flop, [self, work = std::move(work)]() { work(); }))
    {
        Fail(DropReason::ENERGY);
    }
}

void
SplitWorkerSession::Say(MessageType type, std::vector<uint8_t> body)
{
    Message message(type, std::move(body));
    message.header.task = m_header.task;
    message.header.round = m_header.round;
    message.header.ticket = m_header.ticket;
    m_context.send(message);
}

void
SplitWorkerSession::Refuse(const Message& message)
{
    m_context.reject(message.header, RejectReason::MALFORMED);
    Fail(DropReason::REJECTED);
}

void
SplitWorkerSession::Fail(DropReason reason)
{
    const Ptr<SplitWorkerSession> self(this); // It may be forgotten by whoever hears of it.
    m_context.failed(reason);
}

} // namespace ns3::edgelearning
