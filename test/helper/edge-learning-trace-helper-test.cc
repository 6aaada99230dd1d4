/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "temporary-directory.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/double.h"
#include "ns3/edge-learning-helper.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/nr-lite-energy-model.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::edgelearning::test
{

/// A market of one owner and two workers that writes its files.
class EdgeLearningTraceHelperTest : public ::testing::Test
{
  protected:
    EdgeLearningTraceHelperTest()
        : cloud(1),
          edges(1),
          devices(2)
    {
        learning.SetFirstStream(1000);
        learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                            "ModelBytes",
                            UintegerValue(1000),
                            "FlopPerSample",
                            DoubleValue(1000));
        learning.SetOwners(1, "Rounds", UintegerValue(1), "Demand", UintegerValue(2));
        learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    ApplicationContainer Install()
    {
        EdgeTopologyHelper topology("p2p");
        topology.Install(cloud, edges, devices);
        learning.SetLocator(topology.GetLocator());
        return learning.Install(cloud, edges, devices);
    }

    void Run() const
    {
        Simulator::Stop(Seconds(20));
        Simulator::Run();
    }

    /// Make it impossible to give a file its name, as a full disk does.
    void Spoil(const std::string& name) const
    {
        std::filesystem::create_directories(directory.Path(name + "/x"));
    }

    const std::vector<std::string> tables{"rounds.csv",
                                          "dropouts.csv",
                                          "auctions.csv",
                                          "revenue.csv",
                                          "aoi.csv",
                                          "transfers.csv",
                                          "energy.csv"};
    TemporaryDirectory directory;
    NodeContainer cloud;
    NodeContainer edges;
    NodeContainer devices;
    EdgeLearningHelper learning;
};

TEST_F(EdgeLearningTraceHelperTest, WritesAllFilesOfARun)
{
    EdgeLearningTraceHelper traces(directory.Path("deep/er"));
    traces.Enable(Install());
    EXPECT_TRUE(directory.Has("deep/er/rounds.csv.part"));
    Run();
    EXPECT_FALSE(directory.Has("deep/er/rounds.csv"));
    traces.Finish();
    traces.Finish();
    for (const std::string& table : tables)
    {
        const std::string text = directory.Read("deep/er/" + table);
        EXPECT_EQ(std::count(text.begin(), text.end(), '\n') > 1, table != "dropouts.csv") << table;
        EXPECT_FALSE(directory.Has("deep/er/" + table + ".part"));
    }
    EXPECT_NE(directory.Read("deep/er/summary.json").find("\"aggregated\": 2"), std::string::npos);
    EXPECT_TRUE(directory.Has("deep/er/revenue.plt"));
    EXPECT_EQ(traces.GetSummary().GetRevenue().size(), 2U);
}

TEST_F(EdgeLearningTraceHelperTest, TellsTheEnergyOfComputingAndRadio)
{
    BasicEnergySourceHelper battery;
    battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(1000));
    const EnergySourceContainer sources = battery.Install(devices);
    EdgeTopologyHelper topology("nr-lite");
    MobilityHelper().Install(NodeContainer(cloud, edges, devices));
    const NetDeviceContainer access = topology.Install(cloud, edges, devices);
    std::vector<Ptr<NrLiteEnergyModel>> radios;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        radios.push_back(
            NrLiteEnergyModel::Install(DynamicCast<NrLiteUeNetDevice>(access.Get(1 + i)),
                                       sources.Get(i)));
    }
    EdgeLearningTraceHelper traces(directory.Path());
    traces.Enable(learning.Install(cloud, edges, devices));
    Run();
    std::map<std::pair<std::string, std::string>, double> totals; // by node and component
    traces.Finish();
    std::istringstream lines(directory.Read("energy.csv"));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line))
    {
        std::istringstream fields(line);
        std::string time;
        std::string node;
        std::string component;
        std::getline(fields, time, ',');
        std::getline(fields, node, ',');
        std::getline(fields, component, ',');
        fields >> totals[{node, component}];
    }
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const std::string node = std::to_string(devices.Get(i)->GetId());
        const std::pair<std::string, std::string> compute(node, "compute");
        const std::pair<std::string, std::string> radio(node, "radio");
        EXPECT_GT(totals[compute], 0);
        // The source asks once a second at least, and the radio draws 50 mW when idle.
        EXPECT_GT(totals[radio], 0.9);
        EXPECT_NEAR(totals[radio], radios[i]->GetTotalEnergyConsumption(), 0.06);
    }
}

