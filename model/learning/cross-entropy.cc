/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cross-entropy.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/**
 * @param scores of one sample
 * @param classes the number of scores
 * @return the logarithm of the sum of their exponentials
 */
double
LogSumExp(const float* scores, uint32_t classes)
{
    const double largest = *std::max_element(scores, scores + classes);
    double sum = 0;
    for (uint32_t i = 0; i < classes; ++i)
    {
        sum += std::exp(scores[i] - largest);
    }
    return largest + std::log(sum);
}

} // namespace

double
ComputeLoss(const float* scores,
            const std::vector<int64_t>& labels,
            uint32_t classes,
            std::vector<float>& gradients)
{
    gradients.resize(labels.size() * classes);
    const double share = 1.0 / static_cast<double>(labels.size());
    double loss = 0;
    float* gradient = gradients.data();
    for (const auto label : labels)
    {
        const double norm = LogSumExp(scores, classes);
        loss += norm - scores[label];
        for (uint32_t i = 0; i < classes; ++i)
        {
            gradient[i] =
                static_cast<float>(share * (std::exp(scores[i] - norm) - (i == label ? 1.0 : 0.0)));
        }
        scores += classes;
        gradient += classes;
    }
    return loss;
}

void
JudgeScores(const float* scores,
            const int64_t* labels,
            uint32_t size,
            uint32_t classes,
            ScoreSums& sums)
{
    sums.samples += size;
    for (uint32_t i = 0; i < size; ++i, scores += classes)
    {
        sums.loss += LogSumExp(scores, classes) - scores[labels[i]];
        sums.correct += std::max_element(scores, scores + classes) - scores == labels[i] ? 1 : 0;
    }
}

} // namespace ns3::edgelearning
