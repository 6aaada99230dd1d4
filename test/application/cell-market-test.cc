/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/attested-collections.h"
#include "ns3/believed-claims.h"
#include "ns3/bid-book.h"
#include "ns3/cell-market.h"
#include "ns3/first-price-auction.h"
#include "ns3/model-distributor.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>

namespace ns3::edgelearning::test
{

/// A market whose messages are kept.
class CellMarketTest : public ::testing::Test
{
  protected:
    void SetUp() override
    {
        MakeMarket(CreateObject<FirstPriceAuction>());
    }

    void MakeMarket(Ptr<AuctionMechanism> mechanism)
    {
        market = CreateObject<CellMarket>();
        if (mechanism)
        {
            market->SetAttribute("Mechanism", PointerValue(mechanism));
        }
        market->SetSinks(
            7,
            [this](OwnerId owner, const BidRequestBody& body) {
                requests.emplace_back(owner, body);
                return reachable;
            },
            [this](OwnerId owner, const BidResultBody& body) {
                results.emplace_back(owner, body.won);
            },
            [this](const CellMarket::Sale& sale) { sales.push_back(sale); },
            [this](OwnerId owner) { quiet.push_back(owner); });
    }

    void TearDown() override
    {
        market->Dispose();
        Simulator::Destroy();
    }

    /// An offer of a number above all before.
    OfferBody MakeOffer(double ask = 0, Time collected = Time())
    {
        return {collected, ask, 10, ++offerNumber};
    }

    void Run(double until)
    {
        Simulator::Stop(Seconds(until) - Simulator::Now());
        Simulator::Run();
    }

    std::optional<RejectReason> Bid(OwnerId owner, double amount, bool interested = true)
    {
        BidBody bid;
        bid.auction = requests.back().second.auction;
        bid.interested = interested;
        bid.amount = amount;
        return market->TakeBid(owner, bid);
    }

    uint32_t offerNumber{0}; ///< of the last offer
    Ptr<CellMarket> market;
    bool reachable{true};
    std::vector<std::pair<OwnerId, BidRequestBody>> requests;
    std::vector<std::pair<OwnerId, bool>> results;
    std::vector<CellMarket::Sale> sales;
    std::vector<OwnerId> quiet;
};

TEST_F(CellMarketTest, HighestBidBuysWhenAllHaveAnswered)
{
    market->AddBuyer(0, Seconds(5));
    market->AddBuyer(1, Seconds(5));
    EXPECT_TRUE(market->AddOffer(20, MakeOffer()));
    EXPECT_TRUE(market->AddOffer(20, MakeOffer())); // instead of the first
    Run(0.01);
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_FALSE(Bid(0, 3));
    EXPECT_EQ(Bid(0, 9), RejectReason::DUPLICATE);
    EXPECT_EQ(Bid(5, 9), RejectReason::UNAUTHORISED);
    EXPECT_TRUE(sales.empty());
    EXPECT_FALSE(Bid(1, 4));
    ASSERT_EQ(sales.size(), 1U);
    EXPECT_EQ(sales[0].owner, 1U);
    EXPECT_EQ(sales[0].price, 4);
    EXPECT_EQ(Bid(1, 5), RejectReason::STALE);
    EXPECT_EQ(results, (std::vector<std::pair<OwnerId, bool>>{{0, false}, {1, true}}));
}

/// Remembers what it is shown.
class ObservingAuction : public FirstPriceAuction
{
  public:
    void Observe(Time now, double age, double ask, const std::vector<Bid>& bids) override
    {
        times.push_back(now);
        ages.push_back(age);
        asks.push_back(ask);
        amounts.push_back(bids.empty() ? -1 : bids.front().amount);
    }

