/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MESSAGE_CHANNEL_H
#define EDGE_LEARNING_MESSAGE_CHANNEL_H

#include "frame-parser.h"
#include "outgoing-message.h"

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"
#include "ns3/socket.h"

#include <deque>
#include <functional>
#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Messages over one connected ns-3 socket, in both directions.
 *
 * On a stream socket a message is cut into segments and sent as the socket's buffer drains; on a
 * message socket one Send is one message, which may be larger than the buffer if nothing else is in
 * it. A channel may be bound to a peer: then it knows who speaks on it and with which token. A
 * relay's channel carries the conversations of its workers beside its own; the token tells them
 * apart.
 */
class MessageChannel : public SimpleRefCount<MessageChannel>
{
  public:
    /// Takes a message that arrived whole.
    using MessageSink = std::function<void(Ptr<MessageChannel>, const Message&)>;
    /// Takes the header and the reason of a frame that was refused.
    using RejectSink = std::function<void(Ptr<MessageChannel>, const MessageHeader&, RejectReason)>;
    /// Takes a channel that was closed or reset by the peer, by the network, or for a bad stream.
    using ClosedSink = std::function<void(Ptr<MessageChannel>)>;

    /**
     * @brief Take over a socket.
     * @param socket a connected or connecting socket
     * @param connected false while the socket's handshake is still to come
     * @param maxFrameBytes the largest message that is accepted
     */
    MessageChannel(Ptr<Socket> socket, bool connected, uint64_t maxFrameBytes);
    ~MessageChannel();

    MessageChannel(const MessageChannel&) = delete;
    MessageChannel& operator=(const MessageChannel&) = delete;

    /**
     * @brief Say who takes what arrives.
     * @param message takes messages
     * @param reject takes refusals
     * @param closed takes the end of the channel, once
     */
    void SetSinks(MessageSink message, RejectSink reject, ClosedSink closed);

    /**
     * @brief Queue a message; it leaves as the socket takes it.
     * @param message the message, sealed
     * @return false when the channel is closed
     */
    bool Send(const Message& message);

    /// Close without telling the closed sink; what is queued is lost.
    void Close();

    /// Let go of the socket without a word to the network: for the end of the simulation.
    void Abandon();

    /// Close gracefully after what is queued has been handed to the socket.
    void CloseAfterSending();

    /// @return true until the channel is closed from either side
    bool IsOpen() const;

    /// @return true when the channel has let go of its socket: nothing moves on it any more
    bool IsDone() const;

    /// @return true when the channel ended since the network did not get its bytes across, and
    ///         not by the wish of one of its ends
    bool WasLost() const;

    /// @return bytes queued here or in the socket and not yet acknowledged by the peer's host
    uint64_t GetUnacknowledged() const;

    /// @return the last time at which bytes were acknowledged or received; now, while a message
    ///         socket, which would tell of a loss, has a message under way
    Time GetLastProgress() const;

    /**
     * @brief Open a conversation with somebody who proved who he is.
     *
     * The first one is the peer's own; any other needs a relay at one of the two ends. A
     * conversation of the same token is replaced.
     *
     * @param role what the other is
     * @param id its node id or owner id
     * @param token the token that every message of the conversation carries from now on
     */
    void Bind(Role role, uint32_t id, uint64_t token);

    /**
     * @brief End a conversation that is not the peer's own.
     * @param token its token
     */
    void Unbind(uint64_t token);

    /// @return true when the peer is known
    bool IsBound() const;
    /// @return what the peer is
    Role GetPeerRole() const;
    /// @return node id or owner id of the peer
    uint32_t GetPeerId() const;
    /// @return token of the peer's own conversation
    uint64_t GetToken() const;

    /**
     * @brief Check a message against its conversation and the sequence, and note its sequence.
     * @param header the message's header
     * @param[out] reason why it does not pass
     * @return true when it may be handled
     */
    bool Admit(const MessageHeader& header, RejectReason& reason);

  private:
    /// Somebody who speaks on this channel.
    struct Conversation
    {
        Role role{Role::WORKER};  //!< what he is
        uint32_t id{0};           //!< his node id or owner id
        bool anySequence{true};   //!< nothing admitted yet
        uint32_t lastSequence{0}; //!< last sequence admitted
    };

    void Connected(Ptr<Socket> socket);
    void Ended(Ptr<Socket> socket);
    void Lost(Ptr<Socket> socket);
    void Readable(Ptr<Socket> socket);
    void Read();
    void Writable(Ptr<Socket> socket, uint32_t available);
    void Flush();
    void EndIfSent();
    bool FlushSegment(OutgoingMessage& message, uint32_t room);
    void Detach();
    void Fail();

    Ptr<Socket> m_socket;                //!< null once closed
    FrameParser m_parser;                //!< cuts what arrives
    MessageSink m_message;               //!< takes messages
    RejectSink m_reject;                 //!< takes refusals
    ClosedSink m_closed;                 //!< takes the end
    std::deque<OutgoingMessage> m_queue; //!< messages not yet handed over whole
    uint64_t m_queuedBytes{0};           //!< bytes in m_queue not yet handed over
    uint32_t m_segment{1400};            //!< bytes a Send call on a stream socket
    uint32_t m_bufferSize{0};            //!< what the socket's send buffer holds when empty
    bool m_stream;                       //!< a stream socket
    bool m_connected{false};             //!< the handshake is done
    bool m_closing{false};               //!< close when the queue is empty
    bool m_lost{false};                  //!< the network ended it
    bool m_fresh;                        //!< accepted, and nothing read yet
    EventId m_firstRead;                 //!< of a fresh channel
    Time m_lastProgress;                 //!< last acknowledgement or arrival
    bool m_bound{false};                 //!< the peer is known
    uint64_t m_token{0};                 //!< of the peer's own conversation

    std::map<uint64_t, Conversation> m_conversations; //!< by token; the unknown peer's is 0
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MESSAGE_CHANNEL_H */
