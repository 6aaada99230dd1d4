/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../helper/temporary-directory.h"
#include "market-scenario.h"
#include "rogue.h"

#include "ns3/edge-learning-trace-helper.h"
#include "ns3/node-address.h"
#include "ns3/object-factory.h"
#include "ns3/pointer.h"
#include "ns3/understated-age.h"

#include <sstream>

namespace ns3::edgelearning::test
{

/// One worker of old data, what it says of them, and what comes of it.
class CollectionMarketTest : public MarketScenario
{
  protected:
    void InstallMarket(const std::string& witness, uint32_t rounds = 3, double startDelay = 1)
    {
        CreateNodes(1, 1);
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(1),
                           "Rounds",
                           UintegerValue(rounds),
                           "StartDelay",
                           TimeValue(Seconds(startDelay)),
                           "Preference",
                           StringValue("ns3::ConstantRandomVariable[Constant=0]"));
        learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
        learning.SetCollection("ns3::ConstantRandomVariable[Constant=20]",
                               "ns3::ConstantRandomVariable[Constant=0]");
        learning.SetWitness("ns3::edgelearning::" + witness);
        Install("p2p");
    }

    void Lie(double factor)
    {
        Get<Worker>()[0]->SetAttribute(
            "AgeReport",
            PointerValue(
                CreateObjectWithAttributes<UnderstatedAge>("Factor", DoubleValue(factor))));
    }

    double GetEarned() const
    {
        return Get<ClearingHouse>()[0]->GetLedger()->GetEarned(devices.Get(0)->GetId());
    }
};

TEST_F(CollectionMarketTest, LyingPaysAsLongAsItIsBelieved)
{
    InstallMarket("BelievedClaims");
    Run(20);
    const double honest = GetEarned();
    EXPECT_NEAR(auctions.at(0).age.GetSeconds(), 20 + 1 + 1, 0.5); // and 1 s of service
    EXPECT_FALSE(auctions[0].attested);
    Simulator::Destroy();
    Reset();
    auctions.clear();
    InstallMarket("BelievedClaims");
    Lie(0);
    Run(20);
    EXPECT_LT(auctions.at(0).age, Seconds(3.5));
    EXPECT_GT(GetEarned(), 3 * honest); // by the first price, which is 1 / A
    EXPECT_EQ(rejects[RejectReason::STALE], 0U);
    ExpectConservation();
}

TEST_F(CollectionMarketTest, BoundedClaimsEarnNothing)
{
    InstallMarket("BoundedClaims");
    Lie(0);
    Run(20);
    // It enrolled at the beginning, and no claim is fresher than that.
    ASSERT_EQ(auctions.size(), 3U);
    for (const AuctionRecord& auction : auctions)
    {
        EXPECT_LT(auction.collected, Seconds(0.1));
    }
}

TEST_F(CollectionMarketTest, TheLastOfManyOffersOfOneBoundIsSold)
{
    // Offers that no owner buys for a dozen collections, all priced by the enrolment.
    learning.SetCollectionProcess("PeriodicCollection", "Period", TimeValue(Seconds(1)));
    InstallMarket("BoundedClaims", 1, 14);
    Run(40);
    ASSERT_EQ(auctions.size(), 1U);
    EXPECT_GT(auctions[0].offer, 12U);
    EXPECT_EQ(rejects[RejectReason::STALE], 0U);
    EXPECT_EQ(rejects[RejectReason::DUPLICATE], 0U);
    EXPECT_GT(GetEarned(), 0);
    ExpectConservation();
}

TEST_F(CollectionMarketTest, AClaimThatStandsStillIsSold)
{
    InstallMarket("BelievedClaims", 1, 14);
    Lie(1);
    Run(40);
    ASSERT_EQ(auctions.size(), 1U);
    EXPECT_EQ(rejects[RejectReason::STALE], 0U);
    EXPECT_GT(GetEarned(), 0);
}