    std::vector<Time> times;
    std::vector<double> ages;
    std::vector<double> asks;
    std::vector<double> amounts;
};

TEST_F(CellMarketTest, TheMechanismIsShownEveryAuctionOnce)
{
    const auto mechanism = CreateObject<ObservingAuction>();
    market->Dispose();
    MakeMarket(mechanism);
    market->AddBuyer(0, Seconds(5));
    market->AddOffer(20, MakeOffer(2));
    Run(0.01);
    EXPECT_TRUE(mechanism->times.empty());
    Bid(0, 3);
    // One that sold, and one that did not.
    market->AddBuyer(0, Seconds(5));
    market->AddOffer(21, MakeOffer(4));
    Run(0.02);
    Bid(0, 3.5);
    ASSERT_EQ(mechanism->times.size(), 2U);
    EXPECT_EQ(mechanism->times[0], Seconds(0.01));
    EXPECT_EQ(mechanism->times[1], Seconds(0.02));
    EXPECT_GT(mechanism->ages[0], 0);
    EXPECT_LE(mechanism->ages[0], 1);
    EXPECT_EQ(mechanism->asks, (std::vector<double>{2, 4}));
    EXPECT_EQ(mechanism->amounts, (std::vector<double>{3, 3.5}));
    EXPECT_EQ(sales.size(), 1U);
}

TEST_F(CellMarketTest, BidsCloseAtTheTimeout)
{
    market->AddBuyer(0, Seconds(5));
    market->AddBuyer(1, Seconds(5));
    market->AddOffer(20, MakeOffer());
    Run(0.01);
    Bid(0, 3);
    Run(0.5);
    ASSERT_EQ(sales.size(), 1U);
    EXPECT_EQ(sales[0].owner, 0U);
}

TEST_F(CellMarketTest, UnsoldOfferStandsUntilTheNextRound)
{
    market->AddBuyer(0, Seconds(5));
    market->AddOffer(20, MakeOffer(2));
    Run(0.01);
    Bid(0, 1);
    EXPECT_TRUE(sales.empty());
    Run(1);
    EXPECT_EQ(requests.size(), 1U);
    EXPECT_TRUE(market->AddOffer(20, MakeOffer(2)));               // which is not auctioned anew
    EXPECT_TRUE(market->AddOffer(20, MakeOffer(2, Seconds(0.5)))); // fresher data
    Run(1.005);
    EXPECT_EQ(requests.size(), 1U);
    EXPECT_FALSE(market->AddOffer(20, MakeOffer(2, Seconds(0.4))));
    market->AddBuyer(0, Seconds(9));
    Run(1.01);
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_LT(requests[1].second.predicted, requests[0].second.predicted + Seconds(0.6));
    Bid(0, 2);
    EXPECT_EQ(sales.size(), 1U);
}

TEST_F(CellMarketTest, OnlyAnOfferOfAGreaterNumberReplacesOne)
{
    OfferBody offer{Seconds(1), 0, 10, 7};
    EXPECT_TRUE(market->AddOffer(20, offer));
    offer.collected = Seconds(2);
    EXPECT_FALSE(market->AddOffer(20, offer));
    offer.number = 6;
    EXPECT_FALSE(market->AddOffer(20, offer));
    offer.number = 8;
    EXPECT_TRUE(market->AddOffer(20, offer));
    market->AddBuyer(0, Seconds(10));
    Run(0.1);
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_FALSE(market->TakeBid(0, {requests[0].second.auction, true, 1, 0}));
    ASSERT_EQ(sales.size(), 1U);
    EXPECT_EQ(sales[0].offer.number, 8U);
    EXPECT_EQ(sales[0].offer.collected, Seconds(2));
}

TEST_F(CellMarketTest, WithdrawnOfferIsNotSold)
{
    market->AddBuyer(0, Seconds(5));
    market->AddOffer(20, MakeOffer());
    Run(0.01);
    market->RemoveOffer(20);
    Bid(0, 3);
    EXPECT_TRUE(sales.empty());
    EXPECT_EQ(results.at(0), (std::pair<OwnerId, bool>{0, false}));
}

TEST_F(CellMarketTest, BuyerIsQuietOnlyAfterItsLastAuction)
{
    market->AddBuyer(0, Seconds(0.05));
    market->AddOffer(20, MakeOffer());
    Run(0.06);
    EXPECT_TRUE(quiet.empty());
    Bid(0, 3);
    EXPECT_EQ(quiet, std::vector<OwnerId>{0});
    EXPECT_EQ(sales.size(), 1U);
}

TEST_F(CellMarketTest, UnreachableOwnersAreNotWaitedFor)
{
    reachable = false;
    market->AddBuyer(0, Seconds(5));
    market->AddOffer(20, MakeOffer());
    market->AddOffer(21, MakeOffer());
    Run(0.01);
    EXPECT_EQ(requests.size(), 2U);
    EXPECT_TRUE(sales.empty());
}

TEST_F(CellMarketTest, RecruitmentServesOwnersInTurn)
{
    MakeMarket(nullptr);
    market->AddBuyer(0, Seconds(5));
    market->AddBuyer(1, Seconds(5));
    for (uint32_t worker : {20, 21, 22, 23})
    {
        market->AddOffer(worker, MakeOffer());
        Run(Simulator::Now().GetSeconds() + 0.01);
        Bid(0, 0);
        Bid(1, 0);
    }
    ASSERT_EQ(sales.size(), 4U);
    EXPECT_NE(sales[0].owner, sales[1].owner);
    EXPECT_NE(sales[2].owner, sales[3].owner);
}

TEST_F(CellMarketTest, PausedBuyerIsNotAskedAndGoesOnWithStandingOffers)
{
    market->Pause(0, true); // not a buyer yet
    market->AddBuyer(0, Seconds(5));
    market->AddBuyer(1, Seconds(0.3));
    market->Pause(0, true);
    market->AddOffer(20, MakeOffer());
    market->AddOffer(21, MakeOffer());
    Run(0.1);
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].first, 1U);
    Bid(1, 0, false);
    Run(0.2);
    EXPECT_EQ(requests.size(), 2U);
    Bid(1, 0, false);
    Run(0.6); // Nobody is left who buys now.
    EXPECT_EQ(requests.size(), 2U);
    market->Pause(0, false);
    Run(0.61);
    ASSERT_EQ(requests.size(), 3U);
    Bid(0, 1);
    ASSERT_EQ(sales.size(), 1U);
    EXPECT_EQ(sales[0].worker, 20U);
    market->Pause(0, true);
    Run(1);
    EXPECT_EQ(requests.size(), 3U); // The other offer keeps its place in the queue.
    market->Pause(0, false);
    Run(1.01);
    EXPECT_EQ(requests.back().second.worker, 21U);
    market->Pause(0, true);
    Run(6);
    EXPECT_EQ(quiet, (std::vector<OwnerId>{1, 0})); // A pause does not outlast the selection.
}

