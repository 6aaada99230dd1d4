/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEASE_REPORTS_H
#define EDGE_LEARNING_LEASE_REPORTS_H

#include "ns3/message.h"

#include <functional>
#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What an edge server has to say to the clearing house about leases: each report is kept until it
 * is answered, and said again when the connection is new, so that no worker loses its pay with a
 * connection.
 */
class LeaseReports
{
  public:
    /// Sends to the clearing house; what it cannot send is lost.
    using Sender = std::function<void(const Message&)>;

    /// @param sender sends reports from now on
    void SetSender(Sender sender);

    /**
     * @brief Report the end of a lease.
     * @param message a SETTLE or RELEASE; while one about the same ticket is unanswered, another
     *        one is ignored
     */
    void Report(const Message& message);

    /// @param ticket a lease about which the clearing house has answered
    void Answered(Ticket ticket);

    /// The connection is new: say again whatever is unanswered.
    void Repeat() const;

  private:
    Sender m_sender;                     //!< sends
    std::map<Ticket, Message> m_reports; //!< unanswered
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEASE_REPORTS_H */
