/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay-scenario.h"
#include "rogue.h"

#include "ns3/boolean.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/compute-resource.h"
#include "ns3/node-address.h"

#include <cmath>

namespace ns3::edgelearning::test
{

/// What holds of a relay whether it aggregates or forwards.
class RelayModeTest : public RelayScenario, public ::testing::WithParamInterface<bool>
{
  protected:
    void SetUp() override
    {
        learning.SetRelayAttribute("Aggregate", BooleanValue(GetParam()));
        learning.SetMechanism("ns3::edgelearning::SecondPriceAuction");
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(4),
                           "Rounds",
                           UintegerValue(2),
                           "StartDelay",
                           TimeValue(Seconds(5)),
                           "Deadline",
                           TimeValue(Seconds(6)));
    }

    /// What must hold after two rounds of four workers that all arrive.
    void ExpectTwoFullRounds()
    {
        ASSERT_EQ(ownerRounds.size(), 2U);
        EXPECT_EQ(CountAggregated(), 8U);
        EXPECT_EQ(payments.size(), 8U);
        EXPECT_EQ(ages.size(), 8U);
        EXPECT_TRUE(rejects.empty());
        ExpectConservation();
        uint32_t atRelays = 0;
        for (const RoundRecord& round : relayRounds)
        {
            EXPECT_EQ(round.tier, Role::RELAY);
            atRelays += round.aggregated;
        }
        EXPECT_EQ(atRelays, GetParam() ? 8U : 0U);
    }
};

TEST_P(RelayModeTest, RoundsSucceedOverWires)
{
    CreateClusters(2, 4);
    InstallWires();
    uint32_t fromEdge = 0;
    uint32_t fromRelays = 0;
    uint32_t updates = 0;
    CountSent(Get<EdgeServer>()[0], MessageType::MODEL, fromEdge);
    for (const Ptr<Relay>& relay : Get<Relay>())
    {
        CountSent(relay, MessageType::MODEL, fromRelays);
        CountSent(relay, MessageType::UPDATE, updates);
    }
    Run(30);
    ExpectTwoFullRounds();
    EXPECT_EQ(fromEdge, 4U); // once a relay and round
    EXPECT_EQ(fromRelays, 8U);
    EXPECT_EQ(updates, GetParam() ? 4U : 8U);
    // Nobody waits for the deadline.
    EXPECT_LT((ownerRounds[1].opened - ownerRounds[0].opened).GetSeconds(), 4);
}

TEST_P(RelayModeTest, RoundsSucceedOverSidelink)
{
    CreateClusters(1, 4);
    InstallSidelink();
    Run(30);
    ExpectTwoFullRounds();
    EXPECT_EQ(CountMemberships(true, "registered"), 4U);
}

TEST_P(RelayModeTest, RelaysReachTheEdgeServerInBulk)
{
    CreateClusters(1, 4);
    InstallBulkSidelink();
    uint32_t messages = 0;
    relays.Get(0)->GetObject<BulkSocketFactory>()->TraceConnectWithoutContext(
        "Transfer",
        Callback<void, uint32_t, uint32_t, uint64_t, Time, bool>(
            [&messages](uint32_t, uint32_t, uint64_t, Time, bool arrived) {
                messages += arrived ? 1 : 0;
            }));
    Run(30);
    ExpectTwoFullRounds();
    EXPECT_EQ(CountMemberships(true, "registered"), 4U);
    EXPECT_GT(messages, 0U);
}

TEST_P(RelayModeTest, SlowWorkerMissesTheDeadlineAlone)
{
    CreateClusters(1, 4);
    learning.SetOwners(1, "Rounds", UintegerValue(1));
    InstallWires();
    devices.Get(0)->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(1));
    Run(30);
    ASSERT_EQ(ownerRounds.size(), 1U);
    EXPECT_EQ(CountAggregated(), 3U);
    EXPECT_EQ(CountDrops()[DropReason::DEADLINE], 1U);
    EXPECT_EQ(payments.size(), 3U);
    ExpectConservation();
    EXPECT_EQ(Get<ClearingHouse>()[0]->GetLedger()->GetEscrowed(0), 0);
}

