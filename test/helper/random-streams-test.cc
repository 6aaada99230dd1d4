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
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/offloading-helper.h"
#include "ns3/pointer.h"
#include "ns3/rectangle.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/split-learning-helper.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::edgelearning::test
{

/// Runs one after the other in one program.
class RandomStreamsTest : public ::testing::TestWithParam<std::string>
{
  protected:
    RandomStreamsTest()
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    /// Nodes, devices of which walk, within reach of each other over any link.
    struct Network
    {
        NodeContainer cloud{1};
        NodeContainer edges{2};
        NodeContainer devices{4};
    };

    static void Place(const Network& network)
    {
        MobilityHelper mobility;
        mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                      "DeltaX",
                                      DoubleValue(30),
                                      "Z",
                                      DoubleValue(25));
        mobility.Install(NodeContainer(network.edges, network.cloud));
        mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                      "MinX",
                                      DoubleValue(10),
                                      "MinY",
                                      DoubleValue(10),
                                      "DeltaX",
                                      DoubleValue(5),
                                      "Z",
                                      DoubleValue(1.5));
        mobility.SetMobilityModel("ns3::RandomWalk2dMobilityModel",
                                  "Bounds",
                                  RectangleValue(Rectangle(0, 40, 0, 40)),
                                  "Time",
                                  TimeValue(Seconds(1)));
        mobility.Install(network.devices);
    }

    /// What is in the files of a run, which ends here.
    std::string Finish(const ApplicationContainer& apps, Time end)
    {
        const std::string name = "run" + std::to_string(m_runs++);
        EdgeLearningTraceHelper traces(directory.Path(name));
        traces.Enable(apps);
        const uint64_t before = RngSeedManager::GetNextStreamIndex();
        Simulator::Stop(end);
        Simulator::Run();
        EXPECT_EQ(RngSeedManager::GetNextStreamIndex(), before + 1)
            << "streams were taken that nobody can assign";
        traces.Finish();
        Simulator::Destroy();
        std::vector<std::string> files;
        for (const auto& file : std::filesystem::directory_iterator(directory.Path(name)))
        {
            files.push_back(file.path().filename());
        }
        std::sort(files.begin(), files.end());
        std::string all;
        for (const std::string& file : files)
        {
            if (file.find(".csv") != std::string::npos || file.find(".json") != std::string::npos)
            {
                all += file + "\n" + directory.Read(name + "/" + file);
            }
        }
        return all;
    }

    /// @param stream the first of the network's @return what the run wrote
    std::string Learn(const std::string& link, int64_t stream)
    {
        const Network network;
        Place(network);
        EdgeTopologyHelper topology(link);
        topology.Install(network.cloud, network.edges, network.devices);
        EXPECT_LT(topology.AssignStreams(stream), 5000);
        EdgeLearningHelper learning;
        learning.SetFirstStream(10000);
        learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                            "ModelBytes",
                            UintegerValue(50000));
        learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=200|Max=2000]");
        learning.SetOwners(1, "Rounds", UintegerValue(1), "Demand", UintegerValue(3));
        learning.SetLocator(topology.GetLocator());
        learning.SetWorkerAttribute("StartTime", TimeValue(topology.GetStartTime()));
        return Finish(learning.Install(network.cloud, network.edges, network.devices), Seconds(9));
    }

    TemporaryDirectory directory;

  private:
    uint32_t m_runs{0}; //!< so far
};

TEST_P(RandomStreamsTest, ASecondRunIsAsIfAlone)
{
    const std::string alone = Learn(GetParam(), 100);
    EXPECT_NE(alone.find("update"), std::string::npos) << "nobody sent an update";
    RngSeedManager::GetNextStreamIndex(); // what other runs take
    EXPECT_EQ(Learn(GetParam(), 100), alone);
    if (GetParam() != "p2p") // where wires are never at odds
    {
        EXPECT_NE(Learn(GetParam(), 200), alone) << "nothing random hangs on these streams";
    }
}

INSTANTIATE_TEST_SUITE_P(
    Links,
    RandomStreamsTest,
    ::testing::Values("nr-lite", "nr-lite-bulk", "lte", "wifi", "wifi-infrastructure", "p2p"),
    [](const auto& info) {
        std::string name = info.param;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });

