/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"
#include "rogue.h"

#include "ns3/node-address.h"

#include <cmath>

namespace ns3::edgelearning::test
{

/// Hostile peers beside an honest market.
class HostileTest : public MarketScenario
{
  protected:
    static constexpr uint16_t EDGE_PORT = 8000;
    static constexpr uint16_t HOUSE_PORT = 9000;
    static constexpr uint16_t OWNER_PORT = 9001;
};

TEST_F(HostileTest, StrangersAreRefusedAndTheMarketGoesOn)
{
    CreateNodes(1, 3);
    learning.SetOwners(1, "Demand", UintegerValue(2), "Rounds", UintegerValue(2));
    learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
    Ptr<Node> bad = devices.Get(2);
    topology = std::make_unique<EdgeTopologyHelper>("p2p");
    topology->Install(cloud, edges, devices);
    learning.SetLocator(topology->GetLocator());
    devices = NodeContainer(devices.Get(0), devices.Get(1));
    InstallApplications();

    const uint32_t victim = devices.Get(0)->GetId();
    Rogue thief(bad, GetServiceAddress(edges.Get(0), EDGE_PORT), Role::WORKER, victim);
    Rogue edge(bad, GetServiceAddress(cloud.Get(0), HOUSE_PORT), Role::EDGE, 1);
    Rogue buyer(bad, GetServiceAddress(cloud.Get(0), OWNER_PORT), Role::EDGE, 1);
    Rogue mute(bad, GetServiceAddress(edges.Get(0), EDGE_PORT), Role::WORKER, bad->GetId());
    Simulator::Schedule(Seconds(2), [&] {
        thief.Register(666); // the victim's id, another credential
        edge.Register(666);
        edge.Say(MessageType::SETTLE, {}, 1);
        buyer.Say(MessageType::HELLO, {});
        mute.Say(MessageType::OFFER, Encode(OfferBody{Time(), 0, 10})); // never registered
        mute.Say(MessageType::UPDATE, {1, 2, 3}, 99);
    });
    Run(30);
    EXPECT_EQ(thief.Count(MessageType::REGISTERED), 0U);
    EXPECT_EQ(edge.Count(MessageType::REGISTERED), 0U);
    EXPECT_GE(rejects[RejectReason::STRANGER], 5U);
    EXPECT_EQ(CountAggregated(), 4U);
    ExpectConservation();
}

TEST_F(HostileTest, RegisteredWorkerCannotHarm)
{
    CreateNodes(1, 3);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(3),
                       "Rounds",
                       UintegerValue(1),
                       "Deadline",
                       TimeValue(Seconds(8)));
    Ptr<Node> bad = devices.Get(2);
    topology = std::make_unique<EdgeTopologyHelper>("p2p");
    topology->Install(cloud, edges, devices);
    learning.SetLocator(topology->GetLocator());
    devices = NodeContainer(devices.Get(0), devices.Get(1));
    InstallApplications();

    Rogue rogue(bad, GetServiceAddress(edges.Get(0), EDGE_PORT), Role::WORKER, bad->GetId());
    rogue.onMessage = [&](const Message& message) {
        const MessageHeader& header = message.header;
        if (header.type == MessageType::REGISTERED)
        {
            const OfferBody offer{Time(), 0, 10};
            rogue.Say(MessageType::OFFER, Encode(offer));
            rogue.Say(MessageType::OFFER, Encode(offer));                            // twice
            rogue.Say(MessageType::OFFER, Encode(OfferBody{Seconds(99), 0, 10, 2})); // the future
            rogue.Say(MessageType::OFFER, {0});
            rogue.Say(MessageType::BID, Encode(BidBody())); // not a worker's to say
        }
        else if (header.type == MessageType::AWARD)
        {
            rogue.Say(MessageType::LEASE_ACCEPT,
                      Encode(LeaseAcceptBody{{}, bad->GetId(), 9}), // an offer it did not sell
                      header.ticket);
            rogue.Say(MessageType::LEASE_ACCEPT,
                      Encode(LeaseAcceptBody{{}, bad->GetId(), 1}),
                      header.ticket);
            UpdateBody update;
            update.members = {{header.ticket, bad->GetId(), 10, Time()}};
            update.values = {std::nanf("")};
            rogue.Say(MessageType::UPDATE, Encode(update), header.ticket + 1); // no such ticket
            rogue.Say(MessageType::UPDATE, Encode(update), header.ticket);
        }
    };
    Simulator::Schedule(Seconds(0.5), [&] { rogue.Register(5); });
    Run(30);
    ASSERT_EQ(rogue.Count(MessageType::AWARD), 1U);
    EXPECT_EQ(rejects[RejectReason::DUPLICATE], 1U);
    EXPECT_EQ(rejects[RejectReason::UNAUTHORISED], 1U);
    EXPECT_GE(rejects[RejectReason::MALFORMED], 2U);
    EXPECT_EQ(rejects[RejectReason::STALE], 3U);
    EXPECT_EQ(CountDrops()[DropReason::REJECTED], 1U);
    EXPECT_EQ(CountAggregated(), 2U);
    ExpectConservation();
}

TEST_F(HostileTest, DoubleSaleIsFoundUnpaidAndBarred)
{
    CreateNodes(2, 3);
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(4),
                       "Rounds",
                       UintegerValue(2),
                       "Deadline",
                       TimeValue(Seconds(6)));
    learning.SetMechanism("ns3::edgelearning::FirstPriceAuction");
    Ptr<Node> bad = devices.Get(2);
    topology = std::make_unique<EdgeTopologyHelper>("p2p");
    topology->Install(cloud, edges, devices);
    learning.SetLocator(topology->GetLocator());
    devices = NodeContainer(devices.Get(0), devices.Get(1));
    InstallApplications();

    std::vector<std::unique_ptr<Rogue>> rogues;
    for (uint32_t i = 0; i < 2; ++i)
    {
        rogues.push_back(std::make_unique<Rogue>(bad,
                                                 GetServiceAddress(edges.Get(i), EDGE_PORT),
                                                 Role::WORKER,
                                                 bad->GetId()));
        Rogue& rogue = *rogues.back();
        const auto offer = [&rogue] {
            rogue.Say(MessageType::OFFER, Encode(OfferBody{Time(), 0, 10}));
        };
        rogue.onMessage = [&rogue, offer, bad](const Message& message) {
            if (message.header.type == MessageType::REGISTERED)
            {
                offer();
            }
            else if (message.header.type == MessageType::AWARD)
            {
                rogue.Say(MessageType::LEASE_ACCEPT,
                          Encode(LeaseAcceptBody{{}, bad->GetId(), 1}),
                          message.header.ticket);
                Simulator::Schedule(Seconds(6), offer); // when the round is over
            }
        };
        Simulator::Schedule(Seconds(0.5), [&rogue] { rogue.Register(5); });
    }
    Run(40);
    EXPECT_EQ(CountDrops()[DropReason::BARRED], 1U);
    EXPECT_EQ(CountDrops()[DropReason::DEADLINE], 1U); // the lease it kept and never served
    uint32_t refused = 0;
    for (const auto& rogue : rogues)
    {
        for (const Message& message : rogue->heard)
        {
            const auto body = Decode<OfferClosedBody>(message.Bytes());
            refused += message.header.type == MessageType::OFFER_CLOSED && body->barred ? 1 : 0;
        }
    }
    EXPECT_GE(refused, 1U);
    EXPECT_EQ(Get<ClearingHouse>()[0]->GetLedger()->GetEarned(bad->GetId()), 0);
    ExpectConservation();
}

} // namespace ns3::edgelearning::test
