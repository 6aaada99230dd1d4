/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "channel-scenario.h"

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Admit() needs no peer.
class ChannelAdmissionTest : public ChannelScenario
{
  protected:
    void SetUp() override
    {
        ChannelScenario::SetUp();
        m_channel = Connect();
        m_header.role = Role::EDGE;
        m_header.sender = 7;
        m_header.token = 99;
    }

    /// @param sequence of the header @return whether it is admitted; else m_reason says why not
    bool Admit(uint32_t sequence)
    {
        m_header.sequence = sequence;
        return m_channel->Admit(m_header, m_reason);
    }

    Ptr<MessageChannel> m_channel; ///< under test
    MessageHeader m_header;        ///< of edge 7
    RejectReason m_reason{};       ///< of the last refusal
};

TEST_F(ChannelAdmissionTest, AnyoneWhileUnbound)
{
    EXPECT_FALSE(m_channel->IsBound());
    EXPECT_TRUE(Admit(1));
    m_header.sender = 8;
    EXPECT_TRUE(Admit(2));
}

TEST_F(ChannelAdmissionTest, OnlyThePeerOnceBound)
{
    m_channel->Bind(Role::EDGE, 7, 99);
    EXPECT_TRUE(m_channel->IsBound());
    EXPECT_EQ(m_channel->GetPeerRole(), Role::EDGE);
    EXPECT_EQ(m_channel->GetPeerId(), 7U);
    EXPECT_EQ(m_channel->GetToken(), 99U);
    EXPECT_TRUE(Admit(1));

    const MessageHeader good = m_header;
    m_header.token = 98;
    EXPECT_FALSE(Admit(2));
    EXPECT_EQ(m_reason, RejectReason::STRANGER);
    m_header = good;
    m_header.sender = 8;
    EXPECT_FALSE(Admit(2));
    EXPECT_EQ(m_reason, RejectReason::STRANGER);
    m_header = good;
    m_header.role = Role::OWNER;
    EXPECT_FALSE(Admit(2));
    EXPECT_EQ(m_reason, RejectReason::STRANGER);

    // A stranger's sequence does not count.
    m_header = good;
    EXPECT_TRUE(Admit(2));
}

TEST_F(ChannelAdmissionTest, NothingTwice)
{
    EXPECT_TRUE(Admit(5));
    EXPECT_FALSE(Admit(5));
    EXPECT_EQ(m_reason, RejectReason::DUPLICATE);
    EXPECT_FALSE(Admit(4));
    EXPECT_EQ(m_reason, RejectReason::DUPLICATE);
    EXPECT_TRUE(Admit(9));
    EXPECT_FALSE(Admit(6));
}

TEST_F(ChannelAdmissionTest, SequenceWraps)
{
    EXPECT_TRUE(Admit(0xfffffffe));
    EXPECT_TRUE(Admit(0xffffffff));
    EXPECT_TRUE(Admit(0));
    EXPECT_FALSE(Admit(0xffffffff));
    EXPECT_EQ(m_reason, RejectReason::DUPLICATE);
    EXPECT_TRUE(Admit(1));
}

TEST_F(ChannelAdmissionTest, FirstSequenceIsFree)
{
    EXPECT_TRUE(Admit(0x80000000));
    EXPECT_FALSE(Admit(0));
    EXPECT_TRUE(Admit(0x80000001));
}

} // namespace
