/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_COMPUTE_TASK_H
#define EDGE_LEARNING_COMPUTE_TASK_H

#include "ns3/nstime.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Work that may be done by whoever gets its input.
 */
struct ComputeTask
{
    uint32_t inputBytes{0};  //!< that travel to where it is done; `input` included
    double flop{0};          //!< floating point operations, at least 0
    uint32_t outputBytes{0}; //!< that travel back
    Time deadline;      //!< by when it must be done, from its submission on, at most 1e9 s; 0: none
    uint64_t memory{0}; //!< working memory where it is done, in bytes
    std::vector<float> input; //!< real input, if the work is real: the first of inputBytes
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_COMPUTE_TASK_H */
