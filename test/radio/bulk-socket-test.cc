/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/nr-lite-start-up.h"

#include <cmath>
#include <gtest/gtest.h>

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
        address.SetAllDevices();
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
        address.SetAllDevices();
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

/// Simultaneous transfers of 200 kB between a cell and terminals at one distance.
struct Comparison
{
    uint32_t terminals; //!< number
    double distance;    //!< [m]
    bool uplink;        //!< direction
    std::string tdd;    //!< TDD pattern
    uint32_t phases;    //!< runs
};

/// Mean completion time of one run in one granularity.
double
MeanCompletion(const Comparison& load, bool bulk, uint32_t phase)
{
    constexpr uint32_t BYTES = 200000;
    const double start = 0.1 + 0.01 * (phase + 0.5) / load.phases;
    NrLiteScenario s({{0, 0, 0}}, std::vector<Vector>(load.terminals, Vector(load.distance, 0, 0)));
    auto loss = CreateObject<LogDistancePropagationLossModel>();
    loss->SetPathLossExponent(3.5);
    s.radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
    s.radio.SetChannelAttribute("TddPattern", StringValue(load.tdd));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    RngSeedManager::SetRun(phase + 1); // other block errors in each phase
    s.Install();
    const auto cell = s.cells.Get(0);
    double sum = 0.0;
    uint32_t complete = 0;
    BulkPeers peers;
    for (uint32_t i = 0; i < load.terminals; i++)
    {
        const auto terminal = s.terminals.Get(i);
        const auto from = load.uplink ? terminal : cell;
        const auto to = load.uplink ? cell : terminal;
        const uint16_t port = 80 + i;
        if (bulk)
        {
            const auto device = load.uplink ? s.Gnb(0)->GetAddress() : s.Ue(i)->GetAddress();
            peers.Listen(to, port);
            Simulator::Schedule(Seconds(start), [&peers, from, device, port]() {
                peers.Connect(from, device, port, {BYTES});
            });
            continue;
        }
        const auto address =
            load.uplink ? s.gnbAddresses.GetAddress(0) : s.ueAddresses.GetAddress(i);
        auto sink = s.Upload(from, to, InetSocketAddress(address, port), BYTES, Seconds(start));
        sink->TraceConnectWithoutContext(
            "Rx",
            Callback<void, Ptr<const Packet>, const Address&>(
                [&, sink = PeekPointer(sink)](Ptr<const Packet>, const Address&) {
                    if (sink->GetTotalRx() == BYTES)
                    {
                        sum += Simulator::Now().GetSeconds() - start;
                        complete++;
                    }
                }));
    }
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    for (double arrival : peers.arrivals)
    {
        sum += arrival - start;
        complete++;
    }
    Config::Reset();
    EXPECT_EQ(complete, load.terminals);
    return sum / load.terminals;
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
    // A first window of 10 segments at 10 segments a second and a round trip of 5 s.
    NrLiteStartUp start({10, 2, 1, 0.1});
    NrLiteStartUp::Link link;
    link.roundTrip = 5;
    link.flow = 5;
    link.interval = 0.1;
    start.Begin(link);
    EXPECT_DOUBLE_EQ(start.GetQueue(), 10);
    EXPECT_DOUBLE_EQ(start.NextRound(1, 10, 90), 4);
    // Acknowledgements cover segments 1, 3, ..., 9: the window is 19 segments, one is in flight.
    EXPECT_DOUBLE_EQ(start.GetQueue(), 18);
    EXPECT_DOUBLE_EQ(start.NextRound(1.8, 10, 72), 3.2);
    EXPECT_DOUBLE_EQ(start.GetQueue(), 36);
    EXPECT_DOUBLE_EQ(start.NextRound(5, 10, 36), 0);
    EXPECT_TRUE(std::isinf(start.GetQueue()));
    EXPECT_TRUE(std::isinf(NrLiteStartUp({0, 2, 1, 0.1}).GetQueue()));
}

