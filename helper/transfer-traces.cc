/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "transfer-traces.h"

#include "ns3/message-application.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

TransferTraces::TransferTraces(const std::string& directory, Ptr<RunState> state)
    : m_state(state),
      m_transfers(directory + "/transfers.csv", "start_s,end_s,from,to,hop,kind,bytes,outcome")
{
}

ResultFile&
TransferTraces::GetTable()
{
    return m_transfers;
}

void
TransferTraces::WriteLost()
{
    for (const auto& [key, transfer] : m_underWay)
    {
        Write(transfer, transfer.role, -1, "lost");
    }
}

void
TransferTraces::Connect(Ptr<MessageApplication> application)
{
    const uint32_t node = application->GetNode()->GetId();
    const Role role = application->GetRole();
    Ptr<TransferTraces> self(this);
    using Header = const MessageHeader&;
    application->TraceConnectWithoutContext(
        "Tx",
        Callback<void, Header>(
            [self, node, role](Header header) { self->Sent(node, role, header); }));
    application->TraceConnectWithoutContext(
        "Rx",
        Callback<void, Header>(
            [self, node, role](Header header) { self->Received(node, role, header); }));
    application->TraceConnectWithoutContext(
        "Reject",
        Callback<void, Header, RejectReason>(
            [self, node, role](Header header, RejectReason reason) {
                self->Rejected(node, role, header, reason);
            }));
}

TransferTraces::MessageKey
TransferTraces::KeyOf(const MessageHeader& header)
{
    return {header.role, header.sender, header.sequence, header.crc};
}

const char*
TransferTraces::HopOf(Role from, Role to)
{
    const auto isDevice = [](Role role) { return role == Role::WORKER || role == Role::RELAY; };
    if (isDevice(from) && isDevice(to))
    {
        return "d2d";
    }
    return isDevice(from) || isDevice(to) ? "access" : "backhaul";
}

const char*
TransferTraces::GuessHop(const Transfer& transfer)
{
    switch (transfer.type)
    {
    case MessageType::AWARD:
    case MessageType::OFFER_CLOSED:
    case MessageType::COLLECT:
    case MessageType::UPDATE_ANSWER:
    case MessageType::SPLIT_BEGIN:
    case MessageType::ACTIVATIONS:
    case MessageType::GRADIENTS:
    case MessageType::SPLIT_CLOSED:
        return transfer.role == Role::RELAY ? "d2d" : "access";
    case MessageType::OFFLOAD_STATUS:
    case MessageType::OFFLOAD_ACCEPTED:
    case MessageType::OFFLOAD_REFUSED:
    case MessageType::OFFLOAD_RESULT:
        return transfer.role == Role::WORKER ? "d2d" : "access";
    case MessageType::MODEL:
    case MessageType::PAID:
    case MessageType::REGISTERED:
        return transfer.role == Role::RELAY  ? "d2d"
               : transfer.role == Role::EDGE ? "access"
                                             : "backhaul";
    default:
        return HopOf(transfer.role, Role::EDGE);
    }
}

void
TransferTraces::Write(const Transfer& transfer, Role to, int64_t node, const char* outcome)
{
    const char* hop = node < 0 ? GuessHop(transfer) : HopOf(transfer.role, to);
    m_transfers.Line(Seconds9(transfer.start),
                     Seconds9(Simulator::Now()),
                     transfer.from,
                     node,
                     hop,
                     ToString(transfer.type),
                     transfer.bytes,
                     outcome);
}

void
TransferTraces::Sent(uint32_t node, Role role, const MessageHeader& header)
{
    if (m_state->finished)
    {
        return;
    }
    Transfer transfer;
    transfer.start = Simulator::Now();
    transfer.from = node;
    transfer.role = role;
    transfer.type = header.type;
    transfer.bytes = header.GetFrameBytes();
    m_underWay[KeyOf(header)] = transfer;
}

void
TransferTraces::Received(uint32_t node, Role role, const MessageHeader& header)
{
    if (m_state->finished)
    {
        return;
    }
    const auto found = m_underWay.find(KeyOf(header));
    if (found == m_underWay.end())
    {
        return;
    }
    const Transfer transfer = found->second;
    m_underWay.erase(found);
    if (transfer.from != node) // What stays on a node crosses no hop.
    {
        Write(transfer, role, node, "delivered");
        m_state->summary.AddTransfer(HopOf(transfer.role, role), transfer.bytes);
    }
}

void
TransferTraces::Rejected(uint32_t node, Role role, const MessageHeader& header, RejectReason reason)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddReject(ToString(reason));
    const auto found = m_underWay.find(KeyOf(header));
    if (found != m_underWay.end())
    {
        Write(found->second, role, node, "rejected");
        m_underWay.erase(found);
    }
}

} // namespace ns3::edgelearning
