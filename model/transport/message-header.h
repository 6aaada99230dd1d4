/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MESSAGE_HEADER_H
#define EDGE_LEARNING_MESSAGE_HEADER_H

#include "ns3/edge-learning-types.h"
#include "ns3/header.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What a message is. The numbers stand on the wire and are never reused.
 */
enum class MessageType : uint8_t
{
    REGISTER = 1,          //!< worker, relay, edge or owner: asks for an identity
    REGISTERED = 2,        //!< clearing house: the identity's token
    INTRODUCE = 3,         //!< clearing house: an owner and an edge may talk, and how
    HELLO = 4,             //!< edge to owner: opens the conversation
    ROUND_OPEN = 5,        //!< owner to edge
    SELECTION_CLOSE = 6,   //!< owner to edge: the demand is met
    SELECTION_DONE = 7,    //!< edge to owner or relay: no further lease of this round
    OFFER = 8,             //!< worker to edge
    OFFER_CLOSED = 9,      //!< edge to worker: the offer ended without a lease
    BID_REQUEST = 10,      //!< edge to owner
    BID = 11,              //!< owner to edge
    BID_RESULT = 12,       //!< edge to owner
    LEASE_REQUEST = 13,    //!< edge to clearing house
    LEASE_GRANTED = 14,    //!< clearing house to edge
    LEASE_REFUSED = 15,    //!< clearing house to edge
    SELECTED = 16,         //!< edge to owner: a lease was granted
    NOT_SELECTED = 17,     //!< edge to owner: the lease was refused
    AWARD = 18,            //!< edge to worker: the lease and its task
    LEASE_ACCEPT = 19,     //!< worker to edge to clearing house
    LEASE_BARRED = 20,     //!< clearing house to edge: the lease ended as a double sale
    MODEL_REQUEST = 21,    //!< relay to edge, edge to owner
    MODEL = 22,            //!< owner to edge, edge or relay to worker, edge to relay
    UPDATE = 23,           //!< worker to edge or relay, relay to edge, edge to owner
    UPDATE_ANSWER = 24,    //!< edge or relay to worker: taken, or refused
    DROPPED = 25,          //!< relay to edge, edge to owner: workers whose update will not come
    SETTLE = 26,           //!< edge to clearing house: the update came in time
    RELEASE = 27,          //!< edge to clearing house: the update will not come
    PAID = 28,             //!< clearing house to edge to worker
    ACCOUNT = 29,          //!< clearing house to owner: its unescrowed budget
    BEACON = 30,           //!< edge or relay, broadcast: where it can be reached, and how well
    ARRIVED = 31,          //!< relay to edge: updates that it will aggregate came in time
    LEFT = 32,             //!< relay to edge, edge to relay: a worker is not behind the relay now
    ROUND_NEWS = 33,       //!< owner to edge: the newest version, and whether it buys now
    ROUND_CLOSE = 34,      //!< owner to edge: the round ended before its deadline
    LEASE_ENDED = 35,      //!< clearing house to edge: a SETTLE or RELEASE is on record
    SPLIT_JOIN = 36,       //!< split worker to split server: it has samples
    SPLIT_BEGIN = 37,      //!< split server to split worker: a session, and the worker's layers
    ACTIVATIONS = 38,      //!< between the two: what came out of the sender's layers
    GRADIENTS = 39,        //!< between the two: by what the receiver sent as activations
    SPLIT_END = 40,        //!< split worker to split server: through with its samples
    SPLIT_CLOSED = 41,     //!< split server to split worker: the session ended, and how
    OFFLOAD_QUERY = 42,    //!< device to compute server: how busy is it?
    OFFLOAD_STATUS = 43,   //!< compute server to device: what it has, and its queue
    OFFLOAD_TASK = 44,     //!< device to compute server: a task and its input
    OFFLOAD_ACCEPTED = 45, //!< compute server to device: the task is queued
    OFFLOAD_REFUSED = 46,  //!< compute server to device: the task will not be done, and why
    OFFLOAD_RESULT = 47,   //!< compute server to device: the task's output
    COLLECT = 48,          //!< edge to worker: collect data now, and offer them
};