TEST_P(RelayModeTest, RelayStoppedInMidRoundLosesOnlyWhatItHeld)
{
    CreateClusters(2, 4);
    learning.SetOwners(1, "Rounds", UintegerValue(1));
    // One worker of the first relay is so slow that the relay stops before it has all updates.
    InstallWires();
    devices.Get(0)->GetObject<ComputeResource>()->SetAttribute("Rate", DoubleValue(3.5e5));
    Ptr<Relay> relay = Get<Relay>()[0];
    relay->SetStopTime(Seconds(5.8));
    Run(40);
    ASSERT_EQ(ownerRounds.size(), 1U);
    ExpectConservation();
    // The quick one had arrived: at an aggregating relay it is lost and paid.
    EXPECT_EQ(CountDrops()[DropReason::FAULT], GetParam() ? 1U : 0U);
    EXPECT_EQ(CountDrops()[DropReason::DEADLINE], 1U);
    EXPECT_EQ(payments.size(), 3U);
    EXPECT_EQ(CountMemberships(false, "stopped"), 2U);
}

INSTANTIATE_TEST_SUITE_P(BothModes, RelayModeTest, ::testing::Bool(), [](const auto& info) {
    return info.param ? "Aggregating" : "Forwarding";
});

using RelayTest = RelayScenario;

TEST_F(RelayTest, AgeAndPaymentAreOfTheArrivalAtTheRelay)
{
    CreateClusters(1, 1);
    learning.SetOwners(1, "Demand", UintegerValue(1), "Rounds", UintegerValue(1));
    learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
    InstallWires();
    Time arrived;
    Time paid;
    Get<Relay>()[0]->TraceConnectWithoutContext(
        "Rx",
        Callback<void, const MessageHeader&>([&](const MessageHeader& header) {
            arrived = header.type == MessageType::UPDATE ? Simulator::Now() : arrived;
        }));
    Get<ClearingHouse>()[0]->TraceConnectWithoutContext(
        "Payment",
        Callback<void, const PaymentRecord&>(
            [&](const PaymentRecord&) { paid = Simulator::Now(); }));
    Run(20);
    ASSERT_EQ(ages.size(), 1U);
    EXPECT_EQ(ages[0].measured, arrived); // The data are of time 0.
    EXPECT_GT(paid, arrived);
    EXPECT_LT(paid, arrived + MilliSeconds(100));
}

TEST_F(RelayTest, RestartedRelayServesAgain)
{
    CreateClusters(1, 2);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(2),
                       "Rounds",
                       UintegerValue(3),
                       "StartDelay",
                       TimeValue(Seconds(2)),
                       "Deadline",
                       TimeValue(Seconds(10)));
    learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=3e5]");
    InstallWires();
    // The edge server's side of the connection breaks while the workers train.
    Ptr<Relay> relay = Get<Relay>()[0];
    Ptr<Node> node = relays.Get(0);
    Simulator::Schedule(Seconds(4), [node] { node->GetObject<Ipv4>()->SetDown(1); });
    Simulator::Schedule(Seconds(5), [node] { node->GetObject<Ipv4>()->SetUp(1); });
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 3U);
    EXPECT_EQ(CountAggregated(), 6U);
    ExpectConservation();
}

TEST_F(RelayTest, NewerModelsDoForOlderAwards)
{
    CreateClusters(1, 8);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(6),
                       "Rounds",
                       UintegerValue(1),
                       "StartDelay",
                       TimeValue(Seconds(3)),
                       "SelectionWindow",
                       TimeValue(Seconds(10)),
                       "Deadline",
                       TimeValue(Seconds(20)));
    learning.SetRoundPolicy("ns3::edgelearning::AsynchronousPolicy");
    learning.SetRelayAttribute("Aggregate", BooleanValue(false));
    learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e6|Max=9e6]");
    InstallWires();
    Run(60);
    ASSERT_EQ(ownerRounds.size(), 1U);
    // Versions come every few milliseconds, also while a worker's request is on its way.
    EXPECT_GT(ownerRounds[0].selected, 100U);
    EXPECT_EQ(ownerRounds[0].dropped, 0U);
    ExpectConservation();
}

