/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CROSS_ENTROPY_H
#define EDGE_LEARNING_CROSS_ENTROPY_H

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/// What a classifier's scores are worth, summed over samples.
struct ScoreSums
{
    double loss{0};      //!< cross entropy of the softmax of the scores
    uint32_t correct{0}; //!< samples whose largest score is that of their class
    uint32_t samples{0}; //!< how many
};

/**
 * @ingroup edge-learning
 * Cross entropy of the softmax of the scores, and its gradients.
 *
 * @param scores of the samples, sample after sample
 * @param labels of the samples, at least one, each below @p classes
 * @param classes the number of scores a sample
 * @param[out] gradients of the mean loss by the scores
 * @return the sum of the losses
 */
double ComputeLoss(const float* scores,
                   const std::vector<int64_t>& labels,
                   uint32_t classes,
                   std::vector<float>& gradients);

/**
 * @ingroup edge-learning
 * Judge scores, without gradients.
 *
 * @param scores of the samples, sample after sample
 * @param labels of the samples, each below @p classes
 * @param size the number of samples
 * @param classes the number of scores a sample
 * @param[in,out] sums where loss and correct answers are added
 */
void JudgeScores(const float* scores,
                 const int64_t* labels,
                 uint32_t size,
                 uint32_t classes,
                 ScoreSums& sums);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CROSS_ENTROPY_H */
