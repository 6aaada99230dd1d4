/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-scenario.h"
#include "rogue.h"

#include "ns3/basic-energy-source.h"
#include "ns3/config.h"
#include "ns3/energy-source-container.h"
#include "ns3/random-variable-stream.h"

#include <functional>
#include <limits>
#include <memory>
#include <set>

namespace ns3::edgelearning::test
{

namespace
{

/// An edge server that says whatever it likes.
class RogueComputeServer : public GuestHub
{
  public:
    std::function<void(uint32_t, const Message&)> onTask; ///< called with a task

    /// Say something about a task.
    template <typename B>
    void Say(const Message& about, MessageType type, const B& body, uint32_t virtualBytes = 0)
    {
        Message message(type, Encode(body), virtualBytes);
        message.header.ticket = about.header.ticket;
        message.header.round = about.header.round;
        SendToWorker(about.header.sender, message);
    }

  private:
    void DoStart() override
    {
        Listen();
    }

    void DoStop() override
    {
        ForgetConnections();
    }

    void WorkerJoined(uint32_t) override
    {
    }

    void WorkerLost(uint32_t) override
    {
    }

    void HandleWorker(uint32_t worker, const Message& message) override
    {
        if (message.header.type == MessageType::OFFLOAD_TASK)
        {
            onTask(worker, message);
            return;
        }
        OffloadStatusBody status;
        status.rate = 1e10;
        status.memory = 1 << 30;
        Message answer(MessageType::OFFLOAD_STATUS, Encode(status));
        SendToWorker(worker, answer);
    }
};

} // namespace

/// What goes wrong, and what becomes of the tasks.
class OffloadFaultTest : public OffloadScenario
{
  protected:
    /// Put a rogue in the place of the edge server.
    Ptr<RogueComputeServer> MakeRogueServer()
    {
        servers[0]->SetStartTime(Seconds(1e6));
        auto rogue = CreateObject<RogueComputeServer>();
        rogue->SetAttribute("Local", AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT)));
        nodes.Get(1)->AddApplication(rogue);
        rogue->AssignStreams(900);
        return rogue;
    }

    /// @param node whose battery @param joules in it
    void GiveBattery(uint32_t node, double joules)
    {
        auto source = CreateObject<BasicEnergySource>();
        source->SetNode(nodes.Get(node));
        source->SetInitialEnergy(joules);
        auto sources = CreateObject<EnergySourceContainer>();
        sources->Add(source);
        nodes.Get(node)->AggregateObject(sources);
    }

    void ExpectOneEnd(const std::optional<DropReason>& reason, OffloadPlace where)
    {
        ASSERT_EQ(ends.size(), 1U);
        EXPECT_EQ(ends[0].reason, reason);
        EXPECT_EQ(ends[0].where, where);
        EXPECT_EQ(outputs.size(), 1U);
    }
};

TEST_F(OffloadFaultTest, ANeighbourThatAcceptsAndLeavesIsReplaced)
{
    Build(2);
    client->SetAttribute("UseEdge", BooleanValue(false));
    ComputeTask task = MakeTask();
    task.flop = 5e9; // 5 s at a neighbour, 50 s locally
    SubmitAt(READY, task);
    Simulator::Schedule(Seconds(READY + 2), &OffloadServer::Fail, servers[1]);
    Run(100);
    ASSERT_EQ(retries.size(), 1U);
    EXPECT_EQ(retries[0].to, nodes.Get(2)->GetId());
    EXPECT_EQ(retries[0].reason, DropReason::FAULT);
    ExpectOneEnd(std::nullopt, OffloadPlace::NEIGHBOUR);
    EXPECT_EQ(ends[0].task, retries[0].task);
    EXPECT_EQ(ends[0].to, nodes.Get(3)->GetId());
    EXPECT_NEAR(latencies[1], 2 + 5.1, 0.1);
}

