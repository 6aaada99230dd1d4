/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_PEER_H
#define EDGE_LEARNING_OFFLOAD_PEER_H

#include "ns3/edge-learning-types.h"
#include "ns3/link-estimator.h"
#include "ns3/nstime.h"
#include "ns3/offload-bodies.h"
#include "ns3/offload-candidate.h"

#include <list>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What a device knows of a compute server: what it said, and how the link to it was measured.
 */
class OffloadPeer
{
  public:
    /**
     * @brief Begin to know a server.
     * @param place what it is
     * @param node its node id
     * @param assumedRate of the link before it was measured, in bit/s
     */
    OffloadPeer(OffloadPlace place, uint32_t node, double assumedRate);

    /// @return true once it has said what it has
    bool IsKnown() const;

    /// @return true when a question would not wait behind a task or another question
    bool CanBeAsked() const;

    /**
     * @brief Find out whether it is out of reach.
     * @param patience with a question
     * @return true when it leaves a question unanswered for so long, though neither a task nor a
     *         result may be in the way
     */
    bool IsSilent(Time patience) const;

    /// @param bytes of a query, which is sent now
    void QuerySent(uint64_t bytes);

    /**
     * @brief Take what it says of itself.
     * @param body what it says
     * @param bytes of the message
     */
    void TakeStatus(const OffloadStatusBody& body, uint64_t bytes);

    /**
     * @brief A task is sent now.
     * @param ticket which
     * @param flop its work
     * @param bytes of the message
     */
    void TaskSent(Ticket ticket, double flop, uint64_t bytes);

    /**
     * @brief It has the task.
     * @param ticket which
     * @param backlog until the task is done
     * @param bytes of the message that says so
     */
    void TakeAccepted(Ticket ticket, Time backlog, uint64_t bytes);

    /**
     * @brief It has done the task.
     * @param ticket which
     * @param service how long it had the task
     * @param bytes of the message
     */
    void TakeResult(Ticket ticket, Time service, uint64_t bytes);

    /// @param ticket a task that arrived and will not be done
    void TakeRefused(Ticket ticket);

    /// @param ticket a task that is no more expected of it
    void Forget(Ticket ticket);

    /**
     * @brief Put all in numbers.
     * @param sendPower of the device's radio, in watts
     * @param receivePower of the device's radio, in watts
     * @return the server as a place for a task
     */
    OffloadCandidate MakeCandidate(double sendPower, double receivePower) const;

  private:
    /// A task that it was sent.
    struct Entry
    {
        Ticket ticket{0};       //!< which
        double flop{0};         //!< its work
        uint64_t bytes{0};      //!< of the message
        Time sent;              //!< when it was sent, or the one before it had arrived
        bool isAlone{true};     //!< nothing was under way before it
        bool isTelling{true};   //!< sent is right
        bool isAccepted{false}; //!< it is there
        Time accepted;          //!< when that was heard
        Time due;               //!< when the work should be done
    };

    std::list<Entry>::iterator Find(Ticket ticket);
    void StartAfter(std::list<Entry>::iterator arrived);
    bool IsSending() const;

    OffloadPlace m_place;         //!< what it is
    uint32_t m_node;              //!< its node id
    LinkEstimator m_uplink;       //!< to it
    LinkEstimator m_downlink;     //!< from it
    double m_handshake{0};        //!< a query and its answer, in seconds
    uint64_t m_handshakeBytes{0}; //!< of the two
    OffloadStatusBody m_status;   //!< what it said last
    Time m_heard;                 //!< when it said how long its queue is
    bool m_isKnown{false};        //!< see IsKnown()
    bool m_isAsked{false};        //!< a query is unanswered
    Time m_asked;                 //!< when that was sent
    uint64_t m_queryBytes{0};     //!< of that
    std::list<Entry> m_entries;   //!< in the order sent
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_PEER_H */
