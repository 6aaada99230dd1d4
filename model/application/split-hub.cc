/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-hub.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SplitHub);

TypeId
SplitHub::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::SplitHub").SetParent<GuestHub>().SetGroupName("EdgeLearning");
    return tid;
}

SplitHub::SplitHub() = default;

SplitHub::~SplitHub() = default;

SplitTrainee&
SplitHub::GetTrainee(uint32_t worker)
{
    return m_trainees.at(worker);
}

bool
SplitHub::IsReady(uint32_t worker, bool forTraining) const
{
    const SplitTrainee& trainee = m_trainees.at(worker);
    return IsPresent(worker) && !trainee.GetSession() && trainee.GetSamples(forTraining) > 0;
}

std::deque<uint32_t>
SplitHub::FindReady(bool forTraining) const
{
    std::deque<uint32_t> ready;
    for (const auto& [worker, trainee] : m_trainees)
    {
        if (IsReady(worker, forTraining))
        {
            ready.push_back(worker);
        }
    }
    return ready;
}

void
SplitHub::AbortAll(DropReason reason)
{
    for (auto& [worker, trainee] : m_trainees)
    {
        if (const Ptr<SplitSession> session = trainee.GetSession())
        {
            Dismiss(worker); // It learns so that there is nothing to wait for.
            session->Abort(reason);
        }
    }
}

void
SplitHub::WorkerJoined(uint32_t worker)
{
    m_trainees.insert_or_assign(worker, SplitTrainee(GetAssumedLinkRate()));
}

void
SplitHub::WorkerLost(uint32_t worker)
{
    if (const Ptr<SplitSession> session = m_trainees.at(worker).GetSession())
    {
        session->Abort(DropReason::DEPARTED);
    }
}

void
SplitHub::HandleWorker(uint32_t worker, const Message& message)
{
    SplitTrainee& trainee = m_trainees.at(worker);
    // It may end, and be forgotten, while it handles the message.
    const Ptr<SplitSession> session = trainee.GetSession();
    if (message.header.type == MessageType::SPLIT_JOIN)
    {
        Join(trainee, message);
    }
    else if (session && message.header.ticket == trainee.GetTicket())
    {
        session->Handle(message);
    }
    else
    {
        Reject(message.header, RejectReason::STALE);
    }
}

void
SplitHub::Join(SplitTrainee& trainee, const Message& message)
{
    const auto body = Parse<SplitJoinBody>(message);
    if (!body)
    {
        return;
    }
    if (trainee.HasOffer())
    {
        Reject(message.header, RejectReason::UNAUTHORISED); // Once a registration.
        return;
    }
    const std::size_t told = MessageHeader::SIZE + Encode(RegisteredBody()).size();
    trainee.TakeOffer(*body, told + message.header.GetFrameBytes());
    WorkerOffered();
}

} // namespace ns3::edgelearning
