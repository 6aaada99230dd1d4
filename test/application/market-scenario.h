/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_MARKET_SCENARIO_H
#define EDGE_LEARNING_TEST_MARKET_SCENARIO_H

#include "ns3/clearing-house.h"
#include "ns3/double.h"
#include "ns3/edge-learning-helper.h"
#include "ns3/edge-server.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/model-owner.h"
#include "ns3/position-allocator.h"
#include "ns3/relay.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/worker.h"

#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

namespace ns3::edgelearning::test
{

/// A small market whose traces are kept, for tests to look at.
class MarketScenario : public ::testing::Test
{
  protected:
    MarketScenario()
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        Reset();
    }

    /// Forget the nodes and what the helper was told and drew.
    void Reset()
    {
        cloud = edges = devices = NodeContainer();
        learning = EdgeLearningHelper();
        learning.SetFirstStream(1000);
        learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                            "ModelBytes",
                            UintegerValue(20000),
                            "FlopPerSample",
                            DoubleValue(1000));
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e6]");
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    /// Make nodes: edge servers 100 m apart, devices 10 m from one of them.
    void CreateNodes(uint32_t edgeCount, uint32_t deviceCount)
    {
        cloud.Create(1);
        edges.Create(edgeCount);
        devices.Create(deviceCount);
        Ptr<ListPositionAllocator> positions = CreateObject<ListPositionAllocator>();
        positions->Add(Vector(0, 500, 0));
        for (uint32_t i = 0; i < edgeCount; ++i)
        {
            positions->Add(Vector(100.0 * i, 0, 10));
        }
        for (uint32_t i = 0; i < deviceCount; ++i)
        {
            positions->Add(Vector(100.0 * (i % edgeCount) + i, 10, 1.5));
        }
        MobilityHelper mobility;
        mobility.SetPositionAllocator(positions);
        mobility.Install(NodeContainer(cloud, edges, devices));
    }

    /// Link the nodes and install the applications.
    NetDeviceContainer Install(const std::string& link)
    {
        topology = std::make_unique<EdgeTopologyHelper>(link);
        NetDeviceContainer access = topology->Install(cloud, edges, devices);
        learning.SetLocator(topology->GetLocator());
        InstallApplications();
        return access;
    }

    /// Install the applications on nodes that are linked, and connect the traces.
    void InstallApplications()
    {
        apps = learning.Install(cloud, edges, relays, devices);
        for (auto app = apps.Begin(); app != apps.End(); ++app)
        {
            Connect(*app);
        }
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    template <typename App>
    std::vector<Ptr<App>> Get() const
    {
        std::vector<Ptr<App>> found;
        for (auto app = apps.Begin(); app != apps.End(); ++app)
        {
            if (Ptr<App> one = DynamicCast<App>(*app))
            {
                found.push_back(one);
            }
        }
        return found;
    }

    /// The law: every selected worker has exactly one outcome, and the money is all there.
    void ExpectConservation() const
    {
        uint32_t dropped = 0;
        for (const RoundRecord& round : ownerRounds)
        {
            EXPECT_EQ(round.selected, round.aggregated + round.dropped);
            dropped += round.dropped;
        }
        EXPECT_EQ(dropped, drops.size());
        for (const auto* rounds : {&edgeRounds, &relayRounds})
        {
            for (const RoundRecord& round : *rounds)
            {
                EXPECT_EQ(round.selected, round.aggregated + round.dropped);
            }
        }
        EXPECT_TRUE(Get<ClearingHouse>().at(0)->GetLedger()->IsBalanced());
    }

    /// @return drop-outs at the owners, by reason
    std::map<DropReason, uint32_t> CountDrops() const
    {
        std::map<DropReason, uint32_t> count;
        for (const DropRecord& drop : drops)
        {
            ++count[drop.reason];
        }
        return count;
    }

    uint32_t CountAggregated() const
    {
        uint32_t count = 0;
        for (const RoundRecord& round : ownerRounds)
        {
            count += round.aggregated;
        }
        return count;
    }

    NodeContainer cloud;
    NodeContainer edges;
    NodeContainer relays;
    NodeContainer devices;
    EdgeLearningHelper learning;
    std::unique_ptr<EdgeTopologyHelper> topology;
    ApplicationContainer apps;
    std::vector<RoundRecord> ownerRounds;
    std::vector<RoundRecord> edgeRounds;
    std::vector<RoundRecord> relayRounds;
    std::vector<MembershipRecord> memberships;
    std::vector<MergeRecord> merges;
    std::vector<DropRecord> drops;
    std::vector<DropRecord> causes;
    std::vector<AuctionRecord> auctions;
    std::vector<PaymentRecord> payments;
    std::vector<AgeRecord> ages;
    std::map<RejectReason, uint32_t> rejects;

  private:
    void Connect(Ptr<Application> app)
    {
        app->TraceConnectWithoutContext(
            "Reject",
            Callback<void, const MessageHeader&, RejectReason>(
                [this](const MessageHeader&, RejectReason reason) { ++rejects[reason]; }));
        if (Ptr<ModelOwner> owner = DynamicCast<ModelOwner>(app))
        {
            Record(owner, "Round", ownerRounds);
            Record(owner, "Merge", merges);
            Record(owner, "Dropout", drops);
        }
        else if (Ptr<EdgeServer> edge = DynamicCast<EdgeServer>(app))
        {
            Record(edge, "Round", edgeRounds);
            Record(edge, "Age", ages);
            Record(edge->GetMarket(), "Auction", auctions);
        }
        else if (Ptr<Relay> relay = DynamicCast<Relay>(app))
        {
            Record(relay, "Round", relayRounds);
            Record(relay, "Membership", memberships);
        }
        else if (Ptr<Worker> worker = DynamicCast<Worker>(app))
        {
            Record(worker, "Dropout", causes);
        }
        else
        {
            Record(app, "Payment", payments);
        }
    }

    template <typename R>
    void Record(Ptr<Object> object, const std::string& trace, std::vector<R>& records)
    {
        ASSERT_TRUE(object->TraceConnectWithoutContext(
            trace,
            Callback<void, const R&>([&records](const R& record) { records.push_back(record); })));
    }
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_MARKET_SCENARIO_H */
