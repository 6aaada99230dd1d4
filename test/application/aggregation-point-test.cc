/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/aggregation-point.h"
#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/synchronous-policy.h"

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
        point->Open(task,
                    Seconds(10),
                    DropReason::FAULT,
                    [this](const AggregationPoint::Result& r) { result = r; });
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
    EXPECT_FALSE(result->isVoid);
    // (30 x (1, 4) + 10 x (5, 0)) / 40
    EXPECT_FLOAT_EQ(result->model.values.at(0), 2);
    EXPECT_FLOAT_EQ(result->model.values.at(1), 3);
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
    EXPECT_TRUE(result->isVoid);
    ASSERT_EQ(result->dropped.size(), 3U);
    EXPECT_EQ(result->dropped[0].reason, DropReason::QUORUM);
    EXPECT_EQ(result->dropped[1].reason, DropReason::FAULT);
}

TEST_F(AggregationPointTest, NextRoundMayOpenFromTheResult)
{
    int rounds = 0;
    std::function<void(const AggregationPoint::Result&)> next =
        [&](const AggregationPoint::Result&) {
            if (++rounds < 3)
            {
                point->Open(task, Simulator::Now() + Seconds(1), DropReason::FAULT, next);
            }
        };
    point->Open(task, Seconds(1), DropReason::FAULT, next);
    Simulator::Run();
    EXPECT_EQ(rounds, 3);
    EXPECT_FALSE(result); // The aborted round reports nothing.
}

} // namespace ns3::edgelearning::test
