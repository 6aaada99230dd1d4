/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_HUB_H
#define EDGE_LEARNING_EDGE_HUB_H

#include "beacon-sender.h"
#include "house-client.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The connections of an edge server: to the clearing house, to the owners that it introduces, and
 * to the workers of the cell, who are registered with it on their behalf.
 */
class EdgeHub : public HouseClient
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without connections.
    EdgeHub();
    ~EdgeHub() override;

    Role GetRole() const override;

  protected:
    /// Listen, call the clearing house, send beacons.
    void OpenConnections();

    /// Forget everybody.
    void CloseConnections();

    /**
     * @brief Send to an owner.
     * @param owner which
     * @param round the owner's round
     * @param message the message
     * @return false when it is lost, since there is no connection now
     */
    bool SendToOwner(OwnerId owner, uint32_t round, Message message);

    /**
     * @brief Send to a worker of the cell.
     * @param worker its node id
     * @param message the message
     * @return false when it is lost, since there is no connection now
     */
    bool SendToWorker(uint32_t worker, const Message& message);

  private:
    /// An owner that the clearing house introduced.
    struct OwnerLink
    {
        Address address;             //!< where it listens
        uint64_t token{0};           //!< of the conversation
        Ptr<MessageChannel> channel; //!< null while there is none
        EventId retry;               //!< the next attempt
    };

    /// A worker's registration that the clearing house has not answered.
    struct Registration
    {
        Ptr<MessageChannel> channel; //!< to the worker
        Message request;             //!< for the clearing house
    };

    /// A connection to an owner was opened.
    virtual void OwnerJoined(OwnerId owner) = 0;
    /// A worker's connection ended, or was replaced by a new one.
    virtual void WorkerLost(uint32_t worker) = 0;
    /// Take a message of the clearing house about the market.
    virtual void HandleMarket(const Message& message) = 0;
    /// Take a message of an owner.
    virtual void HandleOwner(OwnerId owner, const Message& message) = 0;
    /// Take a message of a worker.
    virtual void HandleWorker(uint32_t worker, const Message& message) = 0;

    TypeId GetClientProtocol() const override;
    RegisterBody MakeRegistration() const override;
    void HouseJoined() override;
    void HandleHouse(const Message& message) override;
    void HandlePeer(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message) override;
    void HandlePeerClosed(Ptr<MessageChannel> channel) override;

    void ConnectOwner(OwnerId owner);
    void Introduced(const Message& message);
    void RegisterWorker(Ptr<MessageChannel> channel, const Message& message);
    void WorkerRegistered(const Message& message);

    TypeId m_backhaulProtocol;                         //!< towards clearing house and owners
    Time m_beaconInterval;                             //!< zero: no beacons
    uint16_t m_beaconPort;                             //!< where locators listen
    BeaconSender m_beacon;                             //!< broadcasts
    uint64_t m_registration{0};                        //!< number of the last worker's registration
    std::map<uint64_t, Registration> m_registering;    //!< under way, by number
    std::map<uint32_t, Ptr<MessageChannel>> m_workers; //!< by node id; null while away
    std::map<OwnerId, OwnerLink> m_owners;             //!< introduced
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_HUB_H */