TEST_F(OffloadFaultTest, ANeighbourThatVanishesIsReplacedByTheDeviceItself)
{
    Build(1);
    client->SetAttribute("UseEdge", BooleanValue(false));
    client->SetAttribute("Patience", TimeValue(Seconds(2)));
    SubmitAt(READY, MakeTask());
    // The neighbour has the task; nobody says that it is out of reach now.
    Simulator::Schedule(Seconds(READY + 0.5), [this] { Break(2, true); });
    Run(100);
    ASSERT_EQ(retries.size(), 1U);
    EXPECT_EQ(retries[0].where, OffloadPlace::NEIGHBOUR);
    EXPECT_EQ(retries[0].reason, DropReason::FAULT);
    ExpectOneEnd(std::nullopt, OffloadPlace::LOCAL);
    // Found out after the patience, and what TCP's repetitions look like progress; then 10 s of
    // work.
    EXPECT_GT(latencies[1], 13);
    EXPECT_LT(latencies[1], 18);
}

TEST_F(OffloadFaultTest, AServerThatDisappearsUnderTheInputIsLeft)
{
    Build(0);
    client->SetAttribute("Patience", TimeValue(Seconds(2)));
    SubmitAt(READY, MakeTask());
    Simulator::Schedule(Seconds(READY + 0.03), [this] { Break(1, true); });
    Run(100);
    EXPECT_EQ(retries.size(), 1U);
    ExpectOneEnd(std::nullopt, OffloadPlace::LOCAL);
}

TEST_F(OffloadFaultTest, AServerOnTheDevicesOwnNodeIsNotTheDevice)
{
    Build(0, "LocalOnlyPolicy");
    client->SetAttribute("UseEdge", BooleanValue(false));
    auto own = CreateObject<OffloadServer>();
    own->SetAttribute("Local", AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT)));
    own->SetAttribute("Neighbour", BooleanValue(true));
    nodes.Get(0)->AddApplication(own);
    own->AssignStreams(700);
    client->AddNeighbour(InetSocketAddress(Ipv4Address::GetLoopback(), PORT));
    SubmitAt(READY, MakeTask());
    Simulator::Schedule(Seconds(READY + 1), [this] { EXPECT_EQ(client->GetServers().size(), 1U); });
    Simulator::Schedule(Seconds(READY + 2), &OffloadServer::Fail, own);
    Run(100);
    EXPECT_TRUE(retries.empty()) << "the device's processor still has it";
    ExpectOneEnd(std::nullopt, OffloadPlace::LOCAL);
}

TEST_F(OffloadFaultTest, AServerThatIsBackIsFoundAgain)
{
    Build(1, "EdgeOnlyPolicy");
    SubmitAt(READY, MakeTask());
    Simulator::Schedule(Seconds(READY + 0.05), [this] { Break(1, true); });
    Simulator::Schedule(Seconds(READY + 20), [this] { Break(1, false); });
    SubmitAt(READY + 40, MakeTask());
    Run(100);
    ASSERT_EQ(ends.size(), 2U);
    EXPECT_EQ(ends[0].reason, DropReason::FAULT); // There is nobody else whom the policy takes.
    EXPECT_FALSE(ends[1].reason);
}

TEST_F(OffloadFaultTest, WithoutAnybodyInReachATaskFails)
{
    Build(0, "EdgeOnlyPolicy");
    Break(1, true);
    SubmitAt(READY, MakeTask());
    Run(10);
    ExpectOneEnd(DropReason::COVERAGE, OffloadPlace::LOCAL);
}

TEST_F(OffloadFaultTest, ATaskTooBigForEverybodyIsRejected)
{
    Build(1);
    client->SetAttribute("MemoryLimit", UintegerValue(1000));
    servers[0]->SetAttribute("MemoryLimit", UintegerValue(3000));
    servers[1]->SetAttribute("MemoryLimit", UintegerValue(2000));
    ComputeTask task = MakeTask();
    for (const uint64_t memory : {1000, 2000, 3000, 3001})
    {
        task.memory = memory;
        SubmitAt(READY, task);
    }
    Run(100);
    ASSERT_EQ(ends.size(), 4U);
    for (const OffloadRecord& end : ends)
    {
        EXPECT_EQ(end.reason.has_value(), (end.task & 0xffff) == 4);
    }
    EXPECT_EQ(ends[0].reason, DropReason::REJECTED); // at once
    EXPECT_EQ(latencies[0], 0);
}

