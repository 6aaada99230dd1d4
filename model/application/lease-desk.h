/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEASE_DESK_H
#define EDGE_LEARNING_LEASE_DESK_H

#include "trace-records.h"

#include "ns3/event-id.h"
#include "ns3/lease-book.h"
#include "ns3/ledger.h"
#include "ns3/message-channel.h"
#include "ns3/message.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Where a clearing house hears the edge servers about leases: it keeps the leases and the accounts,
 * answers requests, acceptances and ends, pays, and lets a lease that nobody ends expire.
 */
class LeaseDesk
{
  public:
    /// How the desk answers, and who is told what happened.
    struct Sinks
    {
        std::function<void(Ptr<MessageChannel>, const Message&)> send; //!< sends to an edge server
        /// Counts and traces a message that is refused.
        std::function<void(const MessageHeader&, RejectReason)> reject;
        std::function<Ticket()> draw;                         //!< draws the id of a lease
        std::function<bool(uint32_t worker)> isWorker;        //!< whether such a one is registered
        std::function<void(OwnerId)> moved;                   //!< an owner's free money changed
        std::function<void(const LeaseBook::Lease&)> entered; //!< a lease entered a state
        std::function<void(const PaymentRecord&)> paid;       //!< a worker was paid
    };

    /**
     * @param grace how long after its deadline a lease lives, at least zero
     * @param barTime how long a worker is barred after a double sale, at least zero
     * @param sinks how the desk answers
     */
    LeaseDesk(Time grace, Time barTime, Sinks sinks);
    ~LeaseDesk();

    // Events of the desk point to it.
    LeaseDesk(const LeaseDesk&) = delete;
    LeaseDesk& operator=(const LeaseDesk&) = delete;

    /// @param noExpiryBefore go on after a stop; no lease expires before then, absolute, since
    /// reports of ends are on their way again
    void Restart(Time noExpiryBefore);

    /// Let no lease expire for now.
    void Stop();

    /**
     * @brief Take an edge server's message about a lease; any other is refused.
     * @param edge whence it came
     * @param message LEASE_REQUEST, LEASE_ACCEPT, SETTLE or RELEASE
     */
    void Handle(Ptr<MessageChannel> edge, const Message& message);

    /// @return the accounts of owners and workers
    Ledger& GetLedger();

  private:
    void Requested(Ptr<MessageChannel> edge, const Message& message);
    void Accepted(Ptr<MessageChannel> edge, const Message& message);
    void Ended(Ptr<MessageChannel> edge, const Message& message);
    void Pay(Ptr<MessageChannel> edge, const LeaseBook::Lease& lease);
    void Expire();
    void ScheduleExpiry();

    Sinks m_sinks;         //!< how the desk answers
    Ledger m_ledger;       //!< money
    LeaseBook m_leases;    //!< leases
    EventId m_expiryEvent; //!< at the next expiry
    Time m_noExpiryBefore; //!< since the last restart
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEASE_DESK_H */
