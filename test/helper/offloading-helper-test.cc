/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "temporary-directory.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-learning-helper.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/offload-client.h"
#include "ns3/offload-server.h"
#include "ns3/offloading-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/task-source.h"
#include "ns3/uinteger.h"

#include <algorithm>
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

/// Federated learning whose workers may let others train.
class TrainingOffloadTest : public OffloadingHelperTest
{
  protected:
    /// What became of the learning.
    struct Result
    {
        double accuracy{0};    ///< in the end
        double seconds{0};     ///< until then
        uint32_t sent{0};      ///< how often data left
        uint64_t sentBytes{0}; ///< of data and model, last
        std::string offload;   ///< offload.csv
        std::string transfers; ///< transfers.csv
    };

    /// @param mayLeave data may @param fails the server does, when it has them
    Result Learn(bool mayLeave, bool fails = false)
    {
        NodeContainer cloud(1);
        NodeContainer edge(1);
        NodeContainer workers(2);
        EdgeTopologyHelper topology("p2p");
        topology.Install(cloud, edge, workers);
        EdgeLearningHelper learning;
        learning.SetFirstStream(100);
        learning.SetLearner("ns3::edgelearning::TorchLearner",
                            "Architecture",
                            StringValue("64-16-10"));
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e7]");
        learning.SetOwners(1, "Demand", UintegerValue(2), "Rounds", UintegerValue(2));
        learning.SetLocator(topology.GetLocator());
        learning.SetWorkerAttribute("AllowDataOffload", BooleanValue(mayLeave));
        OffloadingHelper helper;
        helper.SetFirstStream(9000);
        helper.SetHaveTasks(false);
        helper.SetLocator(topology.GetLocator());
        helper.SetServerCompute("Rate", DoubleValue(fails ? 3e7 : 1e10));
        ApplicationContainer apps = learning.Install(cloud, edge, workers);
        apps.Add(helper.Install(edge.Get(0), workers));
        Ptr<OffloadServer> server;
        for (uint32_t i = 0; i < apps.GetN() && !server; ++i)
        {
            server = DynamicCast<OffloadServer>(apps.Get(i));
        }
        EdgeLearningTraceHelper traces(directory.Path("learn"));
        traces.Enable(apps);
        Result result;
        for (uint32_t i = 0; i < apps.GetN(); ++i)
        {
            apps.Get(i)->TraceConnectWithoutContext(
                "Round",
                Callback<void, const RoundRecord&>([&result](const RoundRecord& record) {
                    result.accuracy = record.accuracy.value_or(result.accuracy);
                    result.seconds = Simulator::Now().GetSeconds();
                }));
            apps.Get(i)->TraceConnectWithoutContext(
                "DataOffloaded",
                Callback<void, Ticket, uint32_t, uint32_t>(
                    [&, fails](Ticket, uint32_t, uint32_t bytes) {
                        ++result.sent;
                        result.sentBytes = bytes;
                        if (fails)
                        {
                            Simulator::Schedule(Seconds(0.3), &OffloadServer::Fail, server);
                        }
                    }));
        }
        Simulator::Stop(Seconds(500));
        Simulator::Run();
        traces.Finish();
        result.offload = directory.Read("learn/offload.csv");
        result.transfers = directory.Read("learn/transfers.csv");
        Simulator::Destroy();
        return result;
    }
};

TEST_F(TrainingOffloadTest, DataStayUnlessTheyMayLeave)
{
    const Result at = Learn(false);
    EXPECT_GT(at.accuracy, 0.3);
    EXPECT_EQ(at.sent, 0U);
    EXPECT_EQ(std::count(at.offload.begin(), at.offload.end(), '\n'), 1);
    EXPECT_EQ(at.transfers.find("offload_task"), std::string::npos);

    const Result away = Learn(true);
    EXPECT_EQ(away.sent, 4U); // two workers, two rounds
    // About 719 samples of 64 features and a label, and 1210 parameters, of 4 bytes each.
    EXPECT_NEAR(away.sentBytes, 4 * (719 * 65 + 1210), 4 * 2 * 65);
    EXPECT_EQ(away.accuracy, at.accuracy); // The same steps, elsewhere.
    EXPECT_LT(away.seconds, at.seconds - 1);
    EXPECT_NE(away.offload.find(",edge,"), std::string::npos);
    EXPECT_NE(away.transfers.find(",access,offload_task,"), std::string::npos);
}

TEST_F(TrainingOffloadTest, AServerThatLeavesSendsTheTrainingHome)
{
    const Result result = Learn(true, true);
    EXPECT_GT(result.accuracy, 0.3);
    EXPECT_NE(result.offload.find(",retried\n"), std::string::npos);
    EXPECT_NE(result.offload.find(",local,"), std::string::npos);
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
