/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/age-reserve-auction.h"
#include "ns3/auction-checks.h"
#include "ns3/boolean.h"
#include "ns3/distribution-source.h"
#include "ns3/double.h"
#include "ns3/empirical-myerson-auction.h"
#include "ns3/first-price-auction.h"
#include "ns3/monopoly-reserve-auction.h"
#include "ns3/myerson-auction.h"
#include "ns3/object-factory.h"
#include "ns3/published-auction.h"
#include "ns3/recorded-source.h"
#include "ns3/second-price-auction.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/valuation-source.h"
#include "ns3/valuation.h"
#include "ns3/virtual-value-curve.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <stdexcept>
#include <unistd.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

const double INF = std::numeric_limits<double>::infinity();

std::shared_ptr<const BidSource>
MakeUniform(std::vector<double> tops)
{
    std::vector<DistributionSource::Quantile> quantiles;
    for (double top : tops)
    {
        quantiles.emplace_back([top](double u) { return top * u; });
    }
    return std::make_shared<DistributionSource>(quantiles);
}

std::shared_ptr<const BidSource>
MakeExponential(double mean)
{
    return std::make_shared<DistributionSource>(std::vector<DistributionSource::Quantile>{
        [mean](double u) { return -mean * std::log1p(-u); }});
}

std::shared_ptr<const BidSource>
MakeIrregular()
{
    return std::make_shared<DistributionSource>(std::vector<DistributionSource::Quantile>{
        [](double u) { return u < .75 ? 4 * u : 3 + 20 * (u - .75); }});
}

/// Mean revenue, and the standard error of it.
struct Estimate
{
    double mean{0};
    double error{0};
};

Estimate
Measure(const AuctionMechanism& mechanism,
        const BidSource& source,
        uint32_t bidders,
        uint64_t seed,
        uint32_t auctions = 200000)
{
    std::mt19937_64 generator(seed);
    double sum = 0;
    double squares = 0;
    for (const auto& auction : source.GetSample(auctions, bidders, generator))
    {
        const double price = mechanism.Decide(auction.age, 0, auction.bids).price;
        sum += price;
        squares += price * price;
    }
    const double mean = sum / auctions;
    return {mean, std::sqrt((squares / auctions - mean * mean) / auctions)};
}

/// Within five standard errors of the sample, and `shortfall` of the exact value below it.
void
ExpectRevenue(const Estimate& estimate, double exact, double shortfall = 0)
{
    EXPECT_LE(estimate.mean, exact + 5 * estimate.error);
    EXPECT_GE(estimate.mean, exact * (1 - shortfall) - 5 * estimate.error);
}

template <typename T>
Ptr<T>
Learn(std::shared_ptr<const BidSource> source, uint32_t bins = 1, uint32_t auctions = 20000)
{
    auto mechanism = CreateObjectWithAttributes<T>("AgeBins",
                                                   UintegerValue(bins),
                                                   "SampleSize",
                                                   UintegerValue(auctions));
    mechanism->SetSource(source);
    mechanism->AssignStreams(3);
    mechanism->Prepare();
    return mechanism;
}

TEST(FirstPriceAuctionTest, EquilibriumBidsAreThoseOfTheClosedForm)
{
    const auto uniform = [](double v) { return std::min(v, 1.0); };
    for (uint32_t n : {2, 3, 5, 20, 64})
    {
        // b(v) = (n - 1) / n v.
        EXPECT_NEAR(FirstPriceAuction::EquilibriumBid(.8, n, uniform), .8 * (n - 1) / n, 1e-5) << n;
    }
    EXPECT_EQ(FirstPriceAuction::EquilibriumBid(.8, 1, uniform), 0);
    EXPECT_EQ(FirstPriceAuction::EquilibriumBid(0, 3, uniform), 0);
}

TEST(FirstPriceAuctionTest, InEquilibriumItEarnsWhatSecondPriceEarns)
{
    const double age = .3;
    const uint32_t bidders = 3;
    const uint32_t auctions = 20000;
    std::mt19937_64 generator(11);
    double sum = 0;
    double squares = 0;
    for (uint32_t i = 0; i < auctions; ++i)
    {
        double highest = 0;
        for (uint32_t j = 0; j < bidders; ++j)
        {
            highest = std::max(highest, Valuation::Value(BidSource::DrawUniform(generator), age));
        }
        const double bid = FirstPriceAuction::EquilibriumBid(highest, bidders, [age](double value) {
            return Valuation::Cdf(value, age);
        });
        sum += bid;
        squares += bid * bid;
    }
    const double mean = sum / auctions;
    const double error = std::sqrt((squares / auctions - mean * mean) / auctions);
    EXPECT_NEAR(mean, Valuation::SecondPriceRevenue(age, bidders), 4 * error);
    EXPECT_LT(error, .01);
}

