/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/bulk-socket-factory.h"
#include "ns3/compute-resource.h"
#include "ns3/config.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/ipv4.h"
#include "ns3/mobility-model.h"
#include "ns3/nr-lite-helper.h"
#include "ns3/packet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/static-locator.h"
#include "ns3/synthetic-learner.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace ns3::edgelearning::test
{

/// A market whose workers talk to their edge servers over bulk sockets.
class BulkMarketTest : public MarketScenario
{
  protected:
    /// Two owners, of whom each wants two of the four workers of two cells.
    void InstallMarket()
    {
        CreateNodes(2, 4);
        learning.SetOwners(2,
                           "Demand",
                           UintegerValue(2),
                           "Rounds",
                           UintegerValue(2),
                           "Deadline",
                           TimeValue(Seconds(8)));
        learning.SetMechanism("ns3::edgelearning::SecondPriceAuction");
        NrLiteHelper::AssignStreams(Install("nr-lite-bulk"), 100);
    }

    void MoveAway(uint32_t device)
    {
        devices.Get(device)->GetObject<MobilityModel>()->SetPosition(Vector(1e7, 0, 1.5));
    }

    static std::string Read(const std::filesystem::path& path)
    {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
};

TEST_F(BulkMarketTest, WorkersNeedNoInternetStack)
{
    InstallMarket();
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        EXPECT_FALSE(devices.Get(i)->GetObject<Ipv4>());
    }
    Run(30);
    ASSERT_EQ(ownerRounds.size(), 4U);
    EXPECT_EQ(CountAggregated(), 8U);
    EXPECT_EQ(payments.size(), 8U);
    EXPECT_EQ(ages.size(), 8U);
    EXPECT_TRUE(rejects.empty());
    ExpectConservation();
}

TEST_F(BulkMarketTest, WorkerOutOfCoverageDropsForThatReason)
{
    InstallMarket();
    Simulator::Schedule(Seconds(1.3), [this] { MoveAway(0); });
    Run(30);
    ASSERT_EQ(ownerRounds.size(), 4U);
    ASSERT_EQ(drops.size(), 1U);
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(drops[0].worker, devices.Get(0)->GetId());
    EXPECT_EQ(causes[0].ticket, drops[0].ticket);
    EXPECT_EQ(causes[0].reason, DropReason::COVERAGE);
    EXPECT_EQ(CountAggregated(), 7U);
    ExpectConservation();
}

TEST_F(BulkMarketTest, AgesAgreeWithPackets)
{
    // Contention in a narrow cell: transfers are the larger part of the age.
    Config::SetDefault("ns3::edgelearning::NrLiteCarrier::Bandwidth", DoubleValue(5e6));
    std::map<std::string, double> mean;
    for (const char* link : {"nr-lite", "nr-lite-bulk"})
    {
        Reset();
        learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                            "ModelBytes",
                            UintegerValue(500000),
                            "FlopPerSample",
                            DoubleValue(100));
        ages.clear();
        CreateNodes(1, 4);
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(4),
                           "Rounds",
                           UintegerValue(2),
                           "Deadline",
                           TimeValue(Seconds(20)),
                           "RoundPeriod",
                           TimeValue(Seconds(30)));
        learning.SetCollection("ns3::ConstantRandomVariable[Constant=0]",
                               "ns3::ConstantRandomVariable[Constant=30]");
        Install(link);
        Run(70);
        Simulator::Destroy();
        ASSERT_EQ(ages.size(), 8U) << link;
        for (const AgeRecord& age : ages)
        {
            mean[link] += age.measured.GetSeconds() / 8;
        }
    }
    Config::Reset();
    std::cout << "mean age, bulk/packet " << mean["nr-lite-bulk"] / mean["nr-lite"] << ", packet "
              << mean["nr-lite"] << " s" << std::endl;
    EXPECT_NEAR(mean["nr-lite-bulk"] / mean["nr-lite"], 1, 0.05);
}

TEST_F(BulkMarketTest, SlowTransferIsNotTakenForAStall)
{
    // The first byte's acknowledgement comes with the last one's.
    Config::SetDefault("ns3::edgelearning::NrLiteCarrier::Bandwidth", DoubleValue(5e6));
    learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                        "ModelBytes",
                        UintegerValue(2000000),
                        "FlopPerSample",
                        DoubleValue(1000));
    learning.SetWorkerAttribute("StallTimeout", TimeValue(MilliSeconds(200)));
    CreateNodes(1, 1);
    learning.SetOwners(1, "Rounds", UintegerValue(1), "Deadline", TimeValue(Seconds(100)));
    Install("nr-lite-bulk");
    Time trained;
    Get<Worker>()[0]->TraceConnectWithoutContext(
        "Trained",
        Callback<void, Ticket, double>([&](Ticket, double) { trained = Simulator::Now(); }));
    Run(120);
    Config::Reset();
    ASSERT_EQ(ages.size(), 1U);
    // The data are from time 0, so that their age is the time of the update's arrival.
    EXPECT_GT(ages[0].measured - trained, MilliSeconds(400)); // Twice the time-out.
    EXPECT_EQ(CountAggregated(), 1U);
    EXPECT_TRUE(causes.empty());
    EXPECT_TRUE(rejects.empty());
}

