/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_HOUSE_CLIENT_H
#define EDGE_LEARNING_HOUSE_CLIENT_H

#include "message-application.h"

#include "ns3/event-id.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An application that is registered with the clearing house (Remote): an edge server or an owner.
 *
 * A connection that ends is tried again after RetryInterval, and the registration renewed.
 */
class HouseClient : public MessageApplication
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  protected:
    /// Call the clearing house and register.
    void ConnectHouse();

    /// Forget the clearing house.
    void LeaveHouse();

    /// @return true while registered
    bool HasHouse() const;

    /**
     * @brief Send to the clearing house.
     * @param message the message
     * @return false when it is lost, since there is no registration now
     */
    bool SendToHouse(const Message& message);

  private:
    /// @return what to register with; role, id and credential are filled in
    virtual RegisterBody MakeRegistration() const = 0;
    /// The registration stands.
    virtual void HouseJoined() = 0;
    /// The connection to the clearing house ended.
    virtual void HouseLost() = 0;
    /// Take a message of the clearing house.
    virtual void HandleHouse(const Message& message) = 0;
    /// Take a message of another peer.
    virtual void HandlePeer(Ptr<MessageChannel> channel, const Message& message) = 0;
    /// Take the first message on a channel that somebody else opened.
    virtual void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message) = 0;
    /// The channel to another peer has ended.
    virtual void HandlePeerClosed(Ptr<MessageChannel> channel) = 0;

    void HandleMessage(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleStranger(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleClosed(Ptr<MessageChannel> channel) override;

    Ptr<MessageChannel> m_house; //!< the conversation with the clearing house
    uint64_t m_credential{0};    //!< proves the identity there
    EventId m_houseEvent;        //!< the next attempt
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_HOUSE_CLIENT_H */
