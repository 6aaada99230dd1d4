/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/aggregation-point.h"
#include "ns3/asynchronous-policy.h"
#include "ns3/buffered-policy.h"
#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/synchronous-policy.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <gtest/gtest.h>
#include <optional>

namespace ns3::edgelearning::test
{

/// A point with a round of two parameters, open until 10 s.
class AggregationPointTest : public ::testing::Test
{
  protected:
    void SetUp() override
    {
        Ptr<SynchronousPolicy> policy = CreateObject<SynchronousPolicy>();
        policy->SetAttribute("Quorum", DoubleValue(0.5));
        point = CreateObject<AggregationPoint>();
        point->SetAttribute("Policy", PointerValue(policy));
        task.deadline = Seconds(10);
        task.modelVersion = 4;
        task.modelValues = 2;
        Open();
    }

    void TearDown() override
    {
        point->Dispose();
        Simulator::Destroy();
    }

    void Open()
    {
        result.reset();
        merged.clear();
        point->Open(task,
                    Seconds(10),
                    DropReason::FAULT,
                    {[this](AggregationPoint::Merged m) { merged.push_back(std::move(m)); },
                     [this](const AggregationPoint::Result& r) { result = r; }});
    }

    static UpdateBody MakeUpdate(std::vector<Member> members, std::vector<float> values)
    {
        UpdateBody body;
        body.baseVersion = 4;
        body.members = std::move(members);
        body.values = std::move(values);
        return body;
    }

    Ptr<AggregationPoint> point;
    TaskDescription task;
    std::vector<AggregationPoint::Merged> merged;
    std::optional<AggregationPoint::Result> result;
};

TEST_F(AggregationPointTest, WeighsBySamplesOverPartialAggregates)
{
    for (Ticket ticket : {1, 2, 3})
    {
        EXPECT_TRUE(point->Select(ticket, 10 + ticket, 100));
    }
    point->CloseSelection();
    EXPECT_FALSE(
        point->Deliver(MakeUpdate({{1, 11, 10, Seconds(1)}, {2, 12, 20, Seconds(2)}}, {1, 4}), 0));
    EXPECT_FALSE(result);
    EXPECT_FALSE(point->Deliver(MakeUpdate({{3, 13, 10, Seconds(3)}}, {5, 0}), 0));
    ASSERT_TRUE(result);
    ASSERT_EQ(merged.size(), 1U);
    EXPECT_EQ(merged[0].members.size(), 3U);
    EXPECT_EQ(merged[0].baseVersion, 4U);
    // (30 x (1, 4) + 10 x (5, 0)) / 40
    EXPECT_FLOAT_EQ(merged[0].model.values.at(0), 2);
    EXPECT_FLOAT_EQ(merged[0].model.values.at(1), 3);
    EXPECT_EQ(result->aggregated.size(), 3U);
    EXPECT_EQ(result->aggregated.at(1).completion, Seconds(2));
    EXPECT_EQ(result->updateBytes, 16U);
}

TEST_F(AggregationPointTest, RefusesWhatDoesNotFit)
{
    point->Select(1, 11, 10);
    point->Select(2, 12, 10);
    const auto deliver = [this](const UpdateBody& body, uint64_t virtualBytes = 0) {
        return point->Deliver(body, virtualBytes);
    };
    UpdateBody old = MakeUpdate({{1, 11, 10, Time()}}, {1, 2});
    old.baseVersion = 3;
    EXPECT_EQ(deliver(old), RejectReason::STALE);
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 10, Time()}}, {1})), RejectReason::MALFORMED);
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, 2}), 8), RejectReason::MALFORMED);
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, std::nanf("")})),
              RejectReason::MALFORMED);
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 11, Time()}}, {1, 2})), RejectReason::MALFORMED);
    EXPECT_EQ(deliver(MakeUpdate({{9, 11, 10, Time()}}, {1, 2})), RejectReason::UNAUTHORISED);
    EXPECT_EQ(deliver(MakeUpdate({{1, 12, 10, Time()}}, {1, 2})), RejectReason::UNAUTHORISED);
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 5, Time()}, {1, 11, 5, Time()}}, {1, 2})),
              RejectReason::DUPLICATE);
    EXPECT_FALSE(deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, 2})));
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, 2})), RejectReason::DUPLICATE);
    EXPECT_TRUE(point->Drop(2, DropReason::REJECTED));
    EXPECT_EQ(deliver(MakeUpdate({{2, 12, 10, Time()}}, {1, 2})), RejectReason::STALE);
    EXPECT_FALSE(point->Drop(2, DropReason::DEADLINE));
    EXPECT_FALSE(point->Drop(1, DropReason::DEADLINE));
    point->CloseSelection();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->aggregated.size(), 1U);
    EXPECT_EQ(result->dropped.at(0).reason, DropReason::REJECTED);
    EXPECT_EQ(deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, 2})), RejectReason::STALE);
}