TEST_F(BulkMarketTest, FilesNameEachTransferAndRepeat)
{
    const auto base = std::filesystem::temp_directory_path() / "edge-learning-bulk-market";
    std::map<std::string, std::string> first;
    for (const char* run : {"1", "2"})
    {
        Reset();
        InstallMarket();
        EdgeLearningTraceHelper traces(base / run);
        traces.Enable(apps);
        Simulator::Schedule(Seconds(1.3), [this] { MoveAway(0); });
        Run(30);
        traces.Finish();
        Simulator::Destroy();
        for (const char* name : {"rounds", "dropouts", "auctions", "revenue", "aoi", "transfers"})
        {
            const std::string text = Read(base / run / (std::string(name) + ".csv"));
            EXPECT_EQ(text, first.emplace(name, text).first->second) << name;
        }
    }
    std::filesystem::remove_all(base);
    EXPECT_NE(first["dropouts"].find(",coverage\n"), std::string::npos);
    uint32_t updates = 0;
    std::istringstream lines(first["transfers"]);
    for (std::string line; std::getline(lines, line);)
    {
        // The model's 20000 bytes, one member, header and CRC.
        updates += line.find(",access,update,2") != std::string::npos &&
                   line.find(",delivered") != std::string::npos;
    }
    EXPECT_EQ(updates, 7U);
}

TEST_F(BulkMarketTest, WorkersByHandChooseTheirProtocol)
{
    CreateNodes(1, 3);
    learning.SetOwners(1, "Demand", UintegerValue(3), "Rounds", UintegerValue(1));
    topology = std::make_unique<EdgeTopologyHelper>("nr-lite-bulk");
    NetDeviceContainer access = topology->Install(cloud, edges, devices);
    NodeContainer all = devices;
    devices = NodeContainer(all.Get(0));
    learning.SetLocator(topology->GetLocator());
    InstallApplications();
    // One without a locator, one with a fixed address.
    const std::vector<int64_t> labels(100, 0);
    Ptr<const DataSet> data =
        Create<DataSet>(std::vector<float>(), labels, std::vector<uint32_t>{0}, 1);
    PacketSocketAddress address;
    address.SetAllDevices();
    address.SetPhysicalAddress(access.Get(0)->GetAddress());
    address.SetProtocol(8000);
    Ptr<StaticLocator> fixed = CreateObject<StaticLocator>();
    fixed->SetAttribute("Remote", AddressValue(address));
    for (uint32_t i = 1; i < 3; ++i)
    {
        Ptr<Worker> worker = CreateObject<Worker>();
        worker->SetAttribute("Protocol", TypeIdValue(BulkSocketFactory::GetTypeId()));
        worker->SetAttribute(
            "Learner",
            PointerValue(
                CreateObjectWithAttributes<SyntheticLearner>("ModelBytes", UintegerValue(20000))));
        if (i == 2)
        {
            worker->SetAttribute("Locator", PointerValue(fixed));
        }
        worker->SetData(data);
        all.Get(i)->AggregateObject(CreateObject<ComputeResource>());
        all.Get(i)->AddApplication(worker);
    }
    Run(20);
    EXPECT_EQ(CountAggregated(), 3U);
}

TEST_F(BulkMarketTest, WrongPartsAreNamed)
{
    const auto start = [this](const std::string& name, const AttributeValue& value) {
        CreateNodes(1, 1);
        Install("nr-lite-bulk");
        (name == "BeaconInterval" ? Ptr<Application>(Get<EdgeServer>()[0])
                                  : Ptr<Application>(Get<Worker>()[0]))
            ->SetAttribute(name, value);
        Run(1);
    };
    Ptr<StaticLocator> locator = CreateObject<StaticLocator>();
    locator->SetAttribute("Remote", AddressValue(InetSocketAddress("10.0.0.1", 8000)));
    EXPECT_DEATH(start("Locator", PointerValue(locator)), "BulkSocketFactory.*ServingCellLocator");
    EXPECT_DEATH(start("BeaconInterval", TimeValue(Seconds(1))), "BeaconInterval .*IPv4");
}

} // namespace ns3::edgelearning::test
