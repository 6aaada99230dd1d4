/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/auction-checks.h"
#include "ns3/boolean.h"
#include "ns3/deep-auction.h"
#include "ns3/distribution-source.h"
#include "ns3/double.h"
#include "ns3/myerson-auction.h"
#include "ns3/object-factory.h"
#include "ns3/recorded-source.h"
#include "ns3/second-price-auction.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/valuation-source.h"
#include "ns3/valuation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <unistd.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// A short training: enough for tests, a second at most.
Ptr<DeepAuction>
MakeAgent(int64_t stream, uint32_t steps = 400)
{
    auto agent = CreateObject<DeepAuction>();
    agent->AssignStreams(stream);
    agent->SetAttribute("TrainingSteps", UintegerValue(steps));
    agent->SetAttribute("BatchSize", UintegerValue(4096));
    agent->SetAttribute("LearningRate", DoubleValue(.001));
    agent->SetAttribute("ShowProgress", BooleanValue(false));
    return agent;
}

/// What one owner class of weight 1 bids at one age.
std::function<void(SampleAuction&)>
MakeSampler(double age, uint32_t bidders, uint64_t seed)
{
    return [age, bidders, generator = std::mt19937_64(seed)](SampleAuction& auction) mutable {
        auction.age = age;
        auction.bids.resize(bidders);
        for (Bid& bid : auction.bids)
        {
            bid.amount = Valuation::Value((generator() >> 11) * 0x1p-53, age);
        }
    };
}

/// Prices as the closed form has them.
class ClosedFormAuction : public AuctionMechanism
{
  public:
    explicit ClosedFormAuction(Ptr<DeepAuction> agent)
        : m_agent(agent)
    {
    }

    std::string GetName() const override
    {
        return "closed-form";
    }

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override
    {
        const MinMaxTransform transform = m_agent->GetTransform().At(0, age);
        AuctionOutcome outcome = m_agent->Decide(age, 0, bids);
        double level = 0;
        for (size_t i = 0; i < bids.size(); ++i)
        {
            if (static_cast<int32_t>(i) != outcome.winner)
            {
                level = std::max(level, transform.Evaluate(bids[i].amount));
            }
        }
        outcome.price = transform.Invert(level);
        return outcome;
    }

    Ptr<DeepAuction> m_agent;
};

/// One agent for all tests that only look at it.
class DeepAuctionTest : public testing::Test
{
  protected:
    static void SetUpTestSuite()
    {
        m_agent = MakeAgent(40);
        m_agent->Prepare();
    }

    static void TearDownTestSuite()
    {
        m_agent = nullptr;
        std::remove(GetPath().c_str());
    }

    /// The file of the tests.
    static std::string GetPath()
    {
        return testing::TempDir() + "deep-auction-test-" + std::to_string(getpid()) + ".agent";
    }

    /// Write text into the file of the tests.
    static void WriteFile(const std::string& text)
    {
        std::ofstream(GetPath()) << text;
    }

    static Ptr<DeepAuction> m_agent;
};

Ptr<DeepAuction> DeepAuctionTest::m_agent;

TEST_F(DeepAuctionTest, EarnsWhatTheOptimumEarnsOnTheSameSample)
{
    for (double age : {.11, .2, .3, .5, .8, 1.})
    {
        for (uint32_t bidders : {1, 2, 3, 10})
        {
            const uint64_t auctions = 20000;
            auto optimal = CreateObjectWithAttributes<SecondPriceAuction>(
                "Reserve",
                DoubleValue(Valuation::Reserve(age)));
            const auto best = MeasureMarket(*optimal, auctions, MakeSampler(age, bidders, 9));
            const auto learned = MeasureMarket(*m_agent, auctions, MakeSampler(age, bidders, 9));
            EXPECT_GE(learned.revenue, .98 * best.revenue) << age << " " << bidders;
            EXPECT_NEAR(best.revenue, Valuation::OptimalRevenue(age, bidders), .03 * best.revenue);
            EXPECT_LE(learned.welfare,
                      MeasureMarket(*CreateObject<SecondPriceAuction>(),
                                    auctions,
                                    MakeSampler(age, bidders, 9))
                          .welfare);
        }
    }
}

TEST_F(DeepAuctionTest, BeatsSecondPriceWhenBiddersAreFew)
{
    auto secondPrice = CreateObject<SecondPriceAuction>();
    // The gain of the optimum at age 0.3 is everything, 67 and 27 percent.
    const double gains[] = {0, 1.6, 1.22};
    for (uint32_t bidders : {1, 2, 3})
    {
        const auto base = MeasureMarket(*secondPrice, 20000, MakeSampler(.3, bidders, 5));
        const auto learned = MeasureMarket(*m_agent, 20000, MakeSampler(.3, bidders, 5));
        EXPECT_GT(learned.revenue, gains[bidders - 1] * base.revenue) << bidders;
        EXPECT_GT(learned.revenue, .65);
        EXPECT_LT(learned.saleRate, 1);
    }
}

