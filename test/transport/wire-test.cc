/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "body-samples.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

using Bytes = std::vector<uint8_t>;

/// The tests that hold for every body.
template <typename B>
class WireBodyTest : public testing::Test
{
};

template <typename T>
struct ToTestTypes;

template <typename... B>
struct ToTestTypes<std::tuple<B...>>
{
    using Types = testing::Types<B...>;
};

TYPED_TEST_SUITE(WireBodyTest, ToTestTypes<AllBodies>::Types);

TYPED_TEST(WireBodyTest, RoundTrips)
{
    const Bytes bytes = Encode(Sample<TypeParam>());
    const auto body = Decode<TypeParam>(bytes);
    ASSERT_TRUE(body);
    EXPECT_EQ(Encode(*body), bytes);
}

TYPED_TEST(WireBodyTest, EveryFieldTravels)
{
    // Each field of the sample differs from the default, so what did not travel shows.
    const Bytes sample = Encode(Sample<TypeParam>());
    const Bytes blank = Encode(TypeParam());
    EXPECT_EQ(sample == blank, sample.empty());
}

TYPED_TEST(WireBodyTest, TruncatedOrExtendedFails)
{
    Bytes bytes = Encode(Sample<TypeParam>());
    for (std::size_t size = 0; size < bytes.size(); ++size)
    {
        EXPECT_FALSE(Decode<TypeParam>(Bytes(bytes.begin(), bytes.begin() + size))) << size;
    }
    bytes.push_back(0);
    EXPECT_FALSE(Decode<TypeParam>(bytes));
}

TYPED_TEST(WireBodyTest, RandomBytesAreRefusedOrExact)
{
    // A body that was read from bytes lays out as exactly those bytes: nothing is overlooked.
    std::mt19937 random(1);
    const std::size_t usual = Encode(Sample<TypeParam>()).size();
    for (int i = 0; i < 100'000; ++i)
    {
        Bytes bytes(i % 2 ? usual : random() % 96);
        // Few different values make counts, booleans and enumerations plausible at times.
        const uint32_t range = i % 3 ? 256 : 4;
        for (uint8_t& byte : bytes)
        {
            byte = random() % range;
        }
        if (const auto body = Decode<TypeParam>(bytes))
        {
            ASSERT_EQ(Encode(*body), bytes);
        }
    }
}

/// @tparam B a body @param body to lay out and read again @return whether it was read
template <typename B>
bool
Travels(const B& body)
{
    return Decode<B>(Encode(body)).has_value();
}

TEST(WireTest, SamplesKeepTheirValues)
{
    const auto registered = Decode<RegisterBody>(Encode(Sample<RegisterBody>()));
    ASSERT_TRUE(registered);
    EXPECT_EQ(registered->role, Role::OWNER);
    EXPECT_EQ(registered->credential, 0x0123456789abcdefU);
    EXPECT_EQ(registered->deposit, 250.5);
    EXPECT_EQ(registered->address, Sample<RegisterBody>().address);

    const auto introduced = Decode<IntroduceBody>(Encode(Sample<IntroduceBody>()));
    ASSERT_TRUE(introduced);
    EXPECT_EQ(introduced->address, Sample<IntroduceBody>().address);

    const auto update = Decode<UpdateBody>(Encode(Sample<UpdateBody>()));
    ASSERT_TRUE(update);
    ASSERT_EQ(update->members.size(), 2U);
    EXPECT_EQ(update->members[1].ticket, 30U);
    EXPECT_EQ(update->members[1].worker, 31U);
    EXPECT_EQ(update->members[1].samples, 71U);
    EXPECT_EQ(update->members[1].completion, Seconds(22));
    EXPECT_EQ(update->values, (std::vector<float>{0.5F, -0.5F}));

    const auto dropped = Decode<DroppedBody>(Encode(Sample<DroppedBody>()));
    ASSERT_TRUE(dropped);
    ASSERT_EQ(dropped->members.size(), 2U);
    EXPECT_EQ(dropped->members[1].reason, DropReason::ENERGY);

    const auto award = Decode<AwardBody>(Encode(Sample<AwardBody>()));
    ASSERT_TRUE(award);
    EXPECT_EQ(award->task.deadline, Seconds(30));
    EXPECT_EQ(award->task.GetModelBytes(), 4 * 2410U + 1000U);
}

TEST(WireTest, BodyIsBigEndian)
{
    const LeaseRequestBody body{0x01020304, 0x05060708, -2.0, NanoSeconds(0x0102030405060708), 9};
    const Bytes expected{1,    2, 3, 4, 5, 6, 7, 8, // auction, worker
                         0xc0, 0, 0, 0, 0, 0, 0, 0, // -2.0 in IEEE 754
                         1,    2, 3, 4, 5, 6, 7, 8, // nanoseconds
                         0,    0, 0, 9};            // offer
    EXPECT_EQ(Encode(body), expected);
}

TEST(WireTest, AddressLayout)
{
    IntroduceBody body{Role::OWNER, 1, 2, InetSocketAddress(Ipv4Address("10.1.2.3"), 0x1234)};
    const Bytes ipv4{4, 10, 1, 2, 3, 0x12, 0x34};
    Bytes bytes = Encode(body);
    EXPECT_EQ(Bytes(bytes.begin() + 13, bytes.end()), ipv4);

    body.address = Inet6SocketAddress(Ipv6Address("2001:db8::7"), 9);
    const Bytes ipv6{6, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 9};
    bytes = Encode(body);
    EXPECT_EQ(Bytes(bytes.begin() + 13, bytes.end()), ipv6);

    body.address = Address();
    bytes = Encode(body);
    EXPECT_EQ(Bytes(bytes.begin() + 13, bytes.end()), Bytes{0});
    const auto none = Decode<IntroduceBody>(bytes);
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->address.IsInvalid());
}

