/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_COLLECTION_PLAN_H
#define EDGE_LEARNING_COLLECTION_PLAN_H

#include "ns3/collection-process.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/random-variable-stream.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * How fresh the data of workers are: drawn for each of them.
 */
class CollectionPlan
{
  public:
    /// Fresh at the start, and never collected again.
    CollectionPlan();

    /**
     * @brief Set what is drawn.
     * @param initialAge age at the start in seconds, a random variable as a string
     * @param period time between two collections in seconds, likewise; 0: never again
     * @throw std::invalid_argument when one cannot be read
     */
    void SetVariables(const std::string& initialAge, const std::string& period);

    /// @param process makes each worker's process, instead of one with the period
    void SetProcess(const ObjectFactory& process);

    /// @return what draws the initial age
    Ptr<RandomVariableStream> GetInitialAgeVariable() const;

    /// @return what draws the period
    Ptr<RandomVariableStream> GetPeriodVariable() const;

    /**
     * @brief Draw the age of a worker's data at the start.
     * @return the age, at least 0
     * @throw std::invalid_argument when what was drawn is not from 0 to 1e9 s
     */
    Time DrawInitialAge() const;

    /**
     * @brief Make a worker's process; a period is drawn for it even when it has no use for one.
     * @return the process
     * @throw std::invalid_argument when the period is not from 0 to 1e9 s
     */
    Ptr<CollectionProcess> MakeProcess() const;

  private:
    Ptr<RandomVariableStream> m_initialAge; //!< of the data, in seconds
    Ptr<RandomVariableStream> m_period;     //!< of the collection, in seconds
    ObjectFactory m_process;                //!< no type: by m_period
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_COLLECTION_PLAN_H */
