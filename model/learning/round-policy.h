/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ROUND_POLICY_H
#define EDGE_LEARNING_ROUND_POLICY_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstdint>

namespace ns3::edgelearning
{

/// How far a round has come.
struct RoundState
{
    Time now;           //!< the present
    Time deadline;      //!< the latest arrival that counts, absolute
    bool selectionOpen; //!< whether workers may still be selected
    uint32_t selected;  //!< workers selected so far
    uint32_t arrived;   //!< of these, updates that arrived
    uint32_t dropped;   //!< of these, known to be dropped
};

/// What becomes of a round.
enum class RoundDecision
{
    WAIT,  //!< go on
    CLOSE, //!< aggregate what arrived
    VOID   //!< aggregate nothing
};

/**
 * @ingroup edge-learning
 *
 * @brief Says when a round ends and whether it counts: a function of explicit numbers, which owns
 * no timer.
 */
class RoundPolicy : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * To be asked whenever something in the state changes, and at the deadline.
     *
     * @param state how far the round has come
     * @return what to do
     */
    virtual RoundDecision Decide(const RoundState& state) const = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ROUND_POLICY_H */
