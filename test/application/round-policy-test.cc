/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/compute-resource.h"
#include "ns3/config.h"
#include "ns3/error-model.h"
#include "ns3/pointer.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ns3::edgelearning::test
{

/// Markets under each round policy.
class RoundPolicyTest : public MarketScenario
{
  protected:
    /**
     * One round of two workers on one edge server: the fast one trains for 1 s, the slow one for
     * 2.5 s, everything else takes well below 0.1 s. Selection ends 2.9 s after the opening:
     *
     *   fast  |--1--|--2--|--3--|
     *   slow  |------1-------|------2-------|
     *   time  0     1     2  |  3           |      outcomes: fast 1, fast 2, slow 1, fast 3, slow 2
     */
    void RunTwoWorkers()
    {
        CreateNodes(1, 2);
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(2),
                           "Rounds",
                           UintegerValue(1),
                           "SelectionWindow",
                           TimeValue(Seconds(2.9)),
                           "Deadline",
                           TimeValue(Seconds(10)));
        learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
        Install("p2p");
        SetTrainingTime(0, 1);
        SetTrainingTime(1, 2.5);
        Run(20);
        ASSERT_EQ(ownerRounds.size(), 1U);
        EXPECT_EQ(ownerRounds[0].selected, 5U);
        EXPECT_EQ(payments.size(), 5U); // All came in time.
        ExpectConservation();
    }

    /// Make the device train on its 718 or 719 samples for so long.
    void SetTrainingTime(uint32_t device, double seconds)
    {
        devices.Get(device)->GetObject<ComputeResource>()->SetAttribute(
            "Rate",
            DoubleValue(718.5 * 1000 / seconds));
    }

    std::vector<uint32_t> GetStalenesses() const
    {
        std::vector<uint32_t> values;
        for (const MergeRecord& merge : merges)
        {
            values.push_back(merge.staleness);
        }
        return values;
    }

    double GetProgress() const
    {
        return Get<ModelOwner>()[0]->GetModel().values[0];
    }
};

using Numbers = std::vector<uint32_t>;

TEST_F(RoundPolicyTest, AsynchronousTimeline)
{
    learning.SetRoundPolicy("ns3::edgelearning::AsynchronousPolicy",
                            "MixingRate",
                            DoubleValue(0.5),
                            "Decay",
                            DoubleValue(1));
    RunTwoWorkers();
    EXPECT_EQ(ownerRounds[0].aggregated, 5U);
    EXPECT_EQ(GetStalenesses(), (Numbers{0, 0, 2, 1, 1}));
    EXPECT_EQ(merges.back().version, 5U);
    // In units of the samples of a part, which one training adds to the progress:
    // 0.5; 0.5 x 0.5 + 0.5 x 1.5 = 1; 5/6 x 1 + 1/6 x 1 = 1; 3/4 x 1 + 1/4 x 2 = 1.25; and the
    // slow one had begun with 1: 3/4 x 1.25 + 1/4 x 2 = 1.4375.
    EXPECT_NEAR(GetProgress() / 718.5, 1.4375, 0.002);
}

TEST_F(RoundPolicyTest, BufferedTimeline)
{
    learning.SetRoundPolicy("ns3::edgelearning::BufferedPolicy",
                            "BufferSize",
                            UintegerValue(2),
                            "Decay",
                            DoubleValue(1));
    RunTwoWorkers();
    EXPECT_EQ(ownerRounds[0].aggregated, 5U);
    ASSERT_EQ(merges.size(), 3U);
    EXPECT_EQ(merges[0].workers, 2U); // fast 1, fast 2
    EXPECT_EQ(merges[1].workers, 2U); // slow 1, fast 3
    EXPECT_EQ(merges[2].workers, 1U); // slow 2, at the end of the round
    EXPECT_EQ(GetStalenesses(), (Numbers{0, 1, 1}));
    // (1 + 1) / 2 = 1; slow 1 weighs half: 1 + (0.5 + 1) / 2 = 1.75; slow 2 likewise: 2.25.
    EXPECT_NEAR(GetProgress() / 718.5, 2.25, 0.003);
}

TEST_F(RoundPolicyTest, TooStaleUpdatesAreRejected)
{
    learning.SetRoundPolicy("ns3::edgelearning::AsynchronousPolicy",
                            "MaxStaleness",
                            UintegerValue(1));
    RunTwoWorkers();
    EXPECT_EQ(ownerRounds[0].aggregated, 4U);
    ASSERT_EQ(drops.size(), 1U); // slow 1
    EXPECT_EQ(drops[0].worker, devices.Get(1)->GetId());
    EXPECT_EQ(drops[0].reason, DropReason::REJECTED);
    EXPECT_EQ(rejects[RejectReason::STALE], 1U);
    EXPECT_EQ(GetStalenesses(), (Numbers{0, 0, 0, 1}));
}

