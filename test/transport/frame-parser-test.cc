/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "body-samples.h"

#include "ns3/frame-parser.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <malloc.h>
#include <random>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr uint64_t MAX_FRAME = 1 << 20;

/// Keeps what a parser hands out.
class Log
{
  public:
    /// @param maxFrame the largest frame that the parser believes
    explicit Log(uint64_t maxFrame = MAX_FRAME)
        : parser(
              maxFrame,
              [this](const Message& message) {
                  messages.push_back(message);
                  if (onMessage)
                  {
                      onMessage();
                  }
              },
              [this](const MessageHeader& header, RejectReason reason) {
                  headers.push_back(header);
                  reasons.push_back(reason);
              })
    {
    }

    /// @param bytes to consume at once @return what Consume returns
    bool Consume(const Bytes& bytes)
    {
        return parser.Consume(bytes.data(), bytes.size());
    }

    std::vector<Message> messages;      ///< messages
    std::vector<MessageHeader> headers; ///< headers of refused frames
    std::vector<RejectReason> reasons;  ///< why they were refused
    std::function<void()> onMessage;    ///< called after each message, if set
    FrameParser parser;                 ///< under test
};

/// Messages of many sizes, and the stream of them all.
struct Stream
{
    /// @param count how many messages @param seed of their sizes and contents
    Stream(uint32_t count, uint32_t seed)
    {
        std::mt19937 random(seed);
        for (uint32_t i = 0; i < count; ++i)
        {
            const uint32_t kind = random() % 4; // Bit 0: real bytes, bit 1: virtual bytes.
            Bytes body(kind & 1 ? 1 + random() % 3000 : 0);
            std::generate(body.begin(), body.end(), [&random] { return random() % 256; });
            const uint32_t virtualBytes = kind & 2 ? 1 + random() % 5000 : 0;
            messages.push_back(SealedMessage(MessageType::UPDATE, body, virtualBytes));
            const Bytes wire = WireBytes(messages.back());
            bytes.insert(bytes.end(), wire.begin(), wire.end());
        }
    }

    /// @param log what a parser made of the stream
    void ExpectIn(const Log& log) const
    {
        EXPECT_TRUE(log.reasons.empty());
        EXPECT_TRUE(log.parser.IsBetweenFrames());
        ASSERT_EQ(log.messages.size(), messages.size());
        for (std::size_t i = 0; i < messages.size(); ++i)
        {
            EXPECT_EQ(log.messages[i].header.crc, messages[i].header.crc);
            EXPECT_EQ(log.messages[i].header.virtualLength, messages[i].header.virtualLength);
            EXPECT_EQ(log.messages[i].Bytes(), messages[i].Bytes());
        }
    }

    std::vector<Message> messages; ///< the messages
    Bytes bytes;                   ///< the stream
};

TEST(FrameParserTest, OneMessageKeepsEveryField)
{
    const Message sent = SealedMessage(MessageType::BID, Bytes{1, 2, 3}, 10);
    Log log;
    EXPECT_TRUE(log.Consume(WireBytes(sent)));
    ASSERT_EQ(log.messages.size(), 1U);
    const Message& got = log.messages[0];
    EXPECT_EQ(got.Serialize(), sent.Serialize());
    EXPECT_EQ(got.header.type, MessageType::BID);
    EXPECT_EQ(got.header.role, Role::EDGE);
    EXPECT_EQ(got.header.ticket, 0x99aabbccddeeff00U);
}

TEST(FrameParserTest, ByteByByte)
{
    const Stream stream(20, 1);
    Log log;
    for (uint8_t byte : stream.bytes)
    {
        ASSERT_TRUE(log.parser.Consume(&byte, 1));
    }
    stream.ExpectIn(log);
}

