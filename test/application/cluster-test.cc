/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay-scenario.h"

#include "ns3/basic-energy-source.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/energy-source-container.h"
#include "ns3/mobility-model.h"
#include "ns3/pointer.h"
#include "ns3/simple-device-energy-model.h"
#include "ns3/volunteer-relay-policy.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace ns3::edgelearning::test
{

/// Workers that only relays cover, and relays that come and go.
class ClusterTest : public RelayScenario
{
  protected:
    ClusterTest()
    {
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(4),
                           "Rounds",
                           UintegerValue(6),
                           "StartDelay",
                           TimeValue(Seconds(6)),
                           "SelectionWindow",
                           TimeValue(Seconds(2)),
                           "Deadline",
                           TimeValue(Seconds(5)),
                           "RoundPeriod",
                           TimeValue(Seconds(8)));
    }

    /// Two relays within reach of all workers, at different distances.
    void CreateOverlappingClusters(uint32_t workerCount)
    {
        CreateClusters(2, workerCount);
        learning.SetOwners(1, "Demand", UintegerValue(workerCount));
        Place(relays.Get(1), Vector(40, 10, 1.5));
        for (uint32_t i = 0; i < workerCount; ++i)
        {
            Place(devices.Get(i), Vector(i, 20, 1.5));
        }
    }

    static void Place(Ptr<Node> node, const Vector& position)
    {
        node->GetObject<MobilityModel>()->SetPosition(position);
    }

    static void GiveEnergy(Ptr<Node> node, double left)
    {
        Ptr<BasicEnergySource> source = CreateObject<BasicEnergySource>();
        source->SetAttribute("BasicEnergySourceInitialEnergyJ", DoubleValue(100));
        source->SetNode(node);
        Ptr<EnergySourceContainer> sources = CreateObject<EnergySourceContainer>();
        sources->Add(source);
        node->AggregateObject(sources);
        source->SetInitialEnergy(100);
        // What is gone already: a load of the right power for a second.
        Ptr<SimpleDeviceEnergyModel> load = CreateObject<SimpleDeviceEnergyModel>();
        load->SetEnergySource(source);
        load->SetNode(node);
        source->AppendDeviceEnergyModel(load);
        load->SetCurrentA(100 * (1 - left) / source->GetSupplyVoltage());
        Simulator::Schedule(Seconds(1), &SimpleDeviceEnergyModel::SetCurrentA, load, 0.0);
    }

    /// @return who is in the cluster of a relay in the end
    std::set<uint32_t> MembersOf(uint32_t relay) const
    {
        return Get<Relay>()[relay]->GetMembers();
    }
};

TEST_F(ClusterTest, WorkersJoinTheNearestRelay)
{
    CreateOverlappingClusters(3);
    Place(devices.Get(2), Vector(38, 20, 1.5));
    InstallSidelink();
    Run(8);
    EXPECT_EQ(MembersOf(0), (std::set<uint32_t>{devices.Get(0)->GetId(), devices.Get(1)->GetId()}));
    EXPECT_EQ(MembersOf(1), std::set<uint32_t>{devices.Get(2)->GetId()});
    EXPECT_EQ(memberships.size(), 3U);
}

TEST_F(ClusterTest, EnergyDecidesBetweenRelays)
{
    CreateOverlappingClusters(1);
    Place(devices.Get(0), Vector(19, 20, 1.5)); // about half way
    GiveEnergy(relays.Get(0), 0.2);
    InstallSidelink();
    Run(8);
    EXPECT_EQ(MembersOf(1).size(), 1U);
}

TEST_F(ClusterTest, ReclustersWhenARelayFails)
{
    CreateOverlappingClusters(4);
    InstallSidelink();
    Get<Relay>()[0]->SetStopTime(Seconds(20));
    Run(60);
    EXPECT_EQ(CountMemberships(false, "stopped"), 4U);
    EXPECT_EQ(MembersOf(1).size(), 4U);
    // Whoever stalls registers anew; everybody who joined has left or is a member of the other.
    const auto left = std::count_if(memberships.begin(), memberships.end(), [](const auto& record) {
        return !record.joined;
    });
    EXPECT_GE(CountMemberships(true, "registered"), 8U);
    EXPECT_EQ(CountMemberships(true, "registered"), left + 4U);
    ASSERT_EQ(ownerRounds.size(), 6U);
    EXPECT_EQ(ownerRounds.back().selected, 4U);
    EXPECT_GE(ownerRounds.back().aggregated, 3U); // The sidelink loses packets, and TCP waits.
    ExpectConservation();
}

TEST_F(ClusterTest, FileTellsEachMembership)
{
    CreateOverlappingClusters(2);
    InstallSidelink();
    Get<Relay>()[0]->SetStopTime(Seconds(20));
    const auto directory = std::filesystem::temp_directory_path() / "edge-learning-clusters";
    EdgeLearningTraceHelper traces(directory);
    traces.Enable(apps);
    Run(60);
    traces.Finish();
    std::ifstream file(directory / "clusters.csv");
    std::string line;
    std::getline(file, line);
    EXPECT_EQ(line, "time_s,relay,worker,event,reason");
    for (const MembershipRecord& record : memberships)
    {
        ASSERT_TRUE(std::getline(file, line));
        std::ostringstream tail;
        tail << "," << record.relay << "," << record.worker << ","
             << (record.joined ? "join" : "leave") << "," << record.reason;
        EXPECT_EQ(line.substr(line.find(',')), tail.str());
    }
    EXPECT_FALSE(std::getline(file, line));
    EXPECT_GE(memberships.size(), 6U); // Both joined, left, and joined again.
    std::filesystem::remove_all(directory);
}