TEST(BaselineTest, CurveOfFewBidsIsTheHullByHand)
{
    // Revenue of selling to the 1, 2, 3, 4 highest: 10, 8, 9, 4; the hull leaves out the second.
    const VirtualValueCurve curve({1, 3, 4, 10});
    ASSERT_EQ(curve.GetSteps().size(), 3U);
    EXPECT_EQ(curve.Evaluate(.9), -INF);
    EXPECT_EQ(curve.Evaluate(1), -5);
    EXPECT_EQ(curve.Evaluate(3), -.5);
    EXPECT_EQ(curve.Evaluate(4), -.5);
    EXPECT_EQ(curve.Evaluate(10), 10);
    EXPECT_EQ(curve.GetReserve(), 10);
    EXPECT_EQ(curve.LeastBid(-.5, false), 3);
    EXPECT_EQ(curve.LeastBid(-.5, true), 10);
    EXPECT_EQ(curve.LeastBid(10, true), INF);
    EXPECT_THROW(VirtualValueCurve({}), std::invalid_argument);
}

TEST(BaselineTest, CurveIronsTheIrregularDistribution)
{
    std::mt19937_64 generator(4);
    std::vector<double> bids;
    for (const auto& auction : MakeIrregular()->GetSample(200000, 1, generator))
    {
        bids.push_back(auction.bids.front().amount);
    }
    const VirtualValueCurve curve(bids);
    // The ironed virtual value is 3 - sqrt 5 between (7 - sqrt 5) / 2 and (11 - sqrt 5) / 2.
    const double flat = 3 - std::sqrt(5.);
    EXPECT_NEAR(curve.Evaluate(2.6), flat, .05);
    EXPECT_EQ(curve.Evaluate(2.6), curve.Evaluate(4.1));
    EXPECT_NEAR(curve.LeastBid(flat + .2, true), 4.38 + .1, .15);
    EXPECT_NEAR(curve.GetReserve(), 2, .05);
}

TEST(BaselineTest, BestReserveOfAUniformSampleEarnsTheOptimum)
{
    const auto source = MakeUniform({1});
    auto mechanism = Learn<AgeReserveAuction>(source);
    EXPECT_EQ(mechanism->GetName(), "best-reserve");
    // The revenue is flat about the optimum: an error of .1 in the reserve costs 2 percent.
    EXPECT_NEAR(mechanism->GetReserve(1), .5, .1);
    ExpectRevenue(Measure(*mechanism, *source, 3, 5), 17. / 32, .01);
    ExpectRevenue(Measure(*CreateObject<SecondPriceAuction>(), *source, 3, 5), .5);
}

TEST(BaselineTest, AgeReservesFollowTheAge)
{
    const auto source = std::make_shared<ValuationSource>(.1, std::vector<double>{1});
    auto binned = Learn<AgeReserveAuction>(source, 32, 100000);
    auto blind = Learn<AgeReserveAuction>(source, 1, 100000);
    EXPECT_EQ(binned->GetName(), "age-reserve");
    for (double age : {.1, .3, .5, .8})
    {
        EXPECT_NEAR(binned->GetReserve(age) / Valuation::Reserve(age), 1, .15) << age;
        EXPECT_EQ(blind->GetReserve(age), blind->GetReserve(1));
    }
    // Closed form, ages uniform from MinAge to 1.
    for (uint32_t bidders : {1, 2, 3, 10})
    {
        double optimum = 0;
        for (int i = 0; i < 1000; ++i)
        {
            optimum += Valuation::OptimalRevenue(.1 + .9 * (i + .5) / 1000, bidders) / 1000;
        }
        const Estimate known = Measure(*CreateObject<MyersonAuction>(), *source, bidders, 6);
        const Estimate learned = Measure(*binned, *source, bidders, 6);
        ExpectRevenue(known, optimum);
        ExpectRevenue(learned, optimum, .03);
        const Estimate ageless = Measure(*blind, *source, bidders, 6);
        EXPECT_LT(ageless.mean, learned.mean);
    }
}

