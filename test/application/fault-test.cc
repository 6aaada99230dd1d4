/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/compute-resource.h"
#include "ns3/ipv4.h"

namespace ns3::edgelearning::test
{

/// Two workers that train for 3.6 s after their selection, and what breaks down meanwhile.
class FaultTest : public MarketScenario
{
  protected:
    /// @param edgeCount edge servers, with one worker each, or both workers at the only one
    void InstallMarket(uint32_t edgeCount, uint32_t rounds)
    {
        CreateNodes(edgeCount, 2);
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=2e5]");
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(2),
                           "Rounds",
                           UintegerValue(rounds),
                           "Deadline",
                           TimeValue(Seconds(10)));
        learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
        Install("p2p");
    }

    /// Let an application be down from one time to another.
    void BreakDown(Ptr<MessageApplication> application, double from, double to)
    {
        Simulator::Schedule(Seconds(from), &MessageApplication::Fail, application);
        Simulator::Schedule(Seconds(to), &MessageApplication::Restart, application);
    }

    /// @return what is escrowed of the only owner's budget
    double GetEscrowed() const
    {
        return Get<ClearingHouse>()[0]->GetLedger()->GetEscrowed(0);
    }
};

TEST_F(FaultTest, WorkersOfAnEdgeServerThatIsGoneAreFaults)
{
    InstallMarket(2, 1);
    Simulator::Schedule(Seconds(3), &MessageApplication::Fail, Get<EdgeServer>()[0]);
    Run(40);
    ASSERT_EQ(ownerRounds.size(), 1U);
    ExpectConservation();
    EXPECT_EQ(CountAggregated(), 1U);
    EXPECT_EQ(CountDrops(), (std::map<DropReason, uint32_t>{{DropReason::FAULT, 1}}));
    EXPECT_EQ(causes.size(), 0U); // The worker had its link all the time.
    EXPECT_EQ(GetEscrowed(), 0);  // The lease expired.
}

TEST_F(FaultTest, EdgeServerThatComesBackReleasesItsWorkersAndServesAgain)
{
    InstallMarket(1, 2);
    BreakDown(Get<EdgeServer>()[0], 3, 3.5);
    Simulator::Schedule(Seconds(6), [this] { EXPECT_EQ(GetEscrowed(), 0); });
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 2U);
    ExpectConservation();
    EXPECT_EQ(ownerRounds[0].aggregated, 0U);
    EXPECT_EQ(CountDrops(), (std::map<DropReason, uint32_t>{{DropReason::FAULT, 2}}));
    EXPECT_EQ(ownerRounds[1].aggregated, 2U);
    ASSERT_EQ(edgeRounds.size(), 2U);
    EXPECT_EQ(edgeRounds[0].dropped, 2U);
    EXPECT_EQ(payments.size(), 2U);
}

TEST_F(FaultTest, OwnerThatComesBackGoesOnWithTheNextRound)
{
    InstallMarket(1, 3);
    uint32_t finished = 0;
    Get<ModelOwner>()[0]->TraceConnectWithoutContext(
        "Finished",
        Callback<void, OwnerId>([&finished](OwnerId) { ++finished; }));
    BreakDown(Get<ModelOwner>()[0], 3, 4);
    Run(90);
    ASSERT_EQ(ownerRounds.size(), 3U);
    ExpectConservation();
    EXPECT_EQ(CountDrops(), (std::map<DropReason, uint32_t>{{DropReason::FAULT, 2}}));
    EXPECT_EQ(CountAggregated(), 4U);
    EXPECT_EQ(merges.back().version, 2U); // The model was kept.
    EXPECT_EQ(finished, 1U);
}

