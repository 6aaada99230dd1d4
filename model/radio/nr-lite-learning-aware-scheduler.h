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
 * one after the other. BackgroundShare of the blocks is kept for traffic without a deadline, which
 * also gets what uploads leave over; uploads that cannot make it any more come last.
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
    /**
     * @brief Sort candidates into the order of service.
     * @param slot the slot
     * @param candidates the candidates
     * @param background receives those without a deadline
     * @return uploads, first served first; those that will be late at the end
     */
    std::vector<uint32_t> GetOrder(const Slot& slot,
                                   const std::vector<NrLiteCandidate>& candidates,
                                   std::vector<uint32_t>& background) const;

    double m_backgroundShare; //!< of the blocks
    uint32_t m_turn[2]{0, 0}; //!< background terminal to start with, by direction
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_LEARNING_AWARE_SCHEDULER_H */
