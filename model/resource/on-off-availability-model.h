/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ON_OFF_AVAILABILITY_MODEL_H
#define EDGE_LEARNING_ON_OFF_AVAILABILITY_MODEL_H

#include "availability-model.h"

#include "ns3/random-variable-stream.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief A device that comes and goes at random: available for `OnTime`, away for `OffTime`, and so
 * on, each drawn anew.
 *
 * With the exponential default the times that are left do not depend on those that have passed: a
 * Markov chain of two states, whose share of available time is the mean of OnTime over the sum of
 * both means. Set InitialShare to that share for a chain in equilibrium. A draw that is negative or
 * not a time ends the program; draws below a millisecond count as one.
 */
class OnOffAvailabilityModel : public AvailabilityModel
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /// Makes the random variable of the first state.
    OnOffAvailabilityModel();
    ~OnOffAvailabilityModel() override;

    int64_t AssignStreams(int64_t stream) override;

  private:
    void DoDispose() override;
    Period GetNext() override;

    Ptr<RandomVariableStream> m_on;       //!< seconds of availability
    Ptr<RandomVariableStream> m_off;      //!< seconds of absence
    double m_initialShare;                //!< probability that it starts available
    Ptr<UniformRandomVariable> m_initial; //!< decides that
    std::optional<Period> m_last;         //!< the period before; nothing at the start
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ON_OFF_AVAILABILITY_MODEL_H */
