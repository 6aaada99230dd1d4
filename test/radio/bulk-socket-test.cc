/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/nr-lite-bulk-transfer.h"

#include <gtest/gtest.h>
#include <iostream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

TypeId
BulkType()
{
    return BulkSocketFactory::GetTypeId();
}

/// Connects, sends messages, and records what happens.
struct BulkPeers
{
    void Listen(Ptr<Node> node, uint16_t port)
    {
        auto socket = Socket::CreateSocket(node, BulkType());
        PacketSocketAddress address;
        address.SetProtocol(port);
        ASSERT_EQ(socket->Bind(address), 0);
        ASSERT_EQ(socket->Listen(), 0);
        socket->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([this](Ptr<Socket> s, const Address&) {
                sockets.push_back(s);
                s->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> readable) {
                    while (auto packet = readable->Recv())
                    {
                        sizes.push_back(packet->GetSize());
                        arrivals.push_back(Simulator::Now().GetSeconds());
                    }
                }));
                s->SetCloseCallbacks(
                    Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { closed++; }),
                    Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { broken++; }));
            }));
        sockets.push_back(socket);
    }

    Ptr<Socket> Connect(Ptr<Node> node, Address device, uint16_t port, std::vector<uint32_t> bytes)
    {
        auto socket = Socket::CreateSocket(node, BulkType());
        sockets.push_back(socket);
        PacketSocketAddress address;
        address.SetProtocol(port);
        address.SetPhysicalAddress(device);
        socket->SetConnectCallback(Callback<void, Ptr<Socket>>([bytes](Ptr<Socket> s) {
                                       for (uint32_t size : bytes)
                                       {
                                           s->Send(Create<Packet>(size));
                                       }
                                   }),
                                   Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { failed++; }));
        socket->SetCloseCallbacks(Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { closed++; }),
                                  Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { broken++; }));
        socket->Connect(address);
        return socket;
    }

    std::vector<Ptr<Socket>> sockets;
    std::vector<uint32_t> sizes;
    std::vector<double> arrivals;
    uint32_t failed{0};
    uint32_t closed{0};
    uint32_t broken{0};
};

/// Mean completion time of simultaneous uploads.
double
MeanCompletion(bool bulk, uint32_t terminals, double distance, double start)
{
    NrLiteScenario s({{0, 0, 25}}, std::vector<Vector>(terminals, Vector(distance, 0, 1.5)));
    s.radio.SetChannelAttribute("TddPattern", StringValue("F"));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    s.Install();
    double sum = 0.0;
    BulkPeers peers;
    if (bulk)
    {
        peers.Listen(s.cells.Get(0), 80);
        Simulator::Schedule(Seconds(start), [&]() {
            for (uint32_t i = 0; i < terminals; i++)
            {
                peers.Connect(s.terminals.Get(i), s.Gnb(0)->GetAddress(), 80, {200000});
            }
        });
    }
    else
    {
        for (uint32_t i = 0; i < terminals; i++)
        {
            auto sink = s.Upload(s.terminals.Get(i),
                                 s.cells.Get(0),
                                 InetSocketAddress(s.gnbAddresses.GetAddress(0), 80 + i),
                                 200000,
                                 Seconds(start));
            sink->TraceConnectWithoutContext(
                "Rx",
                Callback<void, Ptr<const Packet>, const Address&>(
                    [&sum, sink, start](Ptr<const Packet>, const Address&) {
                        if (sink->GetTotalRx() == 200000)
                        {
                            sum += Simulator::Now().GetSeconds() - start;
                        }
                    }));
        }
    }
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    for (double arrival : peers.arrivals)
    {
        sum += arrival - start;
    }
    Config::Reset();
    return sum / terminals;
}

} // namespace

TEST(BulkSocketTest, MessagesArriveWholeAndInOrder)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    BulkPeers peers;
    peers.Listen(s.cells.Get(0), 80);
    peers.Listen(s.terminals.Get(0), 81);
    Simulator::Schedule(Seconds(0.1), [&]() {
        // The broadcast address is the serving gNB.
        peers.Connect(s.terminals.Get(0), Mac48Address::GetBroadcast(), 80, {10, 100000, 20});
    });
    Simulator::Schedule(Seconds(2), [&]() {
        peers.Connect(s.cells.Get(0), s.Ue(0)->GetAddress(), 81, {5000});
    });
    Simulator::Stop(Seconds(4));
    Simulator::Run();
    EXPECT_EQ(peers.sizes, (std::vector<uint32_t>{10, 100000, 20, 5000}));
    EXPECT_EQ(peers.failed + peers.broken, 0U);
}