TEST_F(CollectionMarketTest, AttestationStampsTheRequestedCollection)
{
    learning.SetCollectionProcess("ns3::edgelearning::RequestedCollection",
                                  "Duration",
                                  TimeValue(MilliSeconds(30)));
    TemporaryDirectory directory;
    InstallMarket("AttestedCollections");
    Lie(0); // It may say what it will.
    EdgeLearningTraceHelper traces(directory.Path("files"));
    traces.Enable(apps);
    Run(20);
    traces.Finish();
    ASSERT_EQ(auctions.size(), 3U);
    ASSERT_EQ(ages.size(), 3U);
    std::istringstream lines(directory.Read("files/auctions.csv"));
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line.substr(line.rfind(",attested")), ",attested,true_aoi_s");
    for (const AuctionRecord& auction : auctions)
    {
        EXPECT_TRUE(auction.attested);
        EXPECT_LT(auction.age, Seconds(3.5)); // collected for this auction
        std::getline(lines, line);
        // The stamp is the request's time, which is before the collection, but not by much.
        const double truth = std::stod(line.substr(line.rfind(',') + 1));
        EXPECT_LT(truth, auction.age.GetSeconds());
        EXPECT_GT(truth, auction.age.GetSeconds() - 0.1);
        EXPECT_EQ(line.substr(line.rfind(',') - 2, 2), ",1");
    }
    EXPECT_EQ(rejects[RejectReason::STALE], 0U);
    ExpectConservation();
}

TEST_F(CollectionMarketTest, WhoCannotCollectIsSoldByWhatIsCertain)
{
    InstallMarket("AttestedCollections");
    Lie(0);
    Run(20);
    ASSERT_EQ(auctions.size(), 3U);
    for (const AuctionRecord& auction : auctions)
    {
        EXPECT_FALSE(auction.attested);
        EXPECT_LT(auction.collected, Seconds(0.1));
    }
}

TEST_F(CollectionMarketTest, FilesTellTheTruthBesideTheClaim)
{
    TemporaryDirectory directory;
    InstallMarket("BelievedClaims");
    Lie(0.5);
    EdgeLearningTraceHelper traces(directory.Path("files"));
    traces.Enable(apps);
    Run(20);
    traces.Finish();
    std::istringstream lines(directory.Read("files/aoi.csv"));
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line.substr(line.rfind(',')), ",true_s");
    ASSERT_EQ(ages.size(), 3U);
    for (const AgeRecord& age : ages)
    {
        std::getline(lines, line);
        const double truth = std::stod(line.substr(line.rfind(',') + 1));
        EXPECT_GT(truth, age.measured.GetSeconds() + 9);
    }
}

TEST_F(CollectionMarketTest, MeasuredSettlementPaysForWhatCame)
{
    for (const char* settlement : {"Predicted", "Measured"})
    {
        learning.SetMarketAttribute("SettleOn", StringValue(settlement));
        // The service is predicted to take 1 s and takes 7 s.
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=2.1e5]");
        InstallMarket("BelievedClaims", 1);
        Run(30);
        ASSERT_EQ(auctions.size(), 1U);
        ASSERT_EQ(payments.size(), 1U);
        ASSERT_EQ(ages.size(), 1U);
        const double share = ages[0].predicted.GetSeconds() / ages[0].measured.GetSeconds();
        EXPECT_LT(share, 0.85);
        const double expected = settlement == std::string("Measured") ? share : 1;
        EXPECT_NEAR(payments[0].amount, expected * auctions[0].price, 1e-8);
        EXPECT_LE(payments[0].amount, auctions[0].price);
        EXPECT_LE(auctions[0].price, auctions[0].highestBid);
        const Ledger* ledger = Get<ClearingHouse>()[0]->GetLedger();
        EXPECT_EQ(ledger->GetEscrowed(0), 0);
        EXPECT_NEAR(ledger->GetSpent(0), payments[0].amount, 1e-12);
        ExpectConservation();
        Simulator::Destroy();
        Reset();
        auctions.clear();
        payments.clear();
        ages.clear();
        ownerRounds.clear();
        edgeRounds.clear();
    }
}

