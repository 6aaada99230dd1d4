/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/upload-tag.h"

#include <gtest/gtest.h>
#include <iostream>
#include <random>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t UPLOADS = 12;
constexpr uint32_t BACKGROUND = 4;
constexpr uint32_t SEGMENT = 1400;

/// Uploads of random sizes by TCP that arrive by a common deadline, beside endless ones.
uint32_t
CountOnTime(const std::string& scheduler, double& background)
{
    std::mt19937 random(3);
    std::vector<Vector> places;
    for (uint32_t i = 0; i < UPLOADS + BACKGROUND; i++)
    {
        places.emplace_back(100.0 + random() % 400, 0, 1.5);
    }
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SEGMENT));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1000000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1000000));
    NrLiteScenario s({{0, 0, 25}}, places);
    s.radio.SetSchedulerType("ns3::edgelearning::NrLite" + scheduler + "Scheduler");
    s.Install();
    const Time deadline = Seconds(1.7);
    std::vector<Ptr<PacketSink>> sinks;
    std::vector<Ptr<Socket>> sockets;
    std::vector<uint32_t> sizes;
    for (uint32_t i = 0; i < UPLOADS + BACKGROUND; i++)
    {
        const InetSocketAddress to(s.gnbAddresses.GetAddress(0), 80 + i);
        if (i >= UPLOADS)
        {
            sinks.push_back(s.Upload(s.terminals.Get(i), s.cells.Get(0), to, 0, Seconds(0.1)));
            continue;
        }
        PacketSinkHelper sink("ns3::TcpSocketFactory", to);
        sinks.push_back(DynamicCast<PacketSink>(sink.Install(s.cells.Get(0)).Get(0)));
        auto socket = Socket::CreateSocket(s.terminals.Get(i), TcpSocketFactory::GetTypeId());
        const uint32_t bytes = 100000 + 40000 * (random() % 10);
        socket->SetConnectCallback(
            Callback<void, Ptr<Socket>>([bytes, deadline](Ptr<Socket> ready) {
                for (uint32_t left = bytes; left > 0;)
                {
                    const uint32_t size = std::min(left, SEGMENT);
                    auto packet = Create<Packet>(size);
                    packet->AddByteTag(UploadTag(deadline, left));
                    ready->Send(packet);
                    left -= size;
                }
            }),
            MakeNullCallback<void, Ptr<Socket>>());
        Simulator::Schedule(Seconds(0.5), [socket, to]() { socket->Connect(to); });
        sockets.push_back(socket);
        sizes.push_back(bytes);
    }
    Simulator::Stop(deadline);
    Simulator::Run();
    uint32_t onTime = 0;
    background = 0.0;
    for (uint32_t i = 0; i < UPLOADS; i++)
    {
        onTime += sinks[i]->GetTotalRx() == sizes[i];
    }
    for (uint32_t i = UPLOADS; i < UPLOADS + BACKGROUND; i++)
    {
        background += sinks[i]->GetTotalRx() * 8e-6 / 1.6;
    }
    Config::Reset();
    return onTime;
}

} // namespace

TEST(NrLiteSchedulingTest, LearningAwareDeliversMoreUploadsOnTimeOverTcp)
{
    std::map<std::string, uint32_t> onTime;
    for (const std::string scheduler : {"RoundRobin", "ProportionalFair", "LearningAware"})
    {
        double background = 0.0;
        onTime[scheduler] = CountOnTime(scheduler, background);
        std::cout << scheduler << ": " << onTime[scheduler] << " of " << UPLOADS
                  << " uploads on time, background " << background << " Mbit/s" << std::endl;
        EXPECT_GT(background, 0.5) << scheduler;
    }
    EXPECT_GT(onTime["LearningAware"], onTime["RoundRobin"]);
    EXPECT_GT(onTime["LearningAware"], onTime["ProportionalFair"]);
    EXPECT_GE(onTime["LearningAware"], UPLOADS / 2);
}
