/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../helper/temporary-directory.h"
#include "market-scenario.h"

#include "ns3/boolean.h"
#include "ns3/deep-auction.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/pointer.h"
#include "ns3/recorded-source.h"

namespace ns3::edgelearning::test
{

/// Agents that learn from the bids of a market in a network.
class MarketLearningTest : public MarketScenario
{
  protected:
    /// Two owners who value data four times as much as the model says, two cells, six workers.
    void InstallMarket()
    {
        Reset();
        auctions.clear();
        ownerRounds.clear();
        edgeRounds.clear();
        drops.clear();
        payments.clear();
        retrainings.clear();
        CreateNodes(2, 6);
        learning.SetCollection("ns3::UniformRandomVariable[Min=0|Max=20]",
                               "ns3::UniformRandomVariable[Min=2|Max=30]");
        learning.SetAoiAttribute("MaxAge", TimeValue(Seconds(30)));
        learning.SetOwners(2,
                           "Demand",
                           UintegerValue(3),
                           "Rounds",
                           UintegerValue(40),
                           "Weight",
                           DoubleValue(4),
                           "RoundPeriod",
                           TimeValue(Seconds(2)),
                           "Deadline",
                           TimeValue(Seconds(1.9)),
                           "SelectionWindow",
                           TimeValue(Seconds(0.7)));
    }

    /// An agent that knows the valuation model of weight 1 roughly, and may learn on.
    void SetAgent(double interval)
    {
        learning.SetMechanism("ns3::edgelearning::DeepAuction",
                              "TrainingSteps",
                              UintegerValue(1),
                              "BatchSize",
                              UintegerValue(512),
                              "ShowProgress",
                              BooleanValue(false),
                              "RetrainInterval",
                              TimeValue(Seconds(interval)),
                              "RetrainMinimum",
                              UintegerValue(40),
                              "RetrainSteps",
                              UintegerValue(1));
    }

    Ptr<DeepAuction> GetAgent(uint32_t edge) const
    {
        PointerValue mechanism;
        Get<EdgeServer>()[edge]->GetMarket()->GetAttribute("Mechanism", mechanism);
        return mechanism.Get<DeepAuction>();
    }

    /// Run the market; what it wrote is in the directory. @return revenue of all auctions
    double RunMarket(const std::string& directory)
    {
        EdgeLearningTraceHelper traces(directory);
        Install("p2p");
        traces.Enable(apps);
        for (uint32_t i = 0; i < 2 && GetAgent(i); ++i)
        {
            GetAgent(i)->TraceConnectWithoutContext(
                "Retrained",
                Callback<void, const RetrainingRecord&>(
                    [this](const RetrainingRecord& record) { retrainings.push_back(record); }));
        }
        Run(85);
        traces.Finish();
        ExpectConservation();
        double revenue = 0;
        for (const AuctionRecord& auction : auctions)
        {
            revenue += auction.price;
        }
        return revenue;
    }

    std::vector<RetrainingRecord> retrainings;
    TemporaryDirectory directory;
};

TEST_F(MarketLearningTest, AllBidsOfARunAreInAFileThatTeachesAnAgent)
{
    InstallMarket();
    learning.SetMechanism("ns3::edgelearning::SecondPriceAuction");
    const double before = RunMarket(directory.Path("first"));
    const auto recorded = RecordedSource::Read(directory.Path("first/bids.csv"));
    ASSERT_EQ(recorded.size(), auctions.size());
    for (size_t i = 0; i < recorded.size(); ++i)
    {
        EXPECT_EQ(recorded[i].age, auctions[i].normalisedAge);
        ASSERT_EQ(recorded[i].bids.size(), auctions[i].bidders);
        double highest = 0;
        for (const Bid& bid : recorded[i].bids)
        {
            highest = std::max(highest, bid.amount);
        }
        EXPECT_EQ(highest, auctions[i].highestBid); // to the last bit
    }
    Simulator::Destroy();

    InstallMarket();
    SetAgent(0);
    const double model = RunMarket(directory.Path("model"));
    Simulator::Destroy();

    InstallMarket();
    learning.SetMechanism("ns3::edgelearning::DeepAuction",
                          "BidFile",
                          StringValue(directory.Path("first/bids.csv")),
                          "TrainingSteps",
                          UintegerValue(1),
                          "BatchSize",
                          UintegerValue(512),
                          "ShowProgress",
                          BooleanValue(false));
    const double after = RunMarket(directory.Path("second"));
    EXPECT_GT(after, 1.1 * before);
    EXPECT_GT(after, 1.1 * model); // of another weight than the owners have
    EXPECT_TRUE(retrainings.empty());
}

TEST_F(MarketLearningTest, AgentsOfARunningMarketAreReplacedAndDecideOtherwise)
{
    InstallMarket();
    SetAgent(0);
    const double once = RunMarket(directory.Path("once"));
    const std::vector<AuctionRecord> old = auctions;
    const auto parameters = GetAgent(0)->GetTransform().GetParameters();
    EXPECT_EQ(parameters, GetAgent(1)->GetTransform().GetParameters());
    Simulator::Destroy();

    InstallMarket();
    SetAgent(15);
    const double continued = RunMarket(directory.Path("continued"));
    Time first = Time::Max();
    for (const RetrainingRecord& record : retrainings)
    {
        first = record.replaced ? Min(first, record.time) : first;
    }
    ASSERT_LT(first, Seconds(60));
    EXPECT_TRUE(GetAgent(0)->GetTransform().GetParameters() != parameters ||
                GetAgent(1)->GetTransform().GetParameters() != parameters);
    // Each edge server learns from what it has seen itself.
    EXPECT_NE(GetAgent(0)->GetTransform().GetParameters(),
              GetAgent(1)->GetTransform().GetParameters());
    EXPECT_GT(continued, 1.05 * once);
    // Up to the first replacement the two runs are the same; afterwards prices differ.
    const auto count = [](const std::string& text) {
        return std::count(text.begin(), text.end(), '\n') - 1;
    };
    const std::string a = directory.Read("once/auctions.csv");
    const std::string b = directory.Read("continued/auctions.csv");
    const size_t differs = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
    ASSERT_LT(differs, a.size());
    const size_t line = a.rfind('\n', differs) + 1;
    EXPECT_GE(std::stod(a.substr(line)), first.GetSeconds() - 1e-9);
    EXPECT_EQ(count(directory.Read("continued/retrainings.csv")),
              static_cast<long>(retrainings.size()));
    EXPECT_EQ(count(directory.Read("once/retrainings.csv")), 0);
}

TEST_F(MarketLearningTest, ALearningMarketIsRepeatable)
{
    for (const char* name : {"a", "b"})
    {
        InstallMarket();
        SetAgent(15);
        RunMarket(directory.Path(name));
        EXPECT_FALSE(retrainings.empty());
        Simulator::Destroy();
    }
    for (const char* file :
         {"auctions.csv", "bids.csv", "retrainings.csv", "revenue.csv", "transfers.csv"})
    {
        EXPECT_EQ(directory.Read(std::string("a/") + file),
                  directory.Read(std::string("b/") + file))
            << file;
    }
}

} // namespace ns3::edgelearning::test
