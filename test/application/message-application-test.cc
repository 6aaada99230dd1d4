/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/message-application.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

namespace ns3::edgelearning::test
{

namespace
{

/// Calls whom it is told to.
class Caller : public MessageApplication
{
  public:
    using MessageApplication::Connect;

    Role GetRole() const override
    {
        return Role::WORKER;
    }

  private:
    void DoStart() override
    {
    }

    void DoStop() override
    {
    }

    void HandleStranger(Ptr<MessageChannel>, const Message&) override
    {
    }

    void HandleMessage(Ptr<MessageChannel>, const Message&) override
    {
    }

    void HandleClosed(Ptr<MessageChannel>) override
    {
    }
};

} // namespace

TEST(MessageApplicationTest, KeepsNoChannelThatItClosed)
{
    NodeContainer nodes(1);
    InternetStackHelper().Install(nodes);
    auto caller = CreateObject<Caller>();
    nodes.Get(0)->AddApplication(caller);
    const InetSocketAddress nobody(Ipv4Address::GetLoopback(), 9);
    Ptr<MessageChannel> first;
    Simulator::Schedule(Seconds(1), [&] {
        first = caller->Connect(nobody);
        first->Close();
    });
    Simulator::Schedule(Seconds(2), [&] {
        caller->Connect(nobody);
        EXPECT_EQ(first->GetReferenceCount(), 1U) << "a run with many calls would fill the memory";
    });
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    first = nullptr;
    Simulator::Destroy();
}

} // namespace ns3::edgelearning::test
