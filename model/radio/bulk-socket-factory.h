/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BULK_SOCKET_FACTORY_H
#define EDGE_LEARNING_BULK_SOCKET_FACTORY_H

#include "nr-lite-bulk-transfer.h"

#include "ns3/mac48-address.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/socket-factory.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <map>

namespace ns3::edgelearning
{

class BulkSocket;
class NrLiteNetDevice;
class NrLiteSidelinkNetDevice;

/**
 * @ingroup edge-learning
 * @brief Makes sockets whose messages cross NrLite as fluids, without packets and IP.
 *
 * NrLiteHelper aggregates it to the nodes of its devices. Addresses are PacketSocketAddress: the
 * physical address is the MAC address of the peer's NrLite device, on the access or on a sidelink
 * (the broadcast address stands for a terminal's serving gNB), the protocol is the port. A socket
 * is connected like a TCP socket; one Send is one message, which arrives whole, late, or not at
 * all.
 */
class BulkSocketFactory : public SocketFactory
{
  public:
    /**
     * @brief Trace of a message.
     * @param from node id of the sender
     * @param to node id of the receiver
     * @param bytes size
     * @param start time of Send
     * @param arrived whether it arrived; the trace fires when that is known
     */
    typedef void (
        *TransferCallback)(uint32_t from, uint32_t to, uint64_t bytes, Time start, bool arrived);

    /// @return the type id
    static TypeId GetTypeId();

    BulkSocketFactory();

    Ptr<Socket> CreateSocket() override;

    /**
     * @brief Find the device that reaches a peer.
     * @param peer MAC address of the peer's device, or broadcast
     * @return the node's device, null if none reaches it
     */
    Ptr<NrLiteNetDevice> FindDevice(Mac48Address peer) const;

    /**
     * @brief Find the device at the other end.
     * @param own the device at this end
     * @param address MAC address of the other, or broadcast
     * @return the device, null if it does not exist or if either has no link
     */
    static NrLiteNetDevice* FindPeer(NrLiteNetDevice& own, Mac48Address address);

    /**
     * @brief Attempt a connection.
     * @param own the device at this end, which has a channel
     * @param peer MAC address of the other, or broadcast
     * @param sender as in NrLiteBulkTransfer
     * @param end called when the attempt ends: false if the peer cannot be reached
     */
    void Handshake(const Ptr<NrLiteNetDevice>& own,
                   Mac48Address peer,
                   const void* sender,
                   std::function<void(bool)> end) const;

    /**
     * @brief Take a port.
     * @param port the port, 0 for any
     * @param socket who listens there
     * @return the port, 0 if it is taken
     */
    uint16_t Bind(uint16_t port, BulkSocket* socket);

    /**
     * @brief Give a port back.
     * @param port the port
     */
    void Release(uint16_t port);

    /**
     * @param port a port
     * @return the socket bound to it, null if none
     */
    BulkSocket* Find(uint16_t port) const;

    /**
     * @brief Trace a message.
     * @param to node id of the receiver
     * @param bytes size
     * @param start time of Send
     * @param arrived whether it arrived
     */
    void NotifyTransfer(uint32_t to, uint64_t bytes, Time start, bool arrived);

    /**
     * @param message a message
     * @param window congestion window of its connection [byte]
     * @return its way over a link, headers included
     */
    Ptr<NrLiteBulkTransfer> MakeTransfer(const Packet& message, double window) const;

    /**
     * @brief Send a message over a sidelink.
     * @param own the device at this end
     * @param peer MAC address of the other
     * @param transfer the message
     * @return false, and nothing is done, if the device is none of a sidelink
     */
    static bool SendOverSidelink(NrLiteNetDevice& own,
                                 Mac48Address peer,
                                 Ptr<NrLiteBulkTransfer> transfer);

    /// @return headers of a segment [byte]
    double GetHeaderBytes() const;
    /// @return first congestion window [byte]
    double GetInitialWindow() const;
    /// @return growth of the window a round trip
    double GetWindowGrowth() const;
    /// @return whether a connection keeps its window between messages
    bool IsPersistent() const;
    /// @return most bytes under way on a connection
    uint32_t GetBufferSize() const;

  protected:
    void DoDispose() override;

  private:
    /**
     * @param own a device
     * @param peer MAC address of another
     * @return that other device if the two share a sidelink, else null
     */
    static NrLiteSidelinkNetDevice* FindSidelink(const NrLiteNetDevice& own, Mac48Address peer);

    /**
     * @param own the device at this end, which has a channel
     * @param peer MAC address of the other, or broadcast
     * @return when an attempt of now to connect over the access ends
     */
    Time GetHandshakeEnd(NrLiteNetDevice& own, Mac48Address peer) const;

    /// @return a full segment on the link, headers included [byte]
    double GetSegmentBytes() const;

    uint32_t m_segmentSize;                  //!< [byte]
    uint32_t m_headerBytes;                  //!< a segment
    uint32_t m_initialWindow;                //!< [segment]
    double m_windowGrowth;                   //!< a round trip
    bool m_persistent;                       //!< connection keeps its window
    uint32_t m_bufferSize;                   //!< [byte]
    Time m_connectTimeout;                   //!< of an attempt
    std::map<uint16_t, BulkSocket*> m_ports; //!< bound sockets
    uint16_t m_nextPort{49152};              //!< next ephemeral port
    TracedCallback<uint32_t, uint32_t, uint64_t, Time, bool> m_transfer; //!< message ended
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BULK_SOCKET_FACTORY_H */
