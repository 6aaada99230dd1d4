/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/edge-learning-helper.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/node-address.h"
#include "ns3/node-list.h"
#include "ns3/nstime.h"
#include "ns3/periodic-collection.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/second-price-auction.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::edgelearning::test
{

/// A helper to be misused.
class EdgeLearningHelperTest : public ::testing::Test
{
  protected:
    void TearDown() override
    {
        Simulator::Destroy();
    }

    /**
     * @param misuse throws std::invalid_argument
     * @param words each of them must be in its message
     */
    static void ExpectRefusal(const std::function<void()>& misuse,
                              const std::vector<std::string>& words)
    {
        try
        {
            misuse();
            ADD_FAILURE() << "no refusal with " << words.at(0);
        }
        catch (const std::invalid_argument& error)
        {
            for (const std::string& word : words)
            {
                EXPECT_NE(std::string(error.what()).find(word), std::string::npos)
                    << "no '" << word << "' in: " << error.what();
            }
        }
    }

    void Install()
    {
        NodeContainer cloud(1);
        NodeContainer edges(1);
        NodeContainer devices(2);
        EdgeTopologyHelper topology("p2p");
        topology.Install(cloud, edges, devices);
        learning.SetLocator(topology.GetLocator());
        learning.Install(cloud, edges, devices);
    }

    EdgeLearningHelper learning;
};

TEST_F(EdgeLearningHelperTest, WrongAttributesNameValueAndRange)
{
    ExpectRefusal([this]() { learning.SetOwners(1, "Demand", UintegerValue(0)); },
                  {"Demand", "'0'", "uint32_t 1:"});
    ExpectRefusal([this]() { learning.SetOwners(1, "Demand", DoubleValue(2)); },
                  {"Demand", "'2'", "uint32_t 1:"});
    ExpectRefusal([this]() { learning.SetOwners(1, "Demnad", UintegerValue(1)); },
                  {"ModelOwner", "'Demnad'", " Demand ", " Budget "});
    ExpectRefusal(
        [this]() {
            learning.SetLearner("ns3::edgelearning::TorchLearner", "Momentum", DoubleValue(2));
        },
        {"Momentum", "'2'", "double 0:1"});
    ExpectRefusal(
        [this]() {
            learning.SetMechanism("ns3::edgelearning::SecondPriceAuction",
                                  "Reserve",
                                  DoubleValue(-1));
        },
        {"Reserve", "'-1'"});
    ExpectRefusal([this]() { learning.SetWorkerAttribute("Ask", DoubleValue(-3)); },
                  {"Ask", "'-3'"});
    ExpectRefusal([this]() { learning.SetAoiAttribute("MinAge", DoubleValue(2)); },
                  {"MinAge", "'2'"});
}

TEST_F(EdgeLearningHelperTest, WhatIsEachWorkersOwnHasItsOwnSetter)
{
    ExpectRefusal(
        [this]() {
            learning.SetWorkerAttribute("Collection",
                                        PointerValue(CreateObject<PeriodicCollection>()));
        },
        {"Collection", "SetCollectionProcess()"});
    ExpectRefusal([this]() { learning.SetWorkerAttribute("InitialAge", TimeValue(Seconds(1))); },
                  {"InitialAge", "SetCollection()"});
}

TEST_F(EdgeLearningHelperTest, DoubleSellersCallTwoEdgeServers)
{
    NodeContainer cloud(1);
    NodeContainer edges(2);
    NodeContainer devices(2);
    EdgeTopologyHelper topology("p2p");
    topology.Install(cloud, edges, devices);
    learning.SetDoubleSellers(1);
    constexpr uint16_t EDGE_PORT = 8000;
    learning.SetLocator("StaticLocator",
                        "Remote",
                        AddressValue(GetServiceAddress(edges.Get(1), EDGE_PORT)));
    ExpectRefusal([&]() { learning.Install(cloud, edges, devices); },
                  {"node " + std::to_string(edges.Get(1)->GetId()), "double seller"});
}

TEST_F(EdgeLearningHelperTest, TypesNeedNoNamespace)
{
    const TypeId base = AuctionMechanism::GetTypeId();
    const TypeId known = SecondPriceAuction::GetTypeId();
    EXPECT_EQ(FindType(base, "ns3::edgelearning::SecondPriceAuction"), known);
    EXPECT_EQ(FindType(base, "SecondPriceAuction"), known);
    EXPECT_EQ(FindType(RandomVariableStream::GetTypeId(), "ParetoRandomVariable"),
              ParetoRandomVariable::GetTypeId());
    ExpectRefusal([base]() { FindType(base, "AuctionMechanism"); }, {"'AuctionMechanism'"});
    ExpectRefusal([base]() { FindType(base, "TorchLearner"); },
                  {"'TorchLearner'", "ns3::edgelearning::SecondPriceAuction"});
}

TEST_F(EdgeLearningHelperTest, NodesAreInstalledOnce)
{
    NodeContainer cloud(1);
    NodeContainer edges(1);
    NodeContainer devices(2);
    EdgeTopologyHelper topology("p2p");
    topology.Install(cloud, edges, devices);
    learning.SetLocator(topology.GetLocator());
    learning.Install(cloud, edges, devices);
    ExpectRefusal([&]() { learning.Install(cloud, edges, devices); },
                  {"node " + std::to_string(cloud.Get(0)->GetId()), "ClearingHouse", "once"});
}

TEST_F(EdgeLearningHelperTest, WrongComputeIsRefused)
{
    ExpectRefusal([this]() { learning.SetCompute("Speed", "ns3::ConstantRandomVariable"); },
                  {"'Speed'", "Rate", "EnergyPerFlop"});
    learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=0]");
    ExpectRefusal([this]() { Install(); }, {"Rate", "'0'", "double "});
}

