/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-models.h"

#include <utility>

namespace ns3::edgelearning
{

EdgeModels::EdgeModels(const EdgeTasks& tasks)
    : m_tasks(tasks)
{
}

void
EdgeModels::Start(Ptr<ModelCache> cache, Sinks sinks)
{
    m_sinks = std::move(sinks);
    m_distributor.Start(cache,
                        [this](OwnerId owner, uint32_t version) { Request(owner, version); });
}

void
EdgeModels::Stop()
{
    m_distributor.Stop();
}

void
EdgeModels::OwnerJoined(OwnerId owner)
{
    m_distributor.AskAgain(owner);
}

std::optional<RejectReason>
EdgeModels::Arrived(OwnerId owner, const Message& message)
{
    const auto body = Decode<ModelBody>(message.Bytes());
    if (!body)
    {
        return RejectReason::MALFORMED;
    }
    if (!m_distributor.Arrive(owner, body->version, message))
    {
        return RejectReason::STALE;
    }
    return std::nullopt;
}

void
EdgeModels::Want(OwnerId owner, Ticket ticket, uint32_t version)
{
    const EdgeParticipation* participation = m_tasks.FindRound(ticket)->Find(ticket);
    if (!m_sinks.relayOf(participation->worker)) // A relay asks for itself, once for all behind it.
    {
        m_distributor.Want(owner, version, [this, ticket](const CachedModel& model) {
            Send(ticket, model);
        });
    }
}

std::optional<RejectReason>
EdgeModels::Requested(uint32_t relay, const Message& message)
{
    const OwnerId owner = message.header.task;
    Ptr<EdgeTask> task = m_tasks.Find(owner);
    if (!task || !task->GetEdgeRound())
    {
        return RejectReason::STALE;
    }
    const auto body = Decode<ModelRequestBody>(message.Bytes());
    if (!body)
    {
        return RejectReason::MALFORMED;
    }
    const uint32_t newest = task->GetModelVersion();
    if (body->version > newest)
    {
        return RejectReason::STALE;
    }
    // A newer version than the one asked for may have come since the award, and does for it too.
    m_distributor.Want(owner, newest, [this, relay, owner](const CachedModel& model) {
        m_sinks.relay(relay, ModelDistributor::MakeMessage(owner, model));
    });
    return std::nullopt;
}

void
EdgeModels::Request(OwnerId owner, uint32_t version)
{
    Ptr<EdgeTask> task = m_tasks.Find(owner);
    if (const Message* own = task ? task->FindModel(version) : nullptr)
    {
        m_distributor.Arrive(owner, version, *own);
        return;
    }
    ModelRequestBody body;
    body.version = version;
    m_sinks.owner(owner, Message(MessageType::MODEL_REQUEST, Encode(body)));
}

void
EdgeModels::Send(Ticket ticket, const CachedModel& model) const
{
    if (Ptr<EdgeRound> round = m_tasks.FindRound(ticket))
    {
        const EdgeParticipation& participation = *round->Find(ticket);
        Message message = ModelDistributor::MakeMessage(round->GetOwner(), model);
        message.header.round = participation.round;
        message.header.ticket = ticket;
        m_sinks.worker(participation.worker, message);
    }
}

} // namespace ns3::edgelearning