TEST_F(OffloadFaultTest, AServerRefusesWhatNeedsMoreMemoryThanItSaid)
{
    Build(0);
    ComputeTask task = MakeTask();
    task.memory = 2000;
    SubmitAt(READY + 0.2, task);
    // Its limit shrinks behind the last answer.
    Simulator::Schedule(Seconds(READY + 0.1),
                        [this] { servers[0]->SetAttribute("MemoryLimit", UintegerValue(1000)); });
    Run(100);
    ASSERT_EQ(retries.size(), 1U);
    EXPECT_EQ(retries[0].reason, DropReason::REJECTED);
    ExpectOneEnd(std::nullopt, OffloadPlace::LOCAL);
}

TEST_F(OffloadFaultTest, ADeadlinePassesOnce)
{
    Build(0, "EdgeOnlyPolicy");
    std::vector<std::string> served;
    servers[0]->TraceConnectWithoutContext(
        "Served",
        Callback<void, uint32_t, uint64_t, const char*>(
            [&served](uint32_t, uint64_t, const char* outcome) { served.emplace_back(outcome); }));
    ComputeTask task = MakeTask();
    task.flop = 1e11; // 10 s
    task.deadline = Seconds(30);
    for (int i = 0; i < 3; ++i)
    {
        SubmitAt(READY, task); // The third would be done after 30.2 s.
    }
    Simulator::Schedule(Seconds(READY + 5), [this] { // The second is not, against all promises.
        nodes.Get(1)->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e9));
    });
    Run(200);
    ASSERT_EQ(ends.size(), 3U);
    EXPECT_EQ(ends[0].reason, DropReason::DEADLINE);
    EXPECT_FALSE(ends[1].reason);
    EXPECT_EQ(ends[2].reason, DropReason::DEADLINE);
    EXPECT_EQ(latencies.back(), 30);
    EXPECT_EQ(served,
              (std::vector<std::string>{"accepted", "accepted", "deadline", "done", "deadline"}));
    EXPECT_TRUE(nodes.Get(1)->GetObject<ComputeResource>()->GetBacklog().IsZero());
}

TEST_F(OffloadFaultTest, ALocalDeadlineFreesTheProcessor)
{
    Build(0, "LocalOnlyPolicy");
    ComputeTask task = MakeTask(); // 10 s
    task.deadline = Seconds(15);
    SubmitAt(READY, task);
    SubmitAt(READY, task);
    task.deadline = Time(0);
    SubmitAt(READY, task);
    Run(100);
    ASSERT_EQ(ends.size(), 3U);
    EXPECT_FALSE(ends[0].reason);
    EXPECT_EQ(ends[1].reason, DropReason::DEADLINE);
    EXPECT_EQ(latencies[1], 15);
    EXPECT_FALSE(ends[2].reason);
    EXPECT_EQ(latencies[2], 25);
}

TEST_F(OffloadFaultTest, AnEmptyBatteryEndsTasksWithThatReason)
{
    Build(0, "LocalOnlyPolicy");
    GiveBattery(0, 0.15); // A task takes 0.1 J.
    SubmitAt(READY, MakeTask());
    SubmitAt(READY, MakeTask());
    SubmitAt(READY + 50, MakeTask());
    Run(100);
    ASSERT_EQ(ends.size(), 3U);
    EXPECT_FALSE(ends[0].reason);
    EXPECT_EQ(ends[1].reason, DropReason::ENERGY);
    EXPECT_EQ(ends[2].reason, DropReason::ENERGY);
}