TEST_F(DeepAuctionTest, NoMisreportPaysNotEvenByOneBit)
{
    std::mt19937_64 generator(21);
    const auto draw = [&generator] { return (generator() >> 11) * 0x1p-53; };
    TruthfulnessReport exact;
    TruthfulnessReport closed;
    auto broken = CreateObject<ClosedFormAuction>(m_agent);
    for (int i = 0; i < 200; ++i)
    {
        SampleAuction auction;
        auction.age = .1 + .9 * draw();
        auction.ask = i % 3 ? 0 : 2 * draw();
        for (int j = i % 4; j >= 0; --j)
        {
            auction.bids.push_back({0, Valuation::Value(draw(), auction.age), 0});
        }
        if (i % 5 == 0)
        {
            // Ties and near ties.
            const double amount = auction.bids.front().amount;
            auction.bids.push_back({0, amount, 0});
            auction.bids.push_back({0, std::nextafter(amount, 100.), 0});
        }
        exact.Add(CheckTruthfulness(*m_agent, auction, 12, 4));
        closed.Add(CheckTruthfulness(*broken, auction, 12, 4));
    }
    EXPECT_GT(exact.checks, 1000000U);
    EXPECT_TRUE(exact.IsClean());
    EXPECT_EQ(exact.regrets, 0U);
    EXPECT_EQ(exact.overcharges, 0U);
    EXPECT_FALSE(closed.IsClean()) << "the closed form must be caught";
    EXPECT_GT(closed.regrets, 0U);
}

TEST_F(DeepAuctionTest, PriceIsTheLeastBidThatWins)
{
    const std::vector<Bid> bids{{0, 2, 0}, {1, 3.1, 0}, {2, 2.9, 0}};
    const AuctionOutcome outcome = m_agent->Decide(.3, 0, bids);
    ASSERT_EQ(outcome.winner, 1);
    std::vector<Bid> changed = bids;
    changed[1].amount = outcome.price;
    EXPECT_EQ(m_agent->Decide(.3, 0, changed).winner, 1);
    EXPECT_EQ(m_agent->Decide(.3, 0, changed).price, outcome.price);
    changed[1].amount = std::nextafter(outcome.price, 0.);
    EXPECT_EQ(m_agent->Decide(.3, 0, changed).winner, 2);
    EXPECT_EQ(outcome.highestBid, 3.1);
    EXPECT_EQ(outcome.secondBid, 2.9);
}

TEST_F(DeepAuctionTest, TiesGoToTheFirstAndAsksAreKept)
{
    const AuctionOutcome tie = m_agent->Decide(.3, 0, {{0, 3, 0}, {1, 3, 0}});
    EXPECT_EQ(tie.winner, 0);
    EXPECT_LE(tie.price, 3);
    const AuctionOutcome asked = m_agent->Decide(.3, 2.95, {{0, 3, 0}, {1, 2.9, 0}});
    EXPECT_EQ(asked.winner, 0);
    EXPECT_EQ(asked.price, 2.95);
    EXPECT_EQ(m_agent->Decide(.3, 3.5, {{0, 3, 0}}).winner, -1);
    // Far below the reserve of 2.33.
    EXPECT_EQ(m_agent->Decide(.3, 0, {{0, 1, 0}}).winner, -1);
}

TEST_F(DeepAuctionTest, AgesBelowTheTrainedRangeArePricedAsItsEnd)
{
    const std::vector<Bid> bids{{0, 9.9, 0}};
    EXPECT_EQ(m_agent->Decide(.01, 0, bids).price, m_agent->Decide(.1, 0, bids).price);
}

TEST_F(DeepAuctionTest, BidsOfUnknownClassesAreIgnored)
{
    EXPECT_EQ(m_agent->Decide(.3, 0, {{0, 3, 1}}).winner, -1);
    EXPECT_EQ(m_agent->Decide(.3, 0, {{0, 3.2, 0xffffffff}, {1, 3, 0}}).winner, 1);
}

TEST_F(DeepAuctionTest, TheSameStreamLearnsTheSameBits)
{
    auto first = MakeAgent(7, 30);
    auto second = MakeAgent(7, 30);
    auto third = MakeAgent(8, 30);
    first->Prepare();
    third->Prepare();
    second->Prepare();
    EXPECT_EQ(first->GetTransform().GetParameters(), second->GetTransform().GetParameters());
    EXPECT_NE(first->GetTransform().GetParameters(), third->GetTransform().GetParameters());
    const auto before = first->GetTransform().GetParameters();
    first->Prepare();
    EXPECT_EQ(first->GetTransform().GetParameters(), before);
}

