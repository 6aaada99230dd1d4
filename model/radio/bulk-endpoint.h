/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BULK_ENDPOINT_H
#define EDGE_LEARNING_BULK_ENDPOINT_H

#include "bulk-socket-factory.h"

#include "ns3/socket.h"

#include <deque>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What a message socket does without its peer: errors, and messages that wait to be read.
 */
class BulkEndpoint : public Socket
{
  public:
    /**
     * @param factory the factory of its node
     */
    explicit BulkEndpoint(Ptr<BulkSocketFactory> factory);
    ~BulkEndpoint() override;

    using Socket::Bind;
    using Socket::Recv;
    SocketErrno GetErrno() const override;
    SocketType GetSocketType() const override;
    Ptr<Node> GetNode() const override;
    int Bind() override;
    int Bind6() override;
    int SendTo(Ptr<Packet> packet, uint32_t flags, const Address& to) override;
    uint32_t GetRxAvailable() const override;
    Ptr<Packet> Recv(uint32_t maxSize, uint32_t flags) override;
    bool SetAllowBroadcast(bool allow) override;
    bool GetAllowBroadcast() const override;

  protected:
    /// @return the factory of its node
    BulkSocketFactory& GetFactory() const;

    /**
     * @brief Set the error and return -1.
     * @param error the error
     * @return -1
     */
    int Fail(SocketErrno error) const;

    /**
     * @brief A message has arrived: let the application read it.
     * @param message the message
     */
    void Deliver(Ptr<Packet> message);

  private:
    Ptr<BulkSocketFactory> m_factory;            //!< of the node
    std::deque<Ptr<Packet>> m_received;          //!< messages not read yet
    uint32_t m_receivedBytes{0};                 //!< their bytes
    mutable SocketErrno m_errno{ERROR_NOTERROR}; //!< last error
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BULK_ENDPOINT_H */