TEST(BaselineTest, MyersonWithTheKnownDistributionEarnsTheExactOptimum)
{
    auto mechanism = CreateObject<MyersonAuction>();
    mechanism->SetVirtualValue([](uint32_t, double, double bid) { return 2 * bid - 1; });
    ExpectRevenue(Measure(*mechanism, *MakeUniform({1}), 3, 7), 17. / 32);
    mechanism->SetVirtualValue([](uint32_t, double, double bid) { return bid - 3; });
    ExpectRevenue(Measure(*mechanism, *MakeExponential(3), 3, 7), 2.75169);
    mechanism->SetVirtualValue([](uint32_t c, double, double bid) { return 2 * bid - (c + 1); });
    ExpectRevenue(Measure(*mechanism, *MakeUniform({1, 2, 3, 4, 5}), 5, 7), 58819. / 25600);
    const double root = std::sqrt(5.);
    mechanism->SetVirtualValue([root](uint32_t, double, double bid) {
        return bid < (7 - root) / 2 ? 2 * bid - 4 : bid < (11 - root) / 2 ? 3 - root : 2 * bid - 8;
    });
    ExpectRevenue(Measure(*mechanism, *MakeIrregular(), 3, 7), 2.37487);
}

TEST(BaselineTest, MyersonInTheValuationModelIsSecondPriceWithTheReserveOfTheAge)
{
    auto mechanism = CreateObject<MyersonAuction>();
    const AuctionOutcome alone = mechanism->Decide(.3, 0, {{0, 3, 0}});
    EXPECT_EQ(alone.winner, 0);
    EXPECT_NEAR(alone.price, Valuation::Reserve(.3), 1e-12);
    EXPECT_EQ(mechanism->Decide(.3, 0, {{0, 3, 0}, {1, 3.2, 0}}).winner, 1);
    EXPECT_NEAR(mechanism->Decide(.3, 0, {{0, 3, 0}, {1, 3.2, 0}}).price, 3, 1e-12);
    EXPECT_EQ(mechanism->Decide(.3, 0, {{0, 2, 0}}).winner, -1);
    EXPECT_EQ(mechanism->Decide(.3, 0, {{0, 3, 1}}).winner, -1) << "an unknown class";
    mechanism->SetAttribute("ClassWeights", StringValue("1,4"));
    EXPECT_NEAR(mechanism->Decide(.5, 0, {{0, 7.9, 1}}).price, 4, 1e-12);
    // Virtual values 1.8 and -2: the light owner wins although it bids less.
    EXPECT_EQ(mechanism->Decide(.5, 0, {{0, 1.9, 0}, {1, 3, 1}}).winner, 0);
    EXPECT_DEATH(mechanism->SetAttribute("ClassWeights", StringValue("1,-4")), "-4");
}

TEST(BaselineTest, EmpiricalMyersonComesNearTheOptimum)
{
    struct Setting
    {
        std::shared_ptr<const BidSource> source;
        uint32_t bidders;
        double exact;
    };

    for (const Setting& setting : {Setting{MakeUniform({1}), 3, 17. / 32},
                                   Setting{MakeExponential(3), 3, 2.75169},
                                   Setting{MakeUniform({1, 2, 3, 4, 5}), 5, 58819. / 25600},
                                   Setting{MakeIrregular(), 3, 2.37487}})
    {
        auto mechanism =
            CreateObjectWithAttributes<EmpiricalMyersonAuction>("AgeBins",
                                                                UintegerValue(1),
                                                                "SampleBidders",
                                                                UintegerValue(setting.bidders));
        mechanism->SetSource(setting.source);
        mechanism->AssignStreams(3);
        mechanism->Prepare();
        ExpectRevenue(Measure(*mechanism, *setting.source, setting.bidders, 8), setting.exact, .01);
    }
    // Second price with any reserve stays below 75/32 on the irregular one.
    EXPECT_LT(Measure(*Learn<AgeReserveAuction>(MakeIrregular()), *MakeIrregular(), 3, 8).mean,
              75. / 32 + .01);
}

