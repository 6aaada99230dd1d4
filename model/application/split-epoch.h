/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_EPOCH_H
#define EDGE_LEARNING_SPLIT_EPOCH_H

#include "split-session.h"
#include "trace-records.h"

#include "ns3/aggregator.h"
#include "ns3/cross-entropy.h"
#include "ns3/model-parameters.h"

#include <deque>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An epoch of split learning: who is still to come, and what the sessions so far amount to. It
 * trains first and is evaluated then.
 */
class SplitEpoch
{
  public:
    /// Before the first epoch: number 0, over.
    SplitEpoch();

    /**
     * @brief Open an epoch.
     * @param number from 1
     * @param workers that shall train, in this order
     */
    SplitEpoch(uint32_t number, std::deque<uint32_t> workers);

    /// @return its number, from 1; 0 before the first one
    uint32_t GetNumber() const;
    /// @return true until it is closed
    bool IsOpen() const;
    /// @return true in its training, false in its evaluation
    bool IsTraining() const;
    /// @return sessions under way
    uint32_t GetActive() const;

    /**
     * @brief Go on to the evaluation.
     * @param workers that shall evaluate
     */
    void BeginEvaluation(std::deque<uint32_t> workers);

    /// @return the worker whose turn it is, who is no longer waited for then; nothing: there is
    /// none
    std::optional<uint32_t> TakeNext();

    /// A session began.
    void SessionBegan();

    /**
     * @brief A session ended.
     * @param uplinkBytes of the worker's messages in it
     */
    void SessionEnded(uint64_t uplinkBytes);

    /**
     * @brief A session of training has a result.
     * @param session the session
     * @param isKept its model is one of those to be averaged; else it has been handed on
     */
    void TakeTrained(const SplitSession& session, bool isKept);

    /**
     * @brief A session of the evaluation has a result.
     * @param sums its loss, right answers and samples
     */
    void TakeTested(const ScoreSums& sums);

    /**
     * @brief Average the models that were kept, and forget them.
     * @param aggregator how
     * @return the average by samples; nothing when none was kept
     */
    std::optional<std::vector<float>> Merge(Aggregator& aggregator);

    /// @return what came of it, without owner and node; it is over
    RoundRecord Close();

  private:
    uint32_t m_number{0};                   //!< from 1
    bool m_isOpen{false};                   //!< under way
    Time m_opened;                          //!< absolute start
    bool m_isTraining{true};                //!< else its evaluation
    std::deque<uint32_t> m_queue;           //!< workers whose session is to come
    uint32_t m_active{0};                   //!< sessions under way
    uint32_t m_selected{0};                 //!< workers, in training
    uint32_t m_aggregated{0};               //!< of these
    uint64_t m_uplinkBytes{0};              //!< of messages, in training
    ScoreSums m_tested;                     //!< of evaluation
    std::vector<ModelParameters> m_results; //!< models of workers, to be averaged
    std::vector<uint32_t> m_weights;        //!< samples of each
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_EPOCH_H */
