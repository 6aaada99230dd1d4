/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/run-summary.h"

#include <gtest/gtest.h>
#include <limits>
#include <sstream>
#include <string>

namespace ns3::edgelearning::test
{

namespace
{

std::string
ToJson(const RunSummary& summary)
{
    std::ostringstream os;
    summary.WriteJson(os, 12.5);
    return os.str();
}

std::string
ToTable(const RunSummary& summary)
{
    std::ostringstream os;
    summary.PrintTable(os);
    return os.str();
}

RoundRecord
MakeRound(bool atOwner)
{
    RoundRecord round;
    round.owner = 1;
    round.tier = atOwner ? Role::OWNER : Role::EDGE;
    round.selected = 4;
    round.aggregated = 3;
    round.dropped = 1;
    round.loss = 0.5;
    round.accuracy = 0.75;
    return round;
}

} // namespace

TEST(RunSummaryTest, KnowsWhatNeverHappened)
{
    RunSummary summary;
    summary.AddOwner(0);
    summary.AddWorker(7);
    EXPECT_EQ(ToJson(summary),
              "{\"simulated_s\": 12.5, \"dropout_rate\": 0, \"mean_age_s\": null, \"auctions\": 0, "
              "\"sales\": 0, \"messages_refused\": 0, \"refused_by_reason\": {\"crc\": 0, "
              "\"duplicate\": 0, \"length\": 0, \"magic\": 0, \"malformed\": 0, \"stale\": 0, "
              "\"stranger\": 0, \"type\": 0, \"unauthorised\": 0, \"version\": 0}, "
              "\"bytes_by_hop\": {\"access\": 0, \"backhaul\": 0, \"d2d\": 0}, "
              "\"dropouts_by_reason\": {\"barred\": 0, \"coverage\": 0, \"deadline\": 0, "
              "\"departed\": 0, \"energy\": 0, \"fault\": 0, \"quorum\": 0, \"rejected\": 0}, "
              "\"cache_hit_rate\": null, \"cache_events\": {\"eviction\": 0, \"hit\": 0, "
              "\"insertion\": 0, \"miss\": 0}, \"revenue_by_worker\": "
              "{\"7\": 0}, \"tasks\": 0, \"tasks_by_outcome\": {\"barred\": 0, \"coverage\": 0, "
              "\"deadline\": 0, "
              "\"departed\": 0, \"done\": 0, \"energy\": 0, \"fault\": 0, \"quorum\": 0, "
              "\"rejected\": 0}, "
              "\"tasks_done_by_place\": {\"edge\": 0, \"local\": 0, \"neighbour\": 0}, "
              "\"task_retries\": 0, \"split_sessions\": 0, \"split_sessions_by_outcome\": "
              "{\"barred\": 0, \"coverage\": 0, \"deadline\": 0, "
              "\"departed\": 0, \"done\": 0, \"energy\": 0, \"fault\": 0, \"quorum\": 0, "
              "\"rejected\": 0}, "
              "\"owners\": [{\"owner\": 0, \"rounds\": 0, \"selected\": 0, "
              "\"aggregated\": 0, \"dropped\": 0, \"under_way\": 0, \"paid\": 0, "
              "\"test_loss\": null, \"test_accuracy\": null}]}\n");
    EXPECT_NE(ToTable(summary).find("mean age of information -\n"), std::string::npos);
    EXPECT_NE(ToTable(summary).find("no round of any owner ended"), std::string::npos);
    EXPECT_FALSE(summary.GetMeanAge());
    EXPECT_TRUE(summary.GetAccuracy().empty());
}

TEST(RunSummaryTest, AddsUp)
{
    RunSummary summary;
    summary.AddWorker(6);
    SelectionRecord selection;
    selection.owner = 1;
    summary.AddRound(MakeRound(true));
    summary.AddSelection(selection);
    summary.AddRound(MakeRound(true));
    summary.AddSelection(selection);
    summary.AddSelection(selection);    // Of a round that the run does not see the end of.
    summary.AddRound(MakeRound(false)); // An edge server's; the owner's has its workers.
    summary.AddDropout("deadline");
    summary.AddDropout("deadline");
    AuctionRecord auction;
    summary.AddAuction(auction);
    auction.winner = 1;
    summary.AddAuction(auction);
    PaymentRecord payment;
    payment.worker = 7;
    payment.owner = 1;
    payment.amount = 1.25;
    summary.AddPayment(payment);
    summary.AddPayment(payment);
    AgeRecord age;
    age.measured = Seconds(2);
    summary.AddAge(age);
    age.measured = Seconds(5);
    summary.AddAge(age);
    summary.AddTransfer("access", 100);
    summary.AddTransfer("access", 20);
    for (const char* event : {"hit", "hit", "miss", "hit"})
    {
        summary.AddCacheEvent(event);
    }
    OffloadRecord task;
    summary.AddTask(task);
    task.where = OffloadPlace::EDGE;
    task.isFinal = false;
    task.reason = DropReason::FAULT;
    summary.AddTask(task); // An attempt, which is no end.
    task.isFinal = true;
    task.reason = DropReason::DEADLINE;
    summary.AddTask(task);
    task.reason.reset();
    summary.AddTask(task);
    SplitRecord session;
    summary.AddSession(session);
    session.reason = DropReason::DEPARTED;
    summary.AddSession(session);
    summary.AddReject("stale");
    summary.AddReject("crc");
    summary.AddReject("stale");
    EXPECT_EQ(ToJson(summary),
              "{\"simulated_s\": 12.5, \"dropout_rate\": 0.25, \"mean_age_s\": 3.5, \"auctions\": "
              "2, \"sales\": 1, \"messages_refused\": 3, \"refused_by_reason\": {\"crc\": 1, "
              "\"duplicate\": 0, \"length\": 0, \"magic\": 0, \"malformed\": 0, \"stale\": 2, "
              "\"stranger\": 0, \"type\": 0, \"unauthorised\": 0, \"version\": 0}, "
              "\"bytes_by_hop\": {\"access\": 120, \"backhaul\": 0, \"d2d\": 0}, "
              "\"dropouts_by_reason\": {\"barred\": 0, \"coverage\": 0, \"deadline\": 2, "
              "\"departed\": 0, \"energy\": 0, \"fault\": 0, \"quorum\": 0, \"rejected\": 0}, "
              "\"cache_hit_rate\": 0.75, \"cache_events\": {\"eviction\": 0, \"hit\": 3, "
              "\"insertion\": 0, \"miss\": 1}, \"revenue_by_worker\": {\"6\": 0, \"7\": 2.5}, "
              "\"tasks\": 3, "
              "\"tasks_by_outcome\": {\"barred\": 0, \"coverage\": 0, \"deadline\": 1, "
              "\"departed\": 0, \"done\": 2, \"energy\": 0, \"fault\": 0, \"quorum\": 0, "
              "\"rejected\": 0}, "
              "\"tasks_done_by_place\": {\"edge\": 1, \"local\": 1, \"neighbour\": 0}, "
              "\"task_retries\": 1, \"split_sessions\": 2, \"split_sessions_by_outcome\": "
              "{\"barred\": 0, \"coverage\": 0, \"deadline\": 0, "
              "\"departed\": 1, \"done\": 1, \"energy\": 0, \"fault\": 0, \"quorum\": 0, "
              "\"rejected\": 0}, \"owners\": "
              "[{\"owner\": 1, \"rounds\": 2, \"selected\": 8, \"aggregated\": 6, \"dropped\": 2, "
              "\"under_way\": 2, \"paid\": 2.5, \"test_loss\": 0.5, \"test_accuracy\": 0.75}]}\n");
    const std::string table = ToTable(summary);
    EXPECT_NE(table.find("\n     6      0.00\n     7      2.50\n"), std::string::npos) << table;
    EXPECT_NE(table.find("\ntasks of devices 3  deadline 1  done 2\n"), std::string::npos) << table;
    EXPECT_NE(table.find("\nsessions of split learning 2  departed 1  done 1\n"), std::string::npos)
        << table;
    EXPECT_EQ(table.find("no round"), std::string::npos) << table;
    EXPECT_NE(table.find("messages refused 3  crc 1  stale 2\n"), std::string::npos) << table;
}

TEST(RunSummaryTest, WritesNullForWhatIsNoNumber)
{
    RunSummary summary;
    RoundRecord round = MakeRound(true);
    round.loss = std::numeric_limits<double>::quiet_NaN();
    round.accuracy = -std::numeric_limits<double>::infinity();
    summary.AddRound(round);
    PaymentRecord payment;
    payment.worker = 7;
    payment.owner = 1;
    payment.amount = std::numeric_limits<double>::infinity();
    summary.AddPayment(payment);
    const std::string json = ToJson(summary);
    EXPECT_NE(json.find("\"revenue_by_worker\": {\"7\": null}"), std::string::npos) << json;
    EXPECT_NE(json.find("\"paid\": null, \"test_loss\": null, \"test_accuracy\": null"),
              std::string::npos)
        << json;
}

} // namespace ns3::edgelearning::test
