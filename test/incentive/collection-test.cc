/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/attested-collections.h"
#include "ns3/believed-claims.h"
#include "ns3/bounded-claims.h"
#include "ns3/double.h"
#include "ns3/object-factory.h"
#include "ns3/periodic-collection.h"
#include "ns3/poisson-collection.h"
#include "ns3/requested-collection.h"
#include "ns3/understated-age.h"

#include <cmath>
#include <gtest/gtest.h>

namespace ns3::edgelearning::test
{

TEST(PeriodicCollectionTest, KeepsTheDistancesFromTheFirst)
{
    auto process = CreateObjectWithAttributes<PeriodicCollection>("Period", TimeValue(Seconds(4)));
    process->Start(Seconds(-3), Seconds(0));
    process->Start(Seconds(0), Seconds(0)); // A restart changes nothing.
    EXPECT_EQ(process->GetLast(Seconds(0.5)), Seconds(-3));
    EXPECT_EQ(process->GetNext(Seconds(0.5)), Seconds(1));
    EXPECT_EQ(process->GetLast(Seconds(1)), Seconds(1));
    EXPECT_EQ(process->GetLast(Seconds(14)), Seconds(13));
    EXPECT_EQ(process->GetNext(Seconds(14)), Seconds(17));
    EXPECT_FALSE(process->Request(Seconds(14)));
}

TEST(PeriodicCollectionTest, WithoutAPeriodDataOnlyAge)
{
    auto process = CreateObject<PeriodicCollection>();
    process->Start(Seconds(-3), Seconds(0));
    EXPECT_EQ(process->GetLast(Seconds(1000)), Seconds(-3));
    EXPECT_FALSE(process->GetNext(Seconds(1000)));
}

TEST(PoissonCollectionTest, AgesAreExponentialAndRepeatable)
{
    const auto sample = [] {
        auto process =
            CreateObjectWithAttributes<PoissonCollection>("MeanInterval", TimeValue(Seconds(2)));
        EXPECT_EQ(process->AssignStreams(7), 1);
        process->Start(Seconds(-100), Seconds(0));
        EXPECT_EQ(process->GetLast(Seconds(0)), Seconds(-100));
        std::vector<double> ages;
        for (int i = 1; i <= 4000; ++i)
        {
            const Time now = Seconds(20.0 * i); // far apart, so that ages are independent
            EXPECT_GT(*process->GetNext(now), now);
            ages.push_back((now - process->GetLast(now)).GetSeconds());
        }
        return ages;
    };
    const std::vector<double> ages = sample();
    EXPECT_EQ(ages, sample());
    double sum = 0;
    double old = 0;
    for (double age : ages)
    {
        sum += age;
        old += age > 2 ? 1 : 0;
    }
    // Five standard errors.
    EXPECT_NEAR(sum / 4000, 2, 5 * 2 / std::sqrt(4000));
    EXPECT_NEAR(old / 4000, std::exp(-1), 5 * std::sqrt(0.37 * 0.63 / 4000));
}

TEST(RequestedCollectionTest, CollectsWhenItIsAsked)
{
    auto process =
        CreateObjectWithAttributes<RequestedCollection>("Duration", TimeValue(Seconds(1)));
    process->Start(Seconds(-3), Seconds(0));
    EXPECT_FALSE(process->GetNext(Seconds(5)));
    EXPECT_EQ(process->Request(Seconds(5)), Seconds(6));
    EXPECT_EQ(process->Request(Seconds(5.5)), Seconds(6)); // One at a time.
    EXPECT_EQ(process->GetLast(Seconds(5.9)), Seconds(-3));
    EXPECT_EQ(process->GetLast(Seconds(6)), Seconds(6));
    EXPECT_EQ(process->Request(Seconds(8)), Seconds(9));
    EXPECT_EQ(process->GetLast(Seconds(8)), Seconds(6));
    EXPECT_EQ(process->GetLast(Seconds(10)), Seconds(9));
}

TEST(AgeReportTest, AdmitsAShareOfTheTruth)
{
    auto liar = CreateObjectWithAttributes<UnderstatedAge>("Factor", DoubleValue(0.25));
    EXPECT_EQ(liar->Claim(Seconds(1), Seconds(9)), Seconds(7));
    EXPECT_EQ(CreateObject<UnderstatedAge>()->Claim(Seconds(1), Seconds(9)), Seconds(9));
    EXPECT_EQ(liar->GetPeriod(), Seconds(1));
}

TEST(CollectionWitnessTest, ClaimsLieBetweenTheLastOneAndNow)
{
    auto witness = CreateObject<BelievedClaims>();
    witness->Enrol(1, Seconds(2));
    EXPECT_FALSE(witness->IsAsking());
    EXPECT_FALSE(witness->Judge(1, Seconds(4), 0, Seconds(3)));
    EXPECT_EQ(witness->Judge(1, Seconds(-5), 0, Seconds(3))->collected, Seconds(-5));
    EXPECT_EQ(witness->Judge(1, Seconds(3), 0, Seconds(4))->collected, Seconds(3));
    EXPECT_EQ(witness->Judge(1, Seconds(3), 0, Seconds(5))->collected, Seconds(3));
    EXPECT_FALSE(witness->Judge(1, Seconds(2.9), 0, Seconds(5))); // Its data were fresher before.
    EXPECT_EQ(witness->Judge(2, Seconds(2.9), 0, Seconds(5))->collected, Seconds(2.9));
    EXPECT_FALSE(witness->Judge(2, Seconds(2.9), 0, Seconds(5))->attested);
}

TEST(CollectionWitnessTest, BoundedClaimsArePricedByWhatIsCertain)
{
    auto witness = CreateObject<BoundedClaims>();
    witness->Enrol(1, Seconds(2));
    witness->Enrol(1, Seconds(9)); // It comes back, and is no fresher.
    EXPECT_EQ(witness->Judge(1, Seconds(-1), 0, Seconds(10))->collected, Seconds(-1));
    EXPECT_EQ(witness->Judge(1, Seconds(10), 0, Seconds(10))->collected, Seconds(2));
}

TEST(CollectionWitnessTest, AnAnswerIsAttestedByTheTimeOfItsRequest)
{
    auto witness = CreateObject<AttestedCollections>();
    EXPECT_TRUE(witness->IsAsking());
    witness->Enrol(1, Seconds(2));
    const uint64_t first = witness->Ask(1, Seconds(4));
    const uint64_t second = witness->Ask(1, Seconds(5));
    const uint64_t other = witness->Ask(2, Seconds(5));
    EXPECT_NE(first, 0U);
    EXPECT_FALSE(witness->Judge(1, Seconds(5), first, Seconds(6))); // void
    EXPECT_FALSE(witness->Judge(1, Seconds(5), other, Seconds(6))); // somebody else's
    const auto finding = witness->Judge(1, Seconds(5.5), second, Seconds(6));
    ASSERT_TRUE(finding);
    EXPECT_TRUE(finding->attested);
    EXPECT_EQ(finding->collected, Seconds(5));
    EXPECT_FALSE(witness->Judge(1, Seconds(5.5), second, Seconds(7))); // once
    // From now on that is certain.
    EXPECT_EQ(witness->Judge(1, Seconds(8), 0, Seconds(8))->collected, Seconds(5));
    EXPECT_EQ(witness->Judge(2, Seconds(8), 0, Seconds(8))->collected, Seconds(5)); // enrolled then
}

} // namespace ns3::edgelearning::test