TEST_F(AggregationPointTest, DeadlineEndsWithTheReasonOfSilence)
{
    point->Select(1, 11, 10);
    point->Select(2, 12, 10);
    point->Deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, 2}), 0);
    Simulator::Run();
    EXPECT_EQ(Simulator::Now(), Seconds(10));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->aggregated.size(), 1U);
    ASSERT_EQ(result->dropped.size(), 1U);
    EXPECT_EQ(result->dropped[0].ticket, 2U);
    EXPECT_EQ(result->dropped[0].reason, DropReason::FAULT);
}

TEST_F(AggregationPointTest, BelowQuorumEverybodyIsDropped)
{
    for (Ticket ticket : {1, 2, 3})
    {
        point->Select(ticket, 10 + ticket, 10);
    }
    point->Deliver(MakeUpdate({{1, 11, 10, Time()}}, {1, 2}), 0);
    Simulator::Run();
    ASSERT_TRUE(result);
    EXPECT_TRUE(merged.empty());
    ASSERT_EQ(result->dropped.size(), 3U);
    EXPECT_EQ(result->dropped[0].reason, DropReason::QUORUM);
    EXPECT_EQ(result->dropped[1].reason, DropReason::FAULT);
}

TEST_F(AggregationPointTest, NextRoundMayOpenFromTheResult)
{
    int rounds = 0;
    std::function<void(const AggregationPoint::Result&)> next = [&](const AggregationPoint::
                                                                        Result&) {
        if (++rounds < 3)
        {
            point->Open(task, Simulator::Now() + Seconds(1), DropReason::FAULT, {nullptr, next});
        }
    };
    point->Open(task, Seconds(1), DropReason::FAULT, {nullptr, next});
    Simulator::Run();
    EXPECT_EQ(rounds, 3);
    EXPECT_FALSE(result); // The aborted round reports nothing.
}

/// A point at an owner whose model of two parameters moves on.
class VersionedPointTest : public ::testing::Test
{
  protected:
    void Open(Ptr<RoundPolicy> policy, uint32_t demand = UINT32_MAX)
    {
        history.Add({{8, 0}, 0}, 1);
        point = CreateObject<AggregationPoint>();
        point->SetAttribute("Policy", PointerValue(policy));
        task.deadline = Seconds(10);
        task.modelValues = 2;
        point->Open(task,
                    Seconds(12),
                    DropReason::FAULT,
                    {[this, policy](AggregationPoint::Merged merged) {
                         versions.push_back(merged.model.values);
                         history.Add(merged.model, policy->GetKeptVersions());
                         point->SetVersion(history.GetVersion());
                     },
                     [this](const AggregationPoint::Result& r) { result = r; }},
                    demand,
                    &history);
        for (Ticket ticket = 1; ticket <= 5; ++ticket)
        {
            point->Select(ticket, 10, 100); // one worker, again and again
        }
    }

    void TearDown() override
    {
        point->Dispose();
        Simulator::Destroy();
    }

    std::optional<RejectReason> Deliver(Ticket ticket, uint32_t base, std::vector<float> values)
    {
        UpdateBody body;
        body.baseVersion = base;
        body.members = {{ticket, 10, 50, Seconds(1)}};
        body.values = std::move(values);
        return point->Deliver(std::move(body), 0);
    }

    Ptr<AggregationPoint> point;
    TaskDescription task;
    ModelHistory history;
    std::vector<std::vector<float>> versions;
    std::optional<AggregationPoint::Result> result;
};

using Vectors = std::vector<std::vector<float>>;

