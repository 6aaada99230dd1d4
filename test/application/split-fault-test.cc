/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "rogue.h"
#include "split-scenario.h"

#include "ns3/basic-energy-source.h"
#include "ns3/energy-source-container.h"
#include "ns3/error-model.h"

#include <cmath>
#include <limits>

namespace ns3::edgelearning::test
{

namespace
{

/// A server that says whatever it likes.
class RogueServer : public GuestHub
{
  public:
    using GuestHub::SendToWorker;
    std::function<void(uint32_t)> onJoin;                    ///< called with a new worker
    std::function<void(uint32_t, const Message&)> onMessage; ///< called with what a worker says

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
        if (message.header.type == MessageType::SPLIT_JOIN)
        {
            onJoin(worker);
        }
        else
        {
            onMessage(worker, message);
        }
    }
};

/// @param samples in the batch @param batch its number @param width values a sample @return a batch
/// of ones with labels
ActivationsBody
MakeBatch(uint32_t samples, uint32_t batch, uint32_t width)
{
    return {batch,
            samples,
            std::vector<SampleLabel>(samples),
            std::vector<float>(std::size_t{samples} * width, 1.0F)};
}

} // namespace

/// What goes wrong, and what becomes of it.
class SplitFaultTest : public SplitScenario
{
  protected:
    /// Every selected worker has one outcome.
    void ExpectConservation() const
    {
        uint32_t dropped = 0;
        for (const RoundRecord& round : rounds)
        {
            EXPECT_EQ(round.selected, round.aggregated + round.dropped);
            dropped += round.dropped;
        }
        EXPECT_EQ(dropped, drops.size());
    }

    /// @param worker whose wire breaks @param isBroken or is repaired
    void Break(uint32_t worker, bool isBroken)
    {
        for (uint32_t end = 0; end < 2; ++end)
        {
            auto errors = CreateObject<RateErrorModel>();
            errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            errors->SetRate(isBroken ? 1 : 0);
            devices[worker].Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        }
    }

    /// @param application whose messages are watched @param type of them @param count how many to
    /// wait for @param what to do then
    void After(Ptr<Object> application,
               MessageType type,
               uint32_t count,
               std::function<void()> what)
    {
        application->TraceConnectWithoutContext(
            "Rx",
            Callback<void, const MessageHeader&>(
                [this, type, count, what](const MessageHeader& header) {
                    if (header.type == type && ++m_seen == count)
                    {
                        what();
                    }
                }));
    }

    /// @return a rogue in place of the last worker, which stays silent
    std::unique_ptr<Rogue> MakeRogue()
    {
        const uint32_t i = workers.size() - 1;
        workers[i]->SetStartTime(Seconds(1e6));
        const std::string address = "10.1." + std::to_string(i) + ".1";
        return std::make_unique<Rogue>(nodes.Get(1 + i),
                                       InetSocketAddress(address.c_str(), PORT),
                                       Role::WORKER,
                                       nodes.Get(1 + i)->GetId());
    }

  private:
    uint32_t m_seen{0};
};

