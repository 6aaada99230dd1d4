/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../helper/temporary-directory.h"
#include "market-scenario.h"
#include "rogue-owner.h"

#include "ns3/edge-learning-trace-helper.h"
#include "ns3/node-address.h"

#include <limits>
#include <sstream>

namespace ns3::edgelearning::test
{

/// Each abuse of the market, and each misfortune, ends as it should: once, and with the money
/// there.
class MarketAbuseTest : public MarketScenario
{
  protected:
    static constexpr uint16_t EDGE_PORT = 8000;
    static constexpr uint16_t HOUSE_PORT = 9000;
    static constexpr uint16_t ROGUE_PORT = 9100;

    /// Owners that bid the same each time, in a market at the first price.
    void ConfigureOwners(uint32_t count, const std::string& theta, double deadline = 6)
    {
        learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
        // All rounds are open when the worker comes.
        learning.SetWorkerAttribute("StartTime", TimeValue(Seconds(1.7)));
        learning.SetOwners(count,
                           "Demand",
                           UintegerValue(1),
                           "Rounds",
                           UintegerValue(1),
                           "Deadline",
                           TimeValue(Seconds(deadline)),
                           "Preference",
                           StringValue("ns3::ConstantRandomVariable[Constant=" + theta + "]"));
    }

    /// Wire the nodes up, the last @p apart devices without a worker.
    void InstallWithout(uint32_t apart)
    {
        topology = std::make_unique<EdgeTopologyHelper>("p2p");
        topology->Install(cloud, edges, devices);
        learning.SetLocator(topology->GetLocator());
        NodeContainer honest;
        for (uint32_t i = 0; i + apart < devices.GetN(); ++i)
        {
            honest.Add(devices.Get(i));
        }
        m_bad = devices.Get(devices.GetN() - 1);
        devices = honest;
        InstallApplications();
        Get<ClearingHouse>()[0]->TraceConnectWithoutContext(
            "Lease",
            Callback<void, const LeaseBook::Lease&>([this](const LeaseBook::Lease& lease) {
                m_leases[lease.state] += 1;
                m_doubleSales += lease.doubleSale ? 1 : 0;
            }));
    }

    std::unique_ptr<RogueOwner> MakeRogue(OwnerId id, double deposit)
    {
        const Ptr<Node> node = cloud.Get(0);
        auto rogue = std::make_unique<RogueOwner>(
            node,
            GetServiceAddress(node, static_cast<uint16_t>(ROGUE_PORT + id)),
            GetLoopbackAddress(GetServiceAddress(node, HOUSE_PORT), HOUSE_PORT),
            id,
            deposit);
        Simulator::Schedule(Seconds(0.5), &RogueOwner::Register, rogue.get());
        Simulator::Schedule(Seconds(1.5), &RogueOwner::OpenRound, rogue.get(), Seconds(3));
        return rogue;
    }

    /// @return sales in the traces, by worker and owner
    std::map<std::pair<uint32_t, OwnerId>, uint32_t> CountSales() const
    {
        std::map<std::pair<uint32_t, OwnerId>, uint32_t> sales;
        for (const AuctionRecord& auction : auctions)
        {
            if (auction.winner)
            {
                sales[{auction.worker, *auction.winner}] += 1;
            }
        }
        return sales;
    }

    const Ledger& GetLedger() const
    {
        return *Get<ClearingHouse>()[0]->GetLedger();
    }

