/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../fuzz/frame-parser-fuzz.cc"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <string>

namespace
{

using Bytes = std::vector<uint8_t>;
using Corpus = std::map<std::string, Bytes>;

/// @return where the corpus lies
std::filesystem::path
GetCorpusDirectory()
{
    return std::filesystem::path(EDGE_LEARNING_SOURCE_DIR) / "test" / "fuzz" / "corpus";
}

/// @param path a file @return its bytes
Bytes
ReadFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// @param split first byte of the input @param stream the rest @return the input
Bytes
MakeInput(uint8_t split, const Bytes& stream)
{
    Bytes input{split};
    input.insert(input.end(), stream.begin(), stream.end());
    return input;
}

/// @tparam B body @param corpus to add a frame to @param type of the frame @param virtualBytes of
/// it
template <typename B>
void
AddFrame(Corpus& corpus, MessageType type, uint32_t virtualBytes = 0)
{
    const Message message = SealedMessage(type, Encode(Sample<B>()), virtualBytes);
    corpus[ToString(type)] = MakeInput(0, WireBytes(message));
}

/// @param corpus to add a valid frame of each type to
void
AddValidFrames(Corpus& corpus)
{
    AddFrame<RegisterBody>(corpus, MessageType::REGISTER);
    AddFrame<RegisteredBody>(corpus, MessageType::REGISTERED);
    AddFrame<IntroduceBody>(corpus, MessageType::INTRODUCE);
    AddFrame<EmptyBody>(corpus, MessageType::HELLO);
    AddFrame<RoundOpenBody>(corpus, MessageType::ROUND_OPEN);
    AddFrame<EmptyBody>(corpus, MessageType::SELECTION_CLOSE);
    AddFrame<SelectionDoneBody>(corpus, MessageType::SELECTION_DONE);
    AddFrame<OfferBody>(corpus, MessageType::OFFER);
    AddFrame<OfferClosedBody>(corpus, MessageType::OFFER_CLOSED);
    AddFrame<BidRequestBody>(corpus, MessageType::BID_REQUEST);
    AddFrame<BidBody>(corpus, MessageType::BID);
    AddFrame<BidResultBody>(corpus, MessageType::BID_RESULT);
    AddFrame<LeaseRequestBody>(corpus, MessageType::LEASE_REQUEST);
    AddFrame<AuctionBody>(corpus, MessageType::LEASE_GRANTED);
    AddFrame<LeaseRefusedBody>(corpus, MessageType::LEASE_REFUSED);
    AddFrame<SelectedBody>(corpus, MessageType::SELECTED);
    AddFrame<AuctionBody>(corpus, MessageType::NOT_SELECTED);
    AddFrame<AwardBody>(corpus, MessageType::AWARD);
    AddFrame<LeaseAcceptBody>(corpus, MessageType::LEASE_ACCEPT);
    AddFrame<EmptyBody>(corpus, MessageType::LEASE_BARRED);
    AddFrame<ModelRequestBody>(corpus, MessageType::MODEL_REQUEST);
    AddFrame<ModelBody>(corpus, MessageType::MODEL);
    AddFrame<UpdateBody>(corpus, MessageType::UPDATE, 20);
    AddFrame<UpdateAnswerBody>(corpus, MessageType::UPDATE_ANSWER);
    AddFrame<DroppedBody>(corpus, MessageType::DROPPED);
    AddFrame<SettleBody>(corpus, MessageType::SETTLE);
    AddFrame<EmptyBody>(corpus, MessageType::RELEASE);
    AddFrame<PaidBody>(corpus, MessageType::PAID);
    AddFrame<AccountBody>(corpus, MessageType::ACCOUNT);
    AddFrame<BeaconBody>(corpus, MessageType::BEACON);
    AddFrame<ArrivedBody>(corpus, MessageType::ARRIVED);
    AddFrame<LeftBody>(corpus, MessageType::LEFT);
    AddFrame<RoundNewsBody>(corpus, MessageType::ROUND_NEWS);
    AddFrame<EmptyBody>(corpus, MessageType::ROUND_CLOSE);
    AddFrame<EmptyBody>(corpus, MessageType::LEASE_ENDED);
    AddFrame<SplitJoinBody>(corpus, MessageType::SPLIT_JOIN);
    AddFrame<SplitBeginBody>(corpus, MessageType::SPLIT_BEGIN);
    AddFrame<ActivationsBody>(corpus, MessageType::ACTIVATIONS);
    AddFrame<GradientsBody>(corpus, MessageType::GRADIENTS);
    AddFrame<SplitEndBody>(corpus, MessageType::SPLIT_END);
    AddFrame<SplitClosedBody>(corpus, MessageType::SPLIT_CLOSED);
    AddFrame<EmptyBody>(corpus, MessageType::OFFLOAD_QUERY);
    AddFrame<OffloadStatusBody>(corpus, MessageType::OFFLOAD_STATUS);
    AddFrame<OffloadTaskBody>(corpus, MessageType::OFFLOAD_TASK, 20);
    AddFrame<OffloadAcceptedBody>(corpus, MessageType::OFFLOAD_ACCEPTED);
    AddFrame<OffloadRefusedBody>(corpus, MessageType::OFFLOAD_REFUSED);
    AddFrame<OffloadResultBody>(corpus, MessageType::OFFLOAD_RESULT, 20);
    AddFrame<EmptyBody>(corpus, MessageType::COLLECT);
}

/// @param corpus to add hostile streams to
void
AddHostileStreams(Corpus& corpus)
{
    const Bytes bid = WireBytes(SealedMessage(MessageType::BID, Encode(Sample<BidBody>())));
    const auto damage = [&bid](std::size_t at, uint8_t value) {
        Bytes bytes = bid;
        bytes[at] = value;
        return bytes;
    };
    corpus["hostile-magic"] = MakeInput(9, damage(0, 'x'));
    corpus["hostile-version"] = MakeInput(9, damage(4, 2));
    corpus["hostile-flags"] = MakeInput(9, damage(6, 2));
    corpus["hostile-length"] = MakeInput(9, damage(40, 0xff));
    corpus["hostile-crc"] = MakeInput(9, damage(MessageHeader::SIZE, 0xff));
    corpus["hostile-truncated"] = MakeInput(9, Bytes(bid.begin(), bid.end() - 1));

    Bytes stream = WireBytes(SealedMessage(static_cast<MessageType>(99), Bytes(5, 1), 30));
    stream.insert(stream.end(), bid.begin(), bid.end());
    corpus["unknown-type-then-bid"] = MakeInput(7, stream);

    Bytes count = Encode(Sample<ModelBody>());
    count[4] = 0xff;
    corpus["hostile-count"] = MakeInput(0, WireBytes(SealedMessage(MessageType::MODEL, count)));
}

/// @return what the corpus consists of
Corpus
MakeCorpus()
{
    Corpus corpus;
    AddValidFrames(corpus);
    AddHostileStreams(corpus);
    return corpus;
}

TEST(CorpusTest, EveryFilePasses)
{
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(GetCorpusDirectory()))
    {
        const Bytes input = ReadFile(entry.path());
        for (int split = 0; split < 256; ++split)
        {
            Bytes other = input;
            other[0] = split;
            EXPECT_EQ(LLVMFuzzerTestOneInput(other.data(), other.size()), 0) << entry.path();
        }
        ++files;
    }
    EXPECT_GE(files, MakeCorpus().size());
}