TEST_F(RoundPolicyTest, OverSelectionLeavesStragglersBehind)
{
    CreateNodes(2, 3);
    learning.SetRoundPolicy("ns3::edgelearning::SynchronousPolicy",
                            "OverSelection",
                            DoubleValue(1.5));
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(2),
                       "Rounds",
                       UintegerValue(2),
                       "Deadline",
                       TimeValue(Seconds(100)));
    learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
    Install("p2p");
    SetTrainingTime(1, 1000);
    Run(250);
    ASSERT_EQ(ownerRounds.size(), 2U);
    EXPECT_LT(ownerRounds[1].opened, Seconds(5)); // The first one waited for nobody.
    for (const RoundRecord& round : ownerRounds)
    {
        // The straggler was told to stop, and is there again in the second round.
        EXPECT_EQ(round.selected, 3U);
        EXPECT_EQ(round.aggregated, 2U);
    }
    ASSERT_EQ(drops.size(), 2U);
    for (const DropRecord& drop : drops)
    {
        EXPECT_EQ(drop.worker, devices.Get(1)->GetId());
        EXPECT_EQ(drop.reason, DropReason::DEADLINE);
    }
    EXPECT_EQ(edgeRounds.size(), 4U);
    EXPECT_EQ(payments.size(), 4U);
    EXPECT_EQ(Get<ClearingHouse>()[0]->GetLedger()->GetEscrowed(0), 0);
    EXPECT_TRUE(rejects.empty());
    ExpectConservation();
}

TEST_F(RoundPolicyTest, PlacesOfAllCellsAreRefilled)
{
    // Three workers a cell for four places: whoever waits is asked again when one is free.
    CreateNodes(2, 6);
    learning.SetRoundPolicy("ns3::edgelearning::BufferedPolicy");
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(4),
                       "Rounds",
                       UintegerValue(1),
                       "SelectionWindow",
                       TimeValue(Seconds(10)));
    Install("p2p");
    uint32_t inTraining = 0;
    uint32_t most = 0;
    std::map<uint32_t, uint32_t> trainings;
    for (Ptr<Worker> worker : Get<Worker>())
    {
        const uint32_t node = worker->GetNode()->GetId();
        worker->TraceConnectWithoutContext(
            "State",
            Callback<void, const std::string&>([&, node](const std::string& state) {
                if (state == "training")
                {
                    most = std::max(most, ++inTraining);
                    ++trainings[node];
                }
                else if (state == "uploading")
                {
                    --inTraining;
                }
            }));
    }
    Run(40);
    ASSERT_EQ(ownerRounds.size(), 1U);
    EXPECT_EQ(most, 4U);
    EXPECT_EQ(trainings.size(), 6U); // nobody is passed over for ever
    // 239 samples take 0.24 s, of 10 s, and a participation a few round trips more.
    EXPECT_GT(ownerRounds[0].selected, 4 * 10 / 0.5);
    EXPECT_EQ(ownerRounds[0].selected, ownerRounds[0].aggregated);
    ExpectConservation();
}

/// A market with losses, for each policy.
class LossyPolicyTest : public RoundPolicyTest, public ::testing::WithParamInterface<const char*>
{
  protected:
    /// @return everything that was decided, as one list of numbers
    std::vector<double> RunLossy()
    {
        learning = EdgeLearningHelper();
        learning.SetFirstStream(7);
        learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                            "ModelBytes",
                            UintegerValue(20000),
                            "FlopPerSample",
                            DoubleValue(1000));
        learning.SetRoundPolicy(std::string("ns3::edgelearning::") + GetParam());
        learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e4|Max=3e5]");
        learning.SetWorkerAttribute("StallTimeout", TimeValue(Seconds(1)));
        learning.SetOwners(2,
                           "Demand",
                           UintegerValue(3),
                           "Rounds",
                           UintegerValue(3),
                           "SelectionWindow",
                           TimeValue(Seconds(12)),
                           "Deadline",
                           TimeValue(Seconds(16)));
        learning.SetMechanism("ns3::edgelearning::SecondPriceAuction");
        // TcpCubic of ns-3.43 reads a variable that it never set once packets are lost.
        Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpNewReno"));
        cloud = edges = devices = NodeContainer();
        CreateNodes(2, 8);
        NetDeviceContainer access = Install("p2p");
        for (uint32_t i = 0; i < access.GetN(); ++i)
        {
            Ptr<RateErrorModel> loss = CreateObject<RateErrorModel>();
            loss->AssignStreams(5000 + i);
            loss->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            loss->SetRate(0.05);
            access.Get(i)->SetAttribute("ReceiveErrorModel", PointerValue(loss));
        }
        Run(120);
        EXPECT_EQ(ownerRounds.size(), 6U);
        EXPECT_GT(drops.size(), 0U);
        EXPECT_GT(CountAggregated(), 18U); // more than one set of workers a round
        for (OwnerId owner : {0, 1})
        {
            EXPECT_EQ(Get<ClearingHouse>()[0]->GetLedger()->GetEscrowed(owner), 0);
        }
        ExpectConservation();
        std::vector<double> numbers;
        for (const MergeRecord& merge : merges)
        {
            numbers.insert(numbers.end(),
                           {1.0 * merge.owner, 1.0 * merge.version, 1.0 * merge.staleness});
        }
        for (const DropRecord& drop : drops)
        {
            numbers.push_back(drop.worker);
        }
        for (const PaymentRecord& payment : payments)
        {
            numbers.push_back(payment.amount);
        }
        numbers.push_back(GetProgress());
        Simulator::Destroy();
        Config::Reset();
        ownerRounds.clear();
        edgeRounds.clear();
        merges.clear();
        drops.clear();
        payments.clear();
        return numbers;
    }
};