    Ptr<Node> m_bad;                               ///< the node of a hostile worker
    std::map<LeaseBook::State, uint32_t> m_leases; ///< entries into a state
    uint32_t m_doubleSales{0};                     ///< leases that were
};

TEST_F(MarketAbuseTest, BadBidsAreRefusedOneByOneAndTheGoodOnesDecide)
{
    CreateNodes(1, 1);
    ConfigureOwners(1, "0.5");
    InstallWithout(0);
    auto bad = MakeRogue(1, 100);
    auto late = MakeRogue(2, 100);
    bad->onRequest = [&](const BidRequestBody& request) {
        bad->SayBid(request.auction, -1);
        bad->SayBid(request.auction, std::numeric_limits<double>::quiet_NaN());
        bad->SayBid(request.auction, std::numeric_limits<double>::infinity());
        bad->SayBid(request.auction, 1e-3); // this one counts
        bad->SayBid(request.auction, 50);
        bad->SayBid(request.auction + 1, 50);
    };
    late->onRequest = [&](const BidRequestBody& request) {
        Simulator::Schedule(MilliSeconds(250),
                            [&late, request] { late->SayBid(request.auction, 70); });
    };
    Run(20);
    EXPECT_EQ(rejects[RejectReason::MALFORMED], 3U);
    EXPECT_EQ(rejects[RejectReason::DUPLICATE], 1U);
    EXPECT_EQ(rejects[RejectReason::STALE], 2U); // of no auction, and too late
    ASSERT_EQ(auctions.size(), 1U);
    EXPECT_EQ(auctions[0].bidders, 2U);
    EXPECT_EQ(auctions[0].winner, OwnerId(0));
    EXPECT_EQ(auctions[0].secondBid, 1e-3);
    ASSERT_EQ(payments.size(), 1U);
    EXPECT_EQ(GetLedger().GetSpent(1) + GetLedger().GetSpent(2), 0);
    ExpectConservation();
}

TEST_F(MarketAbuseTest, WhoBidsWhatItHasNotGotBuysNothingMoreInThatRound)
{
    CreateNodes(1, 1);
    ConfigureOwners(1, "0.5");
    InstallWithout(0);
    auto rogue = MakeRogue(1, 1);
    rogue->onRequest = [&](const BidRequestBody& request) { rogue->SayBid(request.auction, 1e6); };
    Run(20);
    const uint32_t worker = devices.Get(0)->GetId();
    EXPECT_EQ(
        CountSales(),
        (std::map<std::pair<uint32_t, OwnerId>, uint32_t>{{{worker, 0}, 1}, {{worker, 1}, 1}}));
    EXPECT_EQ(rogue->Count(MessageType::NOT_SELECTED), 1U);
    EXPECT_EQ(CountAggregated(), 1U);
    EXPECT_EQ(payments.size(), 1U);
    EXPECT_EQ(GetLedger().GetFree(1), 1);
    ExpectConservation();
}

TEST_F(MarketAbuseTest, TiesGoToTheFirstOwnerAndAreSoldOnce)
{
    CreateNodes(1, 1);
    ConfigureOwners(3, "0.5");
    learning.SetOwners(3, "RoundPeriod", TimeValue(Seconds(2)));
    learning.SetWorkerAttribute("StartTime", TimeValue(Seconds(2.5)));
    InstallWithout(0);
    Run(12);
    ASSERT_GE(auctions.size(), 1U);
    EXPECT_EQ(auctions[0].bidders, 3U);
    EXPECT_EQ(auctions[0].highestBid, auctions[0].secondBid);
    EXPECT_EQ(auctions[0].winner, OwnerId(0));
    EXPECT_EQ(m_leases[LeaseBook::State::ACTIVE], payments.size());
    ExpectConservation();
}

TEST_F(MarketAbuseTest, WithoutASaleNobodyPaysAndTheOfferStands)
{
    CreateNodes(1, 1);
    ConfigureOwners(1, "0.5");
    learning.SetOwners(1, "Rounds", UintegerValue(2));
    learning.SetMechanism("ns3::edgelearning::SecondPriceAuction", "Reserve", DoubleValue(1e4));
    InstallWithout(0);
    Run(30);
    ASSERT_EQ(ownerRounds.size(), 2U);
    ASSERT_EQ(auctions.size(), 2U); // one a round
    EXPECT_FALSE(auctions[0].winner || auctions[1].winner);
    EXPECT_EQ(auctions[0].price, 0);
    EXPECT_TRUE(m_leases.empty());
    EXPECT_TRUE(payments.empty());
    ExpectConservation();
}

TEST_F(MarketAbuseTest, OwnerThatDisappearsAfterTheAwardPaysForTheWork)
{
    CreateNodes(1, 1);
    ConfigureOwners(1, "0.5");
    InstallWithout(0);
    Simulator::Schedule(Seconds(2.6), &MessageApplication::Fail, Get<ModelOwner>()[0]);
    Run(40);
    ASSERT_EQ(auctions.size(), 1U);
    ASSERT_EQ(payments.size(), 1U); // The update came in time at the edge server.
    EXPECT_EQ(payments[0].amount, auctions[0].price);
    EXPECT_EQ(CountDrops(), (std::map<DropReason, uint32_t>{{DropReason::FAULT, 1}}));
    EXPECT_EQ(GetLedger().GetEscrowed(0), 0);
    EXPECT_EQ(m_leases[LeaseBook::State::SETTLED], 1U);
    EXPECT_EQ(m_leases[LeaseBook::State::EXPIRED], 0U);
    ExpectConservation();
}

TEST_F(MarketAbuseTest, EdgeServerThatDisappearsAfterTheAwardLeavesTheMoneyWithTheOwner)
{
    CreateNodes(1, 1);
    ConfigureOwners(1, "0.5");
    InstallWithout(0);
    Simulator::Schedule(Seconds(2.6), &MessageApplication::Fail, Get<EdgeServer>()[0]);
    Run(40);
    ASSERT_EQ(auctions.size(), 1U);
    EXPECT_TRUE(payments.empty());
    EXPECT_EQ(CountDrops(), (std::map<DropReason, uint32_t>{{DropReason::FAULT, 1}}));
    EXPECT_EQ(GetLedger().GetEscrowed(0), 0);
    EXPECT_EQ(GetLedger().GetSpent(0), 0);
    EXPECT_EQ(m_leases[LeaseBook::State::ACTIVE], 1U);
    EXPECT_EQ(m_leases[LeaseBook::State::EXPIRED], 1U);
    ExpectConservation();
}

TEST_F(MarketAbuseTest, DoubleSellersAreFoundAndNobodyElseIs)
{
    CreateNodes(2, 3);
    ConfigureOwners(1, "0.5");
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(8),
                       "Rounds",
                       UintegerValue(5),
                       "RoundPeriod",
                       TimeValue(Seconds(6)));
    learning.SetClearingHouseAttribute("BarTime", TimeValue(Seconds(9)));
    learning.SetDoubleSellers(1);
    InstallWithout(0);
    ASSERT_EQ(Get<Worker>().size(), 4U); // the first device is two
    TemporaryDirectory directory;
    EdgeLearningTraceHelper traces(directory.Path("files"));
    traces.Enable(apps);
    Run(60);
    traces.Finish();
    const uint32_t seller = devices.Get(0)->GetId();
    ASSERT_EQ(ownerRounds.size(), 5U);
    ASSERT_GE(m_doubleSales, 2U); // and again when its time is over
    EXPECT_EQ(CountDrops()[DropReason::BARRED], m_doubleSales);
    uint32_t paid = 0;
    for (const PaymentRecord& payment : payments)
    {
        paid += payment.worker == seller ? 1 : 0;
    }
    for (const DropRecord& drop : drops)
    {
        EXPECT_EQ(drop.worker, seller);
    }
    // It is paid for what it was bought for first, never for what it sold beside that.
    uint32_t sold = 0;
    for (const auto& [sale, count] : CountSales())
    {
        sold += sale.first == seller ? count : 0;
    }
    EXPECT_GE(sold, paid + m_doubleSales);
    EXPECT_EQ(payments.size(), CountAggregated());
    EXPECT_GT(paid, 0U);
    EXPECT_LT(paid, 5U); // Not in the rounds for which it was barred.
    const std::string dropouts = directory.Read("files/dropouts.csv");
    EXPECT_EQ(std::count(dropouts.begin(), dropouts.end(), '\n'), 1 + m_doubleSales);
    ExpectConservation();
}

