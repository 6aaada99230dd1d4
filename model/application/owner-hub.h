/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OWNER_HUB_H
#define EDGE_LEARNING_OWNER_HUB_H

#include "house-client.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The connections of a model owner: to the clearing house, and to the edge servers that it
 * introduces.
 */
class OwnerHub : public HouseClient
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without connections.
    OwnerHub();
    ~OwnerHub() override;

    Role GetRole() const override;
    uint32_t GetId() const override;

  protected:
    /// Listen, call the clearing house.
    void OpenConnections();

    /// Forget everybody.
    void CloseConnections();

    /**
     * @brief Send to an edge server.
     * @param edge its node id
     * @param round the owner's round
     * @param message the message
     * @return false when it is lost, since there is no connection now
     */
    bool SendToEdge(uint32_t edge, uint32_t round, Message message);

    /// @return node ids of the edge servers that are connected
    std::vector<uint32_t> GetConnectedEdges() const;

  private:
    /// An edge server that the clearing house introduced.
    struct EdgeLink
    {
        uint64_t token{0};           //!< of the conversation
        Ptr<MessageChannel> channel; //!< null while it is not connected
    };

    /// An edge server opened its connection.
    virtual void EdgeJoined(uint32_t edge) = 0;
    /// The connection of an edge server ended.
    virtual void EdgeLost(uint32_t edge) = 0;
    /// Take a message of an edge server.
    virtual void HandleEdge(uint32_t edge, const Message& message) = 0;
    /// Take word of the budget that is neither escrowed nor spent.
    virtual void SetFreeBudget(double free) = 0;

    RegisterBody MakeRegistration() const override;
    void HouseLost() override;
    void HandleHouse(const Message& message) override;
    void HandlePeer(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message) override;
    void HandlePeerClosed(Ptr<MessageChannel> channel) override;

    OwnerId m_id;                         //!< 0 to n-1
    double m_budget;                      //!< deposit
    std::map<uint32_t, EdgeLink> m_edges; //!< introduced, by node id
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OWNER_HUB_H */