TEST(BaselineTest, MonopolyReservesDifferByClassLazyOrEager)
{
    const auto source = MakeUniform({1, 2});
    for (bool eager : {false, true})
    {
        auto mechanism = CreateObjectWithAttributes<MonopolyReserveAuction>("AgeBins",
                                                                            UintegerValue(1),
                                                                            "Eager",
                                                                            BooleanValue(eager));
        mechanism->SetAttribute("SampleSize", UintegerValue(50000));
        mechanism->SetSource(source);
        mechanism->AssignStreams(3);
        mechanism->Prepare();
        EXPECT_EQ(mechanism->GetName(), eager ? "monopoly-eager" : "monopoly-lazy");
        EXPECT_NEAR(mechanism->GetReserve(0, 1), .5, .05);
        EXPECT_NEAR(mechanism->GetReserve(1, 1), 1, .1);
        EXPECT_EQ(mechanism->GetReserve(2, 1), INF);
        // The higher bid is below its own reserve: lazy sells nothing, eager to the other.
        const std::vector<Bid> bids{{0, .8, 1}, {1, .7, 0}};
        const AuctionOutcome outcome = mechanism->Decide(1, 0, bids);
        EXPECT_EQ(outcome.winner, eager ? 1 : -1);
        EXPECT_EQ(outcome.price, eager ? mechanism->GetReserve(0, 1) : 0);
        EXPECT_EQ(mechanism->Decide(1, 0, {{0, 1.8, 1}, {1, .7, 0}}).price,
                  mechanism->GetReserve(1, 1));
        EXPECT_EQ(mechanism->Decide(1, 0, {{0, 1.8, 1}, {1, 1.7, 1}}).price, 1.7);
        // One bidder of each: x of U[0,1], y of U[0,2], reserves 1/2 and 1. Eager: both above, 1/4,
        // y wins at 1 always; x alone, 1/4, pays 1/2; y alone, 1/4, pays 1: 5/8. Lazy: x loses if
        // y is between it and 1, so that it wins with y < x, 3/16, and pays y or 1/2: 1/12 + 1/8.
        const double exact = eager ? .625 : .5 + 1. / 16 + 1. / 24;
        ExpectRevenue(Measure(*mechanism, *source, 2, 9), exact, .01);
    }
}

TEST(BaselineTest, ThePublishedNetworkLearnsOneTransformForEachBidder)
{
    const auto source = MakeUniform({1});
    auto mechanism =
        CreateObjectWithAttributes<PublishedAuction>("TrainingSteps", UintegerValue(5000));
    mechanism->SetSource(source);
    mechanism->AssignStreams(12);
    EXPECT_THROW(mechanism->Decide(1, 0, {{0, 1, 0}}), std::logic_error);
    mechanism->Prepare();
    // Bidders may be dead: with one of the three alive the optimum is 1/4, with two 5/12.
    const Estimate revenue = Measure(*mechanism, *source, 3, 5);
    EXPECT_GT(revenue.mean, .95 / 4);
    EXPECT_LT(revenue.mean, 17. / 32 + 5 * revenue.error);
    TruthfulnessReport report;
    std::mt19937_64 generator(10);
    for (const auto& auction : source->GetSample(30, 3, generator))
    {
        report.Add(CheckTruthfulness(*mechanism, auction, 8, 2));
    }
    EXPECT_TRUE(report.IsClean());
}

TEST(BaselineTest, AllAreTruthful)
{
    const auto source = std::make_shared<ValuationSource>(.1, std::vector<double>{1, 2, 4});
    std::vector<Ptr<AuctionMechanism>> mechanisms{
        Learn<AgeReserveAuction>(source, 8, 2000),
        Learn<EmpiricalMyersonAuction>(source, 8, 2000),
        Learn<MonopolyReserveAuction>(source, 8, 2000),
        CreateObjectWithAttributes<MyersonAuction>("ClassWeights", StringValue("1,2,4"))};
    std::mt19937_64 generator(10);
    for (const auto& mechanism : mechanisms)
    {
        TruthfulnessReport report;
        for (auto& auction : source->GetSample(60, 3, generator))
        {
            auction.bids.push_back(auction.bids.front());
            auction.ask = auction.age;
            report.Add(CheckTruthfulness(*mechanism, auction, 8, 2));
        }
        EXPECT_TRUE(report.IsClean()) << mechanism->GetName();
        EXPECT_GT(report.checks, 100000U);
    }
}

TEST(BaselineTest, TheSameStreamLearnsTheSame)
{
    const auto source = std::make_shared<ValuationSource>(.1, std::vector<double>{1});
    EXPECT_EQ(Learn<AgeReserveAuction>(source)->GetReserve(.5),
              Learn<AgeReserveAuction>(source)->GetReserve(.5));
    EXPECT_THROW(CreateObject<AgeReserveAuction>()->Decide(.5, 0, {{0, 1, 0}}), std::logic_error);
}

TEST(BaselineTest, MechanismsAreFoundByTypeId)
{
    for (const char* name : {"AgeReserveAuction",
                             "EmpiricalMyersonAuction",
                             "MonopolyReserveAuction",
                             "MyersonAuction",
                             "PublishedAuction"})
    {
        ObjectFactory factory(std::string("ns3::edgelearning::") + name);
        Ptr<AuctionMechanism> mechanism = factory.Create<AuctionMechanism>();
        ASSERT_TRUE(mechanism) << name;
        if (name == std::string("PublishedAuction"))
        {
            mechanism->SetAttribute("TrainingSteps", UintegerValue(1));
        }
        mechanism->Prepare();
        EXPECT_LE(mechanism->Decide(1, 0, {{0, .99, 0}}).price, .99) << name;
    }
}

