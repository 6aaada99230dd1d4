/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_SWEEP_H
#define EDGE_LEARNING_OFFLOAD_SWEEP_H

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"

#include <map>
#include <string>

/**
 * @file
 * @ingroup edge-learning
 * What the examples of offloading have in common: runs in several modes, as one thing is varied.
 */

namespace ns3::edgelearning
{

/// What a run's tasks came to.
struct SweepOutcome
{
    uint32_t tasks{0}; //!< that ended
    uint32_t done{0};  //!< of these
    double latency{0}; //!< sum over all tasks, in s; of those not done the deadline
    double joules{0};  //!< sum over those done, both sides

    /// @param record a task that ended now @param deadline of all tasks, in s
    /// @return its latency, in s
    double Add(const OffloadRecord& record, double deadline)
    {
        const double spent = (Simulator::Now() - record.submitted).GetSeconds();
        const double counted = record.reason ? deadline : spent;
        ++tasks;
        done += record.reason ? 0 : 1;
        joules += record.reason ? 0 : record.joules;
        latency += counted;
        return counted;
    }

    /// @return mean latency, in s
    double GetMean() const
    {
        return tasks > 0 ? latency / tasks : 0;
    }

    /// @return energy of a task that was done, in J
    double GetEnergy() const
    {
        return done > 0 ? joules / done : 0;
    }

    /// @return share of tasks that failed
    double GetFailed() const
    {
        return tasks > 0 ? 1 - static_cast<double>(done) / tasks : 0;
    }
};

/**
 * @brief Write summary.json.
 * @param sweeps runs by the name of the sweep
 * @param directory of the file
 */
template <typename Outcome>
void
WriteSweeps(const std::map<std::string, SweepResults<Outcome>>& sweeps,
            const std::string& directory)
{
    std::string json;
    for (const auto& [sweep, results] : sweeps)
    {
        json += (json.empty() ? "{\"" : ", \"") + sweep +
                "\": " + SweepToJson(results, [](const Outcome& outcome) {
                    return "{\"mean_latency_s\": " + Exact(outcome.GetMean()) +
                           ", \"failed\": " + Exact(outcome.GetFailed()) +
                           ", \"joules\": " + Exact(outcome.GetEnergy()) + "}";
                });
    }
    WriteResult(directory + "/summary.json", json + "}");
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_SWEEP_H */