TEST_F(FaultTest, OwnerLostInItsLastRoundHasFinished)
{
    InstallMarket(1, 1);
    uint32_t finished = 0;
    Get<ModelOwner>()[0]->TraceConnectWithoutContext(
        "Finished",
        Callback<void, OwnerId>([&finished](OwnerId) { ++finished; }));
    BreakDown(Get<ModelOwner>()[0], 3, 4);
    Run(40);
    EXPECT_EQ(ownerRounds.size(), 1U);
    EXPECT_EQ(finished, 1U);
}

TEST_F(FaultTest, WorkIsPaidOnceWhenTheClearingHouseIsBack)
{
    // The updates arrive at 4.7 s.
    InstallMarket(1, 4);
    BreakDown(Get<ClearingHouse>()[0], 4, 8);
    Simulator::Schedule(Seconds(7), [this] { EXPECT_EQ(payments.size(), 0U); });
    Simulator::Schedule(Seconds(10), [this] { EXPECT_EQ(payments.size(), 2U); });
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 4U);
    ExpectConservation();
    EXPECT_EQ(ownerRounds[1].selected, 0U); // Nobody grants leases then.
    EXPECT_EQ(CountAggregated(), 4U);
    EXPECT_EQ(payments.size(), 4U);
    EXPECT_EQ(rejects[RejectReason::STALE], 0U);
}

TEST_F(FaultTest, LeasesOutliveALongAbsenceOfTheClearingHouse)
{
    // The leases would expire at 21 s.
    InstallMarket(1, 1);
    BreakDown(Get<ClearingHouse>()[0], 4, 30);
    Run(60);
    EXPECT_EQ(payments.size(), 2U);
    ExpectConservation();
    EXPECT_EQ(GetEscrowed(), 0);
}

TEST_F(FaultTest, PayIsNotLostWithTheConnection)
{
    InstallMarket(1, 1);
    Ptr<Ipv4> ip = cloud.Get(0)->GetObject<Ipv4>();
    const uint32_t links = ip->GetNInterfaces();
    for (uint32_t link = 1; link < links; ++link)
    {
        Simulator::Schedule(Seconds(4), [ip, link] { ip->SetDown(link); });
        Simulator::Schedule(Seconds(9), [ip, link] { ip->SetUp(link); });
    }
    Simulator::Schedule(Seconds(8), [this] { EXPECT_EQ(payments.size(), 0U); });
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 1U);
    ExpectConservation();
    EXPECT_EQ(payments.size(), 2U);
    EXPECT_EQ(CountAggregated(), 2U);
    EXPECT_EQ(rejects[RejectReason::STALE], 0U);
}

TEST_F(FaultTest, FailingAndRestartingTwiceIsHarmless)
{
    InstallMarket(1, 1);
    Ptr<EdgeServer> edge = Get<EdgeServer>()[0];
    Simulator::Schedule(Seconds(0.5), &MessageApplication::Restart, edge);
    BreakDown(edge, 0.6, 0.7);
    Simulator::Schedule(Seconds(0.65), &MessageApplication::Fail, edge);
    Simulator::Schedule(Seconds(0.75), &MessageApplication::Restart, edge);
    Run(40);
    EXPECT_EQ(CountAggregated(), 2U);
    ExpectConservation();
}

TEST_F(FaultTest, RestartMakesNoDataYounger)
{
    InstallMarket(1, 1);
    Ptr<Worker> worker = Get<Worker>()[0];
    BreakDown(worker, 0.5, 0.7);
    Run(40);
    EXPECT_EQ(worker->GetCollectionTime(), Seconds(0));
    ASSERT_EQ(ages.size(), 2U);
    EXPECT_EQ(CountAggregated(), 2U);
}

TEST_F(FaultTest, NobodyRestartsAfterItsStopTime)
{
    InstallMarket(1, 1);
    Ptr<ModelOwner> owner = Get<ModelOwner>()[0];
    owner->SetStopTime(Seconds(2));
    BreakDown(owner, 0.5, 3);
    Run(40);
    EXPECT_EQ(ownerRounds.size(), 0U);
}

} // namespace ns3::edgelearning::test