TEST_F(ClusterTest, ReclustersWhenARelayMovesAway)
{
    CreateOverlappingClusters(4);
    InstallSidelink();
    Simulator::Schedule(Seconds(13), [this] { Place(relays.Get(0), Vector(0, 90000, 1.5)); });
    Run(60);
    EXPECT_EQ(MembersOf(1).size(), 4U);
    ASSERT_EQ(ownerRounds.size(), 6U);
    EXPECT_EQ(ownerRounds.back().selected, 4U);
    EXPECT_GE(ownerRounds.back().aggregated, 3U); // The sidelink loses packets, and TCP waits.
    ExpectConservation();
}

TEST_F(ClusterTest, ReclustersWhenARelayRunsEmpty)
{
    CreateOverlappingClusters(2);
    GiveEnergy(relays.Get(0), 1);
    InstallSidelink();
    Ptr<EnergySource> source = relays.Get(0)->GetObject<EnergySourceContainer>()->Get(0);
    Simulator::Schedule(Seconds(13),
                        [source] { DynamicCast<BasicEnergySource>(source)->SetInitialEnergy(0); });
    Run(60);
    EXPECT_EQ(CountMemberships(false, "energy"), 2U);
    EXPECT_EQ(MembersOf(1).size(), 2U);
    EXPECT_FALSE(Get<Relay>()[0]->IsServing());
    ExpectConservation();
}

TEST_F(ClusterTest, WorkerMovesToItsGatewayWhenItIsCovered)
{
    CreateClusters(1, 1);
    learning.SetOwners(1, "Demand", UintegerValue(1));
    topology = std::make_unique<EdgeTopologyHelper>("nr-lite");
    topology->Install(cloud, edges, NodeContainer(relays, devices));
    NrLiteHelper radio;
    Ipv4AddressHelper("10.100.0.0", "255.255.0.0")
        .Assign(radio.InstallSidelink(NodeContainer(relays, devices)));
    learning.SetLocator("ns3::edgelearning::ClusterLocator", "MinQuality", DoubleValue(200));
    InstallApplications();
    Ptr<Worker> worker = Get<Worker>()[0];
    Simulator::Schedule(Seconds(15), [worker] {
        PointerValue locator;
        worker->GetAttribute("Locator", locator);
        locator.GetObject()->SetAttribute("MinQuality", DoubleValue(-10));
    });
    Run(60);
    EXPECT_EQ(CountMemberships(true, "registered"), 1U);
    EXPECT_EQ(CountMemberships(false, "closed"), 1U);
    ASSERT_EQ(ownerRounds.size(), 6U);
    EXPECT_EQ(CountAggregated(), 6U);
    ExpectConservation();
}

TEST_F(ClusterTest, VolunteersAreFewAndServe)
{
    // All devices could relay for the others; those without access only work.
    CreateClusters(6, 4);
    for (uint32_t i = 0; i < 6; ++i)
    {
        Place(relays.Get(i), Vector(3.0 * i, 10, 1.5));
    }
    for (uint32_t i = 0; i < 4; ++i)
    {
        Place(devices.Get(i), Vector(3.0 * i, 20, 1.5));
    }
    learning.SetRelayPolicy("ns3::edgelearning::VolunteerRelayPolicy");
    InstallSidelink();
    Run(60);
    uint32_t serving = 0;
    for (const Ptr<Relay>& relay : Get<Relay>())
    {
        serving += relay->IsServing() ? 1 : 0;
    }
    EXPECT_GE(serving, 1U);
    EXPECT_LE(serving, 2U);
    ASSERT_EQ(ownerRounds.size(), 6U);
    EXPECT_EQ(ownerRounds.back().selected, 4U);
    EXPECT_GE(ownerRounds.back().aggregated, 3U); // The sidelink loses packets, and TCP waits.
    ExpectConservation();
}

TEST(VolunteerRelayPolicyTest, VolunteersAfterItsBackoffAndRetires)
{
    Ptr<VolunteerRelayPolicy> policy = CreateObject<VolunteerRelayPolicy>();
    policy->AssignStreams(1);
    RelayState state;
    state.quality = 10;
    uint32_t asked = 0;
    for (; !policy->ShouldServe(state); ++asked)
    {
        ASSERT_LE(state.now, Seconds(4));
        state.now += MilliSeconds(100);
    }
    EXPECT_GT(asked, 0U);
    state.serving = true;
    EXPECT_TRUE(policy->ShouldServe(state));
    state.quality = -7;
    EXPECT_TRUE(policy->ShouldServe(state)) << "within the hysteresis";
    state.quality = -9;
    EXPECT_FALSE(policy->ShouldServe(state));
    state.quality = 10;
    state.energy = 0.1;
    EXPECT_FALSE(policy->ShouldServe(state));
    state.energy = 1;
    state.relaysHeard = 2;
    EXPECT_FALSE(policy->ShouldServe(state)) << "superfluous";
    state.members = 1;
    EXPECT_TRUE(policy->ShouldServe(state));
    state.quality.reset();
    EXPECT_FALSE(policy->ShouldServe(state)) << "no link";
}

TEST(VolunteerRelayPolicyTest, OneWhoHearsAnotherGivesUp)
{
    Ptr<VolunteerRelayPolicy> policy = CreateObject<VolunteerRelayPolicy>();
    policy->AssignStreams(1);
    RelayState state;
    state.quality = 10;
    EXPECT_FALSE(policy->ShouldServe(state));
    state.now = Seconds(10);
    state.relaysHeard = 1;
    EXPECT_FALSE(policy->ShouldServe(state));
    state.relaysHeard = 0;
    EXPECT_FALSE(policy->ShouldServe(state)) << "a new backoff";
}

} // namespace ns3::edgelearning::test
