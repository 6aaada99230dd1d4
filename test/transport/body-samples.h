/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BODY_SAMPLES_H
#define EDGE_LEARNING_BODY_SAMPLES_H

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/message.h"
#include "ns3/offload-bodies.h"
#include "ns3/round-bodies.h"
#include "ns3/split-bodies.h"

#include <tuple>

namespace ns3::edgelearning
{

/// One valid value of every body, each field different from its default.
using AllBodies = std::tuple<EmptyBody,
                             RegisterBody,
                             RegisteredBody,
                             IntroduceBody,
                             BeaconBody,
                             OfferBody,
                             OfferClosedBody,
                             BidRequestBody,
                             BidBody,
                             BidResultBody,
                             LeaseRequestBody,
                             AuctionBody,
                             LeaseRefusedBody,
                             LeaseAcceptBody,
                             SettleBody,
                             PaidBody,
                             AccountBody,
                             TaskDescription,
                             RoundOpenBody,
                             RoundNewsBody,
                             SelectionDoneBody,
                             SelectedBody,
                             AwardBody,
                             ModelRequestBody,
                             ModelBody,
                             UpdateBody,
                             UpdateAnswerBody,
                             DroppedBody,
                             ArrivedBody,
                             LeftBody,
                             SplitJoinBody,
                             SplitBeginBody,
                             ActivationsBody,
                             GradientsBody,
                             SplitEndBody,
                             SplitClosedBody,
                             OffloadStatusBody,
                             OffloadTaskBody,
                             OffloadAcceptedBody,
                             OffloadRefusedBody,
                             OffloadResultBody>;

/// @return one valid value of every body
inline AllBodies
MakeSamples()
{
    const InetSocketAddress ipv4(Ipv4Address("10.1.2.3"), 4660);
    const Inet6SocketAddress ipv6(Ipv6Address("2001:db8::7"), 9);
    const TaskDescription task{Seconds(30), 7, 2410, 1000, 14460, 3};
    return {EmptyBody{},
            RegisterBody{Role::OWNER, 3, 0x0123456789abcdef, 250.5, ipv4, true},
            {{}, Role::EDGE, 4, 0xfedcba9876543210},
            {Role::EDGE, 5, 99, ipv6},
            {8080, -3.5, 0.25},
            {Seconds(12), 0.25, 60, 49},
            {{}, true, MilliSeconds(1500)},
            {11, 12, Seconds(3), 0.5, 0.1, Seconds(60), 80},
            {13, true, 1.75, 2},
            {14, true, 0.875},
            {15, 16, 2.5, Seconds(40), 50},
            {{}, 17},
            {{}, 18, true, true, Seconds(50)},
            {{}, 19, 51},
            {0.75},
            {20, 1.5, 4.5},
            {123.25},
            task,
            {21, Seconds(20), task, 2, Seconds(7), Seconds(9), false},
            {{}, 34, true},
            {{}, 22},
            {23, 24, 3.5, 90, 52},
            {4.5, task, 91, 53},
            {{}, 25},
            {{}, 26, {1.0F, -2.5F, 3e-20F}},
            {27, 0, 0, {{28, 29, 70, Seconds(21)}, {30, 31, 71, Seconds(22)}}, {0.5F, -0.5F}},
            {{}, true},
            {{{32, DropReason::FAULT}, {33, DropReason::ENERGY}}},
            {{{34, 35, 72, Seconds(23)}}},
            {{}, 36},
            {37, 38, 1e9, 1e-10, 0.5, 0.25},
            {2, 3, true, {0.25F, -1.5F}},
            {39, 2, {{{}, 7}, {{}, 9}}, {1.5F, 0.0F, 2.5F, 3.5F}},
            {40, 1, {-0.125F, 0.75F}},
            {41, 12.5, 30, {1.0F, 2.0F}},
            {{}, true},
            {2e9, 3e-10, Seconds(4), 42, true, 43.5, 0.75, 0.5},
            {5e8, 44, Seconds(45), 46, {0.5F, -1.0F}},
            {Seconds(47)},
            {{}, DropReason::DEADLINE},
            {Seconds(48), 0.25, {2.5F}}};
}

/// @tparam B a body @return one valid value of it
template <typename B>
B
Sample()
{
    return std::get<B>(MakeSamples());
}

/**
 * @param type what the message is
 * @param bytes its body
 * @param virtualBytes how many virtual bytes follow
 * @return a sealed message of edge 7
 */
inline Message
SealedMessage(MessageType type, std::vector<uint8_t> bytes = {}, uint32_t virtualBytes = 0)
{
    Message message(type, std::move(bytes), virtualBytes);
    message.header.role = Role::EDGE;
    message.header.sender = 7;
    message.header.task = 2;
    message.header.round = 3;
    message.header.sequence = 11;
    message.header.token = 0x1122334455667788;
    message.header.ticket = 0x99aabbccddeeff00;
    message.Seal();
    return message;
}

/// @param message a message @return its bytes on the wire, with zeros for the virtual ones
inline std::vector<uint8_t>
WireBytes(const Message& message)
{
    std::vector<uint8_t> bytes = message.Serialize();
    bytes.resize(bytes.size() + message.header.virtualLength);
    return bytes;
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BODY_SAMPLES_H */