TEST_F(CollectionMarketTest, ClaimsBoundEachOther)
{
    CreateNodes(1, 2);
    learning.SetOwners(1, "Demand", UintegerValue(1), "Rounds", UintegerValue(1));
    const Ptr<Node> bad = devices.Get(1);
    topology = std::make_unique<EdgeTopologyHelper>("p2p");
    topology->Install(cloud, edges, devices);
    learning.SetLocator(topology->GetLocator());
    devices = NodeContainer(devices.Get(0));
    InstallApplications();
    Rogue rogue(bad, GetServiceAddress(edges.Get(0), 8000), Role::WORKER, bad->GetId());
    rogue.onMessage = [&](const Message& message) {
        if (message.header.type == MessageType::REGISTERED)
        {
            rogue.Say(MessageType::OFFER, Encode(OfferBody{MilliSeconds(300), 1e9, 10, 1}));
            rogue.Say(MessageType::OFFER, Encode(OfferBody{MilliSeconds(200), 1e9, 10, 2}));
            rogue.Say(MessageType::OFFER, Encode(OfferBody{Seconds(99), 1e9, 10, 3}));
        }
    };
    Simulator::Schedule(Seconds(0.5), [&] { rogue.Register(5); });
    Run(0.9);
    EXPECT_EQ(rejects[RejectReason::STALE], 2U); // older than claimed before, and of the future
    EXPECT_EQ(rejects.size(), 1U);
}

TEST_F(CollectionMarketTest, PoissonWorkersOfferFresherDataAsTheyCome)
{
    CreateNodes(1, 4);
    learning.SetOwners(1, "Demand", UintegerValue(4), "Rounds", UintegerValue(12));
    learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
    learning.SetCollectionProcess("ns3::edgelearning::PoissonCollection",
                                  "MeanInterval",
                                  TimeValue(Seconds(3)));
    Install("p2p");
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 12U);
    Time least = Time::Max();
    Time most;
    for (const AgeRecord& age : ages)
    {
        least = Min(least, age.predicted);
        most = Max(most, age.predicted);
    }
    EXPECT_LT(least, Seconds(2));
    EXPECT_GT(most, Seconds(4));
    ExpectConservation();
}

TEST_F(CollectionMarketTest, DriftMakesOldDataHurt)
{
    std::map<double, double> accuracy; // by the age of the data at the start
    for (double age : {0.0, 1e6})
    {
        learning.SetLearner("ns3::edgelearning::TorchLearner",
                            "Architecture",
                            StringValue("64-32-10"));
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e9]");
        learning.SetDrift("ns3::edgelearning::LabelDrift", "Interval", TimeValue(Seconds(4)));
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(4),
                           "Rounds",
                           UintegerValue(20),
                           "RoundPeriod",
                           TimeValue(Seconds(1)));
        learning.SetCollection("ns3::ConstantRandomVariable[Constant=" + std::to_string(age) + "]",
                               age > 0 ? "ns3::ConstantRandomVariable[Constant=0]"
                                       : "ns3::ConstantRandomVariable[Constant=1]");
        CreateNodes(1, 4);
        Install("p2p");
        Run(23);
        ASSERT_GE(ownerRounds.size(), 15U);
        double sum = 0;
        for (std::size_t i = ownerRounds.size() - 8; i < ownerRounds.size(); ++i)
        {
            sum += ownerRounds[i].accuracy.value() / 8;
        }
        accuracy[age] = sum;
        Simulator::Destroy();
        Reset();
        ownerRounds.clear();
    }
    EXPECT_GT(accuracy[0], accuracy[1e6] + 0.2);
}

} // namespace ns3::edgelearning::test