TEST_F(CellMarketTest, AnOfferOfAPauseIsAttestedBeforeItIsSold)
{
    market->SetAttribute("Witness", PointerValue(CreateObject<AttestedCollections>()));
    std::vector<uint32_t> asked;
    market->SetCollector([&asked](uint32_t worker, uint64_t) {
        asked.push_back(worker);
        return true;
    });
    market->AddBuyer(0, Seconds(5));
    market->Pause(0, true);
    market->AddOffer(20, MakeOffer());
    Run(0.1);
    EXPECT_TRUE(asked.empty());
    market->Pause(0, false);
    EXPECT_EQ(asked, std::vector<uint32_t>{20});
    Run(0.15);
    EXPECT_TRUE(requests.empty()); // The collection is waited for.
    OfferBody fresh = MakeOffer();
    fresh.collected = Seconds(0.1);
    EXPECT_TRUE(market->AddOffer(20, fresh, true));
    Run(0.16);
    ASSERT_EQ(requests.size(), 1U);
    // Unsold, it stays attested when the worker only says once more that it has such data.
    EXPECT_FALSE(Bid(0, 0, false));
    EXPECT_TRUE(market->AddOffer(20, MakeOffer(0, Seconds(0.1))));
    market->SetAttribute("Witness", PointerValue(CreateObject<BelievedClaims>()));
    std::vector<AuctionRecord> auctions;
    market->TraceConnectWithoutContext(
        "Auction",
        Callback<void, const AuctionRecord&>(
            [&auctions](const AuctionRecord& record) { auctions.push_back(record); }));
    market->AddBuyer(1, Seconds(9));
    Run(0.2);
    EXPECT_FALSE(Bid(0, 0, false));
    EXPECT_FALSE(Bid(1, 5));
    ASSERT_EQ(auctions.size(), 1U);
    EXPECT_TRUE(auctions[0].attested);
    EXPECT_EQ(auctions[0].offer, 3U);
    Run(6);
}

TEST(BidBookTest, NeverPromisesMoreThanTheBudget)
{
    BidBook book;
    EXPECT_EQ(book.Place(1, 1, 0, 5), 0);
    book.Clear();
    book.SetFree(10);
    EXPECT_EQ(book.Place(1, 1, 0, 6), 6);
    EXPECT_EQ(book.Place(2, 1, 0, 6), 4);
    EXPECT_EQ(book.Place(2, 2, 1, 6), 0);
    EXPECT_EQ(book.GetSize(0), 2U);
    EXPECT_EQ(book.GetSize(1), 1U);
    book.Close(1, 1);
    book.ForgetEdge(2);
    EXPECT_EQ(book.GetSize(0), 0U);
    EXPECT_EQ(book.GetSize(1), 0U);
    EXPECT_EQ(book.Place(1, 2, 0, 60), 10);
}

