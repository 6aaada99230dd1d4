/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RELAY_HUB_H
#define EDGE_LEARNING_RELAY_HUB_H

#include "edge-client.h"
#include "trace-records.h"

#include <map>
#include <set>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The connections of a relay: one to its edge server, and one to each worker of its cluster.
 *
 * A worker registers here as at an edge server; the relay passes the registration on and carries
 * the worker's conversation on its own connection. What a worker says goes up as it came, with the
 * worker's own identity; what the edge server says to a worker is said to it again by the relay.
 * Without its edge server a relay has no cluster: it sends the workers away.
 */
class RelayHub : public EdgeClient
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without workers.
    RelayHub();
    ~RelayHub() override;

    /**
     * TracedCallback signature for changes of the cluster.
     *
     * @param record who joined or left
     */
    typedef void (*MembershipTracedCallback)(const MembershipRecord& record);

    Role GetRole() const override;

    /// @return node ids of the workers of the cluster
    std::set<uint32_t> GetMembers() const;

  protected:
    /**
     * @brief Send all workers away.
     * @param reason why, as in clusters.csv
     */
    void Dismiss(const char* reason);

    /**
     * @brief Send to a worker of the cluster.
     * @param worker its node id
     * @param message the message
     */
    void SendToWorker(uint32_t worker, const Message& message);

  private:
    /// A worker of the cluster.
    struct MemberLink
    {
        Ptr<MessageChannel> channel; //!< to the worker
        uint64_t token{0};           //!< of its conversation
    };

    /// A worker is not in the cluster any more.
    virtual void MemberLeft(uint32_t worker) = 0;
    /// Take a message of a worker, which may be passed on.
    virtual void HandleWorker(uint32_t worker, const Message& message) = 0;
    /// Take a message of the edge server to a worker, which may be passed on.
    virtual void HandleForWorker(uint32_t worker, const Message& message) = 0;
    /// Take a message of the edge server to the relay itself.
    virtual void HandleOwn(const Message& message) = 0;

    void LinkLost() override;
    void HandleEdge(const Message& message) override;
    void HandlePeer(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleIntroduction(Ptr<MessageChannel> channel, const Message& message) override;
    void HandlePeerClosed(Ptr<MessageChannel> channel) override;

    void WorkerRegistered(const Message& message);
    void TellLeft(uint32_t worker);
    void RemoveMember(uint32_t worker, const char* reason);
    void Trace(uint32_t worker, bool joined, const char* reason);

    std::map<uint32_t, MemberLink> m_members;              //!< by node id
    uint64_t m_registration{0};                            //!< number of the last registration
    std::map<uint64_t, Ptr<MessageChannel>> m_registering; //!< under way, by number
    TracedCallback<const MembershipRecord&> m_memberTrace; //!< changes of the cluster
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RELAY_HUB_H */
