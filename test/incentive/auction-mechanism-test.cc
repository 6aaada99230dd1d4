/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-checks.h"
#include "ns3/auction-mechanism.h"
#include "ns3/double.h"
#include "ns3/first-price-auction.h"
#include "ns3/object-factory.h"
#include "ns3/second-price-auction.h"

#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

const double INF = std::numeric_limits<double>::infinity();
const double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();

std::vector<Bid>
MakeBids(const std::vector<double>& amounts)
{
    std::vector<Bid> bids;
    for (double amount : amounts)
    {
        bids.push_back({static_cast<uint32_t>(bids.size()), amount, 0});
    }
    return bids;
}

Ptr<SecondPriceAuction>
MakeSecondPrice(double reserve)
{
    return CreateObjectWithAttributes<SecondPriceAuction>("Reserve", DoubleValue(reserve));
}

void
ExpectOutcome(const AuctionOutcome& outcome,
              int32_t winner,
              double price,
              double highest,
              double second)
{
    EXPECT_EQ(outcome.winner, winner);
    EXPECT_EQ(outcome.price, price);
    EXPECT_EQ(outcome.highestBid, highest);
    EXPECT_EQ(outcome.secondBid, second);
}

TEST(AuctionMechanismTest, FirstPriceTakesTheHighestBidAtItsPrice)
{
    auto auction = CreateObject<FirstPriceAuction>();
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({1, 3, 2})), 1, 3, 3, 2);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({3, 3})), 0, 3, 3, 3);
    EXPECT_EQ(auction->GetName(), "first-price");
}

TEST(AuctionMechanismTest, SecondPriceTakesTheHighestBidAtTheNext)
{
    auto auction = CreateObject<SecondPriceAuction>();
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({1, 3, 2})), 1, 2, 3, 2);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({2})), 0, 0, 2, 0);
    EXPECT_EQ(auction->GetName(), "second-price");
}

TEST(AuctionMechanismTest, ReserveRaisesThePriceOrPreventsTheSale)
{
    auto auction = MakeSecondPrice(2.5);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({1, 3, 2})), 1, 2.5, 3, 2);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({4, 3})), 0, 3, 4, 3);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({2.5})), 0, 2.5, 2.5, 0);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({1, 2})), -1, 0, 2, 1);
}

TEST(AuctionMechanismTest, NothingIsSoldBelowTheAsk)
{
    auto auction = MakeSecondPrice(1);
    ExpectOutcome(auction->Decide(.5, 2, MakeBids({1.5, 3})), 1, 2, 3, 1.5);
    ExpectOutcome(auction->Decide(.5, 2, MakeBids({2})), 0, 2, 2, 0);
    ExpectOutcome(auction->Decide(.5, 2, MakeBids({1.5, 1.9})), -1, 0, 1.9, 1.5);
    ExpectOutcome(CreateObject<FirstPriceAuction>()->Decide(.5, 2, MakeBids({1})), -1, 0, 1, 0);
}

TEST(AuctionMechanismTest, TiesGoToTheFirst)
{
    auto auction = CreateObject<SecondPriceAuction>();
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({1, 3, 3, 3})), 1, 3, 3, 3);
}

TEST(AuctionMechanismTest, ZeroBidsAndEmptyAuctionsSellNothing)
{
    for (Ptr<AuctionMechanism> auction :
         {Ptr<AuctionMechanism>(CreateObject<FirstPriceAuction>()),
          Ptr<AuctionMechanism>(CreateObject<SecondPriceAuction>())})
    {
        ExpectOutcome(auction->Decide(.5, 0, {}), -1, 0, 0, 0);
        ExpectOutcome(auction->Decide(.5, 0, MakeBids({0, 0})), -1, 0, 0, 0);
        ExpectOutcome(auction->Decide(.5, 0, MakeBids({-0.0})), -1, 0, 0, 0);
    }
}

TEST(AuctionMechanismTest, InvalidBidsAreIgnoredAndKeepTheIndicesOfTheOthers)
{
    auto auction = CreateObject<SecondPriceAuction>();
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({NOT_A_NUMBER, 2, INF, -5, 3, -INF})),
                  4,
                  2,
                  3,
                  2);
    ExpectOutcome(auction->Decide(.5, 0, MakeBids({NOT_A_NUMBER, -1})), -1, 0, 0, 0);
}

TEST(AuctionMechanismTest, AnAskThatCannotBeServedSellsNothing)
{
    auto auction = CreateObject<SecondPriceAuction>();
    for (double ask : {-1., INF, NOT_A_NUMBER})
    {
        ExpectOutcome(auction->Decide(.5, ask, MakeBids({1, 2})), -1, 0, 2, 1);
    }
}

TEST(AuctionMechanismTest, AgesOutsideTheRangeAreRefused)
{
    auto auction = CreateObject<SecondPriceAuction>();
    for (double age : {0., -.1, 1.0001, INF, NOT_A_NUMBER})
    {
        EXPECT_THROW(auction->Decide(age, 0, MakeBids({1})), std::invalid_argument) << age;
    }
    EXPECT_NO_THROW(auction->Decide(1, 0, MakeBids({1})));
}

TEST(AuctionMechanismTest, SecondPriceIsTruthfulWhateverReserveAndAsk)
{
    std::mt19937_64 generator(3);
    std::uniform_int_distribution<int> draw(0, 8);
    TruthfulnessReport report;
    for (int i = 0; i < 60; ++i)
    {
        auto auction = MakeSecondPrice(draw(generator) / 4.);
        SampleAuction sample;
        sample.ask = draw(generator) / 4.;
        for (int j = draw(generator) / 2; j >= 0; --j)
        {
            sample.bids.push_back({0, draw(generator) / 2., 0});
        }
        report.Add(CheckTruthfulness(*auction, sample));
    }
    EXPECT_TRUE(report.IsClean());
    EXPECT_GT(report.checks, 100000U);
}

TEST(AuctionMechanismTest, MechanismsAreFoundByTypeId)
{
    for (const char* name : {"FirstPriceAuction", "SecondPriceAuction", "DeepAuction"})
    {
        ObjectFactory factory(std::string("ns3::edgelearning::") + name);
        EXPECT_TRUE(factory.Create<AuctionMechanism>()) << name;
    }
}

} // namespace
