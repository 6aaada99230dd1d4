/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/availability-trace.h"
#include "ns3/compute-resource.h"
#include "ns3/pointer.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

namespace ns3::edgelearning::test
{

/// Workers that leave and come back.
class AvailabilityTest : public MarketScenario
{
  protected:
    /// Let devices follow a trace: lines of time, number of the device, available.
    void SetTrace(const std::vector<std::tuple<double, uint32_t, bool>>& lines)
    {
        const std::string path = testing::TempDir() + "availability-test.csv";
        std::ofstream file(path);
        file << "time_s,worker,available\n";
        for (const auto& [time, device, available] : lines)
        {
            file << time << ',' << devices.Get(device)->GetId() << ',' << available << '\n';
        }
        file.close();
        learning.SetAvailability("ns3::edgelearning::TraceAvailabilityModel",
                                 "Trace",
                                 PointerValue(AvailabilityTrace::Read(path)));
        std::remove(path.c_str());
    }

    /// One owner that wants every device, with rounds of 8 s.
    void SetOwner(uint32_t rounds)
    {
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(devices.GetN()),
                           "Rounds",
                           UintegerValue(rounds),
                           "Deadline",
                           TimeValue(Seconds(8)),
                           "RoundPeriod",
                           TimeValue(Seconds(10)));
    }

    /// Whoever is away must be stopped, and send nothing.
    void ExpectSilenceWhileAway()
    {
        for (const auto& worker : Get<Worker>())
        {
            Ptr<AvailabilityModel> model = worker->GetNode()->GetObject<AvailabilityModel>();
            worker->TraceConnectWithoutContext(
                "Tx",
                Callback<void, const MessageHeader&>([model](const MessageHeader& header) {
                    EXPECT_TRUE(model->IsAvailable()) << ToString(header.type);
                }));
            worker->TraceConnectWithoutContext(
                "Trained",
                Callback<void, Ticket, double>(
                    [model](Ticket, double) { EXPECT_TRUE(model->IsAvailable()); }));
            model->TraceConnectWithoutContext(
                "Available",
                Callback<void, bool>([worker](bool available) {
                    Ptr<ComputeResource> compute = worker->GetNode()->GetObject<ComputeResource>();
                    if (!available)
                    {
                        Simulator::ScheduleNow(
                            [compute]() { EXPECT_TRUE(compute->GetBacklog().IsZero()); });
                    }
                }));
        }
    }

    /// A worker's states: each with the second in which it was entered.
    void FollowStates(uint32_t device)
    {
        Get<Worker>()[device]->TraceConnectWithoutContext(
            "State",
            Callback<void, const std::string&>([this](const std::string& state) {
                std::ostringstream text;
                text << ' ' << state << '@' << Simulator::Now().GetSeconds();
                states += text.str();
            }));
    }

    std::string states;            ///< of the worker that is followed
    std::vector<std::string> jobs; ///< when its trainings were stopped
};

TEST_F(AvailabilityTest, WorkerLeavesAndComesBack)
{
    CreateNodes(1, 2);
    // 719 samples of 1000 FLOP at 2e5 FLOP/s: a training takes 3.6 s. The first round is open from
    // 10 to 18 s, the second from 20 s, the third from 30 s.
    learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=2e5]");
    SetOwner(3);
    SetTrace({{12, 0, false}, {25, 0, true}, {0, 1, true}});
    Install("p2p");
    FollowStates(0);
    Get<Worker>()[0]->GetNode()->GetObject<ComputeResource>()->TraceConnectWithoutContext(
        "JobStopped",
        Callback<void, uint64_t, double>([this](uint64_t, double) {
            jobs.push_back(std::to_string(Simulator::Now().GetSeconds()));
        }));
    ExpectSilenceWhileAway();
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 3U);
    EXPECT_EQ(states.find(" searching@0 idle@"), 0U) << states;
    EXPECT_NE(states.find(" stopped@12 searching@25 idle@25"), std::string::npos) << states;
    EXPECT_EQ(jobs, std::vector<std::string>{"12.000000"});
    // Round 0: one of two comes; round 1: only the other is there; round 2: both are.
    const std::vector<std::array<uint32_t, 3>> expected = {{2, 1, 1}, {1, 1, 0}, {2, 2, 0}};
    for (uint32_t i = 0; i < 3; ++i)
    {
        EXPECT_EQ((std::array<uint32_t, 3>{ownerRounds[i].selected,
                                           ownerRounds[i].aggregated,
                                           ownerRounds[i].dropped}),
                  expected[i])
            << i;
    }
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::DEPARTED);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].ticket, causes[0].ticket);
    EXPECT_EQ(drops[0].round, 0U);
    ExpectConservation();
}