TEST_F(OffloadFaultTest, AnEmptyDeviceSaysNothingFromTheStart)
{
    Build(1);
    Config::SetDefault("ns3::BasicEnergySource::BasicEnergyLowBatteryThreshold", DoubleValue(1));
    GiveBattery(0, 1);
    Config::Reset();
    SubmitAt(READY, MakeTask());
    Run(20);
    EXPECT_TRUE(bytes.empty());
    ExpectOneEnd(DropReason::ENERGY, OffloadPlace::LOCAL);
}

TEST_F(OffloadFaultTest, AServerWithoutEnergyIsReplaced)
{
    Build(1);
    client->SetAttribute("UseEdge", BooleanValue(false));
    GiveBattery(2, 0.05); // A task takes 0.1 J.
    SubmitAt(READY, MakeTask());
    Run(100);
    ASSERT_EQ(retries.size(), 1U);
    EXPECT_EQ(retries[0].where, OffloadPlace::NEIGHBOUR);
    ExpectOneEnd(std::nullopt, OffloadPlace::LOCAL);
}

TEST_F(OffloadFaultTest, AClientThatStopsEndsItsTasksAndFreesTheServer)
{
    Build(0);
    ComputeTask task = MakeTask();
    task.flop = 1e12; // 100 s
    SubmitAt(READY, task);
    SubmitAt(READY + 20, task); // It is down.
    Simulator::Schedule(Seconds(READY + 10), &OffloadClient::Fail, client);
    Simulator::Schedule(Seconds(READY + 30), &OffloadClient::Restart, client);
    SubmitAt(READY + 40, MakeTask());
    Run(100);
    ASSERT_EQ(ends.size(), 3U);
    EXPECT_EQ(ends[0].reason, DropReason::DEPARTED);
    EXPECT_EQ(ends[1].reason, DropReason::DEPARTED);
    EXPECT_FALSE(ends[2].reason);
    EXPECT_EQ(ends[2].where, OffloadPlace::EDGE);
    EXPECT_NEAR(latencies[2], 0.2, 0.05); // behind nothing
}

TEST_F(OffloadFaultTest, ResultsThatAreNoneAreRefused)
{
    Build(0);
    const auto rogue = MakeRogueServer();
    const OffloadAcceptedBody accepted{Seconds(1)};
    const OffloadResultBody result{Seconds(1), 0, {}};
    const std::vector<std::function<void(const Message&)>> answers{
        [&](const Message& about) { // without an acceptance
            rogue->Say(about, MessageType::OFFLOAD_RESULT, result, 10000);
        },
        [&](const Message& about) { // of the wrong size
            rogue->Say(about, MessageType::OFFLOAD_ACCEPTED, accepted);
            rogue->Say(about, MessageType::OFFLOAD_RESULT, result, 9999);
        },
        [&](const Message& about) { // not finite
            OffloadResultBody bad = result;
            bad.values = {std::numeric_limits<float>::quiet_NaN()};
            rogue->Say(about, MessageType::OFFLOAD_ACCEPTED, accepted);
            rogue->Say(about, MessageType::OFFLOAD_RESULT, bad, 9996);
        },
        [&](const Message& about) { // twice each
            for (int i = 0; i < 2; ++i)
            {
                rogue->Say(about, MessageType::OFFLOAD_ACCEPTED, accepted);
            }
            for (int i = 0; i < 2; ++i)
            {
                rogue->Say(about, MessageType::OFFLOAD_RESULT, result, 10000);
            }
        },
        [&](const Message& about) { // of another's task, and of an earlier attempt
            Message other = about;
            other.header.ticket = 77;
            rogue->Say(other, MessageType::OFFLOAD_RESULT, result, 10000);
            other = about;
            other.header.round = 0;
            rogue->Say(other, MessageType::OFFLOAD_RESULT, result, 10000);
            rogue->Say(about, MessageType::OFFLOAD_QUERY, EmptyBody());
            rogue->Say(about, MessageType::OFFLOAD_REFUSED, OffloadRefusedBody());
        },
    };
    std::size_t next = 0;
    rogue->onTask = [&](uint32_t, const Message& message) { answers.at(next++)(message); };
    for (std::size_t i = 0; i < answers.size(); ++i)
    {
        SubmitAt(READY + 20.0 * i, MakeTask());
    }
    Run(200);
    EXPECT_EQ(next, answers.size());
    ASSERT_EQ(ends.size(), answers.size());
    for (std::size_t i = 0; i < ends.size(); ++i)
    {
        EXPECT_FALSE(ends[i].reason) << i;
        EXPECT_EQ(ends[i].where, i == 3 ? OffloadPlace::EDGE : OffloadPlace::LOCAL) << i;
    }
    EXPECT_EQ(retries.size(), 4U);
    EXPECT_EQ(rejects[RejectReason::MALFORMED], 2U);
    EXPECT_EQ(rejects[RejectReason::DUPLICATE], 1U);    // the acceptance
    EXPECT_EQ(rejects[RejectReason::STALE], 2U);        // the result, the earlier attempt
    EXPECT_EQ(rejects[RejectReason::UNAUTHORISED], 3U); // too early, another's, a question
}

