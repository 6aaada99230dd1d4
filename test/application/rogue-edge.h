/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_ROGUE_EDGE_H
#define EDGE_LEARNING_TEST_ROGUE_EDGE_H

#include "rogue.h"

namespace ns3::edgelearning::test
{

/// Something on a node that registers any worker, and says to it whatever it likes.
class RogueEdge
{
  public:
    /// @param node where it lives @param own where it listens
    RogueEdge(Ptr<Node> node, const Address& own)
        : m_id(node->GetId())
    {
        m_listener = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
        m_listener->Bind(own);
        m_listener->Listen();
        m_listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>(
                [this](Ptr<Socket> socket, const Address&) { Accept(socket); }));
    }

    void Say(MessageType type, std::vector<uint8_t> body, Ticket ticket = 0)
    {
        Message message(type, std::move(body));
        message.header.role = Role::EDGE;
        message.header.sender = m_id;
        message.header.sequence = ++m_sequence;
        message.header.token = TOKEN;
        message.header.ticket = ticket;
        message.Seal();
        m_worker->Send(message);
    }

    /// Award a lease of an offer.
    void Award(Ticket ticket, uint32_t offer)
    {
        AwardBody award;
        award.task.deadline = Simulator::Now() + Seconds(2);
        award.task.epochs = 1;
        award.offer = offer;
        Say(MessageType::AWARD, Encode(award), ticket);
    }

    std::vector<OfferBody> offers;                 ///< of the worker
    std::vector<Ticket> accepted;                  ///< leases
    std::function<void(const OfferBody&)> onOffer; ///< each

  private:
    static constexpr uint64_t TOKEN = 4711;

    void Accept(Ptr<Socket> socket)
    {
        m_worker = Create<MessageChannel>(socket, true, 1 << 20);
        m_worker->SetSinks([this](Ptr<MessageChannel>, const Message& message) { Hear(message); },
                           nullptr,
                           nullptr);
    }

    void Hear(const Message& message)
    {
        if (message.header.type == MessageType::REGISTER)
        {
            const auto body = Decode<RegisterBody>(message.Bytes());
            Say(MessageType::REGISTERED, Encode(RegisteredBody{{}, Role::WORKER, body->id, TOKEN}));
        }
        else if (message.header.type == MessageType::OFFER)
        {
            offers.push_back(*Decode<OfferBody>(message.Bytes()));
            if (onOffer)
            {
                onOffer(offers.back());
            }
        }
        else if (message.header.type == MessageType::LEASE_ACCEPT)
        {
            accepted.push_back(message.header.ticket);
        }
    }

    uint32_t m_id;
    Ptr<Socket> m_listener;
    Ptr<MessageChannel> m_worker;
    uint32_t m_sequence{0};
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_ROGUE_EDGE_H */
