/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_HUB_H
#define EDGE_LEARNING_EDGE_HUB_H

#include "beacon-sender.h"
#include "device-registrations.h"
#include "house-client.h"

#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The connections of an edge server: to the clearing house, to the owners that it introduces, and
 * to the workers and relays of the cell, who are registered with it on their behalf. A relay's
 * connection carries the conversations of the workers behind it.
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

    /**
     * @brief Send to a relay of the cell.
     * @param relay its node id
     * @param message the message
     * @return false when it is lost, since there is no connection now
     */
    bool SendToRelay(uint32_t relay, const Message& message);

    /**
     * @brief Find out how a worker is reached.
     * @param worker its node id
     * @return node id of the relay that it is behind, or nothing
     */
    std::optional<uint32_t> GetRelayOf(uint32_t worker) const;

    /**
     * @brief Find out what a relay does.
     * @param relay its node id
     * @return true when it combines the updates of its workers
     */
    bool IsAggregating(uint32_t relay) const;

    void HouseJoined() override;

  private:
    /// An owner that the clearing house introduced.
    struct OwnerLink
    {
        Address address;             //!< where it listens
        uint64_t token{0};           //!< of the conversation
        Ptr<MessageChannel> channel; //!< null while there is none
        EventId retry;               //!< the next attempt
    };

    /// How to reach a worker.
    struct WorkerLink
    {
        Ptr<MessageChannel> channel; //!< its own or its relay's; null while it is away
        uint64_t token{0};           //!< of its conversation
    };

    /// How to reach a relay.
    struct RelayLink
    {
        Ptr<MessageChannel> channel; //!< null while it is away
        bool aggregates{false};      //!< combines the updates of its workers
    };

    /// A connection to an owner was opened.
    virtual void OwnerJoined(OwnerId owner) = 0;
    /// A worker is registered.
    virtual void WorkerJoined(uint32_t worker) = 0;
    /// A worker's connection ended, or was replaced by a new one.
    virtual void WorkerLost(uint32_t worker) = 0;
    /// Take a message of the clearing house about the market.
    virtual void HandleMarket(const Message& message) = 0;
    /// Take a message of an owner.
    virtual void HandleOwner(OwnerId owner, const Message& message) = 0;
    /// Take a message of a worker.
    virtual void HandleWorker(uint32_t worker, const Message& message) = 0;
    /// Take a message of a relay's own.
    virtual void HandleRelay(uint32_t relay, const Message& message) = 0;

    TypeId GetClientProtocol() const override;
    RegisterBody MakeRegistration() const override;
    void HandleHouse(const Message& message) override;
    void HandlePeer(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message) override;
    void HandlePeerClosed(Ptr<MessageChannel> channel) override;

    void ConnectOwner(OwnerId owner);
    void Introduced(const Message& message);
    void RegisterDevice(Ptr<MessageChannel> channel, const Message& message);
    void DeviceRegistered(const Message& message);
    void RelayRegistered(const DeviceRegistrations::Entry& registration,
                         const RegisteredBody& body);
    void WorkerRegistered(const DeviceRegistrations::Entry& registration,
                          const RegisteredBody& body);
    void DropLink(uint32_t worker, Ptr<MessageChannel> newer);
    void RelayClosed(Ptr<MessageChannel> channel);
    void WorkerLeft(Ptr<MessageChannel> relay, const Message& message);

    TypeId m_backhaulProtocol;                //!< towards clearing house and owners
    Time m_beaconInterval;                    //!< zero: no beacons
    uint16_t m_beaconPort;                    //!< where locators listen
    BeaconSender m_beacon;                    //!< broadcasts
    DeviceRegistrations m_registering;        //!< under way
    std::map<uint32_t, WorkerLink> m_workers; //!< by node id
    std::map<uint32_t, RelayLink> m_relays;   //!< by node id
    std::map<OwnerId, OwnerLink> m_owners;    //!< introduced
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_HUB_H */