TEST_F(OffloadFaultTest, AServerThatIsKnownTwiceIsUsedOnce)
{
    Build(0, "EdgeOnlyPolicy");
    client->AddNeighbour(InetSocketAddress("10.1.1.2", PORT)); // the edge server
    for (int i = 0; i < 10; ++i)
    {
        SubmitAt(READY + 2 * i, MakeTask());
    }
    Run(60);
    EXPECT_EQ(ends.size(), 10U);
    for (const OffloadRecord& end : ends)
    {
        EXPECT_FALSE(end.reason);
    }
    EXPECT_LE(retries.size(), 1U); // when the two ways meet, at first
}

TEST_F(OffloadFaultTest, ServersBelieveNobodyAnything)
{
    Build(0, "EdgeOnlyPolicy");
    const InetSocketAddress address("10.1.1.2", PORT);
    Rogue stranger(nodes.Get(0), address, Role::WORKER, 7);
    Rogue rogue(nodes.Get(0), address, Role::WORKER, 9);
    const OffloadTaskBody task{1e9, 1000, Time(0), 0, {}};
    OffloadTaskBody bad = task;
    bad.values = {std::numeric_limits<float>::infinity()};
    OffloadTaskBody late = task;
    late.deadline = Seconds(1);
    OffloadTaskBody endless = task;
    endless.flop = 1e300;
    Simulator::Schedule(Seconds(2), [&] {
        stranger.Say(MessageType::OFFLOAD_TASK, Encode(task), 1);
        rogue.Register(1234);
    });
    Simulator::Schedule(Seconds(3), [&] {
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(task), 1);
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(task), 1); // the same again
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(bad), 2);
        rogue.Say(MessageType::OFFLOAD_TASK, {1, 2, 3}, 3);
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(late), 4);
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(endless), 5);
        rogue.Say(MessageType::OFFLOAD_RESULT, Encode(OffloadResultBody()), 1);
        rogue.Say(MessageType::OFFLOAD_QUERY, {1}, 0);
    });
    // A kernel knows nothing of how much output the device wants.
    servers[0]->SetKernel([](const std::vector<float>& input) { return input; });
    OffloadTaskBody scanty = task;
    scanty.values = {1, 2, 3};
    scanty.outputBytes = 4;
    OffloadTaskBody greedy = task;
    greedy.outputBytes = std::numeric_limits<uint32_t>::max();
    Simulator::Schedule(Seconds(4), [&] {
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(scanty), 6);
        rogue.Say(MessageType::OFFLOAD_TASK, Encode(greedy), 7);
    });
    Simulator::Schedule(Seconds(3.9), [&] {
        EXPECT_EQ(rogue.Count(MessageType::OFFLOAD_REFUSED), 4U);
        EXPECT_EQ(rogue.Count(MessageType::OFFLOAD_ACCEPTED), 1U);
    });
    Simulator::Schedule(Seconds(9), [&] {
        EXPECT_EQ(rogue.Count(MessageType::OFFLOAD_REFUSED), 6U);
        EXPECT_EQ(rogue.Count(MessageType::OFFLOAD_ACCEPTED), 2U); // the scanty one, at first
    });
    SubmitAt(10, MakeTask());
    Run(20);
    EXPECT_EQ(rejects[RejectReason::STRANGER], 1U);
    EXPECT_EQ(rejects[RejectReason::DUPLICATE], 1U);
    EXPECT_EQ(rejects[RejectReason::MALFORMED], 3U);
    EXPECT_EQ(rejects[RejectReason::UNAUTHORISED], 1U);
    EXPECT_EQ(rogue.Count(MessageType::OFFLOAD_RESULT), 1U);
    ExpectOneEnd(std::nullopt, OffloadPlace::EDGE);
}