TEST(ModelDistributorTest, AsksOnceAndServesAllWhoWait)
{
    Ptr<ModelCache> cache = CreateObject<ModelCache>();
    std::vector<uint32_t> asked;
    std::vector<Ticket> served;
    ModelDistributor models;
    models.Start(cache, [&](OwnerId, uint32_t version) { asked.push_back(version); });
    const auto serve = [&](Ticket ticket) {
        return [&, ticket](const CachedModel&) { served.push_back(ticket); };
    };
    const Message model(MessageType::MODEL, {1, 2, 3});
    EXPECT_FALSE(models.Arrive(0, 1, model));
    models.Want(0, 1, serve(10));
    models.Want(0, 1, serve(11));
    EXPECT_EQ(asked, std::vector<uint32_t>{1});
    models.AskAgain(0);
    models.AskAgain(1);
    EXPECT_EQ(asked.size(), 2U);
    EXPECT_TRUE(models.Arrive(0, 1, model));
    EXPECT_FALSE(models.Arrive(0, 1, model));
    models.Want(0, 1, serve(12));
    EXPECT_EQ(served, (std::vector<Ticket>{10, 11, 12}));
    EXPECT_EQ(asked.size(), 2U);
}

TEST(ModelDistributorTest, NeverServesAStaleModelAsFresh)
{
    Ptr<ModelCache> cache = CreateObject<ModelCache>();
    cache->SetAttribute("Capacity", UintegerValue(3));
    std::vector<uint32_t> asked;
    std::map<Ticket, uint8_t> served;
    ModelDistributor models;
    models.Start(cache, [&](OwnerId, uint32_t version) { asked.push_back(version); });
    const auto serve = [&](Ticket ticket) {
        return [&, ticket](const CachedModel& model) { served[ticket] = model.bytes->at(0); };
    };
    models.Want(0, 1, serve(10));
    EXPECT_TRUE(models.Arrive(0, 1, Message(MessageType::MODEL, {1, 0})));
    models.Want(0, 2, serve(11));
    EXPECT_EQ(served.count(11), 0U) << "version 1 is in the cache";
    EXPECT_FALSE(models.Arrive(0, 1, Message(MessageType::MODEL, {1, 0})));
    EXPECT_EQ(served.count(11), 0U) << "version 1 came late";
    EXPECT_TRUE(models.Arrive(0, 2, Message(MessageType::MODEL, {2, 0})));
    models.Want(0, 2, serve(12));
    EXPECT_EQ(served, (std::map<Ticket, uint8_t>{{10, 1}, {11, 2}, {12, 2}}));
    EXPECT_EQ(asked, (std::vector<uint32_t>{1, 2}));
}

TEST(ModelDistributorTest, FetchesWhatTheCacheCannotKeepEachTime)
{
    Ptr<ModelCache> cache = CreateObject<ModelCache>();
    cache->SetAttribute("Capacity", UintegerValue(3));
    uint32_t asked = 0;
    uint32_t served = 0;
    ModelDistributor models;
    models.Start(cache, [&](OwnerId, uint32_t) { ++asked; });
    for (int time = 0; time < 2; ++time)
    {
        models.Want(0, 1, [&](const CachedModel&) { ++served; });
        EXPECT_TRUE(models.Arrive(0, 1, Message(MessageType::MODEL, {1, 2, 3, 4})));
    }
    EXPECT_EQ(asked, 2U);
    EXPECT_EQ(served, 2U);
    EXPECT_EQ(cache->GetBytes(), 0U);
}

TEST(ModelDistributorTest, ANewerModelServesAllAndAnOlderOneNobody)
{
    Ptr<ModelCache> cache = CreateObject<ModelCache>();
    std::vector<uint32_t> asked;
    std::vector<Ticket> served;
    ModelDistributor models;
    models.Start(cache, [&](OwnerId, uint32_t version) { asked.push_back(version); });
    const auto serve = [&served](Ticket ticket) {
        return [&served, ticket](const CachedModel&) { served.push_back(ticket); };
    };
    const Message model(MessageType::MODEL, {1, 2, 3});
    models.Want(0, 3, serve(10));
    models.Want(0, 5, serve(11));
    models.Want(0, 6, serve(12));
    models.Want(1, 9, serve(13)); // another owner's
    EXPECT_EQ(asked, (std::vector<uint32_t>{3, 9}));
    EXPECT_FALSE(models.Arrive(0, 2, model));
    EXPECT_TRUE(served.empty());
    EXPECT_TRUE(models.Arrive(0, 5, model));
    EXPECT_EQ(served, (std::vector<Ticket>{10, 11}));
    EXPECT_EQ(asked, (std::vector<uint32_t>{3, 9, 6})); // too old for the last one
    EXPECT_TRUE(models.Arrive(0, 7, model));
    EXPECT_EQ(served, (std::vector<Ticket>{10, 11, 12}));
    EXPECT_EQ(asked.size(), 3U);
    // What is in the cache is served by exactly its version.
    models.Want(0, 5, serve(14));
    models.Want(0, 6, serve(15));
    EXPECT_EQ(served, (std::vector<Ticket>{10, 11, 12, 14}));
    EXPECT_EQ(asked.back(), 6U);
}

} // namespace ns3::edgelearning::test