TEST_F(DeepAuctionTest, ASavedAgentDecidesIdentically)
{
    m_agent->Save(GetPath());
    auto loaded = CreateObjectWithAttributes<DeepAuction>("ModelFile", StringValue(GetPath()));
    EXPECT_FALSE(loaded->IsReady());
    loaded->Prepare();
    ASSERT_TRUE(loaded->IsReady());
    auto copied = CreateObject<DeepAuction>();
    copied->CopyFrom(*m_agent);
    EXPECT_EQ(loaded->GetTransform().GetParameters(), m_agent->GetTransform().GetParameters());
    auto next = MakeSampler(.37, 3, 13);
    SampleAuction auction;
    for (int i = 0; i < 1000; ++i)
    {
        next(auction);
        const AuctionOutcome expected = m_agent->Decide(auction.age, 0, auction.bids);
        for (const auto& agent : {loaded, copied})
        {
            const AuctionOutcome outcome = agent->Decide(auction.age, 0, auction.bids);
            ASSERT_EQ(outcome.winner, expected.winner);
            ASSERT_EQ(outcome.price, expected.price);
        }
    }
}

TEST_F(DeepAuctionTest, MalformedFilesAreRefusedAndChangeNothing)
{
    m_agent->Save(GetPath());
    std::ifstream file(GetPath());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto agent = CreateObject<DeepAuction>();
    agent->CopyFrom(*m_agent);
    for (const std::string& bad : {std::string(),
                                   std::string("edge-learning-auction 2\n") + text.substr(24),
                                   text.substr(0, text.size() / 2),
                                   text.substr(0, text.rfind("end")),
                                   text + "0x1p+0\n",
                                   std::string(4096, '\0')})
    {
        WriteFile(bad);
        EXPECT_THROW(agent->Load(GetPath()), std::runtime_error);
        EXPECT_EQ(agent->GetTransform().GetParameters(), m_agent->GetTransform().GetParameters());
    }
    try
    {
        agent->Load("no/such/file");
        FAIL();
    }
    catch (const std::runtime_error& error)
    {
        EXPECT_NE(std::string(error.what()).find("no/such/file"), std::string::npos);
    }
    EXPECT_THROW(m_agent->Save("no/such/directory/agent"), std::runtime_error);
}

TEST_F(DeepAuctionTest, AnAgentThatIsNotReadySaysSo)
{
    auto agent = CreateObject<DeepAuction>();
    EXPECT_FALSE(agent->IsReady());
    EXPECT_THROW(agent->Decide(.5, 0, {{0, 1, 0}}), std::logic_error);
    EXPECT_THROW(agent->Save(GetPath()), std::logic_error);
    EXPECT_THROW(agent->GetTransform(), std::logic_error);
    EXPECT_THROW(CreateObject<DeepAuction>()->CopyFrom(*agent), std::logic_error);
}

TEST_F(DeepAuctionTest, ClassesOfOwnersAreToldApart)
{
    auto agent = MakeAgent(50, 400);
    agent->SetAttribute("ClassWeights", StringValue("1, 4"));
    agent->Prepare();
    ASSERT_EQ(agent->GetTransform().GetShape().classes, 2U);
    // Alone, a bidder meets the reserve of its own class: 1 and 4 at age 0.5.
    const double light = agent->Decide(.5, 0, {{0, 1.9, 0}}).price;
    const double heavy = agent->Decide(.5, 0, {{0, 7.9, 1}}).price;
    EXPECT_NEAR(light, 1, .15);
    EXPECT_NEAR(heavy, 4, .6);
    // A light owner may win against a higher bid of a heavy one.
    EXPECT_EQ(agent->Decide(.5, 0, {{0, 1.9, 0}, {1, 3, 1}}).winner, 0);
    TruthfulnessReport report;
    for (double bid : {.5, 1.5, 1.9})
    {
        SampleAuction auction;
        auction.age = .5;
        auction.bids = {{0, bid, 0}, {1, 4.1, 1}, {2, 1.2, 0}};
        report.Add(CheckTruthfulness(*agent, auction));
    }
    EXPECT_TRUE(report.IsClean());
}

/// Revenue of an agent on a source as a share of another mechanism's on the same auctions.
double
Compare(const AuctionMechanism& agent,
        const AuctionMechanism& other,
        const BidSource& source,
        uint32_t bidders)
{
    std::mt19937_64 generator(77);
    double revenue = 0;
    double reference = 0;
    for (const auto& auction : source.GetSample(100000, bidders, generator))
    {
        revenue += agent.Decide(auction.age, 0, auction.bids).price;
        reference += other.Decide(auction.age, 0, auction.bids).price;
    }
    return revenue / reference;
}