TEST_F(EdgeLearningHelperTest, TrainingSpeedFollowsTheLearner)
{
    learning.SetLearner("ns3::edgelearning::SyntheticLearner", "FlopPerSample", DoubleValue(3e4));
    learning.SetTrainingSpeed("ns3::ConstantRandomVariable[Constant=20]");
    Install();
    DoubleValue rate;
    NodeList::GetNode(NodeList::GetNNodes() - 1)
        ->GetObject<ComputeResource>()
        ->GetAttribute("Rate", rate);
    EXPECT_DOUBLE_EQ(rate.Get(), 6e5);
}

TEST_F(EdgeLearningHelperTest, InfiniteValuesAreRefused)
{
    for (const double rate :
         {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    {
        ExpectRefusal(
            [rate]() { CheckAttribute(ComputeResource::GetTypeId(), "Rate", DoubleValue(rate)); },
            {"Rate", std::to_string(rate)});
    }
}

TEST_F(EdgeLearningHelperTest, NetworkAndDataMustFit)
{
    learning.SetLearner("ns3::edgelearning::TorchLearner", "Architecture", StringValue("32-10"));
    ExpectRefusal([this]() { Install(); }, {"digits.csv", "64 values", "'32-10'", "32 values"});
}

TEST_F(EdgeLearningHelperTest, NetworkMustBeKnown)
{
    learning.SetLearner("ns3::edgelearning::TorchLearner", "Architecture", StringValue("64-lots"));
    ExpectRefusal([this]() { Install(); }, {"64-lots", "64-32-10"});
}

TEST_F(EdgeLearningHelperTest, WithoutMarketNoBudgetIsNeeded)
{
    learning.SetOwners(1, "Budget", DoubleValue(0));
    EXPECT_NO_THROW(Install());
}

TEST_F(EdgeLearningHelperTest, AMarketNeedsABudget)
{
    learning.SetOwners(1, "Budget", DoubleValue(0));
    learning.SetMechanism("ns3::edgelearning::SecondPriceAuction");
    ExpectRefusal([this]() { Install(); }, {"Budget 0", "more than 0"});
}

TEST_F(EdgeLearningHelperTest, NegativeAgesAreRefused)
{
    learning.SetCollection("ns3::ConstantRandomVariable[Constant=-4]",
                           "ns3::ConstantRandomVariable[Constant=0]");
    ExpectRefusal([this]() { Install(); }, {"initial age", "-4 s"});
}

} // namespace ns3::edgelearning::test