TEST(CorpusTest, FilesFitTheWireFormat)
{
    // A change of the wire format shows here; DISABLED_Write brings the files up to date.
    for (const auto& [name, input] : MakeCorpus())
    {
        EXPECT_EQ(ReadFile(GetCorpusDirectory() / name), input) << name;
    }
}

TEST(CorpusTest, ValidFramesAreTaken)
{
    Corpus corpus;
    AddValidFrames(corpus);
    EXPECT_EQ(corpus.size(), 48U);
    for (const auto& [name, input] : corpus)
    {
        Listener listener;
        EXPECT_TRUE(listener.parser.Consume(input.data() + 1, input.size() - 1)) << name;
        ASSERT_FALSE(listener.frames.empty()) << name;
        EXPECT_EQ(listener.frames[0], 0xffU) << name;
    }
}

/// Writes the corpus. Run it with --gtest_also_run_disabled_tests --gtest_filter=*DISABLED_Write.
TEST(CorpusTest, DISABLED_Write)
{
    for (const auto& [name, input] : MakeCorpus())
    {
        std::ofstream file(GetCorpusDirectory() / name, std::ios::binary);
        file.write(reinterpret_cast<const char*>(input.data()), input.size());
        EXPECT_TRUE(file.good()) << name;
    }
}

} // namespace