TEST(FrameParserTest, RandomSplitsOfBytesAndOfPackets)
{
    std::mt19937 random(2);
    for (uint32_t run = 0; run < 60; ++run)
    {
        const Stream stream(30, run);
        Log fromBytes;
        Log fromPackets;
        const uint32_t longest = 1 + random() % 4000;
        for (std::size_t at = 0; at < stream.bytes.size();)
        {
            const auto size =
                std::min<std::size_t>(1 + random() % longest, stream.bytes.size() - at);
            ASSERT_TRUE(fromBytes.parser.Consume(stream.bytes.data() + at, size));
            ASSERT_TRUE(fromPackets.parser.Consume(Create<Packet>(stream.bytes.data() + at, size)));
            at += size;
        }
        stream.ExpectIn(fromBytes);
        stream.ExpectIn(fromPackets);
    }
}

TEST(FrameParserTest, PacketsWithVirtualPayload)
{
    // Packets whose payload has no bytes in memory, cut and joined as TCP does it.
    std::mt19937 random(3);
    const Stream stream(200, 4);
    Ptr<Packet> whole = Create<Packet>();
    for (const Message& message : stream.messages)
    {
        const Bytes real = message.Serialize();
        whole->AddAtEnd(Create<Packet>(real.data(), real.size()));
        whole->AddAtEnd(Create<Packet>(message.header.virtualLength));
    }
    Log log;
    for (uint32_t at = 0; at < whole->GetSize();)
    {
        const uint32_t size = std::min<uint32_t>(1 + random() % 1460, whole->GetSize() - at);
        ASSERT_TRUE(log.parser.Consume(whole->CreateFragment(at, size)));
        at += size;
    }
    stream.ExpectIn(log);
}

TEST(FrameParserTest, NothingConsumedChangesNothing)
{
    Log log;
    EXPECT_TRUE(log.Consume({}));
    EXPECT_TRUE(log.parser.Consume(Create<Packet>()));
    EXPECT_TRUE(log.parser.IsBetweenFrames());
}

TEST(FrameParserTest, TruncatedStreamGivesNothing)
{
    const Bytes bytes = WireBytes(SealedMessage(MessageType::BID, Bytes{1, 2, 3}, 10));
    for (std::size_t size = 1; size < bytes.size(); ++size)
    {
        Log log;
        EXPECT_TRUE(log.Consume(Bytes(bytes.begin(), bytes.begin() + size)));
        EXPECT_TRUE(log.messages.empty()) << size;
        EXPECT_TRUE(log.reasons.empty()) << size;
        EXPECT_FALSE(log.parser.IsBetweenFrames()) << size;
    }
}

/// Something that is wrong with a header, and how it is refused.
struct HostileHeader
{
    const char* name;                           ///< what is wrong
    RejectReason reason;                        ///< why it is refused
    std::function<void(MessageHeader&)> damage; ///< makes it wrong
};

/// @param os stream @param hostile what to name @return the stream
std::ostream&
operator<<(std::ostream& os, const HostileHeader& hostile)
{
    return os << hostile.name;
}

/// Headers that end a stream at once, before any body came.
class HostileHeaderTest : public testing::TestWithParam<HostileHeader>
{
};