TEST(BulkSocketTest, LateDataAndFailedBlocksWidenTheWindowLater)
{
    NrLiteStartUp::Link link;
    link.roundTrip = 5;
    link.flow = 5;
    link.interval = 0.5;
    link.timely = 0.1;
    NrLiteStartUp late({10, 2, 1, 0.1});
    late.Begin(link);
    EXPECT_DOUBLE_EQ(late.NextRound(1, 10, 90), 4);
    EXPECT_DOUBLE_EQ(late.GetQueue(), 10); // five of the ten segments are acknowledged
    link.timely = 1;
    link.error = 0.5;
    NrLiteStartUp failing({10, 2, 1, 0.1});
    failing.Begin(link);
    EXPECT_DOUBLE_EQ(failing.NextRound(1, 10, 90), 4);
    EXPECT_DOUBLE_EQ(failing.GetQueue(), 6); // 2 blocks: 3.75 arrive in order, 3 are acknowledged
}

TEST(BulkSocketTest, SlowAcknowledgementsLimitTheRate)
{
    NrLiteStartUp::Link link;
    link.roundTrip = 1;
    link.flow = 1;
    link.interval = 0.1;
    link.acknowledged = 2;
    NrLiteStartUp start({10, 2, 1, 0.1});
    start.Begin(link);
    start.NextRound(1, 10, 990);
    EXPECT_TRUE(std::isinf(start.GetQueue()));
    EXPECT_NEAR(start.GetRateLimit(), 2.0, 0.2);
}

TEST(BulkSocketTest, HandshakeWaitsForBlocksThatFailInDownlink)
{
    double success[2];
    double expected = 0.0;
    for (bool errors : {false, true})
    {
        NrLiteScenario s({{0, 0, 0}}, {{200, 0, 0}});
        auto loss = CreateObject<LogDistancePropagationLossModel>();
        loss->SetPathLossExponent(3.5);
        s.radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
        s.radio.SetChannelAttribute("CurveWidth", DoubleValue(errors ? 0.4 : 0.001));
        s.Install();
        BulkPeers peers;
        peers.Listen(s.cells.Get(0), 80);
        Simulator::Schedule(Seconds(0.1), [&]() {
            auto socket = Socket::CreateSocket(s.terminals.Get(0), BulkType());
            peers.sockets.push_back(socket);
            PacketSocketAddress address;
            address.SetAllDevices();
            address.SetProtocol(80);
            address.SetPhysicalAddress(s.Gnb(0)->GetAddress());
            socket->SetConnectCallback(Callback<void, Ptr<Socket>>([&, errors](Ptr<Socket>) {
                                           success[errors] = Simulator::Now().GetSeconds();
                                       }),
                                       MakeNullCallback<void, Ptr<Socket>>());
            socket->Connect(address);
        });
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        const double failure = s.Ue(0)->GetBearer(NR_LITE_DOWNLINK)->rate.GetFirstError(1.0);
        EXPECT_EQ(failure > 0.01, errors);
        // A slot and HarqDelay.
        expected = failure * 2.5e-3;
    }
    EXPECT_NEAR(success[true] - success[false], expected, 1e-8);
}

TEST(BulkSocketTest, AgreesWithPacketsWithinFivePercent)
{
    // Where few terminals send, the phase of the start against the terminals' scheduling requests
    // counts: take the mean. At 700 m acknowledgements of a download are slower than its data.
    for (const auto& load : {Comparison{1, 50, true, "F", 4},
                             Comparison{1, 100, true, "F", 4},
                             Comparison{2, 700, false, "F", 4},
                             Comparison{10, 300, true, "F", 2},
                             Comparison{50, 300, true, "DDDSU", 1},
                             Comparison{1, 300, false, "F", 40},
                             Comparison{10, 50, false, "F", 2},
                             Comparison{1, 100, true, "DDDSU", 4},
                             Comparison{1, 50, false, "DDDSU", 4},
                             Comparison{2, 100, false, "DDDSU", 4},
                             Comparison{1, 700, false, "DDDSU", 2}})
    {
        double packet = 0.0;
        double bulk = 0.0;
        for (uint32_t phase = 0; phase < load.phases; phase++)
        {
            packet += MeanCompletion(load, false, phase);
            bulk += MeanCompletion(load, true, phase);
        }
        EXPECT_NEAR(bulk / packet, 1.0, 0.05)
            << load.terminals << " terminals at " << load.distance << " m, " << load.tdd
            << (load.uplink ? " up" : " down");
    }
}
