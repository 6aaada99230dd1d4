/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_BULK_MESSAGE_H
#define EDGE_LEARNING_TEST_BULK_MESSAGE_H

#include "ns3/bulk-socket-factory.h"
#include "ns3/core-module.h"
#include "ns3/network-module.h"

namespace ns3::edgelearning
{

/// A bulk message over a connection of its own, and what came of it.
struct BulkMessage
{
    /**
     * @param from sender
     * @param to receiver
     * @param device address of the receiver's device
     * @param port port of the receiver
     * @param bytes size
     * @param start time of the connection attempt
     */
    BulkMessage(Ptr<Node> from,
                Ptr<Node> to,
                Address device,
                uint16_t port,
                uint32_t bytes,
                Time start)
    {
        PacketSocketAddress address;
        address.SetProtocol(port);
        address.SetAllDevices();
        listener = Socket::CreateSocket(to, BulkSocketFactory::GetTypeId());
        listener->Bind(address);
        listener->Listen();
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([this](Ptr<Socket> socket, const Address&) {
                accepted = socket;
                socket->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> readable) {
                    while (auto packet = readable->Recv())
                    {
                        received += packet->GetSize();
                        arrival = Simulator::Now();
                    }
                }));
            }));
        sender = Socket::CreateSocket(from, BulkSocketFactory::GetTypeId());
        sender->SetConnectCallback(Callback<void, Ptr<Socket>>([bytes](Ptr<Socket> socket) {
                                       socket->Send(Create<Packet>(bytes));
                                   }),
                                   MakeNullCallback<void, Ptr<Socket>>());
        sender->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                  Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { broken++; }));
        from->GetObject<BulkSocketFactory>()->TraceConnectWithoutContext(
            "Transfer",
            Callback<void, uint32_t, uint32_t, uint64_t, Time, bool>(
                [this](uint32_t, uint32_t, uint64_t, Time, bool arrived) { lost += !arrived; }));
        address.SetPhysicalAddress(device);
        Simulator::Schedule(start, [this, address]() { sender->Connect(address); });
    }

    BulkMessage(const BulkMessage&) = delete;
    BulkMessage& operator=(const BulkMessage&) = delete;

    Ptr<Socket> listener;
    Ptr<Socket> sender;
    Ptr<Socket> accepted;
    uint64_t received{0};
    Time arrival;
    uint32_t broken{0};
    uint32_t lost{0}; //!< messages of the sender's node
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TEST_BULK_MESSAGE_H */
