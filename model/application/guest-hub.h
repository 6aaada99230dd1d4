/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_GUEST_HUB_H
#define EDGE_LEARNING_GUEST_HUB_H

#include "message-application.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The connections of a server that registers its workers itself, without a clearing house: a split
 * server, or one that computes for others. A worker that registers again must show the credential
 * of the first time.
 */
class GuestHub : public MessageApplication
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without connections.
    GuestHub();
    ~GuestHub() override;

    Role GetRole() const override;

  protected:
    /**
     * @brief Send to a worker.
     * @param worker its node id
     * @param message the message
     * @return false when it is lost, since there is no connection now
     */
    bool SendToWorker(uint32_t worker, Message message);

    /**
     * @brief Find out whether a worker is there.
     * @param worker its node id
     * @return true while it has a connection
     */
    bool IsPresent(uint32_t worker) const;

    /**
     * @brief End the connection to a worker, which may register again. WorkerLost() is not called.
     * @param worker its node id
     */
    void Dismiss(uint32_t worker);

    /// Forget all connections, but not who was there.
    void ForgetConnections();

  private:
    /// Somebody who registered.
    struct Guest
    {
        Ptr<MessageChannel> channel; //!< null while it is away
        uint64_t credential{0};      //!< proves its identity
    };

    /// A worker is registered and was told so now.
    virtual void WorkerJoined(uint32_t worker) = 0;
    /// A worker's connection ended, or is about to be replaced by a new one.
    virtual void WorkerLost(uint32_t worker) = 0;
    /// Take a message of a worker.
    virtual void HandleWorker(uint32_t worker, const Message& message) = 0;

    void HandleMessage(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleStranger(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleClosed(Ptr<MessageChannel> channel) override;

    void Register(Ptr<MessageChannel> channel,
                  const MessageHeader& header,
                  const RegisterBody& body);

    std::map<uint32_t, Guest> m_guests; //!< by node id
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_GUEST_HUB_H */
