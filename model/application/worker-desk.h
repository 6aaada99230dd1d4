/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_WORKER_DESK_H
#define EDGE_LEARNING_WORKER_DESK_H

#include "cell-market.h"
#include "edge-tasks.h"

#include "ns3/message.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Where an edge server hears the workers of its cell: their offers go to the market, their
 * acceptances and updates to the rounds that bought them, and they are told what became of them.
 */
class WorkerDesk
{
  public:
    /// How the desk answers.
    struct Sinks
    {
        std::function<void(uint32_t worker, const Message&)> worker; //!< sends to a worker
        /// Counts and traces a message that is refused.
        std::function<void(const MessageHeader&, RejectReason)> reject;
    };

    /// @param tasks of the edge server, which must outlive this object
    explicit WorkerDesk(const EdgeTasks& tasks);

    /**
     * @brief Open the desk.
     * @param market takes the offers
     * @param sinks how it answers
     */
    void Start(Ptr<CellMarket> market, Sinks sinks);

    /**
     * @brief Take a worker's message; what is malformed, stale or not a worker's to say is refused.
     * @param worker its node id
     * @param message the message
     */
    void Handle(uint32_t worker, const Message& message);

  private:
    void Offered(uint32_t worker, const Message& message);
    void LeaseAccepted(uint32_t worker, const Message& message);
    void UpdateArrived(uint32_t worker, const Message& message);
    void AnswerUpdate(uint32_t worker, Ticket ticket, bool accepted) const;

    const EdgeTasks& m_tasks; //!< of the edge server
    Ptr<CellMarket> m_market; //!< takes the offers
    Sinks m_sinks;            //!< how the desk answers
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_WORKER_DESK_H */
