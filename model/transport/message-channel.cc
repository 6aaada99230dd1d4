/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-channel.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3::edgelearning
{

MessageChannel::MessageChannel(Ptr<Socket> socket, bool connected, uint64_t maxFrameBytes)
    : m_socket(socket),
      m_parser(
          maxFrameBytes,
          [this](const Message& message) {
              if (m_message)
              {
                  m_message(this, message);
              }
          },
          [this](const MessageHeader& header, RejectReason reason) {
              if (m_reject)
              {
                  m_reject(this, header, reason);
              }
          }),
      m_stream(socket->GetSocketType() == Socket::NS3_SOCK_STREAM),
      m_connected(connected),
      m_fresh(connected),
      m_lastProgress(Simulator::Now()),
      m_conversations{{0, Conversation()}}
{
    UintegerValue segment;
    if (DynamicCast<TcpSocket>(socket) && socket->GetAttributeFailSafe("SegmentSize", segment))
    {
        m_segment = std::max<uint64_t>(1, segment.Get());
    }
    m_bufferSize = socket->GetTxAvailable();
    socket->SetConnectCallback(MakeCallback(&MessageChannel::Connected, this),
                               MakeCallback(&MessageChannel::Ended, this));
    socket->SetCloseCallbacks(MakeCallback(&MessageChannel::Ended, this),
                              MakeCallback(&MessageChannel::Lost, this));
    socket->SetRecvCallback(MakeCallback(&MessageChannel::Readable, this));
    socket->SetSendCallback(MakeCallback(&MessageChannel::Writable, this));
}

MessageChannel::~MessageChannel()
{
    Abandon();
}

void
MessageChannel::SetSinks(MessageSink message, RejectSink reject, ClosedSink closed)
{
    m_message = std::move(message);
    m_reject = std::move(reject);
    m_closed = std::move(closed);
}

bool
MessageChannel::Send(const Message& message)
{
    if (!m_socket || m_closing)
    {
        return false;
    }
    NS_ABORT_MSG_IF(!m_stream && message.header.GetFrameBytes() > INT32_MAX,
                    "a message of " << message.header.GetFrameBytes()
                                    << " bytes is more than one Send of a message socket carries ("
                                    << INT32_MAX << "); take a smaller model or a stream socket");
    if (m_queue.empty() && GetUnacknowledged() == 0)
    {
        m_lastProgress = Simulator::Now(); // The peer could not have acknowledged anything before.
    }
    m_queuedBytes += message.header.GetFrameBytes();
    m_queue.emplace_back(message, m_stream);
    Flush();
    return true;
}

void
MessageChannel::Close()
{
    if (m_socket)
    {
        Ptr<Socket> socket = m_socket;
        Detach();
        if (!m_stream)
        {
            socket->ShutdownRecv(); // Or a message socket would wait until all of it is across.
        }
        socket->Close();
    }
}

void
MessageChannel::Abandon()
{
    Detach();
}

void
MessageChannel::CloseAfterSending()
{
    m_closing = true;
    EndIfSent();
}

bool
MessageChannel::IsOpen() const
{
    return m_socket != nullptr && !m_closing;
}

bool
MessageChannel::IsDone() const
{
    return !m_socket;
}

bool
MessageChannel::WasLost() const
{
    return m_lost;
}

uint64_t
MessageChannel::GetUnacknowledged() const
{
    const uint32_t available = m_socket ? m_socket->GetTxAvailable() : m_bufferSize;
    return m_queuedBytes + (m_bufferSize > available ? m_bufferSize - available : 0);
}

Time
MessageChannel::GetLastProgress() const
{
    // A message socket knows of no byte before the message is there, and ends when one is lost.
    const bool underWay = !m_stream && m_socket && m_socket->GetTxAvailable() < m_bufferSize;
    return underWay ? Simulator::Now() : m_lastProgress;
}

void
MessageChannel::Bind(Role role, uint32_t id, uint64_t token)
{
    Conversation conversation;
    if (!m_bound)
    {
        conversation = m_conversations[0]; // The peer's sequence goes on.
        m_conversations.clear();
        m_bound = true;
        m_token = token;
    }
    conversation.role = role;
    conversation.id = id;
    m_conversations[token] = conversation;
}

void
MessageChannel::Unbind(uint64_t token)
{
    if (token != m_token)
    {
        m_conversations.erase(token);
    }
}

bool
MessageChannel::IsBound() const
{
    return m_bound;
}

Role
MessageChannel::GetPeerRole() const
{
    return m_conversations.at(m_token).role;
}

uint32_t
MessageChannel::GetPeerId() const
{
    return m_conversations.at(m_token).id;
}

uint64_t
MessageChannel::GetToken() const
{
    return m_token;
}

bool
MessageChannel::Admit(const MessageHeader& header, RejectReason& reason)
{
    const auto found = m_conversations.find(m_bound ? header.token : 0);
    if (m_bound && (found == m_conversations.end() || header.role != found->second.role ||
                    header.sender != found->second.id))
    {
        reason = RejectReason::STRANGER;
        return false;
    }
    Conversation& conversation = found->second;
    // Serial number arithmetic (RFC 1982), so that the sequence may wrap.
    if (!conversation.anySequence &&
        static_cast<int32_t>(header.sequence - conversation.lastSequence) <= 0)
    {
        reason = RejectReason::DUPLICATE;
        return false;
    }
    conversation.anySequence = false;
    conversation.lastSequence = header.sequence;
    return true;
}

void
MessageChannel::Connected(Ptr<Socket>)
{
    m_connected = true;
    m_lastProgress = Simulator::Now();
    Flush();
}

void
MessageChannel::Ended(Ptr<Socket>)
{
    Ptr<MessageChannel> alive(this);
    Read();
    Fail();
}

void
MessageChannel::Lost(Ptr<Socket> socket)
{
    m_lost = true;
    Ended(socket);
}

void
MessageChannel::Readable(Ptr<Socket>)
{
    if (m_fresh)
    {
        // A TCP socket that answers while it is still handling the segment which completed its
        // handshake never sends the answer (seen on loopback, ns-3.37).
        m_fresh = false;
        m_firstRead = Simulator::ScheduleNow(&MessageChannel::Read, this);
        return;
    }
    Read();
}

void
MessageChannel::Read()
{
    Ptr<MessageChannel> alive(this);
    Ptr<Socket> socket = m_socket;
    Ptr<Packet> packet;
    while (m_socket && (packet = socket->Recv()))
    {
        if (packet->GetSize() == 0)
        {
            break;
        }
        m_lastProgress = Simulator::Now();
        if (!m_parser.Consume(packet))
        {
            if (m_socket)
            {
                socket->Close();
            }
            Fail();
        }
    }
}

void
MessageChannel::Writable(Ptr<Socket>, uint32_t)
{
    m_lastProgress = Simulator::Now();
    Flush();
}

void
MessageChannel::Flush()
{
    Ptr<MessageChannel> alive(this);
    while (m_socket && m_connected && !m_queue.empty())
    {
        OutgoingMessage& message = m_queue.front();
        const uint32_t room = m_socket->GetTxAvailable();
        if (room == 0 || !FlushSegment(message, room))
        {
            return;
        }
        if (message.GetLeft() == 0)
        {
            m_queue.pop_front();
        }
    }
    EndIfSent();
}

void
MessageChannel::EndIfSent()
{
    if (m_socket && m_closing && m_queue.empty())
    {
        Ptr<Socket> socket = m_socket;
        Detach();
        socket->Close();
    }
}

bool
MessageChannel::FlushSegment(OutgoingMessage& message, uint32_t room)
{
    const uint64_t left = message.GetLeft();
    if (!m_stream && left > room && room < m_bufferSize)
    {
        return false;
    }
    const uint64_t size =
        m_stream ? message.GetSegmentSize(std::min<uint64_t>(m_segment, room)) : left;
    const int sent = m_socket->Send(message.MakePacket(size));
    if (sent <= 0 || !m_socket)
    {
        return false; // A socket that broke while it sent has ended all, the message with it.
    }
    message.Take(sent);
    m_queuedBytes -= sent;
    return true;
}

void
MessageChannel::Detach()
{
    m_parser.Stop();
    m_firstRead.Cancel();
    m_queue.clear();
    m_queuedBytes = 0;
    if (m_socket)
    {
        m_socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                     MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                    MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
        m_socket = nullptr;
    }
}

void
MessageChannel::Fail()
{
    Ptr<MessageChannel> alive(this);
    Ptr<Socket> socket = m_socket;
    if (!socket)
    {
        return;
    }
    Detach();
    socket->Close();
    if (m_closed)
    {
        ClosedSink closed = m_closed;
        closed(alive);
    }
}

} // namespace ns3::edgelearning