TEST_P(HostileHeaderTest, EndsTheStreamForGood)
{
    Message message = SealedMessage(MessageType::BID);
    GetParam().damage(message.header);
    // A valid CRC does not help.
    message.header.crc = message.header.ComputeCrc(nullptr, 0);
    Log log;
    EXPECT_FALSE(log.Consume(message.Serialize()));
    EXPECT_EQ(log.reasons, std::vector<RejectReason>{GetParam().reason});
    EXPECT_FALSE(log.parser.IsTrusted());

    const Bytes good = WireBytes(SealedMessage(MessageType::BID));
    EXPECT_FALSE(log.Consume(good));
    EXPECT_FALSE(log.parser.Consume(Create<Packet>(good.data(), good.size())));
    EXPECT_TRUE(log.messages.empty());
    EXPECT_EQ(log.parser.GetRejected(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Headers,
    HostileHeaderTest,
    testing::Values(
        HostileHeader{"magic", RejectReason::MAGIC, [](MessageHeader& h) { h.magic ^= 1; }},
        HostileHeader{"version0", RejectReason::VERSION, [](MessageHeader& h) { h.version = 0; }},
        HostileHeader{"version2", RejectReason::VERSION, [](MessageHeader& h) { h.version = 2; }},
        HostileHeader{"flag", RejectReason::LENGTH, [](MessageHeader& h) { h.flags = 2; }},
        HostileHeader{"flagBeside",
                      RejectReason::LENGTH,
                      [](MessageHeader& h) {
                          h.flags = 3;
                          h.virtualLength = 5;
                      }},
        HostileHeader{"virtualWithoutBytes",
                      RejectReason::LENGTH,
                      [](MessageHeader& h) { h.flags = MessageHeader::FLAG_VIRTUAL; }},
        HostileHeader{"bytesWithoutVirtual",
                      RejectReason::LENGTH,
                      [](MessageHeader& h) { h.virtualLength = 5; }},
        HostileHeader{"longBody",
                      RejectReason::LENGTH,
                      [](MessageHeader& h) { h.bodyLength = MAX_FRAME - MessageHeader::SIZE + 1; }},
        HostileHeader{"absurdBody",
                      RejectReason::LENGTH,
                      [](MessageHeader& h) { h.bodyLength = 0xffffffff; }},
        HostileHeader{"absurdSum",
                      RejectReason::LENGTH,
                      [](MessageHeader& h) {
                          h.flags = MessageHeader::FLAG_VIRTUAL;
                          h.bodyLength = 0xffffffff;
                          h.virtualLength = 0xffffffff;
                      }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(FrameParserTest, LargestFrameIsTaken)
{
    const uint32_t body = MAX_FRAME - MessageHeader::SIZE;
    Log log;
    EXPECT_TRUE(log.Consume(WireBytes(SealedMessage(MessageType::MODEL, Bytes(body, 9)))));
    EXPECT_TRUE(log.Consume(WireBytes(SealedMessage(MessageType::MODEL, {}, body))));
    EXPECT_EQ(log.messages.size(), 2U);
}

TEST(FrameParserTest, DamageAnywhereIsNeverTaken)
{
    const Bytes good = WireBytes(SealedMessage(MessageType::BID, Encode(Sample<BidBody>())));
    for (std::size_t at = 0; at < good.size(); ++at)
    {
        for (int bit = 0; bit < 8; ++bit)
        {
            Bytes bytes = good;
            bytes[at] ^= 1 << bit;
            Log log;
            const bool trusted = log.Consume(bytes);
            EXPECT_TRUE(log.messages.empty()) << at;
            // A body that claims to be longer, but not too long, is waited for.
            const bool waits = trusted && log.reasons.empty();
            EXPECT_TRUE(!waits || (at >= 40 && at < 44)) << at;
            if (waits)
            {
                EXPECT_FALSE(log.parser.IsBetweenFrames());
                EXPECT_FALSE(log.Consume(Bytes(MAX_FRAME)));
                EXPECT_EQ(log.reasons, std::vector<RejectReason>{RejectReason::CRC}) << at;
            }
            else
            {
                EXPECT_FALSE(trusted) << at;
                EXPECT_EQ(log.reasons.size(), 1U) << at;
            }
        }
    }
}

TEST(FrameParserTest, DamageEndsTheStreamForGood)
{
    Bytes bytes = WireBytes(SealedMessage(MessageType::BID, Bytes{1, 2, 3}));
    bytes.back() ^= 1;
    const Bytes good = WireBytes(SealedMessage(MessageType::BID));
    bytes.insert(bytes.end(), good.begin(), good.end());
    Log log;
    EXPECT_FALSE(log.Consume(bytes));
    EXPECT_FALSE(log.Consume(good));
    EXPECT_FALSE(log.parser.Consume(Create<Packet>(good.data(), good.size())));
    EXPECT_TRUE(log.messages.empty());
    EXPECT_EQ(log.reasons, std::vector<RejectReason>{RejectReason::CRC});
}

TEST(FrameParserTest, ContentsOfVirtualBytesDoNotMatter)
{
    Bytes bytes = WireBytes(SealedMessage(MessageType::UPDATE, Bytes{1}, 100));
    std::fill(bytes.begin() + MessageHeader::SIZE + 1, bytes.end(), 0xff);
    Log log;
    EXPECT_TRUE(log.Consume(bytes));
    EXPECT_EQ(log.messages.size(), 1U);
}

TEST(FrameParserTest, UnknownTypeOrRoleIsSkipped)
{
    Log log;
    for (int value : {0, 200, 255})
    {
        Message message = SealedMessage(static_cast<MessageType>(value), Bytes(300, 1), 20);
        EXPECT_TRUE(log.Consume(WireBytes(message)));
        message = SealedMessage(MessageType::BID, Bytes(10, 1));
        message.header.role = static_cast<Role>(value == 200 ? 6 : value);
        message.Seal();
        EXPECT_TRUE(log.Consume(WireBytes(message)));
    }
    EXPECT_EQ(log.reasons, std::vector<RejectReason>(6, RejectReason::TYPE));
    EXPECT_EQ(log.parser.GetRejected(), 6U);
    EXPECT_EQ(log.headers[0].bodyLength, 300U);

    EXPECT_TRUE(log.Consume(WireBytes(SealedMessage(MessageType::BID))));
    EXPECT_EQ(log.messages.size(), 1U);
}

TEST(FrameParserTest, MemoryFollowsTheBytesThatCame)
{
    // A gigabyte is declared and believed, but does not come.
    constexpr uint32_t DECLARED = 1 << 30;
    Message message = SealedMessage(MessageType::MODEL);
    message.header.bodyLength = DECLARED;
    Log log(uint64_t{2} * DECLARED);
    const struct mallinfo2 before = mallinfo2();
    EXPECT_TRUE(log.Consume(message.Serialize()));
    EXPECT_TRUE(log.Consume(Bytes(1000)));
    EXPECT_TRUE(log.parser.Consume(Create<Packet>(1000)));
    const struct mallinfo2 after = mallinfo2();
    EXPECT_LT(after.uordblks + after.hblkhd, before.uordblks + before.hblkhd + (1 << 20));
}

TEST(FrameParserTest, StopFromTheSinkEndsEverything)
{
    const Stream stream(10, 5);
    Log log;
    log.onMessage = [&log] {
        if (log.messages.size() == 3)
        {
            log.parser.Stop();
        }
    };
    EXPECT_FALSE(log.Consume(stream.bytes));
    EXPECT_EQ(log.messages.size(), 3U);
    EXPECT_FALSE(log.Consume(stream.bytes));
    EXPECT_FALSE(log.parser.Consume(Create<Packet>(stream.bytes.data(), stream.bytes.size())));
    EXPECT_EQ(log.messages.size(), 3U);
    EXPECT_EQ(log.parser.GetRejected(), 0U);
}

TEST(FrameParserTest, StopInMidFrameEndsEverything)
{
    // The second message is stopped within its body, its header, and its virtual bytes.
    const Bytes wire = WireBytes(SealedMessage(MessageType::UPDATE, Bytes(50, 1), 50));
    for (std::size_t part : {20U, 80U, 130U})
    {
        Log log;
        ASSERT_TRUE(log.Consume(wire));
        ASSERT_TRUE(log.Consume(Bytes(wire.begin(), wire.begin() + part)));
        log.parser.Stop();
        const Bytes rest(wire.begin() + part, wire.end());
        EXPECT_FALSE(log.parser.Consume(Create<Packet>(rest.data(), rest.size()))) << part;
        EXPECT_FALSE(log.Consume(rest)) << part;
        EXPECT_EQ(log.messages.size(), 1U) << part;
    }
}

} // namespace
