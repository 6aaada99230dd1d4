/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "temporary-directory.h"

#include "ns3/double.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/split-learning-helper.h"
#include "ns3/split-server.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace ns3::edgelearning::test
{

/// Split learning as a script installs it.
class SplitLearningHelperTest : public ::testing::TestWithParam<const char*>
{
  protected:
    SplitLearningHelperTest()
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    /// Make nodes and link them.
    void Link(const std::string& link, uint32_t workers)
    {
        NodeContainer cloud(1);
        edges.Create(1);
        devices.Create(workers);
        MobilityHelper().Install(NodeContainer(cloud, edges, devices));
        EdgeTopologyHelper topology(link);
        topology.Install(cloud, edges, devices);
        split.SetLocator(topology.GetLocator());
        split.SetWorkerAttribute("StartTime", TimeValue(topology.GetStartTime()));
        split.SetFirstStream(1000);
        split.SetTestFraction(0.9);
    }

    NodeContainer edges;
    NodeContainer devices;
    SplitLearningHelper split;
    TemporaryDirectory directory;
};

TEST_P(SplitLearningHelperTest, TrainsOverAnyLink)
{
    split.SetServerAttribute("Epochs", UintegerValue(2));
    split.SetServerAttribute("Order", StringValue("Parallel"));
    split.SetPolicy("ns3::edgelearning::SplitPartitioner", "EnergyBudget", DoubleValue(1));
    Link(GetParam(), 3);
    const ApplicationContainer apps = split.Install(edges.Get(0), devices);
    EdgeLearningTraceHelper traces(directory.Path("run"));
    traces.Enable(apps);
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    traces.Finish();
    const std::string splits = directory.Read("run/splits.csv");
    const auto count = [](const std::string& text, const std::string& what) {
        uint32_t found = 0;
        for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        {
            ++found;
        }
        return found;
    };
    EXPECT_EQ(count(splits, ",training,"), 6U);
    EXPECT_EQ(count(splits, ",evaluation,"), 6U);
    EXPECT_EQ(count(splits, ",done\n"), 12U);
    EXPECT_EQ(count(directory.Read("run/rounds.csv"), ",edge,"), 2U);
    // 60 samples of training each in batches of 16; 539 or 540 of evaluation.
    const std::string transfers = directory.Read("run/transfers.csv");
    EXPECT_EQ(count(transfers, ",access,gradients,"), 2U * 3 * 4);
    EXPECT_EQ(count(transfers, ",access,activations,"), 2U * 3 * (4 + 34));
    EXPECT_EQ(count(transfers, ",rejected\n"), 0U);
}

INSTANTIATE_TEST_SUITE_P(Links,
                         SplitLearningHelperTest,
                         testing::Values("p2p", "nr-lite", "nr-lite-bulk", "wifi-infrastructure"));

TEST_F(SplitLearningHelperTest, NodesAreInstalledOnce)
{
    Link("p2p", 1);
    split.Install(edges.Get(0), devices);
    EXPECT_THROW(split.Install(edges.Get(0), devices), std::invalid_argument);
}

TEST_F(SplitLearningHelperTest, NamesWhatIsWrong)
{
    EXPECT_THROW(split.SetTestFraction(1), std::invalid_argument);
    EXPECT_THROW(split.SetLearner("Momentum", DoubleValue(0)), std::invalid_argument);
    EXPECT_THROW(
        split.SetPolicy("ns3::edgelearning::SplitPartitioner", "EnergyBudget", DoubleValue(-1)),
        std::invalid_argument);
    EXPECT_THROW(split.SetPolicy("ns3::edgelearning::FixedSplit", "Cut", UintegerValue(0)),
                 std::invalid_argument);
    EXPECT_THROW(split.SetCompute("Speed", "ns3::ConstantRandomVariable"), std::invalid_argument);
    Link("p2p", 1);
    EXPECT_THROW(split.Install(edges.Get(0), NodeContainer()), std::invalid_argument);
    split.SetLearner("Architecture", StringValue("63-32-10"));
    EXPECT_THROW(split.Install(edges.Get(0), devices), std::invalid_argument);
    split.SetLearner("Architecture", StringValue("64-32-10"));
    split.SetPolicy("ns3::edgelearning::FixedSplit", "Cut", UintegerValue(2));
    EXPECT_THROW(split.Install(edges.Get(0), devices), std::invalid_argument);
    split.SetPolicy("ns3::edgelearning::FixedSplit");
    split.SetLocator("ns3::edgelearning::BeaconLocator");
    EXPECT_THROW(split.Install(edges.Get(0), devices), std::invalid_argument);
}

} // namespace ns3::edgelearning::test
