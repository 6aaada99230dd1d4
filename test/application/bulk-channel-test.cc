/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/bulk-socket-factory.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/message-channel.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/packet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>

namespace ns3::edgelearning::test
{

/// Messages between a terminal and its gNB over bulk sockets, on nodes without an internet stack.
class BulkChannelTest : public ::testing::Test
{
  protected:
    void SetUp() override
    {
        m_nodes.Create(2);
        for (uint32_t i = 0; i < 2; ++i)
        {
            Ptr<ConstantPositionMobilityModel> place =
                CreateObject<ConstantPositionMobilityModel>();
            place->SetPosition(Vector(100.0 * i, 0, 25));
            m_nodes.Get(i)->AggregateObject(place);
        }
        NrLiteHelper radio;
        radio.SetChannelAttribute("PropagationLossModel",
                                  PointerValue(CreateObject<FriisPropagationLossModel>()));
        m_gnb = radio.InstallGnb(m_nodes.Get(0)).Get(0)->GetAddress();
        radio.InstallUe(m_nodes.Get(1));
        RunUntil(0); // Attaches the terminal.
    }

    void TearDown() override
    {
        m_channels.clear();
        Simulator::Destroy();
    }

    /// Open a connection from the terminal; the server keeps what comes.
    Ptr<MessageChannel> Connect()
    {
        PacketSocketAddress address;
        address.SetAllDevices();
        address.SetPhysicalAddress(m_gnb);
        address.SetProtocol(80);
        if (!m_listener)
        {
            m_listener = Socket::CreateSocket(m_nodes.Get(0), BulkSocketFactory::GetTypeId());
            m_listener->Bind(address);
            m_listener->Listen();
            m_listener->SetAcceptCallback(
                MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                Callback<void, Ptr<Socket>, const Address&>(
                    [this](Ptr<Socket> socket, const Address&) { Adopt(socket, true); }));
        }
        Ptr<Socket> socket = Socket::CreateSocket(m_nodes.Get(1), BulkSocketFactory::GetTypeId());
        socket->Connect(address);
        return Adopt(socket, false);
    }

    /// Send a message of some real and some virtual bytes.
    static void Send(Ptr<MessageChannel> channel, uint32_t real, uint32_t virtualBytes = 0)
    {
        Message message(MessageType::UPDATE, std::vector<uint8_t>(real, 7), virtualBytes);
        message.Seal();
        EXPECT_TRUE(channel->Send(message));
    }

    static void RunUntil(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    NodeContainer m_nodes;                                 ///< gNB, terminal
    Address m_gnb;                                         ///< of its device
    Ptr<Socket> m_listener;                                ///< at the gNB
    std::vector<Ptr<MessageChannel>> m_channels;           ///< all
    std::vector<std::pair<uint32_t, uint32_t>> m_received; ///< real, virtual bytes
    std::vector<Time> m_arrivals;                          ///< of those
    uint32_t m_closed{0};                                  ///< channels that ended

  private:
    Ptr<MessageChannel> Adopt(Ptr<Socket> socket, bool connected)
    {
        Ptr<MessageChannel> channel = Create<MessageChannel>(socket, connected, 1 << 28);
        channel->SetSinks(
            [this](Ptr<MessageChannel>, const Message& message) {
                m_received.emplace_back(message.Bytes().size(), message.header.virtualLength);
                m_arrivals.push_back(Simulator::Now());
            },
            [](Ptr<MessageChannel>, const MessageHeader&, RejectReason) { ADD_FAILURE(); },
            [this](Ptr<MessageChannel>) { ++m_closed; });
        m_channels.push_back(channel);
        return channel;
    }
};

TEST_F(BulkChannelTest, MessagesOfAnySizeArriveWholeAndInOrder)
{
    // Also those that are larger than what is left of the buffer, or than all of it.
    for (uint32_t i = 0; i < 2; ++i)
    {
        m_nodes.Get(i)->GetObject<BulkSocketFactory>()->SetAttribute("BufferSize",
                                                                     UintegerValue(10000));
    }
    Ptr<MessageChannel> client = Connect();
    const std::vector<std::pair<uint32_t, uint32_t>> sizes{{0, 0},
                                                           {9000, 0},
                                                           {100, 5000},
                                                           {0, 2000000},
                                                           {30000, 0},
                                                           {1, 1}};
    for (const auto& [real, virtualBytes] : sizes)
    {
        Send(client, real, virtualBytes);
    }
    RunUntil(5);
    EXPECT_EQ(m_received, sizes);
    EXPECT_EQ(client->GetUnacknowledged(), 0U);
    EXPECT_EQ(m_closed, 0U);
}

TEST_F(BulkChannelTest, MessageUnderWayIsProgress)
{
    // As long as it lasts: nothing of it is acknowledged before it is there.
    Ptr<MessageChannel> client = Connect();
    Send(client, 0, 200000000);
    Simulator::Schedule(Seconds(4), [client] {
        EXPECT_GT(client->GetUnacknowledged(), 0U);
        EXPECT_EQ(client->GetLastProgress(), Seconds(4));
    });
    RunUntil(600);
    ASSERT_EQ(m_received.size(), 1U);
    EXPECT_GT(m_arrivals[0], Seconds(4));
    EXPECT_LT(client->GetLastProgress(), Seconds(599));
}

TEST_F(BulkChannelTest, ClosingGivesTheLinkToTheNextMessage)
{
    Ptr<MessageChannel> first = Connect();
    Send(first, 0, 200000000);
    Ptr<MessageChannel> second;
    Simulator::Schedule(Seconds(1), [&] {
        first->Close();
        second = Connect();
        Send(second, 1000);
    });
    RunUntil(600);
    ASSERT_EQ(m_received.size(), 1U);
    EXPECT_EQ(m_received[0].first, 1000U);
    EXPECT_LT(m_arrivals[0], Seconds(1.1));
    EXPECT_EQ(m_closed, 1U); // The server's end of the first one.
}

TEST_F(BulkChannelTest, CloseAfterSendingDelivers)
{
    Ptr<MessageChannel> client = Connect();
    Send(client, 0, 1000000);
    Simulator::Schedule(Seconds(0.05), &MessageChannel::CloseAfterSending, client);
    RunUntil(60);
    EXPECT_EQ(m_received.size(), 1U);
    EXPECT_EQ(m_closed, 1U);
}

TEST_F(BulkChannelTest, LossOfTheLinkEndsBothEnds)
{
    Ptr<MessageChannel> client = Connect();
    Send(client, 0, 200000000);
    Simulator::Schedule(Seconds(1), [this] {
        m_nodes.Get(1)->GetObject<MobilityModel>()->SetPosition(Vector(1e7, 0, 25));
    });
    RunUntil(60);
    EXPECT_TRUE(m_received.empty());
    EXPECT_EQ(m_closed, 2U);
    EXPECT_FALSE(client->IsOpen());
}

} // namespace ns3::edgelearning::test
