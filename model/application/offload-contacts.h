/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_CONTACTS_H
#define EDGE_LEARNING_OFFLOAD_CONTACTS_H

#include "edge-client.h"
#include "offload-peer.h"

#include <map>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A device's connections to those who could compute for it: the edge server that serves it now, as
 * of any EdgeClient, and neighbours at given addresses. It asks each what it has, at once and every
 * QueryInterval, and calls those that it lost again.
 */
class OffloadContacts : public EdgeClient
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Knows nobody.
    OffloadContacts();
    ~OffloadContacts() override;

    Role GetRole() const override;

    /**
     * @brief Name another device that may be asked to compute, or a further edge server.
     * @param address where its OffloadServer listens
     */
    void AddNeighbour(const Address& address);

    /// @return servers that are there and have said what they have, in order of their ids
    std::vector<OffloadCandidate> GetServers() const;

  protected:
    /// Call everybody; neighbours after a share of RetryInterval, drawn as RetryJitter.
    void OpenContacts();

    /// Leave everybody, without a ContactLost().
    void CloseContacts();

    /**
     * @brief Send to a server.
     * @param node its node id
     * @param message the message
     * @return false when it is lost, since there is no connection now
     */
    bool SendTo(uint32_t node, const Message& message);

    /**
     * @brief A server says nothing though it should: leave it, and call it again later.
     * @param node its node id
     */
    void GiveUp(uint32_t node);

    /// @param node id of a server that is there @return what is known of it
    OffloadPeer& GetPeer(uint32_t node);

    /// @param node id of a server that may be there @param ticket a task no more expected of it
    void ForgetTask(uint32_t node, Ticket ticket);

    /// @param node id of a server that is there @return when bytes to or from it last arrived
    Time GetContactProgress(uint32_t node) const;

    Time m_patience;       //!< with who should answer
    double m_sendPower;    //!< of the device's radio, in watts
    double m_receivePower; //!< of the device's radio, in watts

  private:
    /// Somebody whose address was given.
    struct Neighbour
    {
        Address address;              //!< where it listens
        std::optional<uint32_t> node; //!< whose that turned out to be
        Ptr<MessageChannel> channel;  //!< null between two calls
        EventId call;                 //!< the next call, or the end of patience with this one
    };

    /// Somebody who is there.
    struct Contact
    {
        OffloadPeer peer;            //!< what is known of it
        Ptr<MessageChannel> channel; //!< null: the edge server's is the EdgeClient's
        EventId query;               //!< the next question
    };

    /// A server is no more there, nor what it had to do; it is forgotten already.
    virtual void ContactLost(uint32_t node) = 0;
    /// Take a message about a task.
    virtual void HandleServer(uint32_t node, const Message& message) = 0;

    void SessionOpened() override;
    void SessionLost() override;
    void LinkLost() override;
    void HandleEdge(const Message& message) override;
    void HandlePeer(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message) override;
    void HandlePeerClosed(Ptr<MessageChannel> channel) override;

    void Call(std::size_t index);
    void CallLater(std::size_t index);
    void Meet(uint32_t node, OffloadPlace place, Ptr<MessageChannel> channel);
    void Lose(uint32_t node);
    void Query(uint32_t node);
    void Take(uint32_t node, const Message& message);

    bool m_usesEdge;      //!< look for an edge server
    double m_assumedRate; //!< of links not yet measured, in bit/s
    Time m_queryInterval; //!< between two questions

    std::vector<Neighbour> m_neighbours;    //!< whose addresses were given
    std::map<uint32_t, Contact> m_contacts; //!< by node id
    std::optional<uint32_t> m_edgeNode;     //!< whom the EdgeClient talks to
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_CONTACTS_H */