class RecordedSourceTest : public testing::Test
{
  protected:
    void TearDown() override
    {
        std::remove(m_path.c_str());
    }

    std::string m_path{testing::TempDir() + "recorded-source-test-" + std::to_string(getpid())};
};

TEST_F(RecordedSourceTest, AFileComesBackAsItWas)
{
    std::mt19937_64 generator(2);
    const auto sample = ValuationSource(.1, {1, 3}).GetSample(100, 3, generator);
    RecordedSource::Write(m_path, sample);
    const auto read = RecordedSource::Read(m_path);
    ASSERT_EQ(read.size(), sample.size());
    for (size_t i = 0; i < read.size(); ++i)
    {
        EXPECT_EQ(read[i].age, sample[i].age);
        ASSERT_EQ(read[i].bids.size(), 3U);
        for (size_t j = 0; j < 3; ++j)
        {
            EXPECT_EQ(read[i].bids[j].amount, sample[i].bids[j].amount);
            EXPECT_EQ(read[i].bids[j].ownerClass, sample[i].bids[j].ownerClass);
        }
    }
    EXPECT_EQ(RecordedSource(read).GetClasses(), 2U);
    EXPECT_EQ(RecordedSource(read).GetSize(), 300U);
}

TEST_F(RecordedSourceTest, MechanismsLearnFromTheFile)
{
    std::mt19937_64 generator(2);
    const auto source = MakeUniform({1});
    RecordedSource::Write(m_path, source->GetSample(20000, 3, generator));
    auto mechanism = CreateObjectWithAttributes<AgeReserveAuction>("AgeBins",
                                                                   UintegerValue(1),
                                                                   "BidFile",
                                                                   StringValue(m_path));
    mechanism->Prepare();
    ExpectRevenue(Measure(*mechanism, *source, 3, 5), 17. / 32, .01);
}

TEST_F(RecordedSourceTest, BidsAreMovedToTheAgeOfTheAuction)
{
    // Bids are proportional to 1/A here, so that at the age of the auction all lie in [1, 2] / A.
    std::vector<SampleAuction> auctions(2000);
    std::mt19937_64 generator(1);
    for (auto& auction : auctions)
    {
        auction.age = .1 + .9 * BidSource::DrawUniform(generator);
        auction.bids = {{0, (1 + BidSource::DrawUniform(generator)) / auction.age, 0}};
    }
    AuctionBatch batch;
    RecordedSource(auctions).Draw(2000, generator, batch);
    double lowest = INF;
    double highest = 0;
    for (size_t i = 0; i < batch.bids.size(); ++i)
    {
        const double product = batch.bids[i].amount * batch.ages[i / batch.bidders];
        lowest = std::min(lowest, product);
        highest = std::max(highest, product);
    }
    EXPECT_NEAR(lowest, 1, .02);
    EXPECT_NEAR(highest, 2, .02);
}

TEST_F(RecordedSourceTest, BadFilesAreRefusedWithTheLine)
{
    const auto refuse = [this](const std::string& text, const std::string& message) {
        std::ofstream(m_path) << text;
        try
        {
            RecordedSource source(RecordedSource::Read(m_path));
            ADD_FAILURE() << text;
        }
        catch (const std::exception& error)
        {
            EXPECT_NE(std::string(error.what()).find(message), std::string::npos) << error.what();
        }
    };
    const std::string header = "auction,age,class,bid\n";
    refuse("time,bid\n", "first line");
    refuse(header + "1,.5,0\n", "line 2: 3 numbers instead of at least 4");
    refuse(header + "1,.5,0,1\n1,.5,0,x\n", "line 3: 'x' is not a number");
    refuse(header + "1,.5,0,1\n1,.6,0,1\n", "line 3: age 0.6");
    refuse(header + "1,.5,-1,1\n", "class -1");
    refuse(header + "1,.5,1e9,1\n", "class 1000000000");
    refuse(header + "1,1.5,0,1\n", "age 1.5");
    refuse(header + "1,.5,0,-1\n", "bid -1");
    refuse(header + "1,.5,0,nan\n", "bid nan");
    refuse(header, "no bid above 0");
    EXPECT_THROW(RecordedSource::Read("no/such/file"), std::runtime_error);
}

} // namespace