TEST_F(AvailabilityTest, WorkerThatIsAwayAtTheStartComesLater)
{
    CreateNodes(1, 2);
    learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=2e5]");
    SetOwner(2);
    SetTrace({{0, 0, false}, {15, 0, true}, {0, 1, true}});
    Install("p2p");
    FollowStates(0);
    ExpectSilenceWhileAway();
    Run(40);
    EXPECT_EQ(states.find(" searching@15"), 0U) << states;
    ASSERT_EQ(ownerRounds.size(), 2U);
    EXPECT_EQ(ownerRounds[0].selected, 1U);
    EXPECT_EQ(ownerRounds[1].selected, 2U);
    EXPECT_TRUE(drops.empty());
}

TEST_F(AvailabilityTest, BulkUploadEndsWhenItsWorkerLeaves)
{
    double upload = 100;
    for (uint32_t expected : {1, 0})
    {
        Reset();
        ownerRounds.clear();
        CreateNodes(1, 1);
        learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                            "ModelBytes",
                            UintegerValue(1000000),
                            "FlopPerSample",
                            DoubleValue(1000));
        SetOwner(1);
        SetTrace({{upload + 0.05, 0, false}, {200, 0, true}});
        Install("nr-lite-bulk");
        Get<Worker>()[0]->TraceConnectWithoutContext(
            "State",
            Callback<void, const std::string&>([&upload](const std::string& state) {
                upload = state == "uploading" ? Simulator::Now().GetSeconds() : upload;
            }));
        Run(40);
        ASSERT_EQ(ownerRounds.size(), 1U);
        EXPECT_EQ(ownerRounds[0].selected, 1U);
        EXPECT_EQ(ownerRounds[0].aggregated, expected);
        Simulator::Destroy();
    }
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::DEPARTED);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].ticket, causes[0].ticket);
}

/// Workers that come and go at random, in packet and bulk granularity.
class ChurnTest : public AvailabilityTest, public ::testing::WithParamInterface<const char*>
{
};

TEST_P(ChurnTest, EveryDropHappensOnce)
{
    uint32_t silent = 0;
    for (uint32_t run = 1; run <= 3; ++run)
    {
        Reset();
        RngSeedManager::SetRun(run);
        ownerRounds.clear();
        edgeRounds.clear();
        drops.clear();
        causes.clear();
        CreateNodes(2, 12);
        // 120 samples: trainings of 1.2 to 12 s, of which the longest miss the deadline.
        learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e4|Max=1e5]");
        learning.SetAvailability("ns3::edgelearning::OnOffAvailabilityModel",
                                 "OnTime",
                                 StringValue("ns3::ExponentialRandomVariable[Mean=10]"),
                                 "OffTime",
                                 StringValue("ns3::ExponentialRandomVariable[Mean=5]"),
                                 "InitialShare",
                                 DoubleValue(0.67));
        SetOwner(10);
        Install(GetParam());
        ExpectSilenceWhileAway();
        Run(130);
        ASSERT_EQ(ownerRounds.size(), 10U);
        ExpectConservation();
        std::map<Ticket, uint32_t> caused;
        for (const DropRecord& cause : causes)
        {
            EXPECT_EQ(cause.reason, DropReason::DEPARTED);
            EXPECT_EQ(++caused[cause.ticket], 1U);
        }
        std::map<Ticket, uint32_t> dropped;
        uint32_t departed = 0;
        for (const DropRecord& drop : drops)
        {
            EXPECT_EQ(++dropped[drop.ticket], 1U);
            departed += caused.count(drop.ticket);
        }
        EXPECT_GT(departed, 10U) << "run " << run;
        silent += drops.size() - departed;
        EXPECT_GT(CountAggregated(), 10U) << "run " << run;
        Simulator::Destroy();
    }
    EXPECT_GT(silent, 0U); // Not all who drop out have left.
}

INSTANTIATE_TEST_SUITE_P(Links, ChurnTest, ::testing::Values("p2p", "nr-lite-bulk"));

} // namespace ns3::edgelearning::test
