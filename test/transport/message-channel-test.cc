/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "body-samples.h"
#include "channel-scenario.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/error-model.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// The server greets, and answers what it gets with what came.
class MessageChannelTest : public ChannelScenario
{
};

TEST_F(MessageChannelTest, ManySizesBothWaysArriveOnceInOrder)
{
    const std::vector<Message> messages = MakeMessages({{0, 0},
                                                        {1, 0},
                                                        {0, 1},
                                                        {1347, 0},
                                                        {1348, 0},
                                                        {1349, 0},
                                                        {1400, 1400},
                                                        {0, 100'000},
                                                        {200'000, 0},
                                                        {131'072, 131'072},
                                                        {3, 2'000'000},
                                                        {2'000'000, 5},
                                                        {0, 0},
                                                        {10, 0}});
    Ptr<MessageChannel> client = Connect();
    At(1, [&] {
        SendAll(client, messages);
        SendAll(GetServer(), messages);
    });
    RunUntil(60);
    ExpectSame(m_atServer, messages);
    ExpectSame(m_atClient, messages);
    EXPECT_EQ(client->GetUnacknowledged(), 0U);
    EXPECT_EQ(GetServer()->GetUnacknowledged(), 0U);
    EXPECT_EQ(m_closed, 0U);
}

TEST_F(MessageChannelTest, SmallBuffersAndOddSegments)
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(3000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(2500));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(999));
    const std::vector<Message> messages =
        MakeMessages({{40'000, 0}, {0, 40'000}, {7, 7}, {2999, 3001}, {20'000, 20'000}});
    Ptr<MessageChannel> client = Connect();
    At(1, [&] { SendAll(client, messages); });
    At(1.005, [&] { EXPECT_GT(client->GetUnacknowledged(), 100'000U); });
    RunUntil(60);
    ExpectSame(m_atServer, messages);
    EXPECT_EQ(client->GetUnacknowledged(), 0U);
}

TEST_F(MessageChannelTest, BufferSmallerThanASegment)
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(500));
    const std::vector<Message> messages = MakeMessages({{5000, 0}, {0, 5000}, {5000, 5000}});
    Ptr<MessageChannel> client = Connect();
    At(1, [&] { SendAll(client, messages); });
    RunUntil(60);
    ExpectSame(m_atServer, messages);
}

TEST_F(MessageChannelTest, LossyLink)
{
    auto errors = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                             DoubleValue(0.02),
                                                             "ErrorUnit",
                                                             StringValue("ERROR_UNIT_PACKET"));
    errors->AssignStreams(7);
    m_devices.Get(0)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
    m_devices.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
    const std::vector<Message> messages =
        MakeMessages({{100'000, 0}, {0, 100'000}, {1, 1}, {50'000, 50'000}});
    Ptr<MessageChannel> client = Connect();
    At(1, [&] {
        SendAll(client, messages);
        SendAll(GetServer(), messages);
    });
    RunUntil(600);
    ExpectSame(m_atServer, messages);
    ExpectSame(m_atClient, messages);
}