TEST(WireTest, UnknownAddressKindFails)
{
    const Bytes good = Encode(Sample<IntroduceBody>());
    for (int kind = 0; kind < 256; ++kind)
    {
        Bytes bytes = good;
        bytes[13] = kind;
        EXPECT_EQ(Decode<IntroduceBody>(bytes).has_value(), kind == 6) << kind;
    }
}

TEST(WireDeathTest, OtherAddressesCannotBeSent)
{
    const IntroduceBody body{Role::OWNER, 1, 2, Address(9, Bytes{1, 2}.data(), 2)};
    EXPECT_DEATH(Encode(body), "cannot be sent");
}

TEST(WireTest, NumbersMustBeFinite)
{
    for (double bad : {std::numeric_limits<double>::quiet_NaN(),
                       std::numeric_limits<double>::infinity(),
                       -std::numeric_limits<double>::infinity()})
    {
        EXPECT_FALSE(Travels(BidBody{1, true, bad, 0}));
        EXPECT_FALSE(Travels(AccountBody{bad}));
        EXPECT_FALSE(Travels(OfferBody{Seconds(1), bad, 5}));
        EXPECT_FALSE(Travels(AwardBody{bad, Sample<TaskDescription>(), 1}));
    }
}

TEST(WireTest, ParametersMayBeAnything)
{
    // The learner judges a model; the wire only carries it.
    const float infinity = std::numeric_limits<float>::infinity();
    const ModelBody body{{}, 1, {std::nanf(""), infinity, -infinity}};
    const auto read = Decode<ModelBody>(Encode(body));
    ASSERT_TRUE(read);
    EXPECT_TRUE(std::isnan(read->values[0]));
    EXPECT_EQ(read->values[1], infinity);
}

TEST(WireTest, TimesMustNotBeHuge)
{
    OfferBody body{NanoSeconds(INT64_MAX / 4), 0, 5};
    EXPECT_TRUE(Travels(body));
    body.collected = NanoSeconds(-5);
    EXPECT_TRUE(Travels(body));
    for (int64_t bad : {INT64_MAX / 4 + 1, INT64_MAX, INT64_MIN / 4 - 1, INT64_MIN})
    {
        body.collected = NanoSeconds(bad);
        EXPECT_FALSE(Travels(body)) << bad;
    }
}

