/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "temporary-directory.h"

#include "ns3/double.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/offload-client.h"
#include "ns3/offloading-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/task-source.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace ns3::edgelearning::test
{

/// Offloading as a script installs it: devices in a cell, with a sidelink between them.
class OffloadingHelperTest : public ::testing::TestWithParam<const char*>
{
  protected:
    OffloadingHelperTest()
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    /// Make nodes and link them.
    void Link(const std::string& link, uint32_t count)
    {
        NodeContainer cloud(1);
        edges.Create(1);
        devices.Create(count);
        MobilityHelper mobility;
        mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                      "DeltaX",
                                      DoubleValue(20),
                                      "Z",
                                      DoubleValue(1.5));
        mobility.Install(NodeContainer(cloud, edges, devices));
        EdgeTopologyHelper topology(link);
        topology.Install(cloud, edges, devices);
        NrLiteHelper radio;
        sidelink = radio.InstallSidelink(devices);
        radio.AssignStreams(sidelink, 7000);
        if (link != "nr-lite-bulk")
        {
            Ipv4AddressHelper("10.100.0.0", "255.255.0.0").Assign(sidelink);
        }
        offloading.SetLocator(topology.GetLocator());
        offloading.SetFirstStream(1000);
    }

    /// Let each device do some tasks. @return lines of offload.csv by where and outcome
    std::map<std::string, uint32_t> Run(const std::string& name)
    {
        offloading.SetTasks("StartTime",
                            TimeValue(Seconds(3)),
                            "Interval",
                            StringValue("ns3::ExponentialRandomVariable[Mean=2]"),
                            "Flop",
                            StringValue("ns3::UniformRandomVariable[Min=2e8|Max=6e8]"),
                            "MaxTasks",
                            UintegerValue(10));
        offloading.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e8|Max=1e9]");
        const ApplicationContainer apps = offloading.Install(edges.Get(0), devices, sidelink);
        EdgeLearningTraceHelper traces(directory.Path(name));
        traces.Enable(apps);
        Simulator::Stop(Seconds(100));
        Simulator::Run();
        traces.Finish();
        std::map<std::string, uint32_t> counts;
        std::istringstream lines(directory.Read(name + "/offload.csv"));
        std::string line;
        std::getline(lines, line);
        EXPECT_EQ(line,
                  "time_s,task,from,to,where,input_bytes,output_bytes,latency_s,joules,outcome");
        while (std::getline(lines, line))
        {
            std::istringstream fields(line);
            std::string field;
            std::string key;
            for (int i = 0; std::getline(fields, field, ','); ++i)
            {
                key += i == 4 ? field + "," : i == 9 ? field : "";
            }
            ++counts[key];
        }
        return counts;
    }

    NodeContainer edges;
    NodeContainer devices;
    NetDeviceContainer sidelink;
    OffloadingHelper offloading;
    TemporaryDirectory directory;
};

TEST_P(OffloadingHelperTest, TasksGoEverywhere)
{
    offloading.SetServerCompute("Rate", DoubleValue(1e9));
    Link(GetParam(), 4);
    auto counts = Run("run");
    EXPECT_EQ(counts["local,done"] + counts["edge,done"] + counts["neighbour,done"], 40U);
    EXPECT_GT(counts["local,done"], 0U);
    EXPECT_GT(counts["edge,done"], 0U);
    EXPECT_GT(counts["neighbour,done"], 0U);
    const std::string transfers = directory.Read("run/transfers.csv");
    const auto count = [&transfers](const std::string& what) {
        uint32_t found = 0;
        for (auto at = transfers.find(what); at != std::string::npos;
             at = transfers.find(what, at + 1))
        {
            ++found;
        }
        return found;
    };
    EXPECT_EQ(count(",access,offload_task,100084,delivered\n"), counts["edge,done"]);
    EXPECT_EQ(count(",access,offload_result,1072,delivered\n"), counts["edge,done"]);
    EXPECT_EQ(count(",d2d,offload_task,100084,delivered\n"), counts["neighbour,done"]);
    EXPECT_EQ(count(",d2d,offload_result,1072,delivered\n"), counts["neighbour,done"]);
    EXPECT_EQ(count(",rejected\n"), 0U);
}

INSTANTIATE_TEST_SUITE_P(Links, OffloadingHelperTest, testing::Values("nr-lite", "nr-lite-bulk"));

TEST_F(OffloadingHelperTest, TheSameSeedGivesTheSameBytes)
{
    std::string files[2];
    for (auto& file : files)
    {
        edges = devices = NodeContainer();
        offloading = OffloadingHelper();
        Link("p2p", 3); // whose streams are all fixed
        Run("run");
        file = directory.Read("run/offload.csv") + directory.Read("run/transfers.csv");
        Simulator::Destroy();
    }
    EXPECT_EQ(files[0], files[1]);
    EXPECT_GT(files[0].size(), 1000U);
}

TEST_F(OffloadingHelperTest, WithoutAnEdgeServerNeighboursHelp)
{
    Link("nr-lite", 3);
    edges = NodeContainer();
    offloading.SetTasks("MaxTasks", UintegerValue(4), "StartTime", TimeValue(Seconds(3)));
    offloading.SetMaxNeighbours(1);
    const ApplicationContainer apps = offloading.Install(nullptr, devices, sidelink);
    EXPECT_EQ(apps.GetN(), 9U);
    std::map<OffloadPlace, uint32_t> places;
    for (uint32_t i = 0; i < apps.GetN(); ++i)
    {
        apps.Get(i)->TraceConnectWithoutContext(
            "Task",
            Callback<void, const OffloadRecord&>([&](const OffloadRecord& record) {
                EXPECT_FALSE(record.reason);
                ++places[record.where];
            }));
    }
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    EXPECT_EQ(places[OffloadPlace::EDGE], 0U);
    EXPECT_EQ(places[OffloadPlace::LOCAL] + places[OffloadPlace::NEIGHBOUR], 12U);
}

TEST_F(OffloadingHelperTest, NamesWhatIsWrong)
{
    EXPECT_THROW(offloading.SetPolicy("ns3::edgelearning::GatewayLocator"), std::invalid_argument);
    EXPECT_THROW(
        offloading.SetPolicy("ns3::edgelearning::EnergyAwarePolicy", "Reserve", DoubleValue(-1)),
        std::invalid_argument);
    EXPECT_THROW(offloading.SetTasks("Flops", DoubleValue(1)), std::invalid_argument);
    EXPECT_THROW(offloading.SetCompute("Speed", "ns3::ConstantRandomVariable"),
                 std::invalid_argument);
    Link("nr-lite", 2);
    EXPECT_THROW(offloading.Install(edges.Get(0), NodeContainer()), std::invalid_argument);
    EXPECT_THROW(offloading.Install(edges.Get(0), devices.Get(0), sidelink),
                 std::invalid_argument); // a sidelink of somebody else
    EXPECT_THROW(offloading.Install(edges.Get(0), devices, NetDeviceContainer(sidelink, sidelink)),
                 std::invalid_argument);
    offloading.SetLocator("ns3::edgelearning::BeaconLocator");
    EXPECT_THROW(offloading.Install(edges.Get(0), devices), std::invalid_argument);
    offloading.SetLocator("ns3::edgelearning::GatewayLocator");
    offloading.Install(edges.Get(0), devices);
    EXPECT_THROW(offloading.Install(edges.Get(0), devices), std::invalid_argument); // twice
}

} // namespace ns3::edgelearning::test