TEST_F(EdgeLearningTraceHelperTest, TouchesNothingBeforeSomethingIsEnabled)
{
    directory.Write("rounds.csv", "old");
    directory.Write("summary.json", "old");
    directory.Write("price.png", "old");
    {
        EdgeLearningTraceHelper traces(directory.Path());
        traces.Finish();
    }
    EXPECT_EQ(directory.Read("rounds.csv"), "old");
    EXPECT_EQ(directory.Read("summary.json"), "old");
    EXPECT_EQ(directory.Read("price.png"), "old");
}

TEST_F(EdgeLearningTraceHelperTest, LeavesNothingOfAnEarlierRun)
{
    for (const char* name : {"rounds.csv", "summary.json", "price.png", "price.plt"})
    {
        directory.Write(name, "old");
    }
    learning.SetMechanism(""); // Nothing is sold, so that there is no plot of prices.
    EdgeLearningTraceHelper traces(directory.Path());
    traces.Enable(Install());
    EXPECT_FALSE(directory.Has("rounds.csv"));
    EXPECT_FALSE(directory.Has("summary.json"));
    Run();
    traces.Finish();
    EXPECT_NE(directory.Read("rounds.csv"), "old");
    EXPECT_NE(directory.Read("summary.json"), "old");
    EXPECT_FALSE(directory.Has("price.png"));
    EXPECT_FALSE(directory.Has("price.plt"));
}

TEST_F(EdgeLearningTraceHelperTest, EndOfTheSimulationFinishes)
{
    EdgeLearningTraceHelper traces(directory.Path());
    traces.Enable(Install());
    Run();
    Simulator::Destroy();
    EXPECT_TRUE(directory.Has("summary.json"));
}

TEST_F(EdgeLearningTraceHelperTest, FinishReportsAFailureOnce)
{
    auto traces = std::make_unique<EdgeLearningTraceHelper>(directory.Path());
    traces->Enable(Install());
    Spoil("aoi.csv");
    EXPECT_THROW(traces->Finish(), std::runtime_error);
    traces.reset(); // It was said once.
    EXPECT_FALSE(directory.Has("summary.json"));
}

TEST_F(EdgeLearningTraceHelperTest, EndOfTheSimulationReportsAFailure)
{
    EdgeLearningTraceHelper traces(directory.Path());
    traces.Enable(Install());
    Spoil("aoi.csv");
    EXPECT_THROW(Simulator::Destroy(), std::runtime_error);
}

TEST_F(EdgeLearningTraceHelperTest, DestructionReportsAFailure)
{
    const auto lifetime = [this]() {
        EdgeLearningTraceHelper traces(directory.Path());
        traces.Enable(Install());
        Spoil("aoi.csv");
    };
    EXPECT_THROW(lifetime(), std::runtime_error);
}

TEST_F(EdgeLearningTraceHelperTest, AnExceptionLeavesPartsOnly)
{
    const auto lifetime = [this]() {
        EdgeLearningTraceHelper traces(directory.Path());
        traces.Enable(Install());
        throw std::logic_error("the script's own");
    };
    EXPECT_THROW(lifetime(), std::logic_error);
    EXPECT_FALSE(directory.Has("rounds.csv"));
    EXPECT_TRUE(directory.Has("rounds.csv.part"));
}

} // namespace ns3::edgelearning::test
