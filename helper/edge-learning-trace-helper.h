/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TRACE_HELPER_H
#define EDGE_LEARNING_TRACE_HELPER_H

#include "run-traces.h"

#include "ns3/application-container.h"
#include "ns3/event-id.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Writes the CSV files of a run, its plots and its summary.json into a directory.
 *
 * The files begin with the first Enable(), which takes away those of an earlier run; a script that
 * fails before has touched nothing. They are called NAME.part while the run goes on and get their
 * names in Finish(), which Simulator::Destroy() or the destructor calls if nobody did. A run that
 * an exception ends leaves only NAME.part files. In MPI runs give each rank a directory of its own.
 */
class EdgeLearningTraceHelper
{
  public:
    /**
     * @brief Prepare the output directory.
     * @param directory where; made with all its parents if it is not there
     * @throw std::runtime_error when it cannot be made
     */
    explicit EdgeLearningTraceHelper(const std::string& directory);

    /**
     * @brief Finish(), unless that was done or an exception is on its way.
     * @throw std::runtime_error when something could not be written, so that no script passes for
     * successful without its results
     */
    ~EdgeLearningTraceHelper() noexcept(false);

    EdgeLearningTraceHelper(const EdgeLearningTraceHelper&) = delete;
    EdgeLearningTraceHelper& operator=(const EdgeLearningTraceHelper&) = delete;

    /**
     * @brief Trace applications.
     * @param apps what EdgeLearningHelper::Install() gave; others are ignored
     * @throw std::runtime_error when the directory cannot be written to
     */
    void Enable(const ApplicationContainer& apps);

    /**
     * @brief Write the run for NetAnim, too: cells and clusters in colours of their own. Call it
     * when all nodes are there. Simulator::Destroy() ends the file.
     * @param apps what EdgeLearningHelper::Install() gave; others are ignored
     * @param name of the file in the directory
     * @throw std::runtime_error when the file cannot be written
     */
    void EnableNetAnim(const ApplicationContainer& apps, const std::string& name);

    /**
     * @brief End all files, write summary.json, make the plots. Does nothing a second time, or
     * when nothing was enabled.
     * @throw std::runtime_error when something could not be written
     */
    void Finish();

    /// @return the figures so far
    const RunSummary& GetSummary() const;

  private:
    int m_exceptions;        //!< under way when the helper was made
    std::string m_directory; //!< where
    Ptr<RunTraces> m_traces; //!< shared with what is connected to trace sources
    EventId m_destroyEvent;  //!< at the end of the simulation
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TRACE_HELPER_H */