/**
 * @ingroup edge-learning
 * @param type a message type
 * @return its name in lower case, as it stands in transfers.csv
 */
std::string ToString(MessageType type);

/**
 * @ingroup edge-learning
 * What the sender of a message is.
 */
enum class Role : uint8_t
{
    WORKER = 1,         //!< end device
    RELAY = 2,          //!< between a cluster of workers and an edge server
    EDGE = 3,           //!< edge server
    OWNER = 4,          //!< model owner
    CLEARING_HOUSE = 5, //!< identities, leases, payments
};

/**
 * @ingroup edge-learning
 * @param role a role
 * @return its name in lower case
 */
std::string ToString(Role role);

/**
 * @ingroup edge-learning
 * Why a message from the network was refused.
 */
enum class RejectReason : uint8_t
{
    MAGIC,        //!< does not begin as our messages do
    VERSION,      //!< another version of the protocol
    LENGTH,       //!< longer than allowed, or lengths that contradict the flags
    CRC,          //!< damaged
    TYPE,         //!< unknown type or role
    MALFORMED,    //!< the body does not parse, or holds a value that is not allowed
    STRANGER,     //!< sender and token do not match
    DUPLICATE,    //!< was seen before
    STALE,        //!< too late
    UNAUTHORISED, //!< not this sender's to say
};

/// The number of reject reasons.
constexpr uint8_t REJECT_REASON_COUNT = 10;

/**
 * @ingroup edge-learning
 * @param reason a reason
 * @return its name in lower case
 */
std::string ToString(RejectReason reason);

/**
 * @ingroup edge-learning
 * The one header of every message; big-endian; the table is in doc/wire-format.rst.
 *
 * The body follows: `bodyLength` real bytes, then `virtualLength` bytes that only have a size
 * (a synthetic learner's parameters). The CRC-32 covers the header, with the CRC field zero,
 * and the real bytes.
 */
class MessageHeader : public Header
{
  public:
    static constexpr uint32_t MAGIC = 0x45444c4e; //!< "EDLN"
    static constexpr uint8_t VERSION = 1;         //!< version of the protocol
    static constexpr uint32_t SIZE = 52;          //!< bytes on the wire
    static constexpr uint8_t FLAG_VIRTUAL = 0x01; //!< virtual bytes follow the real ones

    uint32_t magic{MAGIC};                //!< first bytes of a message
    uint8_t version{VERSION};             //!< version of the protocol
    MessageType type{MessageType::HELLO}; //!< what it is
    uint8_t flags{0};                     //!< FLAG_VIRTUAL or 0
    Role role{Role::WORKER};              //!< what the sender is
    uint32_t task{NO_OWNER};              //!< the model owner whose task this is about, or NO_OWNER
    uint32_t round{0};                    //!< the owner's round
    uint32_t sender{0};                   //!< node id; of an owner its owner id
    uint32_t sequence{0};                 //!< grows with each message of the sender
    uint64_t token{0};                    //!< identity token of the conversation
    Ticket ticket{0};                     //!< the participation, or 0
    uint32_t bodyLength{0};               //!< real bytes that follow
    uint32_t virtualLength{0};            //!< virtual bytes that follow those
    uint32_t crc{0};                      //!< CRC-32 (zlib) of header and real bytes

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;
    void Print(std::ostream& os) const override;

    /// @return bytes of header and body on the wire
    uint64_t GetFrameBytes() const;

    /**
     * @brief Compute the CRC-32 of a message.
     * @param body the real bytes of the body
     * @param size how many
     * @return the CRC of the header, with its CRC field zero, and the body
     */
    uint32_t ComputeCrc(const uint8_t* body, std::size_t size) const;

    /// @return true when type and role are values that this version knows
    bool IsKnown() const;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MESSAGE_HEADER_H */
