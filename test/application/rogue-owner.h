/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_ROGUE_OWNER_H
#define EDGE_LEARNING_TEST_ROGUE_OWNER_H

#include "rogue.h"

#include "ns3/inet-socket-address.h"

#include <utility>

namespace ns3::edgelearning::test
{

/// A model owner with an account that says to its edge server whatever it likes.
class RogueOwner
{
  public:
    /// @param node where it lives @param own its address there @param house the clearing house
    RogueOwner(Ptr<Node> node, const Address& own, const Address& house, OwnerId id, double deposit)
        : m_id(id),
          m_own(own),
          m_deposit(deposit),
          m_house(node, house, Role::OWNER, id)
    {
        m_listener = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
        m_listener->Bind(own);
        m_listener->Listen();
        m_listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>(
                [this](Ptr<Socket> socket, const Address&) { Accept(socket); }));
        m_house.onMessage = [this](const Message& message) {
            if (message.header.type == MessageType::INTRODUCE)
            {
                m_token = Decode<IntroduceBody>(message.Bytes())->token;
            }
        };
    }

    void Register()
    {
        RegisterBody body;
        body.role = Role::OWNER;
        body.id = m_id;
        body.credential = 77;
        body.deposit = m_deposit;
        body.address = m_own;
        m_house.Say(MessageType::REGISTER, Encode(body));
    }

    /// Open round 0, which lasts so long, with a task that nobody can do since there is no model.
    void OpenRound(Time length)
    {
        RoundOpenBody body;
        body.demand = 10;
        body.selectionEnd = Simulator::Now() + length / 2;
        body.task.deadline = Simulator::Now() + length;
        body.task.epochs = 1;
        body.task.modelVersion = 1;
        body.selectionWindow = length / 2;
        body.roundTime = length;
        Say(MessageType::ROUND_OPEN, Encode(body));
    }

    void Say(MessageType type, std::vector<uint8_t> body)
    {
        Message message(type, std::move(body));
        message.header.role = Role::OWNER;
        message.header.sender = m_id;
        message.header.task = m_id;
        message.header.sequence = ++m_sequence;
        message.header.token = m_token;
        message.Seal();
        m_edge->Send(message);
    }

    void SayBid(uint32_t auction, double amount)
    {
        BidBody bid;
        bid.auction = auction;
        bid.interested = true;
        bid.amount = amount;
        Say(MessageType::BID, Encode(bid));
    }

    uint32_t Count(MessageType type) const
    {
        uint32_t count = 0;
        for (const Message& message : heard)
        {
            count += message.header.type == type ? 1 : 0;
        }
        return count;
    }

    std::vector<Message> heard;                           ///< of the edge server
    std::function<void(const BidRequestBody&)> onRequest; ///< for a bid

  private:
    void Accept(Ptr<Socket> socket)
    {
        m_edge = Create<MessageChannel>(socket, true, 1 << 20);
        m_edge->SetSinks(
            [this](Ptr<MessageChannel>, const Message& message) {
                heard.push_back(message);
                if (message.header.type == MessageType::BID_REQUEST && onRequest)
                {
                    onRequest(*Decode<BidRequestBody>(message.Bytes()));
                }
            },
            nullptr,
            nullptr);
    }

    OwnerId m_id;
    Address m_own;
    double m_deposit;
    Rogue m_house;
    Ptr<Socket> m_listener;
    Ptr<MessageChannel> m_edge;
    uint64_t m_token{0};
    uint32_t m_sequence{0};
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_ROGUE_OWNER_H */
