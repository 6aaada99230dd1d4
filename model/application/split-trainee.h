/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_TRAINEE_H
#define EDGE_LEARNING_SPLIT_TRAINEE_H

#include "split-session.h"
#include "trace-records.h"

#include "ns3/link-estimator.h"
#include "ns3/split-bodies.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A worker as its split server knows it: what it brings along, its link, and its session.
 */
class SplitTrainee
{
  public:
    /**
     * @brief Begin with a worker that was told just now that it is registered.
     * @param assumedRate of its link, in bit/s
     */
    explicit SplitTrainee(double assumedRate);

    /// @return whether it said what it brings along
    bool HasOffer() const;

    /**
     * @brief Take what it brings along: its answer to the registration.
     * @param offer what it said
     * @param bytes of the two messages
     */
    void TakeOffer(const SplitJoinBody& offer, uint64_t bytes);

    /// @param isTraining else of an evaluation @return its samples
    uint32_t GetSamples(bool isTraining) const;

    /// @return its processor and radio
    SplitDevice GetDevice() const;

    /// @return its link as last measured
    const SplitLink& GetLink() const;

    /// @return the session under way, or null
    Ptr<SplitSession> GetSession() const;

    /// @return the ticket of the last session
    Ticket GetTicket() const;

    /**
     * @brief Note that a session begins.
     * @param session the session
     * @param ticket its ticket
     * @param cost what it is expected to cost
     */
    void Begin(Ptr<SplitSession> session, Ticket ticket, const SplitCost& cost);

    /**
     * @brief Note that the session ended; one of training that has a result tells about the link.
     * @return the record of it, without server, worker and epoch
     */
    SplitRecord End();

  private:
    Time m_registered;           //!< when it was told so
    SplitJoinBody m_offer;       //!< of rate 0 before it came
    LinkEstimator m_link;        //!< measures
    Ptr<SplitSession> m_session; //!< under way, or null
    Ticket m_ticket{0};          //!< of the last session
    Time m_begun;                //!< when that one was
    SplitCost m_cost;            //!< of that one, foreseen
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_TRAINEE_H */
