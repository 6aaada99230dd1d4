/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_ROGUE_H
#define EDGE_LEARNING_TEST_ROGUE_H

#include "ns3/message-channel.h"
#include "ns3/round-bodies.h"
#include "ns3/simulator.h"
#include "ns3/socket-factory.h"
#include "ns3/tcp-socket-factory.h"

#include <functional>
#include <vector>

namespace ns3::edgelearning::test
{

/// Somebody on a node who says whatever he likes.
class Rogue
{
  public:
    Rogue(Ptr<Node> node, const Address& remote, Role role, uint32_t id)
        : m_role(role),
          m_id(id)
    {
        Ptr<Socket> socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
        socket->Bind();
        channel = Create<MessageChannel>(socket, false, 1 << 20);
        channel->SetSinks(
            [this](Ptr<MessageChannel>, const Message& message) {
                if (message.header.type == MessageType::REGISTERED)
                {
                    token = Decode<RegisteredBody>(message.Bytes())->token;
                }
                heard.push_back(message);
                if (onMessage)
                {
                    onMessage(message);
                }
            },
            nullptr,
            nullptr);
        Simulator::ScheduleNow([socket, remote] { socket->Connect(remote); });
    }

    void Say(MessageType type,
             std::vector<uint8_t> body,
             Ticket ticket = 0,
             uint32_t task = NO_OWNER)
    {
        Message message(type, std::move(body));
        message.header.role = m_role;
        message.header.sender = m_id;
        message.header.sequence = ++m_sequence;
        message.header.token = token;
        message.header.ticket = ticket;
        message.header.task = task;
        message.Seal();
        channel->Send(message);
    }

    void Register(uint64_t credential)
    {
        RegisterBody body;
        body.role = m_role;
        body.id = m_id;
        body.credential = credential;
        Say(MessageType::REGISTER, Encode(body));
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

    Ptr<MessageChannel> channel;
    uint64_t token{0};
    std::vector<Message> heard;
    std::function<void(const Message&)> onMessage;

  private:
    Role m_role;
    uint32_t m_id;
    uint32_t m_sequence{0};
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_ROGUE_H */
