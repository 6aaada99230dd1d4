/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../helper/temporary-directory.h"
#include "market-scenario.h"
#include "rogue-edge.h"
#include "rogue-owner.h"

#include "ns3/edge-learning-trace-helper.h"
#include "ns3/node-address.h"
#include "ns3/object-factory.h"
#include "ns3/periodic-collection.h"
#include "ns3/pointer.h"

#include <sstream>

namespace ns3::edgelearning::test
{

namespace
{

std::vector<Time> g_trainedOn; ///< collection times of the data that were trained on

/// Changes nothing, and notes whose data are asked for.
class WatchedDrift : public DriftModel
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgelearning::test::WatchedDrift")
                                .SetParent<DriftModel>()
                                .AddConstructor<WatchedDrift>();
        return tid;
    }

    Ptr<const DataSet> Apply(Ptr<const DataSet> data, Time collected) const override
    {
        g_trainedOn.push_back(collected);
        return data;
    }
};

} // namespace

/// A sale is of the data of one offer, and of no others.
class SoldOfferTest : public MarketScenario
{
  protected:
    static constexpr uint16_t ROGUE_PORT = 9100;

    /// One worker that collects each so many seconds.
    void InstallMarket(double period)
    {
        CreateNodes(1, 1);
        learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
        learning.SetCollection("ns3::ConstantRandomVariable[Constant=0]",
                               "ns3::ConstantRandomVariable[Constant=" + std::to_string(period) +
                                   "]");
        Install("p2p");
        g_trainedOn.clear();
        Get<Worker>()[0]->SetAttribute("Drift", PointerValue(CreateObject<WatchedDrift>()));
        Get<Worker>()[0]->TraceConnectWithoutContext(
            "Offer",
            Callback<void, const OfferRecord&>(
                [this](const OfferRecord& record) { m_offers.push_back(record); }));
    }

    /// One worker that talks with a rogue edge server.
    void InstallRogue(double period)
    {
        CreateNodes(1, 1);
        EdgeTopologyHelper links("p2p");
        links.Install(cloud, edges, devices);
        const Address own = GetServiceAddress(edges.Get(0), ROGUE_PORT);
        m_edge = std::make_unique<RogueEdge>(edges.Get(0), own);
        learning.SetLocator("ns3::edgelearning::StaticLocator", "Remote", AddressValue(own));
        learning.SetCollection("ns3::ConstantRandomVariable[Constant=0]",
                               "ns3::ConstantRandomVariable[Constant=" + std::to_string(period) +
                                   "]");
        InstallApplications();
    }

    std::vector<OfferRecord> m_offers;
    std::unique_ptr<RogueEdge> m_edge;
};