TEST_F(SplitFaultTest, AServerThatFallsSilentIsLeftAndFoundAgain)
{
    Build(1);
    server->SetAttribute("Epochs", UintegerValue(2));
    server->SetAttribute("Patience", TimeValue(Seconds(5)));
    workers[0]->SetAttribute("Patience", TimeValue(Seconds(4)));
    // Between forward and backward: the activations are there, the gradients never leave.
    After(server, MessageType::ACTIVATIONS, 3, [this] {
        Break(0, true);
        Simulator::Schedule(Seconds(20), [this] { Break(0, false); });
    });
    Run(300);
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::FAULT);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].reason, DropReason::DEADLINE);
    EXPECT_EQ(drops[0].ticket, causes[0].ticket);
    ASSERT_EQ(rounds.size(), 2U);
    EXPECT_EQ(rounds[0].aggregated, 0U);
    EXPECT_EQ(rounds[1].aggregated, 1U);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AServerThatStopsEndsItsSessions)
{
    Build(2);
    server->SetAttribute("Order", StringValue("Parallel"));
    for (const auto& worker : workers)
    {
        worker->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
    }
    server->SetStopTime(Seconds(3)); // A worker computes for 7 s.
    Run(100);
    ASSERT_EQ(sessions.size(), 2U);
    for (const SplitRecord& session : sessions)
    {
        EXPECT_EQ(session.reason, DropReason::FAULT);
    }
    EXPECT_TRUE(causes.empty()); // The workers did nothing wrong.
    ASSERT_EQ(rounds.size(), 1U);
    EXPECT_EQ(rounds[0].aggregated, 0U);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AServerThatFailsGoesOnAfterwards)
{
    Build(3);
    server->SetAttribute("Epochs", UintegerValue(3));
    workers[1]->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
    Simulator::Schedule(Seconds(15), &SplitServer::Fail, server); // second epoch, second worker
    Simulator::Schedule(Seconds(20), &SplitServer::Restart, server);
    Run(300);
    ASSERT_EQ(rounds.size(), 3U);
    EXPECT_EQ(rounds[0].aggregated, 3U);
    EXPECT_EQ(rounds[1].selected, 3U);
    EXPECT_EQ(rounds[1].aggregated, 1U);
    EXPECT_GT(rounds[2].aggregated, 0U);
    ASSERT_EQ(drops.size(), 2U);
    EXPECT_EQ(drops[0].reason, DropReason::FAULT);
    EXPECT_EQ(drops[1].reason, DropReason::FAULT);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AWorkerThatLeavesIsDroppedAndTheOthersGoOn)
{
    for (const char* order : {"Sequential", "Parallel"})
    {
        Reset();
        Build(3);
        server->SetAttribute("Order", StringValue(order));
        server->SetAttribute("Epochs", UintegerValue(2));
        workers[1]->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
        workers[1]->SetStopTime(Seconds(3)); // It computes for 7 s.
        Run(300);
        ASSERT_EQ(drops.size(), 1U) << order;
        EXPECT_EQ(drops[0].worker, nodes.Get(2)->GetId());
        EXPECT_EQ(drops[0].reason, DropReason::DEPARTED);
        ASSERT_EQ(rounds.size(), 2U);
        EXPECT_EQ(rounds[0].aggregated, 2U);
        EXPECT_EQ(rounds[1].selected, 2U);
        EXPECT_EQ(rounds[1].aggregated, 2U);
        ExpectConservation();
    }
}

TEST_F(SplitFaultTest, AServerThatFailsKeepsWhatWasDoneInParallel)
{
    Build(3);
    server->SetAttribute("Order", StringValue("Parallel"));
    server->SetAttribute("Epochs", UintegerValue(1));
    workers[1]->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
    std::vector<float> before;
    Simulator::Schedule(Seconds(1.5), [&] { before = server->GetModel(); });
    Simulator::Schedule(Seconds(4), &SplitServer::Fail, server); // One of three still computes.
    Run(60);
    ASSERT_EQ(rounds.size(), 1U);
    EXPECT_EQ(rounds[0].aggregated, 2U);
    ASSERT_FALSE(before.empty());
    EXPECT_NE(server->GetModel(), before);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].reason, DropReason::FAULT);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AWorkerThatFailsJoinsAgain)
{
    Build(2);
    server->SetAttribute("Epochs", UintegerValue(3));
    for (const auto& worker : workers)
    {
        worker->GetNode()->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1e5));
    }
    Simulator::Schedule(Seconds(3), &SplitWorker::Fail, workers[0]); // It computes for 7 s.
    Simulator::Schedule(Seconds(5), &SplitWorker::Restart, workers[0]);
    Run(100);
    ASSERT_EQ(rounds.size(), 3U);
    EXPECT_EQ(rounds[0].aggregated, 1U);
    EXPECT_EQ(rounds[1].aggregated, 2U);
    EXPECT_EQ(rounds[2].aggregated, 2U);
    ASSERT_EQ(causes.size(), 1U);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(causes[0].ticket, drops[0].ticket);
    EXPECT_EQ(drops[0].reason, DropReason::DEPARTED);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AnEmptyBatteryEndsTheSession)
{
    Build(2);
    server->SetAttribute("Epochs", UintegerValue(2));
    const Ptr<Node> node = workers[0]->GetNode();
    auto source = CreateObject<BasicEnergySource>();
    source->SetNode(node);
    source->SetAttribute("BasicEnergySourceInitialEnergyJ", DoubleValue(3e-5));
    auto sources = CreateObject<EnergySourceContainer>();
    sources->Add(source);
    node->AggregateObject(sources);
    Run(100); // An epoch takes 7.4e5 FLOP of 1e-10 J.
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::ENERGY);
    ASSERT_EQ(rounds.size(), 2U);
    EXPECT_EQ(rounds[0].aggregated, 1U);
    EXPECT_EQ(rounds[1].selected, 1U);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AnEmptyBatteryFromTheStartIsNoDropout)
{
    Build(2);
    server->SetAttribute("Epochs", UintegerValue(2));
    server->SetAttribute("Workers", UintegerValue(1));
    const Ptr<Node> node = workers[0]->GetNode();
    auto source = CreateObject<BasicEnergySource>();
    source->SetNode(node);
    source->SetAttribute("BasicEnergyLowBatteryThreshold", DoubleValue(1));
    auto sources = CreateObject<EnergySourceContainer>();
    sources->Add(source);
    node->AggregateObject(sources);
    Run(100);
    EXPECT_TRUE(causes.empty());
    ASSERT_EQ(rounds.size(), 2U);
    EXPECT_EQ(rounds[0].selected, 1U);
    EXPECT_EQ(rounds[1].aggregated, 1U);
}

