/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RUN_STATE_H
#define EDGE_LEARNING_RUN_STATE_H

#include "run-plots.h"
#include "run-summary.h"

#include "ns3/simple-ref-count.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What those that write the files of one run have in common.
 */
struct RunState : SimpleRefCount<RunState>
{
    RunSummary summary;   //!< figures so far
    RunPlots plots;       //!< points so far
    bool finished{false}; //!< nothing is written any more
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RUN_STATE_H */
