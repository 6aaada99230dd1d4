/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_TURN_H
#define EDGE_LEARNING_SPLIT_TURN_H

#include "ns3/compute-resource.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"

#include <deque>
#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Whose turn it is in a session of split learning, as one of its two ends sees it: its own
 * processor's, or the other end's, with which its patience is limited.
 */
class SplitTurn : public SimpleRefCount<SplitTurn>
{
  public:
    /// What comes next.
    enum class Phase
    {
        WORK,        //!< of this end's own
        ACTIVATIONS, //!< of the other end; after the last batch, the end
        GRADIENTS,   //!< by what this end's layers gave
        CLOSED,      //!< the server's last word
        ENDED        //!< nothing
    };

    /**
     * @param compute this end's processor
     * @param patience how long the other end may be silent when it is its turn
     * @param overdue called when it was silent for longer
     */
    SplitTurn(Ptr<ComputeResource> compute, Time patience, std::function<void()> overdue);
    ~SplitTurn();

    /// @return what comes next
    Phase GetPhase() const;

    /**
     * @brief Work, behind the work that was begun before; does nothing after the end.
     * @param flop how much
     * @param done called at its end, unless the session ended before
     * @return false when the processor refused
     */
    bool Work(double flop, std::function<void()> done);

    /**
     * @brief Wait for the other end; does nothing while there is more to work on, nor after the
     * end.
     * @param phase what for
     */
    void Await(Phase phase);

    /// End: nothing is worked on and nobody waited for any more.
    void End();

    /// @return time that work spent in the processor or its queue
    Time GetWorkTime() const;

  private:
    Ptr<ComputeResource> m_compute;            //!< this end's processor
    Time m_patience;                           //!< with the other end
    std::function<void()> m_overdue;           //!< hears of its end
    Phase m_phase{Phase::WORK};                //!< what comes next
    EventId m_timeout;                         //!< end of the patience
    std::deque<ComputeResource::JobId> m_jobs; //!< of the processor
    Time m_begun;                              //!< when the oldest of them was submitted
    Time m_workTime;                           //!< see GetWorkTime()
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_TURN_H */
