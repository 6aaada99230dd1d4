/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bulk-message.h"
#include "nr-lite-scenario.h"

#include "ns3/nr-lite-sidelink-net-device.h"

#include <gtest/gtest.h>
#include <memory>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t BYTES = 200000;

/// Sidelink devices at fixed places without IP, and bulk messages between them.
class NrLiteSidelinkBulkTest : public ::testing::Test
{
  protected:
    ~NrLiteSidelinkBulkTest() override
    {
        Simulator::Destroy();
    }

    void Install(const std::vector<Vector>& places)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        nodes.Create(places.size());
        NrLiteScenario::Place(nodes, places);
        devices = radio.InstallSidelink(nodes);
        radio.AssignStreams(devices, 100);
    }

    BulkMessage& Send(uint32_t from, uint32_t to, Time start, uint32_t bytes = BYTES)
    {
        const uint16_t port = 1000 + messages.size();
        messages.push_back(std::make_unique<BulkMessage>(nodes.Get(from),
                                                         nodes.Get(to),
                                                         devices.Get(to)->GetAddress(),
                                                         port,
                                                         bytes,
                                                         start));
        return *messages.back();
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    void Move(uint32_t node, double x)
    {
        nodes.Get(node)->GetObject<MobilityModel>()->SetPosition({x, 0, 1.5});
    }

    /// What a device offered to its radio has arrived or is a traced drop.
    void ExpectConservation()
    {
        NrLiteNetDevice::Counters sum;
        for (uint32_t i = 0; i < devices.GetN(); i++)
        {
            const auto device = DynamicCast<NrLiteNetDevice>(devices.Get(i));
            sum.sentBytes += device->GetCounters().sentBytes;
            sum.receivedBytes += device->GetCounters().receivedBytes;
            sum.droppedBytes += device->GetCounters().droppedBytes;
        }
        EXPECT_GT(sum.sentBytes, 0U);
        EXPECT_EQ(sum.sentBytes, sum.receivedBytes + sum.droppedBytes);
    }

    NodeContainer nodes;
    NrLiteHelper radio;
    NetDeviceContainer devices;
    std::vector<std::unique_ptr<BulkMessage>> messages;
};

TEST_F(NrLiteSidelinkBulkTest, MessageTakesTheAirTimeOfItsSegments)
{
    radio.SetSidelinkAttribute("Turnaround", DoubleValue(0));
    Install({{0, 0, 1.5}, {50, 0, 1.5}});
    auto& message = Send(0, 1, Seconds(1));
    Run(5);
    EXPECT_EQ(message.received, BYTES);
    EXPECT_EQ(message.lost, 0U);
    // 142 segments of two slots and the last of 1200 + 61 bytes of one, 72 acknowledgements and two
    // packets of the handshake of one.
    const int64_t units = 11; // of 13 segments and 7 acknowledgements, the last of 13 and 7 too
    const int64_t slots = 142 * 2 + 1 + units * 7 + 2;
    EXPECT_NEAR((message.arrival - Seconds(1)).GetSeconds(), slots * 0.0005, 0.003);
    ExpectConservation();
}

TEST_F(NrLiteSidelinkBulkTest, MessagesThatCrossTakeTurns)
{
    Install({{0, 0, 1.5}, {50, 0, 1.5}});
    auto& there = Send(0, 1, Seconds(1));
    auto& back = Send(1, 0, Seconds(1));
    auto& alone = Send(0, 1, Seconds(10));
    Run(20);
    const double single = (alone.arrival - Seconds(10)).GetSeconds();
    for (const auto* message : {&there, &back})
    {
        EXPECT_EQ(message->received, BYTES);
        EXPECT_NEAR((message->arrival - Seconds(1)).GetSeconds(), 2 * single, 0.15 * single);
    }
}

TEST_F(NrLiteSidelinkBulkTest, EveryoneAroundARelayGetsItsTurn)
{
    // Seven send to the first, which sends to all of them.
    std::vector<Vector> places{{0, 0, 1.5}};
    for (int i = 1; i < 8; i++)
    {
        places.emplace_back(20, 5 * i, 1.5);
    }
    Install(places);
    for (uint32_t i = 1; i < places.size(); i++)
    {
        Send(i, 0, Seconds(1));
        Send(0, i, Seconds(1));
    }
    Run(60);
    Time first = Time::Max();
    Time last;
    for (const auto& message : messages)
    {
        EXPECT_EQ(message->received, BYTES);
        first = Min(first, message->arrival);
        last = Max(last, message->arrival);
    }
    EXPECT_GT(3 * (first - Seconds(1)).GetSeconds(), (last - Seconds(1)).GetSeconds());
    ExpectConservation();
}