TEST_F(SoldOfferTest, DataCollectedBetweenAuctionAndAwardAreNotWhatIsTrainedOn)
{
    learning.SetOwners(1, "Rounds", UintegerValue(1), "Demand", UintegerValue(1));
    learning.SetMarketAttribute("BidTimeout", TimeValue(Seconds(1.4)));
    InstallMarket(1.1);
    // An owner that never bids keeps the auction open for so long that the worker collects.
    RogueOwner silent(cloud.Get(0),
                      GetServiceAddress(cloud.Get(0), ROGUE_PORT),
                      GetLoopbackAddress(GetServiceAddress(cloud.Get(0), 9000), 9000),
                      1,
                      10);
    Simulator::Schedule(Seconds(0.1), &RogueOwner::Register, &silent);
    Simulator::Schedule(Seconds(0.9), &RogueOwner::OpenRound, &silent, Seconds(3));
    TemporaryDirectory directory;
    EdgeLearningTraceHelper traces(directory.Path("files"));
    traces.Enable(apps);
    std::vector<SelectionRecord> selected;
    Get<ModelOwner>()[0]->TraceConnectWithoutContext(
        "Selected",
        Callback<void, const SelectionRecord&>(
            [&](const SelectionRecord& record) { selected.push_back(record); }));
    std::vector<LeaseBook::Lease> leases;
    Get<ClearingHouse>()[0]->TraceConnectWithoutContext(
        "Lease",
        Callback<void, const LeaseBook::Lease&>(
            [&](const LeaseBook::Lease& lease) { leases.push_back(lease); }));
    Run(12);
    traces.Finish();

    ASSERT_GE(auctions.size(), 1U);
    ASSERT_TRUE(auctions[0].winner);
    ASSERT_EQ(ages.size(), 1U);
    ASSERT_EQ(g_trainedOn.size(), 1U);
    const auto sold = std::find_if(m_offers.begin(), m_offers.end(), [&](const OfferRecord& offer) {
        return offer.number == auctions[0].offer;
    });
    ASSERT_NE(sold, m_offers.end());
    // Worker, edge server, clearing house and owner speak of the same data.
    EXPECT_EQ(g_trainedOn[0], sold->collected);
    EXPECT_EQ(auctions[0].collected, sold->collected);
    EXPECT_EQ(ages[0].collected, sold->collected);
    EXPECT_EQ(ages[0].offer, sold->number);
    ASSERT_FALSE(leases.empty());
    EXPECT_EQ(leases[0].offer, sold->number);
    ASSERT_EQ(selected.size(), 1U);
    EXPECT_EQ(selected[0].offer, sold->number);
    // There was a fresher offer when the award came: without numbers it would have been taken.
    ASSERT_NE(sold + 1, m_offers.end());
    EXPECT_LT((sold + 1)->collected, leases.back().deadline);
    EXPECT_LT((sold + 1)->collected, ages[0].collected + ages[0].measured - Seconds(1));
    // The files do not take the later collection for the truth either.
    std::istringstream lines(directory.Read("files/aoi.csv"));
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    const std::string truth = line.substr(line.rfind(',') + 1);
    EXPECT_EQ(line.substr(0, line.rfind(',')).substr(line.rfind(',', line.rfind(',') - 1) + 1),
              truth);
    ExpectConservation();
}

TEST_F(SoldOfferTest, AwardForAnOfferThatDoesNotStandIsRefusedAndTheOthersStand)
{
    InstallRogue(0);
    m_edge->onOffer = [&](const OfferBody& offer) {
        m_edge->Award(70, offer.number + 1); // never made
        m_edge->Award(71, offer.number);
        m_edge->Award(72, offer.number); // it is sold
    };
    Run(1.5);
    ASSERT_EQ(m_edge->offers.size(), 1U);
    EXPECT_EQ(m_edge->accepted, (std::vector<Ticket>{71}));
    EXPECT_EQ(rejects[RejectReason::STALE], 2U);
    // Once the participation is over, what was offered before it is not for sale any more.
    const uint32_t old = m_edge->offers[0].number;
    m_edge->onOffer = [&](const OfferBody&) { m_edge->Award(73, old); };
    Run(4);
    ASSERT_EQ(m_edge->offers.size(), 2U);
    EXPECT_GT(m_edge->offers[1].number, old);
    EXPECT_EQ(m_edge->accepted, (std::vector<Ticket>{71}));
    EXPECT_EQ(rejects[RejectReason::STALE], 3U);
}

TEST_F(SoldOfferTest, DataAreKeptForTheLatestOffersOnly)
{
    InstallRogue(0.6);
    Run(14);
    const uint32_t last = m_edge->offers.back().number;
    ASSERT_GT(last, Seller::KEPT_OFFERS);
    m_edge->Award(80, last - Seller::KEPT_OFFERS);
    m_edge->Award(81, last - Seller::KEPT_OFFERS + 1);
    Run(0.1);
    EXPECT_EQ(m_edge->accepted, (std::vector<Ticket>{81}));
    EXPECT_EQ(rejects[RejectReason::STALE], 1U);
}

} // namespace ns3::edgelearning::test