TEST(WireTest, UnknownRolesReasonsAndBooleansFail)
{
    for (int value = 0; value < 256; ++value)
    {
        Bytes registered = Encode(Sample<RegisteredBody>());
        registered[0] = value;
        EXPECT_EQ(Decode<RegisteredBody>(registered).has_value(), value >= 1 && value <= 5)
            << value;
        Bytes dropped = Encode(Sample<DroppedBody>());
        dropped.back() = value;
        EXPECT_EQ(Decode<DroppedBody>(dropped).has_value(), value < DROP_REASON_COUNT) << value;
        EXPECT_EQ(Decode<UpdateAnswerBody>({static_cast<uint8_t>(value)}).has_value(), value <= 1)
            << value;
    }
}

TEST(WireTest, CountsBeyondTheBytesFail)
{
    for (uint32_t count : {4U, 0x40000000U, 0x40000001U, 0xffffffffU})
    {
        const Bytes big{static_cast<uint8_t>(count >> 24),
                        static_cast<uint8_t>(count >> 16),
                        static_cast<uint8_t>(count >> 8),
                        static_cast<uint8_t>(count)};
        Bytes model = Encode(Sample<ModelBody>());
        std::copy(big.begin(), big.end(), model.begin() + 4);
        EXPECT_FALSE(Decode<ModelBody>(model)) << count;
        Bytes dropped = Encode(Sample<DroppedBody>());
        std::copy(big.begin(), big.end(), dropped.begin());
        EXPECT_FALSE(Decode<DroppedBody>(dropped)) << count;
    }
}

TEST(WireTest, ValuesThatAreNotAllowedFail)
{
    EXPECT_FALSE(Travels(RegisterBody{Role::CLEARING_HOUSE, 1, 1, 0, {}, false}));
    EXPECT_FALSE(Travels(RegisterBody{Role::OWNER, 1, 1, -1, {}, false}));
    EXPECT_FALSE(Travels(IntroduceBody{Role::WORKER, 1, 1, {}}));
    EXPECT_FALSE(Travels(BeaconBody{0, 0, 1}));
    EXPECT_FALSE(Travels(OfferBody{Seconds(1), -0.5, 5}));
    EXPECT_FALSE(Travels(OfferBody{Seconds(1), 0.5, 0}));
    EXPECT_FALSE(Travels(OfferBody{Seconds(1), 0.5, 5, 0}));
    EXPECT_FALSE(Travels(BidRequestBody{1, 1, Seconds(1), 0, 0, Seconds(1), 1}));
    EXPECT_FALSE(Travels(BidRequestBody{1, 1, Seconds(1), 1.5, 0.1, Seconds(1), 1}));
    EXPECT_FALSE(Travels(BidRequestBody{1, 1, Seconds(1), 0.2, 0.3, Seconds(1), 1}));
    EXPECT_FALSE(Travels(BidBody{1, true, -1, 0}));
    EXPECT_FALSE(Travels(BidResultBody{1, true, -1}));
    EXPECT_FALSE(Travels(LeaseRequestBody{1, 1, -1, Seconds(1)}));
    EXPECT_FALSE(Travels(PaidBody{1, 2, 1}));
    EXPECT_FALSE(Travels(AccountBody{-1}));
    EXPECT_FALSE(Travels(SelectedBody{1, 1, 1, 0}));
    TaskDescription task = Sample<TaskDescription>();
    EXPECT_TRUE(Travels(RoundOpenBody{1, Seconds(30), task, 1000, Seconds(1), Seconds(2)}));
    EXPECT_FALSE(Travels(RoundOpenBody{1, Seconds(31), task, 1, Seconds(1), Seconds(2)}));
    EXPECT_FALSE(Travels(RoundOpenBody{1, Seconds(30), task, 0, Seconds(1), Seconds(2)}));
    EXPECT_TRUE(Travels(RoundOpenBody{1, Seconds(30), task, 1, Seconds(1), Seconds(2), true}));
    EXPECT_FALSE(Travels(RoundOpenBody{1, Seconds(30), task, 2, Seconds(1), Seconds(2), true}));
    EXPECT_FALSE(Travels(RoundOpenBody{1, Seconds(30), task, 1001, Seconds(1), Seconds(2)}));
    EXPECT_FALSE(Travels(RoundOpenBody{1, Seconds(30), task, 1, Seconds(3), Seconds(2)}));
    EXPECT_FALSE(Travels(RoundOpenBody{1, Seconds(30), task, 1, Seconds(1), Time::Max()}));
    task.epochs = 0;
    EXPECT_FALSE(Travels(AwardBody{1, task}));
    EXPECT_FALSE(Travels(DroppedBody{}));

    UpdateBody update = Sample<UpdateBody>();
    update.codec = 1;
    EXPECT_FALSE(Travels(update));
    update = Sample<UpdateBody>();
    update.elementType = 1;
    EXPECT_FALSE(Travels(update));
    update = Sample<UpdateBody>();
    update.members[1].samples = 0;
    EXPECT_FALSE(Travels(update));
    update.members.clear();
    EXPECT_FALSE(Travels(update));
}