TEST_F(SplitFaultTest, BatchesThatDoNotFitAreRefused)
{
    auto unlabelled = MakeBatch(4, 0, 32);
    unlabelled.labels.clear();
    auto infinite = MakeBatch(4, 0, 32);
    infinite.values[7] = std::numeric_limits<float>::infinity();
    auto unknown = MakeBatch(4, 0, 32);
    unknown.labels[3].label = 10;
    const std::vector<std::vector<uint8_t>> bad{Encode(MakeBatch(4, 0, 31)),
                                                Encode(unlabelled),
                                                Encode(infinite),
                                                Encode(unknown),
                                                Encode(MakeBatch(9, 0, 32)), // It has 8.
                                                {1, 2, 3}};
    for (const auto& body : bad)
    {
        Reset();
        Build(2);
        server->SetAttribute("Epochs", UintegerValue(1));
        const auto rogue = MakeRogue();
        rogue->onMessage = [&](const Message& message) {
            const Ticket ticket = message.header.ticket;
            if (message.header.type == MessageType::REGISTERED)
            {
                rogue->Say(MessageType::SPLIT_JOIN, Encode(SplitJoinBody{8, 0, 1e9, 0, 0, 0}));
            }
            else if (message.header.type == MessageType::SPLIT_BEGIN)
            {
                rogue->Say(MessageType::ACTIVATIONS, body, ticket);
            }
        };
        Simulator::Schedule(Seconds(0.5), [&] { rogue->Register(5); });
        Run(60);
        EXPECT_EQ(rejects[RejectReason::MALFORMED], 1U);
        EXPECT_EQ(rogue->Count(MessageType::GRADIENTS), 0U);
        EXPECT_EQ(rogue->Count(MessageType::SPLIT_CLOSED), 1U);
        ASSERT_EQ(drops.size(), 1U);
        EXPECT_EQ(drops[0].reason, DropReason::REJECTED);
        ASSERT_EQ(rounds.size(), 1U);
        EXPECT_EQ(rounds[0].aggregated, 1U); // the honest one
        ExpectConservation();
        for (const float value : server->GetModel())
        {
            ASSERT_TRUE(std::isfinite(value));
        }
    }
}

