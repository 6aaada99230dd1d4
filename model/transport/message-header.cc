/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-header.h"

#include <array>
#include <zlib.h>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(MessageHeader);

namespace
{

template <std::size_t N>
std::string
NameOf(const std::array<const char*, N>& names, std::size_t index)
{
    return index < N ? names[index] : "unknown";
}

} // namespace

std::string
ToString(MessageType type)
{
    static const std::array<const char*, 49> names{
        "none",          "register",         "registered",      "introduce",
        "hello",         "round_open",       "selection_close", "selection_done",
        "offer",         "offer_closed",     "bid_request",     "bid",
        "bid_result",    "lease_request",    "lease_granted",   "lease_refused",
        "selected",      "not_selected",     "award",           "lease_accept",
        "lease_barred",  "model_request",    "model",           "update",
        "update_answer", "dropped",          "settle",          "release",
        "paid",          "account",          "beacon",          "arrived",
        "left",          "round_news",       "round_close",     "lease_ended",
        "split_join",    "split_begin",      "activations",     "gradients",
        "split_end",     "split_closed",     "offload_query",   "offload_status",
        "offload_task",  "offload_accepted", "offload_refused", "offload_result",
        "collect"};
    return NameOf(names, static_cast<std::size_t>(type));
}

std::string
ToString(Role role)
{
    static const std::array<const char*, 6> names{"none",
                                                  "worker",
                                                  "relay",
                                                  "edge",
                                                  "owner",
                                                  "clearing_house"};
    return NameOf(names, static_cast<std::size_t>(role));
}

std::string
ToString(RejectReason reason)
{
    static const std::array<const char*, REJECT_REASON_COUNT> names{"magic",
                                                                    "version",
                                                                    "length",
                                                                    "crc",
                                                                    "type",
                                                                    "malformed",
                                                                    "stranger",
                                                                    "duplicate",
                                                                    "stale",
                                                                    "unauthorised"};
    return NameOf(names, static_cast<std::size_t>(reason));
}

TypeId
MessageHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::MessageHeader")
                            .SetParent<Header>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<MessageHeader>();
    return tid;
}

TypeId
MessageHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
MessageHeader::GetSerializedSize() const
{
    return SIZE;
}

void
MessageHeader::Serialize(Buffer::Iterator i) const
{
    i.WriteHtonU32(magic);
    i.WriteU8(version);
    i.WriteU8(static_cast<uint8_t>(type));
    i.WriteU8(flags);
    i.WriteU8(static_cast<uint8_t>(role));
    i.WriteHtonU32(task);
    i.WriteHtonU32(round);
    i.WriteHtonU32(sender);
    i.WriteHtonU32(sequence);
    i.WriteHtonU64(token);
    i.WriteHtonU64(ticket);
    i.WriteHtonU32(bodyLength);
    i.WriteHtonU32(virtualLength);
    i.WriteHtonU32(crc);
}

uint32_t
MessageHeader::Deserialize(Buffer::Iterator i)
{
    magic = i.ReadNtohU32();
    version = i.ReadU8();
    type = static_cast<MessageType>(i.ReadU8());
    flags = i.ReadU8();
    role = static_cast<Role>(i.ReadU8());
    task = i.ReadNtohU32();
    round = i.ReadNtohU32();
    sender = i.ReadNtohU32();
    sequence = i.ReadNtohU32();
    token = i.ReadNtohU64();
    ticket = i.ReadNtohU64();
    bodyLength = i.ReadNtohU32();
    virtualLength = i.ReadNtohU32();
    crc = i.ReadNtohU32();
    return SIZE;
}

void
MessageHeader::Print(std::ostream& os) const
{
    os << ToString(type) << " from " << ToString(role) << " " << sender << " task=" << task
       << " round=" << round << " sequence=" << sequence << " ticket=" << ticket
       << " bytes=" << GetFrameBytes();
}

uint64_t
MessageHeader::GetFrameBytes() const
{
    return static_cast<uint64_t>(SIZE) + bodyLength + virtualLength;
}

uint32_t
MessageHeader::ComputeCrc(const uint8_t* body, std::size_t size) const
{
    MessageHeader blank = *this;
    blank.crc = 0;
    Buffer buffer(0);
    buffer.AddAtStart(SIZE);
    blank.Serialize(buffer.Begin());
    uLong value = crc32(0, buffer.PeekData(), SIZE);
    return static_cast<uint32_t>(size == 0 ? value : crc32_z(value, body, size));
}

bool
MessageHeader::IsKnown() const
{
    return type >= MessageType::REGISTER && type <= MessageType::COLLECT && role >= Role::WORKER &&
           role <= Role::CLEARING_HOUSE;
}

} // namespace ns3::edgelearning
