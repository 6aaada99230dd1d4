/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_LEARNING_AWARE_SCHEDULER_H
#define EDGE_LEARNING_NR_LITE_LEARNING_AWARE_SCHEDULER_H

#include "nr-lite-scheduler.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Learning aware: deadline first among uploads that can still make it.
 *
 * Uploads are known by their UploadTag. Which of them can make it together follows Moore and
 * Hodgson (Management Science 15, 1968): taken in the order of deadlines, and whenever one would be
 * late, the longest so far gives up its place; that keeps most of them on time. They are served
 * one after the other, but where power is short an upload takes only as many blocks as pay, down to
 * what its deadline needs, and the next ones share the slot. BackgroundShare of the blocks is kept
 * for the others: traffic without a deadline and uploads that cannot make it any more. These also
 * get what the uploads leave over.
 */
class NrLiteLearningAwareScheduler : public NrLiteScheduler
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    void Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates) override;
    void Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates) override;
    bool ReadsUploads() const override;

  private:
    /// An upload that may make its deadline.
    struct Upload
    {
        uint32_t index{0};    //!< of its candidate
        uint32_t id{0};       //!< of its terminal
        double deadline{0.0}; //!< simulated time [s]
        double bits{0.0};     //!< left of it
        uint32_t blocks{0};   //!< granted to it in its turn
        double work{0.0};     //!< time of the whole cell that it takes [s]
        bool feasible{false}; //!< it makes its deadline if it has the cell for itself
    };

    /**
     * @brief Find how many blocks an upload needs in its turn.
     * @param slot the slot
     * @param upload its deadline and bits; receives the rest
     * @param rate its terminal's link quality
     */
    static void Judge(const Slot& slot, Upload& upload, const NrLiteRate& rate);

    /**
     * @brief Find the largest set of uploads that make their deadlines together.
     * @param slot the slot
     * @param candidates the candidates
     * @param others receives the indices of all the others
     * @return uploads, first served first
     */
    std::vector<Upload> Select(const Slot& slot,
                               const std::vector<NrLiteCandidate>& candidates,
                               std::vector<uint32_t>& others) const;

    /**
     * @brief Grant blocks on top of those that a candidate has.
     * @param candidate the candidate
     * @param slot the slot
     * @param most most blocks
     * @param left blocks left of the slot; receives what then remains
     */
    static void Extend(NrLiteCandidate& candidate, const Slot& slot, uint32_t most, uint32_t& left);

    double m_backgroundShare; //!< of the blocks
    uint32_t m_turn[2]{0, 0}; //!< which of the others to start with, by direction
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_LEARNING_AWARE_SCHEDULER_H */