/// Anything breaks down at any time.
class RandomOffloadFaultTest : public OffloadFaultTest, public ::testing::WithParamInterface<int>
{
};

TEST_P(RandomOffloadFaultTest, EveryTaskEndsOnce)
{
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(GetParam());
    const auto draw = [&random](uint32_t least, uint32_t most) {
        return random->GetInteger(least, most);
    };
    static const char* policies[] = {"GreedyPolicy", "EnergyAwarePolicy", "EdgeOnlyPolicy"};
    const uint32_t neighbours = draw(0, 3);
    Build(neighbours, policies[draw(0, 2)]);
    client->SetAttribute("Patience", TimeValue(Seconds(1)));
    servers[0]->SetAttribute("MemoryLimit", UintegerValue(700));
    client->SetAttribute("MemoryLimit", UintegerValue(500));
    if (draw(0, 1) == 1)
    {
        GiveBattery(draw(0, 1 + neighbours), random->GetValue(0.5, 4));
    }
    constexpr uint32_t TASKS = 60;
    for (uint32_t i = 0; i < TASKS; ++i)
    {
        ComputeTask task;
        task.inputBytes = draw(0, 100000);
        task.flop = random->GetValue(0, 2e9);
        task.outputBytes = draw(0, 100000);
        task.deadline = draw(0, 1) == 0 ? Time(0) : Seconds(random->GetValue(0.05, 20));
        task.memory = draw(0, 720);
        SubmitAt(random->GetValue(1, 60), task);
    }
    for (uint32_t i = draw(1, 8); i > 0; --i)
    {
        const double from = random->GetValue(1, 60);
        const double to = from + random->GetValue(0.1, 15);
        const uint32_t victim = draw(0, 1 + neighbours);
        if (victim > 0 && draw(0, 1) == 0)
        {
            Simulator::Schedule(Seconds(from), [this, victim] { Break(victim, true); });
            Simulator::Schedule(Seconds(to), [this, victim] { Break(victim, false); });
            continue;
        }
        Ptr<MessageApplication> application = client;
        if (victim > 0)
        {
            application = servers[victim - 1];
        }
        Simulator::Schedule(Seconds(from), &MessageApplication::Fail, application);
        Simulator::Schedule(Seconds(to), &MessageApplication::Restart, application);
    }
    client->SetStopTime(Seconds(150));
    Run(160);
    std::set<Ticket> ended;
    for (const OffloadRecord& end : ends)
    {
        EXPECT_TRUE(ended.insert(end.task).second);
    }
    EXPECT_EQ(ended.size(), TASKS);
    EXPECT_EQ(outputs.size(), TASKS);
}

INSTANTIATE_TEST_SUITE_P(Runs, RandomOffloadFaultTest, ::testing::Range(1, 13));

} // namespace ns3::edgelearning::test