TEST_P(LossyPolicyTest, ConservesWorkersAndMoneyAndRepeats)
{
    const std::vector<double> first = RunLossy();
    EXPECT_EQ(RunLossy(), first);
}

INSTANTIATE_TEST_SUITE_P(EveryPolicy,
                         LossyPolicyTest,
                         ::testing::Values("AsynchronousPolicy", "BufferedPolicy"),
                         [](const auto& info) { return std::string(info.param); });

TEST_F(RoundPolicyTest, UnknownPoliciesAreNamed)
{
    EXPECT_THROW(learning.SetRoundPolicy("ns3::edgelearning::Sometimes"), std::invalid_argument);
    EXPECT_THROW(learning.SetSelection("ns3::edgelearning::FedAvgAggregator"),
                 std::invalid_argument);
}

/// Markets with each selection policy.
class SelectionTest : public MarketScenario
{
  protected:
    void RunRounds(uint32_t rounds)
    {
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(4),
                           "Rounds",
                           UintegerValue(rounds),
                           "SelectionWindow",
                           TimeValue(MilliSeconds(300)), // too short for a second training
                           "Deadline",
                           TimeValue(Seconds(5)));
        Install("p2p");
        if (slowFirst)
        {
            devices.Get(0)->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1));
        }
        Run(20 + 7 * rounds);
        ASSERT_EQ(ownerRounds.size(), rounds);
        ExpectConservation();
    }

    bool slowFirst{false};
};

TEST_F(SelectionTest, RandomFractionChangesByRound)
{
    CreateNodes(1, 4);
    learning.SetSelection("ns3::edgelearning::RandomSelection", "Fraction", DoubleValue(0.5));
    RunRounds(10);
    std::set<uint32_t> sizes;
    uint32_t selected = 0;
    for (const RoundRecord& round : ownerRounds)
    {
        sizes.insert(round.selected);
        selected += round.selected;
    }
    EXPECT_GT(sizes.size(), 1U);
    EXPECT_NEAR(selected, 20, 4 * std::sqrt(10.0)); // of 40 with probability 1/2
}

TEST_F(SelectionTest, OldDataAreNotBought)
{
    CreateNodes(1, 4);
    learning.SetSelection("ns3::edgelearning::AgeSelection", "MaxAge", DoubleValue(0.5));
    learning.SetAoiAttribute("MaxAge", TimeValue(Seconds(60)));
    learning.SetCollection("ns3::UniformRandomVariable[Min=0|Max=50]",
                           "ns3::ConstantRandomVariable[Constant=0]");
    RunRounds(1);
    uint32_t fresh = 0;
    for (Ptr<Worker> worker : Get<Worker>())
    {
        TimeValue age;
        worker->GetAttribute("InitialAge", age);
        fresh += age.Get() < Seconds(27) ? 1 : 0; // a second or two to the auction, one of service
    }
    EXPECT_GT(fresh, 0U);
    EXPECT_LT(fresh, 4U);
    EXPECT_EQ(ownerRounds[0].selected, fresh);
}

TEST_F(SelectionTest, UnreliableWorkersAreLeftOut)
{
    CreateNodes(1, 2);
    learning.SetSelection("ns3::edgelearning::ReliabilitySelection", "Threshold", DoubleValue(0.6));
    slowFirst = true;
    RunRounds(4);
    // Its reliability is 2/2, 2/3, then 2/4.
    for (uint32_t round = 0; round < 4; ++round)
    {
        EXPECT_EQ(ownerRounds[round].selected, round < 2 ? 2U : 1U) << round;
        EXPECT_EQ(ownerRounds[round].aggregated, 1U) << round;
    }
}

} // namespace ns3::edgelearning::test
