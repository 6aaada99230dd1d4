/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bulk-message.h"
#include "nr-lite-scenario.h"

#include <gtest/gtest.h>
#include <memory>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t MESSAGE_BYTES = 2000000;
constexpr double START = 0.1;

/// Transfers of MESSAGE_BYTES between one cell and terminals, by granularity.
struct Mix
{
    std::string scheduler{"NrLiteRoundRobinScheduler"}; //!< class name
    bool uplink{true};                                  //!< direction
    std::vector<double> distances{50, 60};              //!< of the terminals [m]
    std::vector<uint32_t> packets{};                    //!< terminals with a TCP transfer
    std::vector<uint32_t> bulk{};                       //!< terminals with a bulk message
};

/// @return completion times [s], those of TCP first
std::vector<double>
Complete(const Mix& mix)
{
    std::vector<Vector> places;
    for (double distance : mix.distances)
    {
        places.emplace_back(distance, 0, 0);
    }
    NrLiteScenario s({{0, 0, 0}}, places);
    auto loss = CreateObject<LogDistancePropagationLossModel>();
    loss->SetPathLossExponent(3.5);
    s.radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
    s.radio.SetSchedulerType("ns3::edgelearning::" + mix.scheduler);
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    s.Install();
    const auto cell = s.cells.Get(0);
    std::vector<double> times(mix.packets.size());
    for (size_t i = 0; i < mix.packets.size(); i++)
    {
        const auto terminal = s.terminals.Get(mix.packets[i]);
        const auto address =
            mix.uplink ? s.gnbAddresses.GetAddress(0) : s.ueAddresses.GetAddress(mix.packets[i]);
        auto sink = s.Upload(mix.uplink ? terminal : cell,
                             mix.uplink ? cell : terminal,
                             InetSocketAddress(address, 80 + i),
                             MESSAGE_BYTES,
                             Seconds(START));
        sink->TraceConnectWithoutContext("Rx",
                                         Callback<void, Ptr<const Packet>, const Address&>(
                                             [&times, i](Ptr<const Packet>, const Address&) {
                                                 times[i] = Simulator::Now().GetSeconds() - START;
                                             }));
    }
    std::vector<std::unique_ptr<BulkMessage>> messages;
    for (uint32_t i : mix.bulk)
    {
        const auto terminal = s.terminals.Get(i);
        const auto device = mix.uplink ? s.gnbDevices.Get(0) : s.ueDevices.Get(i);
        messages.push_back(std::make_unique<BulkMessage>(mix.uplink ? terminal : cell,
                                                         mix.uplink ? cell : terminal,
                                                         device->GetAddress(),
                                                         200 + i,
                                                         MESSAGE_BYTES,
                                                         Seconds(START)));
    }
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    Config::Reset();
    for (const auto& message : messages)
    {
        EXPECT_EQ(message->received, MESSAGE_BYTES);
        times.push_back(message->arrival.GetSeconds() - START);
    }
    return times;
}

} // namespace

TEST(NrLiteMixedTrafficTest, PacketsAndBulkTransfersShareACellLikePacketsAlone)
{
    for (const std::string scheduler : {"NrLiteRoundRobinScheduler",
                                        "NrLiteProportionalFairScheduler",
                                        "NrLiteLearningAwareScheduler"})
    {
        for (bool uplink : {true, false})
        {
            const double alone = Complete({scheduler, uplink, {50, 60}, {0}, {}})[0];
            const auto both = Complete({scheduler, uplink, {50, 60}, {0, 1}, {}});
            const auto mixed = Complete({scheduler, uplink, {50, 60}, {0}, {1}});
            EXPECT_GT(both[0], 1.5 * alone) << scheduler << uplink;
            EXPECT_NEAR(mixed[0] / both[0], 1.0, 0.05) << scheduler << uplink;
            EXPECT_NEAR(mixed[1] / both[1], 1.0, 0.05) << scheduler << uplink;
        }
    }
}

TEST(NrLiteMixedTrafficTest, ManyTransfersOfBothKindsShareEqually)
{
    const std::vector<double> distances(20, 60.0);
    std::vector<uint32_t> packets;
    std::vector<uint32_t> bulk;
    for (uint32_t i = 0; i < 20; i++)
    {
        (i % 2 == 0 ? packets : bulk).push_back(i);
    }
    const auto times = Complete({"NrLiteRoundRobinScheduler", true, distances, packets, bulk});
    double sum[2] = {0.0, 0.0};
    for (size_t i = 0; i < times.size(); i++)
    {
        sum[i / 10] += times[i];
    }
    EXPECT_NEAR(sum[1] / sum[0], 1.0, 0.05);
}

TEST(NrLiteMixedTrafficTest, BothKindsOfOneTerminalTakeTurns)
{
    const double alone = Complete({"NrLiteRoundRobinScheduler", true, {50}, {0}, {}})[0];
    const auto mixed = Complete({"NrLiteRoundRobinScheduler", true, {50}, {0}, {0}});
    EXPECT_NEAR(mixed[0] / alone, 2.0, 0.1);
    EXPECT_NEAR(mixed[1] / alone, 2.0, 0.1);
}

TEST(NrLiteMixedTrafficTest, PowerLimitedPacketsLeaveTheirBlocksToBulk)
{
    // The far terminal needs all of the time, but only a few blocks.
    const std::string scheduler = "NrLiteRoundRobinScheduler";
    const double alone = Complete({scheduler, true, {50, 600}, {}, {0}})[0];
    const auto mixed = Complete({scheduler, true, {50, 600}, {1}, {0}});
    EXPECT_LT(mixed[1], 1.35 * alone);
    EXPECT_GT(mixed[1], 1.02 * alone);
}

TEST(NrLiteMixedTrafficTest, SparsePacketsCostBulkWhatTheyCarry)
{
    double arrival[2];
    uint64_t delivered[2];
    for (bool packets : {false, true})
    {
        NrLiteScenario s({{0, 0, 0}}, {{50, 0, 0}, {60, 0, 0}});
        s.Install();
        BulkMessage message(s.terminals.Get(0),
                            s.cells.Get(0),
                            s.gnbDevices.Get(0)->GetAddress(),
                            80,
                            MESSAGE_BYTES,
                            Seconds(START));
        for (int i = 0; packets && i < 500; i++)
        {
            Simulator::Schedule(MilliSeconds(100 + i), [&s]() {
                s.Ue(1)->Send(Create<Packet>(100), s.gnbDevices.Get(0)->GetAddress(), 0x1234);
            });
        }
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        arrival[packets] = message.arrival.GetSeconds() - START;
        delivered[packets] = s.Ue(1)->GetBearer(NR_LITE_UPLINK)->flow.counters.deliveredPackets;
    }
    EXPECT_EQ(delivered[1] - delivered[0], 500U);
    EXPECT_GT(arrival[1], 1.005 * arrival[0]);
    EXPECT_LT(arrival[1], 1.1 * arrival[0]);
}