TEST_F(MarketAbuseTest, DoubleSellersNeedTwoEdgeServers)
{
    CreateNodes(1, 3);
    learning.SetDoubleSellers(1);
    EXPECT_THROW(InstallWithout(0), std::invalid_argument);
}

/// A worker that talks with both edge servers, and accepts what it likes.
class TwoFacedTest : public MarketAbuseTest
{
  protected:
    void InstallMarket(double barTime)
    {
        CreateNodes(2, 1);
        ConfigureOwners(1, "0.5");
        learning.SetOwners(1, "Demand", UintegerValue(4), "Rounds", UintegerValue(4));
        learning.SetClearingHouseAttribute("BarTime", TimeValue(Seconds(barTime)));
        // A worker that is asked for too much stands aside, since some worker there must be.
        learning.SetWorkerAttribute("Ask", DoubleValue(1e9));
        CreateBad();
        InstallWithout(1);
        for (uint32_t i = 0; i < 2; ++i)
        {
            faces.push_back(std::make_unique<Rogue>(m_bad,
                                                    GetServiceAddress(edges.Get(i), EDGE_PORT),
                                                    Role::WORKER,
                                                    m_bad->GetId()));
            Rogue& face = *faces.back();
            face.onMessage = [this, &face, i](const Message& message) { Hear(i, face, message); };
            Simulator::Schedule(Seconds(0.5), [&face] { face.Register(5); });
        }
    }