TEST(BulkSocketTest, NoMessageOvertakesOneThatHarqHoldsUp)
{
    // The small message is served alone, on other blocks and with other block errors, right after
    // the two large ones have shared the cell.
    for (double distance = 1000; distance < 20000; distance += 500)
    {
        NrLiteScenario s({{0, 0, 25}}, {{distance, 0, 1.5}, {distance, 0, 1.5}});
        s.Install();
        BulkPeers peers;
        peers.Listen(s.cells.Get(0), 80);
        BulkPeers others;
        others.Listen(s.cells.Get(0), 81);
        Simulator::Schedule(Seconds(0.1), [&]() {
            peers.Connect(s.terminals.Get(0), s.Gnb(0)->GetAddress(), 80, {60000, 1});
            others.Connect(s.terminals.Get(1), s.Gnb(0)->GetAddress(), 81, {60000});
        });
        Simulator::Stop(Seconds(20));
        Simulator::Run();
        EXPECT_EQ(peers.sizes, (std::vector<uint32_t>{60000, 1})) << distance;
    }
}

TEST(BulkSocketTest, RefusedAndUncoveredConnectionsFail)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}, {10e6, 0, 1.5}});
    s.Install();
    BulkPeers peers;
    peers.Listen(s.cells.Get(0), 80);
    Simulator::Schedule(Seconds(0.1), [&]() {
        peers.Connect(s.terminals.Get(0), s.Gnb(0)->GetAddress(), 99, {1});
        peers.Connect(s.terminals.Get(1), s.Gnb(0)->GetAddress(), 80, {1});
    });
    Simulator::Stop(Seconds(30));
    Simulator::Run();
    EXPECT_EQ(peers.failed, 2U);
    EXPECT_TRUE(peers.sizes.empty());
}

TEST(BulkSocketTest, LinkFailureBreaksTheConnectionAndIsTraced)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    BulkPeers peers;
    peers.Listen(s.cells.Get(0), 80);
    uint32_t lost = 0;
    s.terminals.Get(0)->GetObject<BulkSocketFactory>()->TraceConnectWithoutContext(
        "Transfer",
        Callback<void, uint32_t, uint32_t, uint64_t, Time, bool>(
            [&](uint32_t, uint32_t, uint64_t, Time, bool arrived) { lost += !arrived; }));
    Simulator::Schedule(Seconds(0.1), [&]() {
        peers.Connect(s.terminals.Get(0), s.Gnb(0)->GetAddress(), 80, {1000, 500000000});
    });
    Simulator::Schedule(Seconds(1), [&]() {
        s.terminals.Get(0)->GetObject<MobilityModel>()->SetPosition({10e6, 0, 1.5});
    });
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    EXPECT_EQ(peers.sizes, (std::vector<uint32_t>{1000}));
    EXPECT_EQ(lost, 1U);
    EXPECT_EQ(peers.broken, 2U);
}

TEST(BulkSocketTest, CloseAfterSendDelivers)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    BulkPeers peers;
    peers.Listen(s.cells.Get(0), 80);
    Simulator::Schedule(Seconds(0.1), [&]() {
        auto socket = peers.Connect(s.terminals.Get(0), s.Gnb(0)->GetAddress(), 80, {50000});
        Simulator::Schedule(MilliSeconds(20), [socket]() { socket->Close(); });
    });
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    EXPECT_EQ(peers.sizes, (std::vector<uint32_t>{50000}));
    EXPECT_EQ(peers.closed, 1U);
}

TEST(BulkSocketTest, SlowStartMatchesRoundsByHand)
{
    // Rounds of 10, 20, 40 and 30 units at 10 units a second and 5 s: 4 + 3 + 1 s of waiting.
    EXPECT_DOUBLE_EQ(GetSlowStartDelay(100, 10, 2, 5, 10), 4.0 + 3.0 + 1.0);
    EXPECT_DOUBLE_EQ(GetSlowStartDelay(100, 100, 2, 5, 10), 0.0);
    EXPECT_DOUBLE_EQ(GetSlowStartDelay(10, 10, 2, 5, 10), 0.0);
}

TEST(BulkSocketTest, AgreesWithPacketsWithinFivePercent)
{
    // Near, and at the edge, where the uplink is limited by power. Where few terminals send, the
    // phase of the start against the terminals' scheduling requests counts: take the mean.
    for (double distance : {500.0, 12000.0})
    {
        for (uint32_t terminals : {2U, 10U})
        {
            double packet = 0.0;
            double bulk = 0.0;
            for (double start : {0.1, 0.1013, 0.1026, 0.1039})
            {
                packet += MeanCompletion(false, terminals, distance, start);
                bulk += MeanCompletion(true, terminals, distance, start);
            }
            std::cout << terminals << " terminals at " << distance << " m: bulk/packet "
                      << bulk / packet << std::endl;
            EXPECT_NEAR(bulk / packet, 1.0, 0.05) << terminals << " at " << distance;
        }
    }
}
