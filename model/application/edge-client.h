/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_CLIENT_H
#define EDGE_LEARNING_EDGE_CLIENT_H

#include "edge-locator.h"
#include "message-application.h"

#include "ns3/event-id.h"
#include "ns3/net-device.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An application that keeps a conversation with the edge server that serves it now.
 *
 * It finds the edge server, or a relay that stands for one, registers with the clearing house
 * through it, and starts all over when the connection ends, when the locator says that another one
 * should serve it now, or when it owes something and no byte of it was acknowledged for
 * StallTimeout. Whenever a link of the node comes up or has moved to another cell, it asks the
 * locator again, and leaves the edge server for another one if that is the answer now.
 */
class EdgeClient : public MessageApplication
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a conversation.
    EdgeClient();
    ~EdgeClient() override;

    int64_t AssignStreams(int64_t stream) override;

  protected:
    void DoDispose() override;

    /// Look for an edge server and go on from there.
    void OpenSession();

    /// End the conversation; nothing is looked for any more.
    void CloseSession();

    /// End the conversation, and look for an edge server after RetryInterval and RetryJitter.
    void RenewSession();

    /// @return true while registered with an edge server
    bool HasSession() const;

    /// @return node id of the edge server or relay, while HasSession()
    uint32_t GetEdge() const;

    /// @return true while bytes for the edge server are not yet acknowledged
    bool OwesBytes() const;

    /**
     * @brief Send to the edge server, and watch that it gets there.
     * @param message the message
     */
    void SendToEdge(const Message& message);

    /**
     * @brief Pass a message of somebody else on to the edge server, and watch that it gets there.
     * @param message the message, sealed
     */
    void ForwardToEdge(const Message& message);

    /**
     * @brief Open a conversation that this application carries for somebody else.
     * @param token its token
     */
    void OpenConversation(uint64_t token);

    /**
     * @brief End a conversation that this application carries for somebody else.
     * @param token its token
     */
    void CloseConversation(uint64_t token);

    /// @return token of the application's own conversation, while HasSession()
    uint64_t GetOwnToken() const;

    /// @return when bytes were last acknowledged or received, while HasSession()
    Time GetLastProgress() const;

    /// @return what proves this application's identity
    virtual uint64_t GetCredential();

    /// @return RetryInterval and RetryJitter, drawn anew
    Time DrawRetryPause() const;

  private:
    /// The conversation is open.
    virtual void SessionOpened() = 0;
    /// The conversation ended; another one is looked for.
    virtual void SessionLost() = 0;
    /// A device of the node lost its link, or the network the connection.
    virtual void LinkLost() = 0;
    /// Take a message of the edge server.
    virtual void HandleEdge(const Message& message) = 0;
    /// @return what to register with; role, id and credential are filled in
    virtual RegisterBody MakeRegistration() const;
    /// Take a message of another peer.
    virtual void HandlePeer(Ptr<MessageChannel> channel, const Message& message);
    /// Take the first message on a channel that somebody else opened.
    virtual void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message);
    /// The channel to another peer has ended.
    virtual void HandlePeerClosed(Ptr<MessageChannel> channel);

    void HandleMessage(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleStranger(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleClosed(Ptr<MessageChannel> channel) override;

    bool IsBulk() const;
    void Search();
    void Found(const Address& edge);
    void BreakOff();
    void WatchProgress();
    void CheckProgress();
    void WatchLinks();
    void LinkChanged(Ptr<NetDevice> device);

    Ptr<EdgeLocator> m_locator;              //!< finds the edge
    Ptr<RandomVariableStream> m_retryJitter; //!< on top of m_retryInterval, as a share of it
    Time m_stallTimeout;                     //!< without acknowledged bytes
    Ptr<MessageChannel> m_edge;              //!< the conversation
    Address m_address;                       //!< of the edge server called last
    uint64_t m_credential{0};                //!< proves the identity at the clearing house
    EventId m_searchEvent;                   //!< the next search
    EventId m_stallEvent;                    //!< the next look at the progress
    bool m_open{false};                      //!< a conversation is wished for
    bool m_watchesLinks{false};              //!< devices report their link to this application
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_CLIENT_H */
