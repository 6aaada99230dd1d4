/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_TRANSFERS_H
#define EDGE_LEARNING_NR_LITE_TRANSFERS_H

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Transfers that all start at one time, over TCP or in bulk granularity, and when they complete.
 * The object must outlive the simulation's events.
 */
class NrLiteTransfers
{
  public:
    /// Transfers of a number of bytes, at least 1.
    NrLiteTransfers(uint64_t bytes, Time start)
        : m_bytes(bytes),
          m_start(start)
    {
    }

    NrLiteTransfers(const NrLiteTransfers&) = delete;
    NrLiteTransfers& operator=(const NrLiteTransfers&) = delete;

    /// Add one over TCP to an address of the receiver.
    void AddPacket(Ptr<Node> from, Ptr<Node> to, Ipv4Address address)
    {
        const uint32_t transfer = Count();
        const InetSocketAddress remote(address, PORT + transfer);
        auto sinks = PacketSinkHelper("ns3::TcpSocketFactory", remote).Install(to);
        sinks.Get(0)->TraceConnectWithoutContext(
            "Rx",
            Callback<void, Ptr<const Packet>, const Address&>(
                [this, transfer](Ptr<const Packet> packet, const Address&) {
                    Receive(transfer, packet->GetSize());
                }));
        BulkSendHelper source("ns3::TcpSocketFactory", remote);
        source.SetAttribute("MaxBytes", UintegerValue(m_bytes));
        source.Install(from).Start(m_start);
    }

    /// Add one in bulk granularity to an NrLite device of the receiver.
    void AddBulk(Ptr<Node> from, Ptr<Node> to, Address device)
    {
        const uint32_t transfer = Count();
        PacketSocketAddress address;
        address.SetAllDevices();
        address.SetProtocol(PORT + transfer);
        auto listener = Keep(Socket::CreateSocket(to, BulkSocketFactory::GetTypeId()));
        listener->Bind(address);
        listener->Listen();
        const Callback<void, Ptr<Socket>> receive(
            [this, transfer](Ptr<Socket> socket) { Receive(transfer, socket->Recv()->GetSize()); });
        listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    Callback<void, Ptr<Socket>, const Address&>(
                                        [this, receive](Ptr<Socket> socket, const Address&) {
                                            Keep(socket)->SetRecvCallback(receive);
                                        }));
        address.SetPhysicalAddress(device);
        Simulator::Schedule(m_start, [this, from, address]() { Connect(from, address); });
    }

    /// Stop the simulation when all have completed.
    void StopWhenComplete()
    {
        m_stop = true;
    }

    /// Number that have completed.
    uint32_t GetComplete() const
    {
        return m_complete;
    }

    /// Mean completion time of these [s], 0 if there are none.
    double GetMean() const
    {
        return m_complete > 0 ? m_sum / m_complete : 0.0;
    }

  private:
    static constexpr uint16_t PORT = 1000; //!< of the first transfer

    uint32_t Count()
    {
        m_received.push_back(0);
        return m_received.size() - 1;
    }

    Ptr<Socket> Keep(Ptr<Socket> socket)
    {
        m_sockets.push_back(socket);
        return socket;
    }

    void Connect(Ptr<Node> from, const Address& address)
    {
        auto socket = Keep(Socket::CreateSocket(from, BulkSocketFactory::GetTypeId()));
        socket->SetConnectCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> connected) {
                                       connected->Send(Create<Packet>(m_bytes));
                                   }),
                                   MakeNullCallback<void, Ptr<Socket>>());
        socket->Connect(address);
    }

    void Receive(uint32_t transfer, uint64_t bytes)
    {
        m_received[transfer] += bytes;
        if (m_received[transfer] == m_bytes)
        {
            m_sum += (Simulator::Now() - m_start).GetSeconds();
            m_complete++;
            if (m_stop && m_complete == m_received.size())
            {
                Simulator::Stop();
            }
        }
    }

    uint64_t m_bytes;                   //!< of each transfer
    Time m_start;                       //!< of all
    std::vector<uint64_t> m_received;   //!< bytes, by transfer
    std::vector<Ptr<Socket>> m_sockets; //!< kept alive
    uint32_t m_complete{0};             //!< transfers
    double m_sum{0.0};                  //!< of their completion times [s]
    bool m_stop{false};                 //!< when all have completed
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_TRANSFERS_H */