TEST_F(RelayTest, StrangersBehindARelayAreRefused)
{
    CreateClusters(1, 3);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(2),
                       "Rounds",
                       UintegerValue(1),
                       "StartDelay",
                       TimeValue(Seconds(3)));
    Ptr<Node> bad = devices.Get(2);
    const NodeContainer honest(devices.Get(0), devices.Get(1));
    const NodeContainer all = devices;
    InstallWires();
    // The third device's own worker never runs; a rogue speaks in its place.
    for (const Ptr<Worker>& worker : Get<Worker>())
    {
        if (worker->GetNode() == bad)
        {
            worker->SetStartTime(Seconds(1000));
        }
    }
    const Address relay = GetNeighbourAddress(bad, relays.Get(0), 8000);
    const uint32_t victim = devices.Get(0)->GetId();
    Rogue thief(bad, relay, Role::WORKER, victim);
    Rogue mute(bad, relay, Role::WORKER, bad->GetId());
    Rogue relayed(bad, relay, Role::RELAY, bad->GetId());
    Rogue known(bad, relay, Role::WORKER, bad->GetId());
    known.onMessage = [&](const Message& message) {
        if (message.header.type == MessageType::REGISTERED)
        {
            known.token += 1; // a token that was not registered through this channel
            known.Say(MessageType::OFFER, Encode(OfferBody{Time(), 0, 10}));
            known.token -= 1;
            known.Say(MessageType::UPDATE, {1, 2, 3}, 77);
        }
    };
    Simulator::Schedule(Seconds(1.5), [&] {
        thief.Register(666); // another credential than the victim's
        relayed.Register(5); // relays do not serve relays
        mute.Say(MessageType::OFFER, Encode(OfferBody{Time(), 0, 10}));
        known.Register(5);
    });
    Run(30);
    EXPECT_EQ(thief.Count(MessageType::REGISTERED), 0U);
    EXPECT_EQ(relayed.Count(MessageType::REGISTERED), 0U);
    EXPECT_EQ(known.Count(MessageType::REGISTERED), 1U);
    EXPECT_EQ(rejects[RejectReason::STRANGER], 4U);
    EXPECT_EQ(rejects[RejectReason::STALE], 1U); // the update without a lease
    EXPECT_EQ(CountAggregated(), 2U);
    ExpectConservation();
}

TEST_F(RelayTest, HostileRelayHarmsOnlyItsOwnWorkers)
{
    CreateClusters(2, 3);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(2),
                       "Rounds",
                       UintegerValue(1),
                       "StartDelay",
                       TimeValue(Seconds(3)));
    InstallWires();
    Get<Relay>()[1]->SetStartTime(Seconds(1000));
    Ticket ticket = 0;
    uint32_t worker = 0;
    Get<EdgeServer>()[0]->TraceConnectWithoutContext(
        "Tx",
        Callback<void, const MessageHeader&>([&](const MessageHeader& header) {
            ticket = header.type == MessageType::AWARD ? header.ticket : ticket;
        }));
    const Address edge = GetNeighbourAddress(relays.Get(1), edges.Get(0), 8000);
    Rogue rogue(relays.Get(1), edge, Role::RELAY, relays.Get(1)->GetId());
    Simulator::Schedule(Seconds(1), [&] { rogue.Register(5); });
    Simulator::Schedule(Seconds(3.3), [&] {
        ASSERT_NE(ticket, 0U);
        worker = devices.Get(0)->GetId();
        const Member member{ticket, worker, 10, Simulator::Now()};
        rogue.Say(MessageType::ARRIVED, Encode(ArrivedBody{{member}}), 0, 0);
        rogue.Say(MessageType::DROPPED, Encode(DroppedBody{{{ticket, DropReason::FAULT}}}), 0, 0);
        UpdateBody update;
        update.members = {member};
        rogue.Say(MessageType::UPDATE, Encode(update), 0, 0);
        rogue.Say(MessageType::UPDATE, {9}, 0, 0);
        rogue.Say(MessageType::BID, Encode(BidBody()), 0, 0);
        LeftBody left;
        left.worker = worker;
        rogue.Say(MessageType::LEFT, Encode(left));
        ModelRequestBody request;
        request.version = 99;
        rogue.Say(MessageType::MODEL_REQUEST, Encode(request), 0, 0);
    });
    Run(30);
    EXPECT_EQ(rogue.Count(MessageType::REGISTERED), 1U);
    EXPECT_EQ(rejects[RejectReason::UNAUTHORISED], 4U);
    EXPECT_EQ(rejects[RejectReason::MALFORMED], 1U);
    EXPECT_EQ(rejects[RejectReason::STALE], 1U);
    EXPECT_EQ(CountAggregated(), 2U);
    ExpectConservation();
}

} // namespace ns3::edgelearning::test