TEST(WireTest, SplitValuesThatAreNotAllowedFail)
{
    EXPECT_FALSE(Travels(SplitJoinBody{0, 0, 1e9, 0, 0, 0}));
    EXPECT_FALSE(Travels(SplitJoinBody{1, 0, 0, 0, 0, 0}));
    EXPECT_FALSE(Travels(SplitJoinBody{1, 0, 1e9, -1, 0, 0}));
    EXPECT_FALSE(Travels(SplitJoinBody{1, 0, 1e9, 0, -1, 0}));
    EXPECT_FALSE(Travels(SplitJoinBody{1, 0, 1e9, 0, 0, -1}));
    EXPECT_TRUE(Travels(SplitJoinBody{0, 1, 1e9, 0, 0, 0}));
    EXPECT_FALSE(Travels(SplitBeginBody{0, 2, true, {}}));
    EXPECT_FALSE(Travels(SplitBeginBody{2, 2, true, {}}));
    EXPECT_FALSE(Travels(ActivationsBody{0, 0, {}, {}}));
    EXPECT_FALSE(Travels(ActivationsBody{0, 2, {{{}, 1}}, {1.0F, 1.0F}}));
    EXPECT_TRUE(Travels(ActivationsBody{0, 2, {}, {1.0F, 1.0F}}));
    EXPECT_FALSE(Travels(GradientsBody{0, 0, {}}));
    EXPECT_FALSE(Travels(SplitEndBody{0, 0, 0, {}}));
    EXPECT_FALSE(Travels(SplitEndBody{1, -1, 0, {}}));
    EXPECT_FALSE(Travels(SplitEndBody{1, 0, 2, {}}));

    const auto status = Sample<OffloadStatusBody>();
    const auto isRefused = [&status](auto change) {
        OffloadStatusBody body = status;
        change(body);
        return !Travels(body);
    };
    EXPECT_TRUE(isRefused([](OffloadStatusBody& body) { body.rate = 0; }));
    EXPECT_TRUE(isRefused([](OffloadStatusBody& body) { body.energyPerFlop = -1; }));
    EXPECT_TRUE(isRefused([](OffloadStatusBody& body) { body.backlog = Seconds(-1); }));
    EXPECT_TRUE(isRefused([](OffloadStatusBody& body) { body.remainingEnergy = -1; }));
    EXPECT_TRUE(isRefused([](OffloadStatusBody& body) { body.sendPower = -1; }));
    EXPECT_TRUE(isRefused([](OffloadStatusBody& body) { body.receivePower = -1; }));
    EXPECT_FALSE(Travels(OffloadTaskBody{-1, 0, Time(0), 0, {}}));
    EXPECT_FALSE(Travels(OffloadTaskBody{1, 0, Seconds(-1), 0, {}}));
    EXPECT_FALSE(Travels(OffloadAcceptedBody{Seconds(-1)}));
    EXPECT_FALSE(Travels(OffloadResultBody{Seconds(-1), 0, {}}));
    EXPECT_FALSE(Travels(OffloadResultBody{Seconds(1), -1, {}}));
}