TEST_F(SplitFaultTest, WhatComesTooLateOrFromStrangersHasNoEffect)
{
    Build(2);
    server->SetAttribute("Epochs", UintegerValue(1));
    server->SetAttribute("Patience", TimeValue(Seconds(3)));
    const auto rogue = MakeRogue();
    const auto thief = MakeRogue();
    uint32_t batch = 0;
    rogue->onMessage = [&](const Message& message) {
        const Ticket ticket = message.header.ticket;
        switch (message.header.type)
        {
        case MessageType::REGISTERED:
            rogue->Say(MessageType::ACTIVATIONS, Encode(MakeBatch(4, 0, 32))); // no session
            rogue->Say(MessageType::SPLIT_JOIN, Encode(SplitJoinBody{8, 0, 1e9, 0, 0, 0}));
            rogue->Say(MessageType::SPLIT_JOIN, Encode(SplitJoinBody{9, 0, 1e9, 0, 0, 0}));
            thief->Register(6); // another credential
            break;
        case MessageType::SPLIT_BEGIN:
            rogue->Say(MessageType::ACTIVATIONS, Encode(MakeBatch(4, 0, 32)), ticket + 1);
            rogue->Say(MessageType::ACTIVATIONS, Encode(MakeBatch(4, 1, 32)), ticket); // too early
            rogue->Say(MessageType::GRADIENTS, Encode(GradientsBody{0, 1, {1}}), ticket);
            rogue->Say(MessageType::BID, Encode(BidBody()), ticket);
            rogue->Say(MessageType::ACTIVATIONS, Encode(MakeBatch(4, 0, 32)), ticket);
            break;
        case MessageType::GRADIENTS:
            rogue->Say(MessageType::ACTIVATIONS, Encode(MakeBatch(4, batch, 32)), ticket); // old
            ++batch; // and then silence
            break;
        default:
            break;
        }
    };
    Simulator::Schedule(Seconds(0.5), [&] { rogue->Register(5); });
    Run(60);
    EXPECT_EQ(batch, 1U);
    EXPECT_EQ(rejects[RejectReason::STALE], 5U);
    EXPECT_EQ(rejects[RejectReason::UNAUTHORISED], 2U);
    EXPECT_EQ(rejects[RejectReason::STRANGER], 1U);
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].reason, DropReason::DEADLINE);
    ASSERT_EQ(rounds.size(), 1U);
    EXPECT_EQ(rounds[0].aggregated, 1U);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AnEndThatDoesNotFitIsRefused)
{
    // One that comes before anything, of too many samples, of too few values, of values not finite.
    const std::vector<float> good(64 * 32 + 32);
    std::vector<float> infinite = good;
    infinite[0] = std::nanf("");
    for (const auto& end : {SplitEndBody{4, 0, 0, good},
                            SplitEndBody{1, 0, 0, {1, 2}},
                            SplitEndBody{1, 0, 0, infinite}})
    {
        Reset();
        Build(2);
        server->SetAttribute("Epochs", UintegerValue(1));
        const auto rogue = MakeRogue();
        rogue->onMessage = [&](const Message& message) {
            if (message.header.type == MessageType::REGISTERED)
            {
                rogue->Say(MessageType::SPLIT_JOIN, Encode(SplitJoinBody{8, 0, 1e9, 0, 0, 0}));
            }
            else if (message.header.type == MessageType::SPLIT_BEGIN)
            {
                rogue->Say(MessageType::ACTIVATIONS,
                           Encode(MakeBatch(1, 0, 32)),
                           message.header.ticket);
            }
            else if (message.header.type == MessageType::GRADIENTS)
            {
                rogue->Say(MessageType::SPLIT_END, Encode(end), message.header.ticket);
            }
        };
        Simulator::Schedule(Seconds(0.5), [&] { rogue->Register(5); });
        Run(60);
        EXPECT_EQ(rejects[RejectReason::MALFORMED], 1U);
        ASSERT_EQ(drops.size(), 1U);
        EXPECT_EQ(drops[0].reason, DropReason::REJECTED);
        EXPECT_EQ(rounds.at(0).aggregated, 1U);
    }
}

