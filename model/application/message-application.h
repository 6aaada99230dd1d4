/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MESSAGE_APPLICATION_H
#define EDGE_LEARNING_MESSAGE_APPLICATION_H

#include "ns3/application.h"
#include "ns3/market-bodies.h"
#include "ns3/message-channel.h"
#include "ns3/ns3-compat.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <list>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What every role has in common: sockets, channels, authentication, and the trace of each message.
 *
 * A message on a channel that is not yet bound to a peer goes to HandleStranger(), which accepts
 * only what opens a conversation, and so does the registration of a worker that a relay passes on;
 * all others must carry the identity and token of a conversation that this channel carries. What
 * is refused is counted, traced with its reason, and has no other effect.
 */
class MessageApplication : public Application
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Makes the random variable of tokens; AssignStreams() fixes its stream.
    MessageApplication();
    ~MessageApplication() override;

    /**
     * TracedCallback signature for messages sent and received.
     *
     * @param header the message's header
     */
    typedef void (*MessageTracedCallback)(const MessageHeader& header);

    /**
     * TracedCallback signature for messages that were refused.
     *
     * @param header the header as it came; of a broken stream its fields mean nothing
     * @param reason why
     */
    typedef void (*RejectTracedCallback)(const MessageHeader& header, RejectReason reason);

    /**
     * @brief Assign a fixed random variable stream number to the random variables used.
     * @param stream first stream index to use
     * @return the number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream) EDGE_LEARNING_APPLICATION_OVERRIDE;

    /// @return what this application is
    virtual Role GetRole() const = 0;

    /// @return its id on the wire: the node's id, or the owner id
    virtual uint32_t GetId() const;

    /// @return messages refused so far
    uint64_t GetRejected() const;

    /**
     * @brief Break down now: connections end, and whatever was under way is lost.
     *
     * What a computer keeps on its disk is kept: identities, models, accounts, leases and reports.
     * Nothing happens to an application that is down already.
     */
    void Fail();

    /// Start again after Fail(). Nothing happens unless it failed, nor after StopTime.
    void Restart();

  protected:
    void DoDispose() override;

    /**
     * @brief Accept connections at the Local attribute.
     */
    void Listen();

    /**
     * @brief Open a channel.
     * @param remote whom to call; a PacketSocketAddress over BulkSocketFactory
     * @return the channel, or null when there is no way to it now
     */
    Ptr<MessageChannel> Connect(const Address& remote);

    /**
     * @brief Send a message on behalf of this application.
     * @param channel where; null or closed means that the message is lost
     * @param message the message; sender, sequence, token, lengths and CRC are filled in
     * @return false when the message is lost
     */
    bool Send(Ptr<MessageChannel> channel, Message message);

    /**
     * @brief Send a message in one of the conversations that the channel carries.
     * @param channel where; null or closed means that the message is lost
     * @param message the message; sender, sequence, token, lengths and CRC are filled in
     * @param token the conversation's
     * @return false when the message is lost
     */
    bool Send(Ptr<MessageChannel> channel, Message message, uint64_t token);

    /**
     * @brief Pass on a message of somebody else as it came.
     * @param channel where; null or closed means that the message is lost
     * @param message the message, sealed
     * @return false when the message is lost
     */
    bool Forward(Ptr<MessageChannel> channel, const Message& message);

    /// @return the largest message accepted, in bytes
    uint64_t GetMaxMessageBytes() const;

    /**
     * @brief Refuse a message: count and trace it.
     * @param header its header
     * @param reason why
     */
    void Reject(const MessageHeader& header, RejectReason reason);

    /**
     * @brief Read a body; a malformed one is refused.
     * @tparam B the body's type
     * @param message the message
     * @return the body, or nothing
     */
    template <typename B>
    std::optional<B> Parse(const Message& message)
    {
        std::optional<B> body = Decode<B>(message.Bytes());
        if (!body)
        {
            Reject(message.header, RejectReason::MALFORMED);
        }
        return body;
    }

    /**
     * @brief Take the answer to this application's registration, and bind the channel by it.
     * @param channel where it came
     * @param message the message; whatever is no such answer is refused
     * @param server what its sender must be
     * @return true when the channel is bound
     */
    bool AcceptRegistration(Ptr<MessageChannel> channel, const Message& message, Role server);

    /// @return the socket factory of connections to IP addresses that this application opens;
    ///         Protocol unless overridden
    virtual TypeId GetClientProtocol() const;

    /// @return a fresh 64-bit number of this application's own stream, never 0
    uint64_t DrawToken();

    Address m_local;                     //!< where to listen
    Address m_remote;                    //!< whom to call
    TypeId m_protocol;                   //!< socket factory
    Time m_retryInterval;                //!< pause before a connection is tried again
    Ptr<UniformRandomVariable> m_random; //!< tokens and credentials

  private:
    void StartApplication() override;
    void StopApplication() override;
    void Run();
    void Halt();

    /// Begin: listen, connect.
    virtual void DoStart() = 0;
    /// End: cancel events. Channels are closed afterwards.
    virtual void DoStop() = 0;
    /// The application goes down and the simulation goes on: trace what is lost.
    virtual void DoLose();
    /// Take a message of a conversation; the header says truly whose.
    virtual void HandleMessage(Ptr<MessageChannel> channel, const Message& message) = 0;
    /// Take a message on a channel that is not yet bound, or one that opens a conversation.
    virtual void HandleStranger(Ptr<MessageChannel> channel, const Message& message) = 0;
    /// A channel has ended.
    virtual void HandleClosed(Ptr<MessageChannel> channel) = 0;

    Ptr<Socket> MakeSocket(TypeId protocol) const;
    Ptr<MessageChannel> Adopt(Ptr<Socket> socket, bool connected);
    void Accepted(Ptr<Socket> socket, const Address& from);
    void Refuse(Ptr<Socket> socket, const Address& from);
    void Receive(Ptr<MessageChannel> channel, const Message& message);
    void Closed(Ptr<MessageChannel> channel);

    uint64_t m_maxMessageBytes;                //!< the largest message accepted
    Ptr<Socket> m_listener;                    //!< accepts connections
    std::list<Ptr<MessageChannel>> m_channels; //!< all that are open, and a few that were
    uint32_t m_sequence{0};                    //!< of the last message sent
    uint64_t m_rejected{0};                    //!< messages refused
    bool m_running{false};                     //!< between start and stop or failure
    bool m_failed{false};                      //!< may start again

    TracedCallback<const MessageHeader&> m_txTrace;                   //!< messages sent
    TracedCallback<const MessageHeader&> m_rxTrace;                   //!< messages handled
    TracedCallback<const MessageHeader&, RejectReason> m_rejectTrace; //!< messages refused
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MESSAGE_APPLICATION_H */
