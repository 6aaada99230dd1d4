/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/double.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/offload-client.h"
#include "ns3/offloading-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace ns3::edgelearning::test
{

/// A head, members and one device with a task, on a sidelink in bulk.
class VirtualEdgeServerHelperTest : public ::testing::Test
{
  protected:
    VirtualEdgeServerHelperTest()
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        nodes.Create(5);
        MobilityHelper mobility;
        mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                      "DeltaX",
                                      DoubleValue(10),
                                      "Z",
                                      DoubleValue(1.5));
        mobility.Install(nodes);
        NrLiteHelper radio;
        sidelink = radio.InstallSidelink(nodes);
        radio.AssignStreams(sidelink, 100);
        for (uint32_t i = 1; i < 4; ++i)
        {
            members.Add(sidelink.Get(i));
        }
        offloading.SetLocator("ns3::edgelearning::ServingCellLocator");
        offloading.SetFirstStream(1000);
        offloading.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e9]");
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    NodeContainer nodes; ///< the head, three members, the device
    NetDeviceContainer sidelink;
    NetDeviceContainer members;
    OffloadingHelper offloading;
};

TEST_F(VirtualEdgeServerHelperTest, ADeviceUsesItAsANeighbour)
{
    ApplicationContainer apps = offloading.InstallVirtualEdgeServer(sidelink.Get(0), members);
    ASSERT_EQ(apps.GetN(), 5U);
    offloading.SetTasks("StartTime", TimeValue(Seconds(1000))); // none
    offloading.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e7]");
    const auto users = offloading.Install(nullptr, NodeContainer(nodes.Get(4)));
    Ptr<OffloadClient> client;
    for (uint32_t i = 0; i < users.GetN(); ++i)
    {
        if (auto found = DynamicCast<OffloadClient>(users.Get(i)))
        {
            client = found;
        }
    }
    ASSERT_TRUE(client);
    client->AddNeighbour(offloading.GetAddress(sidelink.Get(0)));
    std::vector<double> latencies;
    ComputeTask task;
    task.inputBytes = 10000;
    task.flop = 8e9;
    task.outputBytes = 1000;
    Simulator::Schedule(Seconds(5), [&]() {
        client->Submit(task, [&](const OffloadRecord& record, const std::vector<float>&) {
            EXPECT_FALSE(record.reason);
            EXPECT_EQ(record.to, nodes.Get(0)->GetId());
            latencies.push_back((Simulator::Now() - record.submitted).GetSeconds());
        });
    });
    Simulator::Stop(Seconds(100));
    Simulator::Run();
    // Two parts of 1 GFLOP for each of four; alone the head would take 8 s.
    ASSERT_EQ(latencies.size(), 1U);
    EXPECT_GT(latencies[0], 2);
    EXPECT_LT(latencies[0], 2.5);
}

TEST_F(VirtualEdgeServerHelperTest, WrongArgumentsAreNamed)
{
    EXPECT_THROW(offloading.InstallVirtualEdgeServer(sidelink.Get(0), NetDeviceContainer()),
                 std::invalid_argument);
    NetDeviceContainer withHead = members;
    withHead.Add(sidelink.Get(0));
    EXPECT_THROW(offloading.InstallVirtualEdgeServer(sidelink.Get(0), withHead),
                 std::invalid_argument);
}

} // namespace ns3::edgelearning::test
