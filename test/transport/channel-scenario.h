/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CHANNEL_SCENARIO_H
#define EDGE_LEARNING_CHANNEL_SCENARIO_H

#include "body-samples.h"

#include "ns3/config.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/message-channel.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"

#include <functional>
#include <gtest/gtest.h>
#include <utility>

namespace ns3::edgelearning
{

/**
 * A client on node 0, a server on node 1, a link of 100 Mbit/s and 2 ms between them, and a record
 * of what their channels hand out. The server may also be a bare socket, to misbehave.
 */
class ChannelScenario : public testing::Test
{
  protected:
    static constexpr uint16_t PORT = 9;
    static constexpr uint64_t MAX_FRAME = 1 << 24;

    void SetUp() override
    {
        m_nodes.Create(2);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
        link.SetChannelAttribute("Delay", StringValue("2ms"));
        m_devices = link.Install(m_nodes);
        InternetStackHelper().Install(m_nodes);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        m_remote = InetSocketAddress(addresses.Assign(m_devices).GetAddress(1), PORT);
        RunUntil(0); // Initialises the nodes, so that a test may connect before it runs.
    }

    void TearDown() override
    {
        m_servers.clear();
        m_clients.clear();
        Simulator::Destroy();
        Config::Reset();
    }

    /**
     * @brief Connect to the server, which listens from the first call on.
     * @param node where the client is
     * @param messages false: the server is a bare socket that reads nothing
     * @return the client's channel
     */
    Ptr<MessageChannel> Connect(uint32_t node = 0, bool messages = true)
    {
        if (!m_listening)
        {
            m_listening = Socket::CreateSocket(m_nodes.Get(1), TcpSocketFactory::GetTypeId());
            m_listening->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
            m_listening->Listen();
            m_listening->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                           messages
                                               ? MakeCallback(&ChannelScenario::Accepted, this)
                                               : MakeCallback(&ChannelScenario::AcceptedRaw, this));
        }
        Ptr<Socket> socket = Socket::CreateSocket(m_nodes.Get(node), TcpSocketFactory::GetTypeId());
        socket->Bind();
        socket->Connect(m_remote);
        auto channel = Create<MessageChannel>(socket, false, MAX_FRAME);
        Watch(channel, m_atClient);
        m_clients.push_back(channel);
        return channel;
    }

    /// @return the server's channel accepted last
    Ptr<MessageChannel> GetServer() const
    {
        return m_servers.back();
    }

    /// @param seconds when @param action what to do then
    void At(double seconds, std::function<void()> action)
    {
        Simulator::Schedule(Seconds(seconds), [action] { action(); });
    }

    /// @param seconds when to stop
    void RunUntil(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    /// @param sizes real and virtual bytes @return a message for each, all different
    static std::vector<Message> MakeMessages(
        const std::vector<std::pair<uint32_t, uint32_t>>& sizes)
    {
        std::vector<Message> messages;
        for (const auto& [real, virtualBytes] : sizes)
        {
            std::vector<uint8_t> body(real);
            for (uint32_t i = 0; i < real; ++i)
            {
                body[i] = static_cast<uint8_t>(i * 31 + i / 251 + messages.size());
            }
            messages.push_back(SealedMessage(MessageType::UPDATE, body, virtualBytes));
            messages.back().header.sequence = messages.size();
            messages.back().Seal();
        }
        return messages;
    }

    /// @param channel the channel @param messages to send on it
    static void SendAll(Ptr<MessageChannel> channel, const std::vector<Message>& messages)
    {
        for (const Message& message : messages)
        {
            EXPECT_TRUE(channel->Send(message));
        }
    }

    /// @param got what arrived @param sent what should have
    static void ExpectSame(const std::vector<Message>& got, const std::vector<Message>& sent)
    {
        ASSERT_EQ(got.size(), sent.size());
        for (std::size_t i = 0; i < sent.size(); ++i)
        {
            EXPECT_EQ(got[i].header.sequence, sent[i].header.sequence);
            EXPECT_EQ(got[i].header.virtualLength, sent[i].header.virtualLength);
            EXPECT_TRUE(got[i].Bytes() == sent[i].Bytes()) << "message " << i;
        }
    }

    NodeContainer m_nodes;                      ///< client, server
    NetDeviceContainer m_devices;               ///< theirs
    Address m_remote;                           ///< where the server is reached
    bool m_echo{false};                         ///< the server sends back what it gets
    std::vector<Ptr<MessageChannel>> m_servers; ///< accepted
    std::vector<Ptr<MessageChannel>> m_clients; ///< connected
    Ptr<Socket> m_raw;                          ///< accepted bare socket
    std::vector<Message> m_atServer;            ///< what the server got
    std::vector<Message> m_atClient;            ///< what the clients got
    std::vector<RejectReason> m_rejected;       ///< refused by anyone
    uint32_t m_closed{0};                       ///< calls of closed sinks
    uint32_t m_rawClosed{0};                    ///< ends of the bare socket
    std::function<void()> m_onServerMessage;    ///< called after each message, if set
    std::function<void()> m_onAccepted;         ///< called after each accept, if set

  private:
    void Watch(Ptr<MessageChannel> channel, std::vector<Message>& messages)
    {
        channel->SetSinks(
            [this, &messages](Ptr<MessageChannel> from, const Message& message) {
                messages.push_back(message);
                if (&messages == &m_atServer && m_echo)
                {
                    EXPECT_TRUE(from->Send(message));
                }
                if (&messages == &m_atServer && m_onServerMessage)
                {
                    m_onServerMessage();
                }
            },
            [this](Ptr<MessageChannel>, const MessageHeader&, RejectReason reason) {
                m_rejected.push_back(reason);
            },
            [this](Ptr<MessageChannel> ended) {
                EXPECT_FALSE(ended->IsOpen());
                ++m_closed;
            });
    }

    void Accepted(Ptr<Socket> socket, const Address&)
    {
        m_servers.push_back(Create<MessageChannel>(socket, true, MAX_FRAME));
        Watch(m_servers.back(), m_atServer);
        if (m_onAccepted)
        {
            m_onAccepted();
        }
    }

    void AcceptedRaw(Ptr<Socket> socket, const Address&)
    {
        m_raw = socket;
        socket->SetCloseCallbacks(MakeCallback(&ChannelScenario::RawClosed, this),
                                  MakeCallback(&ChannelScenario::RawClosed, this));
    }

    void RawClosed(Ptr<Socket>)
    {
        ++m_rawClosed;
    }

    Ptr<Socket> m_listening; ///< the server's
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CHANNEL_SCENARIO_H */