    void CreateBad()
    {
        NodeContainer bad(1);
        MobilityHelper mobility;
        mobility.Install(bad);
        devices.Add(bad);
    }

    void Offer(Rogue& face) const
    {
        face.Say(MessageType::OFFER, Encode(OfferBody{Time(), 0, 10}));
    }

    void Hear(uint32_t i, Rogue& face, const Message& message)
    {
        if (message.header.type == MessageType::REGISTERED)
        {
            Offer(face);
        }
        else if (message.header.type == MessageType::AWARD)
        {
            ++awards;
            if (i == 0 || acceptsBoth)
            {
                face.Say(MessageType::LEASE_ACCEPT,
                         Encode(LeaseAcceptBody{{}, m_bad->GetId(), 1}),
                         message.header.ticket);
            }
            Simulator::Schedule(Seconds(6.5), [this, &face] { Offer(face); });
        }
        else if (message.header.type == MessageType::OFFER_CLOSED)
        {
            const auto body = Decode<OfferClosedBody>(message.Bytes());
            if (body->barred)
            {
                bars.push_back(body->retry);
            }
            Simulator::Schedule(Max(body->retry - Simulator::Now(), MilliSeconds(100)),
                                [this, &face] { Offer(face); });
        }
    }

    std::vector<std::unique_ptr<Rogue>> faces;
    bool acceptsBoth{false};
    uint32_t awards{0};
    std::vector<Time> bars; ///< ends that it was told
};

TEST_F(TwoFacedTest, TwoEdgeServersThatHearTheSameWorkerHaveOneLeaseOfIt)
{
    InstallMarket(60);
    Run(7.4);
    EXPECT_EQ(awards, 2U);
    EXPECT_EQ(m_leases[LeaseBook::State::ACTIVE], 1U);
    EXPECT_EQ(m_doubleSales, 0U);
    EXPECT_TRUE(bars.empty()); // Offering twice is no crime.
    EXPECT_EQ(CountDrops()[DropReason::DEADLINE], 2U);
    EXPECT_EQ(GetLedger().GetEscrowed(0), 0);
    ExpectConservation();
}

TEST_F(TwoFacedTest, WhoSellsItselfTwiceIsFoundUnpaidAndBarredForItsTime)
{
    acceptsBoth = true;
    InstallMarket(9);
    TemporaryDirectory directory;
    EdgeLearningTraceHelper traces(directory.Path("files"));
    traces.Enable(apps);
    Run(40);
    traces.Finish();
    ExpectConservation();
    ASSERT_GE(m_doubleSales, 1U);
    EXPECT_EQ(CountDrops()[DropReason::BARRED], m_doubleSales);
    ASSERT_FALSE(bars.empty());
    EXPECT_GT(bars[0], Seconds(1 + 9));
    EXPECT_LT(bars[0], Seconds(1.5 + 9));
    EXPECT_EQ(GetLedger().GetEarned(m_bad->GetId()), 0);

    // The files tell the same.
    const auto count = [&](const std::string& file, uint32_t column, const std::string& ending) {
        std::istringstream lines(directory.Read("files/" + file));
        std::vector<double> times;
        std::string line;
        while (std::getline(lines, line))
        {
            std::istringstream cells(line);
            std::vector<std::string> row;
            std::string cell;
            while (std::getline(cells, cell, ','))
            {
                row.push_back(cell);
            }
            if (row.at(column) == std::to_string(m_bad->GetId()) &&
                (ending.empty() || row.back() == ending))
            {
                times.push_back(std::stod(row[0]));
            }
        }
        return times;
    };
    const std::vector<double> sold = count("auctions.csv", 2, "");
    ASSERT_GE(sold.size(), 2U);
    EXPECT_LT(sold[1], 2); // at both edge servers in the first round
    EXPECT_TRUE(count("revenue.csv", 1, "").empty());
    EXPECT_EQ(count("dropouts.csv", 3, "barred").size(), m_doubleSales);
    EXPECT_GT(sold.back(), 10); // Its time is over, and it is let in again.
}

} // namespace ns3::edgelearning::test