TEST_F(VersionedPointTest, AsynchronousPolicyMergesEachUpdate)
{
    auto policy = CreateObject<AsynchronousPolicy>();
    policy->SetAttribute("MixingRate", DoubleValue(0.5));
    policy->SetAttribute("Decay", DoubleValue(1));
    policy->SetAttribute("MaxStaleness", UintegerValue(1));
    Open(policy);
    EXPECT_FALSE(Deliver(1, 0, {0, 8}));
    EXPECT_FALSE(Deliver(2, 1, {0, 0}));
    EXPECT_FALSE(Deliver(3, 1, {10, 10})); // one version old: 1/4 of it
    EXPECT_EQ(versions, (Vectors{{4, 4}, {2, 2}, {4, 4}}));
    EXPECT_EQ(Deliver(4, 1, {0, 0}), RejectReason::STALE);
    EXPECT_EQ(Deliver(4, 4, {0, 0}), RejectReason::MALFORMED); // no such version yet
    EXPECT_TRUE(point->Drop(4, DropReason::REJECTED));
    EXPECT_EQ(point->GetPending(), 1U);
    EXPECT_EQ(point->GetArrived(), 3U);
    point->CloseSelection();
    EXPECT_FALSE(result);
    EXPECT_FALSE(Deliver(5, 3, {8, 8}));
    EXPECT_EQ(versions.back(), (std::vector<float>{6, 6}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->aggregated.size(), 4U);
    ASSERT_EQ(result->dropped.size(), 1U);
    EXPECT_EQ(result->dropped[0].reason, DropReason::REJECTED);
    EXPECT_EQ(result->updateBytes, 32U);
}

TEST_F(VersionedPointTest, BufferedPolicyMergesFullBuffersAndTheRest)
{
    auto policy = CreateObject<BufferedPolicy>();
    policy->SetAttribute("BufferSize", UintegerValue(2));
    policy->SetAttribute("Decay", DoubleValue(1));
    Open(policy);
    EXPECT_FALSE(Deliver(1, 0, {10, 0}));
    EXPECT_TRUE(versions.empty());
    EXPECT_FALSE(Deliver(2, 0, {8, 6}));  // (8, 0) + ((2, 0) + (0, 6)) / 2
    EXPECT_FALSE(Deliver(3, 0, {12, 0})); // half of (4, 0), for it is one version old
    EXPECT_FALSE(Deliver(4, 1, {9, 7}));  // (9, 3) + ((2, 0) + (0, 4)) / 2
    EXPECT_FALSE(Deliver(5, 2, {11, 6}));
    EXPECT_EQ(versions, (Vectors{{9, 3}, {10, 5}}));
    EXPECT_FALSE(result);
    Simulator::Schedule(Seconds(3), &AggregationPoint::CloseSelection, point);
    Simulator::Run();
    EXPECT_EQ(versions, (Vectors{{9, 3}, {10, 5}, {11, 6}}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->aggregated.size(), 5U);
}

TEST_F(VersionedPointTest, OverSelectedRoundClosesEarly)
{
    auto policy = CreateObject<SynchronousPolicy>();
    policy->SetAttribute("OverSelection", DoubleValue(3));
    Open(policy, 2);
    point->CloseSelection();
    EXPECT_FALSE(Deliver(3, 0, {2, 2}));
    EXPECT_FALSE(result);
    EXPECT_FALSE(Deliver(1, 0, {4, 4}));
    EXPECT_EQ(versions, (Vectors{{3, 3}}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->early);
    ASSERT_EQ(result->dropped.size(), 3U);
    EXPECT_EQ(result->dropped[0].reason, DropReason::DEADLINE);
    EXPECT_EQ(Deliver(2, 0, {4, 4}), RejectReason::STALE);
}

TEST_F(VersionedPointTest, SilenceBeyondTheDeadlineIsAFault)
{
    Open(CreateObject<AsynchronousPolicy>());
    Deliver(1, 0, {1, 1});
    Simulator::Run();
    EXPECT_EQ(Simulator::Now(), Seconds(12));
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->early);
    EXPECT_EQ(result->aggregated.size(), 1U);
    EXPECT_EQ(result->dropped.at(3).reason, DropReason::FAULT);
}

} // namespace ns3::edgelearning::test
