/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_BODIES_H
#define EDGE_LEARNING_SPLIT_BODIES_H

#include "market-bodies.h"

/**
 * @file
 * @ingroup edge-learning
 * Bodies of the messages about networks that are trained in parts; see market-bodies.h for the
 * form. The epoch stands in the header's round, the session in its ticket.
 */

namespace ns3::edgelearning
{

/// SPLIT_JOIN: what a device brings along.
struct SplitJoinBody
{
    uint32_t samples{0};     //!< to train on
    uint32_t testSamples{0}; //!< to evaluate on
    double rate{0};          //!< of its processor, in FLOP per second
    double energyPerFlop{0}; //!< of its processor, in joules
    double sendPower{0};     //!< of its radio while it sends, in watts
    double receivePower{0};  //!< of its radio while it receives, in watts

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(samples);
        v(testSamples);
        v(rate);
        v(energyPerFlop);
        v(sendPower);
        v(receivePower);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return rate > 0 && energyPerFlop >= 0 && sendPower >= 0 && receivePower >= 0 &&
               (samples > 0 || testSamples > 0);
    }
};

/// SPLIT_BEGIN: a session, and the device's parts of the network.
struct SplitBeginBody
{
    uint32_t cut{0};      //!< first layer that is not the device's
    uint32_t tail{0};     //!< first layer that is the device's again; the number of layers when
                          //!< labels travel
    bool training{false}; //!< train; else evaluate
    std::vector<float> values; //!< of the layers before the cut, then from the tail on

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(cut);
        v(tail);
        v(training);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return cut > 0 && tail > cut;
    }
};

/// The class of one sample.
struct SampleLabel : UncheckedBody
{
    uint32_t label{0}; //!< the class

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(label);
    }
};

/// ACTIVATIONS: what came out of the sender's layers.
struct ActivationsBody
{
    uint32_t batch{0};               //!< which of the session's, from 0
    uint32_t samples{0};             //!< in the batch
    std::vector<SampleLabel> labels; //!< one a sample, or none in the U-shaped form
    std::vector<float> values;       //!< sample after sample

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(batch);
        v(samples);
        v(labels);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return samples > 0 && (labels.empty() || labels.size() == samples);
    }
};

/// GRADIENTS: of the loss by what the receiver sent in ACTIVATIONS.
struct GradientsBody
{
    uint32_t batch{0};         //!< which of the session's, from 0
    uint32_t samples{0};       //!< in the batch
    std::vector<float> values; //!< sample after sample

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(batch);
        v(samples);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return samples > 0;
    }
};

/// SPLIT_END: the device is through with its samples.
struct SplitEndBody
{
    uint32_t samples{0};       //!< that it went through
    double loss{0};            //!< sum over them, where the device computes it: U-shaped form
    uint32_t correct{0};       //!< right answers in an evaluation, likewise
    std::vector<float> values; //!< of the device's parts after training; none of an evaluation

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(samples);
        v(loss);
        v(correct);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return samples > 0 && loss >= 0 && correct <= samples;
    }
};

/// SPLIT_CLOSED
struct SplitClosedBody : UncheckedBody
{
    bool accepted{false}; //!< the session counts

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(accepted);
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_BODIES_H */
