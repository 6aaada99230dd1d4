/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BULK_SOCKET_H
#define EDGE_LEARNING_BULK_SOCKET_H

#include "bulk-endpoint.h"
#include "nr-lite-carrier.h"
#include "nr-lite-net-device.h"

#include "ns3/packet-socket-address.h"

namespace ns3::edgelearning
{

class NrLiteUeNetDevice;

/**
 * @ingroup edge-learning
 * @brief A connected message socket over NrLite's bulk granularity; see BulkSocketFactory.
 *
 * A message larger than the buffer is accepted when nothing else is under way. Close() waits until
 * what was sent has arrived; after ShutdownRecv() it does not, and what is under way is lost.
 */
class BulkSocket : public BulkEndpoint
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    using BulkEndpoint::Bind;
    using BulkEndpoint::BulkEndpoint;
    ~BulkSocket() override;

    int Bind(const Address& address) override;
    int Close() override;
    int ShutdownSend() override;
    int ShutdownRecv() override;
    int Connect(const Address& address) override;
    int Listen() override;
    uint32_t GetTxAvailable() const override;
    int Send(Ptr<Packet> packet, uint32_t flags) override;
    Ptr<Packet> RecvFrom(uint32_t maxSize, uint32_t flags, Address& from) override;
    int GetSockName(Address& address) const override;
    int GetPeerName(Address& address) const override;

  private:
    /// Life of a socket.
    enum class State
    {
        CLOSED,
        LISTENING,
        CONNECTING,
        CONNECTED,
    };

    /// A message under way.
    struct Message
    {
        Ptr<Packet> packet; //!< its bytes
        Time start;         //!< time of Send
    };

    /**
     * @brief End an attempt to connect.
     * @param reached whether the peer could be reached
     */
    void FinishConnect(bool reached);

    /**
     * @brief Ask a listener for a connection.
     * @param peer the socket that asks
     * @return the new socket, null if refused
     */
    Ptr<BulkSocket> Accept(BulkSocket* peer);

    /**
     * @param message a message
     * @param direction the direction of the link that it is to cross; on a sidelink downlink, the
     *        last of all links
     * @return its way over that link
     */
    Ptr<NrLiteBulkTransfer> MakeTransfer(const Message& message, NrLiteDirection direction);

    /**
     * @brief Send a message over its next radio link.
     * @param message the message
     * @param terminal the terminal at one end of the link
     * @param direction the direction
     */
    void SendOverLink(const Message& message,
                      NrLiteUeNetDevice& terminal,
                      NrLiteDirection direction);

    /**
     * @brief A message has crossed a link, or has not.
     * @param message the message
     * @param direction the direction of that link
     * @param arrived whether it has crossed
     */
    void LinkDone(const Message& message, NrLiteDirection direction, bool arrived);

    /**
     * @brief The message is at the peer.
     * @param message the message
     */
    void Arrived(const Message& message);

    /**
     * @brief Cut the connection after a loss and tell both ends.
     */
    void Break();

    /// @brief Part from the peer and tell it.
    void Detach();

    /// @brief Forget the peer, which forgets this end; what is under way between the two is lost.
    void Part();

    Ptr<NrLiteNetDevice> m_device;     //!< own device
    BulkSocket* m_peer{nullptr};       //!< the other end, null if there is none
    State m_state{State::CLOSED};      //!< life
    uint16_t m_port{0};                //!< own port, 0: not bound
    bool m_ownsPort{false};            //!< accepted sockets share their listener's
    PacketSocketAddress m_peerAddress; //!< where it is connected to
    double m_window{0.0};              //!< congestion window [byte]
    uint64_t m_underWay{0};            //!< bytes sent, fate unknown
    bool m_closing{false};             //!< close when all is delivered
    bool m_deaf{false};                //!< Close does not wait for that
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BULK_SOCKET_H */