TEST_F(MessageChannelTest, SentBeforeTheHandshake)
{
    const std::vector<Message> messages = MakeMessages({{10, 0}, {20'000, 0}, {0, 30}});
    Ptr<MessageChannel> client = Connect();
    SendAll(client, messages);
    EXPECT_EQ(client->GetUnacknowledged(), 3 * 52U + 20'040U);
    RunUntil(10);
    ExpectSame(m_atServer, messages);
}

TEST_F(MessageChannelTest, AnswerOnLoopbackWithinTheHandshake)
{
    m_echo = true;
    m_remote = InetSocketAddress(Ipv4Address::GetLoopback(), PORT);
    const std::vector<Message> messages = MakeMessages({{10, 0}, {5000, 0}, {0, 3000}});
    Ptr<MessageChannel> client = Connect(1);
    SendAll(client, messages);
    RunUntil(10);
    ExpectSame(m_atServer, messages);
    ExpectSame(m_atClient, messages);
}

TEST_F(MessageChannelTest, PeerClosesInMidMessage)
{
    Ptr<MessageChannel> client = Connect();
    At(1, [&] { client->Send(MakeMessages({{2'000'000, 0}})[0]); });
    At(1.05, [&] { GetServer()->Close(); });
    RunUntil(30);
    EXPECT_TRUE(m_atServer.empty());
    EXPECT_EQ(m_closed, 1U); // Only the client: who closes is not told.
    EXPECT_FALSE(client->IsOpen());
    EXPECT_FALSE(client->Send(SealedMessage(MessageType::BID)));
    EXPECT_FALSE(GetServer()->IsOpen());
    EXPECT_FALSE(GetServer()->Send(SealedMessage(MessageType::BID)));
}

TEST_F(MessageChannelTest, PeerResets)
{
    // A raw peer that closes with unread bytes in its buffer resets the connection.
    Ptr<MessageChannel> client = Connect(0, false);
    At(1, [&] { SendAll(client, MakeMessages({{3000, 0}})); });
    At(1.5, [&] { m_raw->Close(); });
    At(2, [&] { EXPECT_FALSE(client->Send(SealedMessage(MessageType::BID))); });
    RunUntil(30);
    EXPECT_EQ(m_closed, 1U);
    EXPECT_FALSE(client->IsOpen());
    EXPECT_EQ(client->GetUnacknowledged(), 0U);
}

TEST_F(MessageChannelTest, RefusedConnection)
{
    m_remote = InetSocketAddress(InetSocketAddress::ConvertFrom(m_remote).GetIpv4(), PORT + 1);
    Ptr<MessageChannel> client = Connect();
    SendAll(client, MakeMessages({{10, 0}}));
    RunUntil(300);
    EXPECT_EQ(m_closed, 1U);
    EXPECT_FALSE(client->Send(SealedMessage(MessageType::BID)));
}

TEST_F(MessageChannelTest, CutLinkEndsTheChannel)
{
    Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(3));
    auto errors = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                             DoubleValue(1.0),
                                                             "ErrorUnit",
                                                             StringValue("ERROR_UNIT_PACKET"));
    Ptr<MessageChannel> client = Connect();
    At(1, [&] {
        m_devices.Get(0)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        SendAll(client, MakeMessages({{100'000, 0}}));
    });
    At(3, [&] {
        // Nothing was acknowledged since the link went.
        EXPECT_EQ(client->GetLastProgress(), Seconds(1));
        EXPECT_EQ(client->GetUnacknowledged(), 100'052U);
    });
    RunUntil(600);
    EXPECT_EQ(m_closed, 1U);
}

TEST_F(MessageChannelTest, ReconnectionWithANewChannel)
{
    const std::vector<Message> messages = MakeMessages({{50'000, 0}, {10, 10}});
    Ptr<MessageChannel> first = Connect();
    Ptr<MessageChannel> second;
    At(1, [&] { SendAll(first, MakeMessages({{2'000'000, 0}})); });
    At(1.05, [&] { GetServer()->Close(); });
    At(5, [&] {
        EXPECT_FALSE(first->IsOpen());
        second = Connect();
        SendAll(second, messages);
    });
    RunUntil(30);
    ExpectSame(m_atServer, messages);
    EXPECT_EQ(m_closed, 1U);
    EXPECT_TRUE(second->IsOpen());
}

TEST_F(MessageChannelTest, CloseAfterSendingDeliversWhatWasQueued)
{
    const std::vector<Message> messages = MakeMessages({{500'000, 0}, {0, 500'000}, {9, 9}});
    Ptr<MessageChannel> client = Connect();
    SendAll(client, messages);
    client->CloseAfterSending();
    EXPECT_FALSE(client->IsOpen());
    EXPECT_FALSE(client->Send(SealedMessage(MessageType::BID)));
    RunUntil(30);
    ExpectSame(m_atServer, messages);
    EXPECT_EQ(m_closed, 1U); // The server's.
    EXPECT_FALSE(GetServer()->IsOpen());
}

TEST_F(MessageChannelTest, CloseFromTheSinkLeavesTheRestUnread)
{
    const std::vector<Message> messages = MakeMessages({{10, 0}, {10, 0}, {10, 0}});
    m_onServerMessage = [this] { GetServer()->Close(); };
    Ptr<MessageChannel> client = Connect();
    SendAll(client, messages);
    RunUntil(10);
    EXPECT_EQ(m_atServer.size(), 1U);
    EXPECT_EQ(m_closed, 1U);
    EXPECT_FALSE(client->IsOpen());
}

TEST_F(MessageChannelTest, ForgottenInItsOwnSink)
{
    // Whoever holds the channel may let go of it while it is handing out a message.
    Ptr<MessageChannel> client = Connect();
    m_onServerMessage = [this] { m_servers.clear(); };
    At(1, [&] { SendAll(client, MakeMessages({{10, 0}})); });
    At(2, [&] { client->Send(SealedMessage(MessageType::BID)); });
    RunUntil(10);
    EXPECT_EQ(m_atServer.size(), 1U);
}

TEST_F(MessageChannelTest, NothingKeepsAForgottenChannel)
{
    Ptr<MessageChannel> client = Connect();
    SendAll(client, MakeMessages({{10, 0}}));
    RunUntil(10);
    Ptr<MessageChannel> server = GetServer();
    m_servers.clear();
    m_clients.clear();
    EXPECT_EQ(server->GetReferenceCount(), 1U);
    EXPECT_EQ(client->GetReferenceCount(), 1U);
}

TEST_F(MessageChannelTest, GarbageClosesTheConnection)
{
    Ptr<MessageChannel> client = Connect(0, false);
    At(1, [&] {
        const std::vector<uint8_t> garbage(5000, 'x');
        m_raw->Send(garbage.data(), garbage.size(), 0);
    });
    RunUntil(10);
    EXPECT_EQ(m_rejected, std::vector<RejectReason>{RejectReason::MAGIC});
    EXPECT_EQ(m_closed, 1U);
    EXPECT_EQ(m_rawClosed, 1U);
    EXPECT_FALSE(client->IsOpen());
}

TEST_F(MessageChannelTest, GoodMessagesBeforeGarbageAreTaken)
{
    Ptr<MessageChannel> client = Connect(0, false);
    At(1, [&] {
        std::vector<uint8_t> bytes = WireBytes(SealedMessage(MessageType::BID));
        bytes.resize(bytes.size() + 100, 'x');
        m_raw->Send(bytes.data(), bytes.size(), 0);
    });
    RunUntil(10);
    EXPECT_EQ(m_atClient.size(), 1U);
    EXPECT_EQ(m_rejected, std::vector<RejectReason>{RejectReason::MAGIC});
    EXPECT_EQ(m_closed, 1U);
}

TEST_F(MessageChannelTest, UnknownTypeGoesOn)
{
    Ptr<MessageChannel> client = Connect();
    SendAll(client, {SealedMessage(static_cast<MessageType>(99)), SealedMessage(MessageType::BID)});
    RunUntil(10);
    EXPECT_EQ(m_rejected, std::vector<RejectReason>{RejectReason::TYPE});
    EXPECT_EQ(m_atServer.size(), 1U);
    EXPECT_TRUE(client->IsOpen());
}

TEST_F(MessageChannelTest, DestroyedWithDataUnderWay)
{
    Ptr<MessageChannel> client = Connect();
    At(1, [&] {
        SendAll(client, MakeMessages({{2'000'000, 0}}));
        SendAll(GetServer(), MakeMessages({{0, 2'000'000}}));
    });
    RunUntil(1.02);
    EXPECT_GT(client->GetUnacknowledged(), 0U);
    const std::size_t before = m_atServer.size() + m_atClient.size() + m_closed;
    Simulator::Destroy();
    EXPECT_EQ(m_atServer.size() + m_atClient.size() + m_closed, before);
    client->Close();
    EXPECT_FALSE(client->Send(SealedMessage(MessageType::BID)));
}

TEST_F(MessageChannelTest, DestroyedBeforeTheFirstRead)
{
    // The accepted channel's first read is an event of its own; here it never comes.
    Ptr<MessageChannel> client = Connect();
    SendAll(client, MakeMessages({{10, 0}}));
    m_onAccepted = [] { Simulator::Stop(); };
    RunUntil(10);
    EXPECT_TRUE(m_atServer.empty());
    Simulator::Destroy();
    EXPECT_TRUE(m_atServer.empty());
}

TEST_F(MessageChannelTest, ProgressIsNoted)
{
    Ptr<MessageChannel> client = Connect();
    At(1, [&] { SendAll(client, MakeMessages({{100, 0}})); });
    RunUntil(5);
    EXPECT_GT(client->GetLastProgress(), Seconds(1));
    EXPECT_LT(client->GetLastProgress(), Seconds(1.5));
    EXPECT_GT(GetServer()->GetLastProgress(), Seconds(1));
}

} // namespace