TEST_F(SplitFaultTest, NumbersTooLargeToComputeWithSpoilNobodysModel)
{
    Build(2);
    server->SetAttribute("Epochs", UintegerValue(2));
    const auto rogue = MakeRogue();
    rogue->onMessage = [&](const Message& message) {
        if (message.header.type == MessageType::REGISTERED)
        {
            rogue->Say(MessageType::SPLIT_JOIN, Encode(SplitJoinBody{8, 0, 1e9, 0, 0, 0}));
        }
        else if (message.header.type == MessageType::SPLIT_BEGIN)
        {
            ActivationsBody huge = MakeBatch(1, 0, 32);
            huge.values.assign(32, std::numeric_limits<float>::max());
            rogue->Say(MessageType::ACTIVATIONS, Encode(huge), message.header.ticket);
        }
        else if (message.header.type == MessageType::GRADIENTS)
        {
            const SplitEndBody end{1, 0, 0, std::vector<float>(64 * 32 + 32)};
            rogue->Say(MessageType::SPLIT_END, Encode(end), message.header.ticket);
        }
    };
    Simulator::Schedule(Seconds(0.5), [&] { rogue->Register(5); });
    Run(60);
    ASSERT_EQ(rounds.size(), 2U);
    for (const RoundRecord& round : rounds)
    {
        EXPECT_EQ(round.aggregated, 1U) << "the honest worker's, in epoch " << round.round;
    }
    for (const float value : server->GetModel())
    {
        ASSERT_TRUE(std::isfinite(value));
    }
    EXPECT_EQ(drops.at(0).reason, DropReason::REJECTED);
    ExpectConservation();
}

TEST_F(SplitFaultTest, AWorkerRefusesWhatDoesNotFit)
{
    const auto begin = [](uint32_t cut, uint32_t tail, std::size_t values) {
        return Message(MessageType::SPLIT_BEGIN,
                       Encode(SplitBeginBody{cut, tail, true, std::vector<float>(values)}));
    };
    const std::size_t layer = 64 * 32 + 32;
    const Message good = begin(1, 2, layer);
    const auto answer = [](uint32_t batch, uint32_t samples, float value) {
        return Message(
            MessageType::GRADIENTS,
            Encode(GradientsBody{batch, samples, std::vector<float>(samples * 32, value)}));
    };

    struct Case
    {
        Message begin;               ///< of the session
        std::vector<Message> answer; ///< to the first batch
        uint32_t malformed;          ///< that are refused
        uint32_t stale;              ///< likewise
    };

    const float nan = std::nanf("");
    const std::vector<Case> cases{{begin(2, 3, layer), {}, 1, 0},
                                  {begin(2, 4, layer), {}, 1, 0},
                                  {begin(1, 2, layer - 1), {}, 1, 0},
                                  {good, {answer(0, 15, 0)}, 1, 0},
                                  {good, {answer(0, 16, nan)}, 1, 0},
                                  {good, {answer(7, 16, 0)}, 0, 1},
                                  {good, {answer(0, 16, 0), answer(0, 16, 0)}, 0, 1}};
    for (const Case& c : cases)
    {
        Reset();
        Build(1);
        server->SetStartTime(Seconds(1e6));
        auto rogue = CreateObject<RogueServer>();
        rogue->SetAttribute("Local", AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT)));
        nodes.Get(0)->AddApplication(rogue);
        workers[0]->SetAttribute("Patience", TimeValue(Seconds(5)));
        uint32_t sessions = 0;
        uint32_t heard = 0;
        const auto say = [&](uint32_t worker, Message message) {
            message.header.ticket = sessions;
            rogue->SendToWorker(worker, message);
        };
        rogue->onJoin = [&](uint32_t worker) {
            if (++sessions == 1)
            {
                say(worker, c.begin);
            }
        };
        rogue->onMessage = [&](uint32_t worker, const Message&) {
            if (++heard == 1)
            {
                for (const Message& message : c.answer)
                {
                    say(worker, message);
                }
            }
        };
        Run(60);
        EXPECT_EQ(rejects[RejectReason::MALFORMED], c.malformed);
        EXPECT_EQ(rejects[RejectReason::STALE], c.stale);
        ASSERT_EQ(causes.size(), 1U); // in the end by lack of patience
        EXPECT_EQ(causes[0].reason, c.malformed ? DropReason::REJECTED : DropReason::FAULT);
        EXPECT_EQ(sessions, 2U); // It looked for a better server.
    }
}

} // namespace ns3::edgelearning::test