TEST(DeepAuctionSourceTest, IrregularValuesAreIroned)
{
    const auto source =
        std::make_shared<DistributionSource>(std::vector<DistributionSource::Quantile>{
            [](double u) { return u < .75 ? 4 * u : 3 + 20 * (u - .75); }});
    auto agent = MakeAgent(60, 20);
    agent->SetAttribute("Pieces", UintegerValue(10));
    agent->SetSource(source);
    agent->Prepare();
    const double root = std::sqrt(5.);
    auto optimum = CreateObject<MyersonAuction>();
    optimum->SetVirtualValue([root](uint32_t, double, double bid) {
        return bid < (7 - root) / 2 ? 2 * bid - 4 : bid < (11 - root) / 2 ? 3 - root : 2 * bid - 8;
    });
    // A strictly increasing transform cannot exceed .987. On one sample the ratio is exact to
    // .0005.
    EXPECT_GT(Compare(*agent, *optimum, *source, 3), .997);
    // Bids on the flat tie, and the first of them wins.
    EXPECT_EQ(agent->Decide(1, 0, {{0, 2.7, 0}, {1, 4, 0}}).winner, 0);
    EXPECT_EQ(agent->Decide(1, 0, {{0, 2.7, 0}, {1, 5, 0}}).winner, 1);
    TruthfulnessReport report;
    std::mt19937_64 generator(3);
    for (const auto& auction : source->GetSample(100, 3, generator))
    {
        report.Add(CheckTruthfulness(*agent, auction));
    }
    EXPECT_TRUE(report.IsClean());
}

TEST(DeepAuctionSourceTest, OwnersOfDifferentDistributionsAreRankedAsMyersonDoes)
{
    std::vector<DistributionSource::Quantile> quantiles;
    for (int i = 1; i <= 5; ++i)
    {
        quantiles.emplace_back([i](double u) { return i * u; });
    }
    const auto source = std::make_shared<DistributionSource>(quantiles);
    auto agent = MakeAgent(61, 100);
    agent->SetSource(source);
    agent->Prepare();
    auto optimum = CreateObject<MyersonAuction>();
    optimum->SetVirtualValue([](uint32_t c, double, double bid) { return 2 * bid - (c + 1); });
    EXPECT_GT(Compare(*agent, *optimum, *source, 5), .995);
}

TEST(DeepAuctionSourceTest, HighBidsWinBetweenKnotsOfFewAndOfManyPieces)
{
    std::mt19937_64 generator(5);
    auto auctions = ValuationSource(.1, {1}).GetSample(5000, 3, generator);
    for (SampleAuction& auction : auctions)
    {
        for (Bid& bid : auction.bids)
        {
            // Old data are worth one of few amounts.
            bid.amount = auction.age > .5 ? 1 + std::round(bid.amount) : 1 + bid.amount;
        }
    }
    auto agent = MakeAgent(64, 1);
    agent->SetSource(std::make_shared<RecordedSource>(auctions));
    agent->Prepare();
    for (double age = .1; age <= 1; age += .01)
    {
        EXPECT_EQ(agent->Decide(age, 0, {{0, 12, 0}}).winner, 0) << "age " << age;
    }
}

TEST(DeepAuctionSourceTest, TrainingThatLosesIsNotKept)
{
    auto agent = MakeAgent(63, 100);
    agent->SetAttribute("ClassWeights", StringValue("1,2,4"));
    agent->SetAttribute("LearningRate", DoubleValue(.2));
    agent->Prepare();
    auto optimum = CreateObject<MyersonAuction>();
    optimum->SetAttribute("ClassWeights", StringValue("1,2,4"));
    EXPECT_GT(Compare(*agent, *optimum, ValuationSource(.1, {1, 2, 4}), 3), .99);
}

TEST(DeepAuctionSourceTest, RecordedAuctionsTeachTheAge)
{
    const std::string path = testing::TempDir() + "deep-auction-bids-" + std::to_string(getpid());
    const ValuationSource model(.1, {1});
    std::mt19937_64 generator(5);
    RecordedSource::Write(path, model.GetSample(5000, 2, generator));
    auto agent = MakeAgent(62, 100);
    agent->SetAttribute("BidFile", StringValue(path));
    agent->Prepare();
    std::remove(path.c_str());
    EXPECT_GT(Compare(*agent, *CreateObject<MyersonAuction>(), model, 2), .97);
}

TEST(DeepAuctionSettingsTest, BadSettingsEndWithAMessage)
{
    const auto prepare = [](const std::string& attribute, const std::string& value) {
        auto agent = MakeAgent(1, 1);
        agent->SetAttribute(attribute, StringValue(value));
        agent->Prepare();
    };
    EXPECT_DEATH(prepare("ModelFile", "no/such/file"), "no/such/file.*cannot be opened");
    EXPECT_DEATH(prepare("ClassWeights", "1,zero"), "zero.*is not a positive number");
    EXPECT_DEATH(prepare("ClassWeights", ""), "is not a positive number");
}

} // namespace
