/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <set>

namespace ns3::edgelearning::test
{

/// Markets whose owners let the edge servers aggregate several times a round.
class EdgeRoundTest : public MarketScenario
{
  protected:
    /**
     * @brief Set one owner that takes every worker.
     * @param rounds its rounds
     * @param edgeRounds edge rounds in each of them
     * @param demand workers wanted an edge round
     */
    void SetOwner(uint32_t rounds, uint32_t edgeRounds, uint32_t demand)
    {
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(demand),
                           "Rounds",
                           UintegerValue(rounds),
                           "EdgeRounds",
                           UintegerValue(edgeRounds),
                           "Deadline",
                           TimeValue(Seconds(10)));
    }

    /**
     * @brief Count the messages of a type that a role sends.
     * @param app the sender
     * @param type the type
     * @param count where they are counted
     */
    static void CountSent(Ptr<Application> app, MessageType type, uint32_t& count)
    {
        app->TraceConnectWithoutContext(
            "Tx",
            Callback<void, const MessageHeader&>([type, &count](const MessageHeader& header) {
                count += header.type == type ? 1 : 0;
            }));
    }
};

TEST_F(EdgeRoundTest, DeadlinesThatNoEdgeServerWouldTakeAreRefusedAtOnce)
{
    const auto run = [this](uint32_t edgeRounds, Time deadline) {
        CreateNodes(1, 1);
        learning.SetOwners(1,
                           "EdgeRounds",
                           UintegerValue(edgeRounds),
                           "Deadline",
                           TimeValue(deadline));
        Install("p2p");
        Run(5);
    };
    EXPECT_DEATH(run(1, Seconds(1e7)), "Deadline .*for each of 1 EdgeRounds.*at most .4[.]6");
    EXPECT_DEATH(run(1000, Seconds(4e6)), "for each of 1000 EdgeRounds.*all together 1e");
    run(1, Seconds(4e6));
    EXPECT_EQ(Get<EdgeServer>()[0]->GetRejected(), 0U);
}

TEST_F(EdgeRoundTest, EveryEdgeRoundIsCountedAndNumbered)
{
    CreateNodes(2, 6);
    SetOwner(2, 3, 6);
    Install("p2p");
    Run(200);
    ASSERT_EQ(ownerRounds.size(), 2U);
    ASSERT_EQ(edgeRounds.size(), 2U * 2 * 3);
    std::map<uint32_t, std::set<uint32_t>> numbers;
    std::map<uint32_t, uint32_t> selected;
    for (const RoundRecord& round : edgeRounds)
    {
        EXPECT_EQ(round.selected, round.aggregated + round.dropped);
        EXPECT_GT(round.aggregated, 0U);
        numbers[round.node].insert(round.round);
        selected[round.round / 3] += round.selected;
    }
    for (const auto& [node, all] : numbers)
    {
        EXPECT_EQ(all, (std::set<uint32_t>{0, 1, 2, 3, 4, 5})) << node;
    }
    for (const RoundRecord& round : ownerRounds)
    {
        EXPECT_EQ(round.selected, selected[round.round]);
        EXPECT_EQ(round.aggregated, round.selected);
    }
    EXPECT_EQ(payments.size(), CountAggregated());
    EXPECT_EQ(ages.size(), CountAggregated());
    ExpectConservation();
}

/// As many local rounds, with more or fewer of them between two global ones.
class BackhaulTest : public EdgeRoundTest, public ::testing::WithParamInterface<uint32_t>
{
};

TEST_P(BackhaulTest, CarriesOneModelEachWayAnEdgeAndGlobalRound)
{
    const uint32_t edgeRounds = GetParam();
    const uint32_t rounds = 6 / edgeRounds;
    CreateNodes(2, 4);
    SetOwner(rounds, edgeRounds, 4);
    Install("p2p");
    uint32_t down = 0;
    uint32_t up = 0;
    uint32_t access = 0;
    CountSent(Get<ModelOwner>()[0], MessageType::MODEL, down);
    for (const auto& edge : Get<EdgeServer>())
    {
        CountSent(edge, MessageType::UPDATE, up);
        CountSent(edge, MessageType::MODEL, access);
    }
    Run(300);
    ASSERT_EQ(ownerRounds.size(), rounds);
    EXPECT_EQ(CountAggregated(), 6U * 4);
    EXPECT_EQ(down, 2 * rounds);
    EXPECT_EQ(up, 2 * rounds);
    EXPECT_EQ(access, 4U * 6);
}

INSTANTIATE_TEST_SUITE_P(Hierarchies, BackhaulTest, ::testing::Values(1, 2, 3, 6));

TEST_F(EdgeRoundTest, LaterEdgeRoundsTrainOnTheEdgesAggregate)
{
    // To one worker, six edge rounds of one global round are what six global rounds are.
    const auto accuracy = [this](uint32_t rounds, uint32_t edgeRounds) {
        cloud = edges = devices = NodeContainer();
        ownerRounds.clear();
        learning = EdgeLearningHelper();
        learning.SetFirstStream(1000);
        CreateNodes(1, 1);
        learning.SetLearner("ns3::edgelearning::TorchLearner",
                            "Architecture",
                            StringValue("64-32-10"),
                            "LearningRate",
                            DoubleValue(0.005),
                            "Epochs",
                            UintegerValue(1));
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=1e9]");
        SetOwner(rounds, edgeRounds, 1);
        Install("p2p");
        Run(100);
        const double last = ownerRounds.empty() ? 0 : ownerRounds.back().accuracy.value();
        Simulator::Destroy();
        return last;
    };
    const double one = accuracy(1, 1);
    const double flat = accuracy(6, 1);
    EXPECT_GT(flat, one + 0.2);
    EXPECT_EQ(accuracy(1, 6), flat);
}

TEST_F(EdgeRoundTest, StragglersDropOutOfTheirEdgeRoundOnly)
{
    CreateNodes(1, 3);
    SetOwner(1, 2, 3);
    // 479 samples of 1000 FLOP take 0.479 s, or 23.95 s.
    Install("p2p");
    Get<Worker>()[2]->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate",
                                                                            DoubleValue(2e4));
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 1U);
    EXPECT_EQ(ownerRounds[0].aggregated, 4U);
    EXPECT_EQ(CountDrops(), (std::map<DropReason, uint32_t>{{DropReason::DEADLINE, 2}}));
    ExpectConservation();
}

} // namespace ns3::edgelearning::test