/// Runs in which all is there that draws.
class WholeRunStreamsTest : public RandomStreamsTest
{
  protected:
    /// Federated learning in a market with relays, drift, absences and an auction that trains on,
    /// beside offloading. @return what the run wrote
    std::string RunMarket()
    {
        const Network network;
        Place(network);
        EdgeTopologyHelper topology("nr-lite");
        topology.Install(network.cloud, network.edges, network.devices);
        NetDeviceContainer sidelink = NrLiteHelper().InstallSidelink(network.devices);
        Ipv4AddressHelper("10.100.0.0", "255.255.0.0").Assign(sidelink);
        int64_t stream = 1;
        stream += topology.AssignStreams(stream);
        stream += NrLiteHelper::AssignStreams(sidelink, stream);

        EdgeLearningHelper learning;
        learning.SetFirstStream(stream);
        learning.SetLearner("ns3::edgelearning::TorchLearner",
                            "Architecture",
                            StringValue("64-16-10"));
        learning.SetDataset("digits.csv", "Dirichlet", 0.5);
        learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=500|Max=5000]");
        learning.SetCollection("ns3::UniformRandomVariable[Min=0|Max=10]",
                               "ns3::ConstantRandomVariable[Constant=5]");
        learning.SetCollectionProcess("ns3::edgelearning::PoissonCollection");
        learning.SetWitness("ns3::edgelearning::AttestedCollections");
        learning.SetDrift("ns3::edgelearning::LabelDrift", "Interval", TimeValue(Seconds(5)));
        learning.SetAvailability("ns3::edgelearning::OnOffAvailabilityModel",
                                 "OnTime",
                                 StringValue("ns3::ExponentialRandomVariable[Mean=20]"),
                                 "OffTime",
                                 StringValue("ns3::ExponentialRandomVariable[Mean=2]"));
        learning.SetSelection("ns3::edgelearning::RandomSelection");
        learning.SetLocator("ns3::edgelearning::ClusterLocator");
        learning.SetRelayPolicy("ns3::edgelearning::VolunteerRelayPolicy");
        learning.SetOwners(2, "Demand", UintegerValue(2), "Deadline", TimeValue(Seconds(4)));
        learning.SetMechanism("ns3::edgelearning::DeepAuction",
                              "TrainingSteps",
                              UintegerValue(5),
                              "RetrainInterval",
                              TimeValue(Seconds(5)),
                              "RetrainMinimum",
                              UintegerValue(10),
                              "RetrainSteps",
                              UintegerValue(5));
        ApplicationContainer apps =
            learning.Install(network.cloud, network.edges, network.devices, network.devices);

        OffloadingHelper offloading;
        offloading.SetFirstStream(learning.GetNextStream());
        offloading.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e8|Max=1e9]");
        apps.Add(offloading.Install(network.edges.Get(0), network.devices, sidelink));
        return Finish(apps, Seconds(25));
    }

    /// @return what a run of split learning wrote
    std::string RunSplit()
    {
        const Network network;
        Place(network);
        EdgeTopologyHelper topology("nr-lite");
        topology.Install(network.cloud, network.edges, network.devices);
        topology.AssignStreams(1);
        SplitLearningHelper split;
        split.SetFirstStream(1000);
        split.SetLocator(topology.GetLocator());
        split.SetTestFraction(0.9);
        split.SetServerAttribute("Epochs", UintegerValue(2));
        return Finish(split.Install(network.edges.Get(0), network.devices), Seconds(30));
    }
};

TEST_F(WholeRunStreamsTest, AMarketTakesNoStreamsWhileItRuns)
{
    const std::string alone = RunMarket();
    for (const char* word : {",deep,", ",update,", ",edge,"})
    {
        EXPECT_NE(alone.find(word), std::string::npos) << "nothing like " << word << " happened";
    }
    EXPECT_EQ(RunMarket(), alone);
}

TEST_F(WholeRunStreamsTest, SplitLearningTakesNoStreamsWhileItRuns)
{
    EXPECT_EQ(RunSplit(), RunSplit());
}

TEST_F(WholeRunStreamsTest, StreamsAreAssignedAfterInstall)
{
    EXPECT_THROW(EdgeTopologyHelper("p2p").AssignStreams(1), std::logic_error);
}

} // namespace ns3::edgelearning::test