TEST(WireTest, SplitBodiesAreAsLongAsTheirShapesSay)
{
    const auto activations = Sample<ActivationsBody>(); // 2 samples with labels, 2 values each
    EXPECT_EQ(Encode(activations).size(), 16U + 4 * 2 + 4 * 2 * 2);
    EXPECT_EQ(Encode(Sample<GradientsBody>()).size(), 12U + 4 * 2);
    EXPECT_EQ(Encode(Sample<SplitBeginBody>()).size(), 13U + 4 * 2);
    EXPECT_EQ(Encode(Sample<SplitEndBody>()).size(), 20U + 4 * 2);
}

TEST(WireTest, HeaderLayout)
{
    MessageHeader header;
    header.type = MessageType::UPDATE;
    header.flags = MessageHeader::FLAG_VIRTUAL;
    header.role = Role::EDGE;
    header.task = 0x01020304;
    header.round = 0x05060708;
    header.sender = 0x090a0b0c;
    header.sequence = 0x0d0e0f10;
    header.token = 0x1112131415161718;
    header.ticket = 0x191a1b1c1d1e1f20;
    header.bodyLength = 0x21222324;
    header.virtualLength = 0x25262728;
    header.crc = 0x292a2b2c;
    Bytes expected{'E', 'D', 'L', 'N', 1, 23, 1, 3};
    for (uint8_t byte = 1; byte <= 0x2c; ++byte)
    {
        expected.push_back(byte);
    }
    Buffer buffer(0);
    buffer.AddAtStart(header.GetSerializedSize());
    header.Serialize(buffer.Begin());
    EXPECT_EQ(Bytes(buffer.PeekData(), buffer.PeekData() + buffer.GetSize()), expected);

    MessageHeader read;
    EXPECT_EQ(read.Deserialize(buffer.Begin()), MessageHeader::SIZE);
    EXPECT_EQ(read.token, header.token);
    EXPECT_EQ(read.ticket, header.ticket);
    EXPECT_EQ(read.crc, header.crc);
    EXPECT_EQ(read.role, Role::EDGE);
    EXPECT_EQ(header.GetFrameBytes(), 52ULL + 0x21222324 + 0x25262728);
}

TEST(WireTest, CrcCoversHeaderAndRealBytes)
{
    // The CRC-32 of zlib, bit by bit: reflected polynomial 0xedb88320.
    const Message message = SealedMessage(MessageType::BID, Bytes{1, 2, 3});
    Bytes bytes = message.Serialize();
    std::fill(bytes.begin() + 48, bytes.begin() + 52, 0);
    uint32_t crc = 0xffffffff;
    for (uint8_t byte : bytes)
    {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
        {
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
        }
    }
    EXPECT_EQ(message.header.crc, ~crc);
}

TEST(WireTest, EveryTypeRoleAndReasonHasAName)
{
    for (int type = 1; type <= 48; ++type)
    {
        EXPECT_NE(ToString(static_cast<MessageType>(type)), "unknown") << type;
    }
    EXPECT_EQ(ToString(MessageType::LEFT), "left");
    EXPECT_EQ(ToString(MessageType::BEACON), "beacon");
    EXPECT_EQ(ToString(MessageType::ROUND_CLOSE), "round_close");
    EXPECT_EQ(ToString(MessageType::LEASE_ENDED), "lease_ended");
    EXPECT_EQ(ToString(MessageType::ACTIVATIONS), "activations");
    EXPECT_EQ(ToString(MessageType::SPLIT_CLOSED), "split_closed");
    EXPECT_EQ(ToString(MessageType::OFFLOAD_RESULT), "offload_result");
    EXPECT_EQ(ToString(MessageType::COLLECT), "collect");
    EXPECT_EQ(ToString(static_cast<MessageType>(200)), "unknown");
    EXPECT_EQ(ToString(Role::CLEARING_HOUSE), "clearing_house");
    EXPECT_EQ(ToString(static_cast<Role>(6)), "unknown");
    EXPECT_EQ(ToString(RejectReason::UNAUTHORISED), "unauthorised");
}

} // namespace