TEST_F(NrLiteSidelinkBulkTest, PacketsWaitForUnitsAndUnitsForPackets)
{
    Install({{0, 0, 1.5}, {50, 0, 1.5}});
    auto& message = Send(0, 1, Seconds(1));
    uint32_t drops = 0;
    for (uint32_t i = 0; i < 2; i++)
    {
        devices.Get(i)->TraceConnectWithoutContext(
            "Drop",
            Callback<void, Ptr<const Packet>, NrLiteDropReason>(
                [&drops](Ptr<const Packet>, NrLiteDropReason) { drops++; }));
    }
    uint32_t heard = 0;
    devices.Get(0)->SetReceiveCallback(
        Callback<bool, Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&>(
            [&heard](Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&) {
                return ++heard;
            }));
    for (int i = 0; i < 10; i++)
    {
        Simulator::Schedule(Seconds(1.01 + 0.02 * i), [this, i]() {
            const auto to = i % 2 ? devices.Get(0)->GetAddress() : devices.Get(1)->GetBroadcast();
            devices.Get(1)->Send(Create<Packet>(100), to, 0x1234);
        });
    }
    Run(5);
    EXPECT_EQ(message.received, BYTES);
    EXPECT_EQ(heard, 10U);
    EXPECT_EQ(drops, 0U);
}

TEST_F(NrLiteSidelinkBulkTest, NobodyOutOfRangeIsConnected)
{
    Install({{0, 0, 1.5}, {50000, 0, 1.5}});
    auto& message = Send(0, 1, Seconds(1));
    Run(30);
    EXPECT_EQ(message.received, 0U);
    EXPECT_FALSE(message.accepted);
    ExpectConservation();
}

TEST_F(NrLiteSidelinkBulkTest, MessageIsLostWhenItsReceiverLeaves)
{
    Install({{0, 0, 1.5}, {50, 0, 1.5}, {60, 0, 1.5}});
    auto& lost = Send(0, 1, Seconds(1));
    auto& other = Send(0, 2, Seconds(1.2));
    Simulator::Schedule(Seconds(1.3), [this]() { Move(1, 50000); });
    Run(60);
    EXPECT_EQ(lost.received, 0U);
    EXPECT_EQ(lost.lost, 1U);
    EXPECT_EQ(lost.broken, 1U);
    EXPECT_EQ(other.received, BYTES);
    ExpectConservation();
}

TEST_F(NrLiteSidelinkBulkTest, ReceiverThatComesBackInTimeMissesNothing)
{
    Install({{0, 0, 1.5}, {50, 0, 1.5}});
    auto& message = Send(0, 1, Seconds(1));
    Simulator::Schedule(Seconds(1.3), [this]() { Move(1, 50000); });
    Simulator::Schedule(Seconds(2.3), [this]() { Move(1, 50); });
    Run(60);
    EXPECT_EQ(message.received, BYTES);
    EXPECT_EQ(message.lost, 0U);
    EXPECT_GT(message.arrival, Seconds(2.3));
    ExpectConservation();
}

TEST_F(NrLiteSidelinkBulkTest, ClosedSocketGivesTheLinkBack)
{
    Install({{0, 0, 1.5}, {50, 0, 1.5}, {60, 0, 1.5}});
    auto& large = Send(0, 1, Seconds(1), 100 * BYTES);
    auto& small = Send(0, 2, Seconds(2));
    Simulator::Schedule(Seconds(2), [&large]() {
        large.sender->ShutdownRecv();
        large.sender->Close();
    });
    Run(10);
    EXPECT_EQ(large.received, 0U);
    EXPECT_EQ(small.received, BYTES);
    EXPECT_LT(small.arrival, Seconds(3));
    ExpectConservation();
}

TEST_F(NrLiteSidelinkBulkTest, SimulationMayEndInMidTransfer)
{
    Install({{0, 0, 1.5}, {50, 0, 1.5}, {60, 0, 1.5}});
    Send(0, 1, Seconds(1));
    Send(1, 0, Seconds(1));
    auto& late = Send(2, 1, Seconds(1.1));
    Run(1.3);
    EXPECT_TRUE(late.accepted);
    Simulator::Destroy();
    EXPECT_EQ(late.broken, 0U);
}

TEST_F(NrLiteSidelinkBulkTest, RemovedDevicesLoseTheirMessages)
{
    for (uint32_t doomed : {0U, 1U})
    {
        messages.clear();
        nodes = NodeContainer();
        radio = NrLiteHelper();
        Install({{0, 0, 1.5}, {50, 0, 1.5}, {60, 0, 1.5}});
        auto& lost = Send(0, 1, Seconds(1));
        auto& other = Send(2, 1 - doomed, Seconds(1.1));
        Simulator::Schedule(Seconds(1.3), [&]() { devices.Get(doomed)->Dispose(); });
        Run(20);
        EXPECT_EQ(lost.received, 0U);
        EXPECT_EQ(lost.lost, 1U);
        EXPECT_EQ(lost.broken, 1U);
        EXPECT_EQ(other.received, BYTES);
        Simulator::Destroy();
    }
}

} // namespace
