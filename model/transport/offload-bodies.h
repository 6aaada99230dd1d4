/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_BODIES_H
#define EDGE_LEARNING_OFFLOAD_BODIES_H

#include "market-bodies.h"

/**
 * @file
 * @ingroup edge-learning
 * Bodies of the messages by which devices let others compute for them; see market-bodies.h for the
 * form. The task stands in the header's ticket, the attempt at it in its round.
 */

namespace ns3::edgelearning
{

/// OFFLOAD_STATUS: what a compute server has to offer now.
struct OffloadStatusBody
{
    double rate{0};            //!< of its processor, in FLOP per second
    double energyPerFlop{0};   //!< of its processor, in joules
    Time backlog;              //!< until all that is queued now will be done
    uint64_t memory{0};        //!< the largest working memory of a task, in bytes
    bool hasBattery{false};    //!< its energy is bounded
    double remainingEnergy{0}; //!< in joules, of a battery
    double sendPower{0};       //!< of its radio while it sends, in watts
    double receivePower{0};    //!< of its radio while it receives, in watts

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(rate);
        v(energyPerFlop);
        v(backlog);
        v(memory);
        v(hasBattery);
        v(remainingEnergy);
        v(sendPower);
        v(receivePower);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return rate > 0 && energyPerFlop >= 0 && !backlog.IsStrictlyNegative() &&
               remainingEnergy >= 0 && sendPower >= 0 && receivePower >= 0;
    }
};

/// OFFLOAD_TASK: a task and its input; the virtual bytes of the message belong to the input.
struct OffloadTaskBody
{
    double flop{0};            //!< its work, in floating point operations
    uint32_t outputBytes{0};   //!< of the result
    Time deadline;             //!< absolute, by when the work must be done; 0: none
    uint64_t memory{0};        //!< working memory, in bytes
    std::vector<float> values; //!< real input, or none

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(flop);
        v(outputBytes);
        v(deadline);
        v(memory);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return flop >= 0 && !deadline.IsStrictlyNegative();
    }
};

/// OFFLOAD_ACCEPTED: the task waits behind what was there before.
struct OffloadAcceptedBody
{
    Time backlog; //!< until the task will be done

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(backlog);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return !backlog.IsStrictlyNegative();
    }
};

/// OFFLOAD_REFUSED: the task will not be done here, whether or not it was accepted.
struct OffloadRefusedBody : UncheckedBody
{
    DropReason reason{DropReason::REJECTED}; //!< why

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(reason);
    }
};

/// OFFLOAD_RESULT; the virtual bytes of the message belong to the output.
struct OffloadResultBody
{
    Time service;              //!< from the input's arrival to the end of the work
    double joules{0};          //!< that the work cost the server
    std::vector<float> values; //!< real output, or none

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(service);
        v(joules);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return !service.IsStrictlyNegative() && joules >= 0;
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_BODIES_H */
