/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_PASS_H
#define EDGE_LEARNING_SPLIT_PASS_H

#include "ns3/cross-entropy.h"
#include "ns3/split-bodies.h"
#include "ns3/split-learner.h"

#include <memory>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A split worker's side of one pass over its samples, batch by batch: the layers before the cut, in
 * the U-shaped form the last layers too, and what came of the samples. It knows no time.
 */
class SplitPass
{
  public:
    /**
     * @brief Build the worker's layers.
     * @param learner the network and how it is trained
     * @param data to pass over
     * @param body of the message that begins the pass
     * @return the pass, before its first batch; null when the network cannot be cut so or the
     * values are not those of the layers
     */
    static std::unique_ptr<SplitPass> Make(Ptr<SplitLearner> learner,
                                           const DataSet& data,
                                           const SplitBeginBody& body);

    /// @return true when the pass trains, false when it evaluates
    bool IsTraining() const;
    /// @return true in the U-shaped form, in which the labels stay with the worker
    bool HasTail() const;
    /// @return the number of the batch, from 0
    uint32_t GetBatch() const;

    /// @return false when there is no further batch @post else the next one is at hand
    bool Next();

    /// @return work of the first layers on the batch, forward, in floating point operations
    double GetHeadFlop() const;
    /// @return work of the last layers on the batch, forward, in floating point operations
    double GetTailFlop() const;

    /// @return what the first layers make of the batch, with the labels unless they stay
    ActivationsBody Forward();

    /// @param body of the server @return whether it can be what its layers made of the batch
    bool Fits(const ActivationsBody& body) const;
    /// @param body of the server @return whether it has a finite gradient for each activation
    bool Fits(const GradientsBody& body) const;

    /**
     * @brief Judge the batch by the last layers, and when training let them learn.
     * @param body what the server's layers made of it; fits
     * @return gradients by its values; nothing when evaluating
     */
    std::optional<GradientsBody> RunTail(const ActivationsBody& body);

    /// Let the first layers learn. @param body gradients by what they gave; fits
    void Backward(const GradientsBody& body);

    /// @return what came of the pass: samples, score, and when training the layers' values
    SplitEndBody GetEnd() const;

  private:
    SplitPass(Ptr<SplitLearner> learner, const DataSet& data, bool isTraining);

    Ptr<SplitLearner> m_learner;         //!< the network
    bool m_isTraining;                   //!< else evaluation
    BatchSequence m_batches;             //!< of the samples
    std::unique_ptr<NetworkPart> m_head; //!< the layers before the cut
    std::unique_ptr<NetworkPart> m_tail; //!< the last layers in the U-shaped form, or null
    double m_headFlop{0};                //!< of a forward pass on one sample
    double m_tailFlop{0};                //!< of a forward pass on one sample
    uint32_t m_started{0};               //!< batches
    uint32_t m_samples{0};               //!< gone through
    ScoreSums m_sums{};                  //!< U-shaped form
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_PASS_H */
