/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_POLICY_H
#define EDGE_LEARNING_OFFLOAD_POLICY_H

#include "offload-candidate.h"

#include "ns3/object.h"

#include <functional>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Chooses where a task is done, from numbers alone.
 */
class OffloadPolicy : public Object
{
  public:
    /// Position in a list of candidates; nothing when none of them will do.
    using Choice = std::optional<std::size_t>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Choose among those who have the memory.
     * @param task the task
     * @param candidates who could do it
     * @return the choice; the first of equals
     */
    Choice Choose(const ComputeTask& task, const std::vector<OffloadCandidate>& candidates) const;

  protected:
    /**
     * @brief Find who costs least.
     * @param candidates who could do it
     * @param cost what one costs, in any unit; infinite: he will not do
     * @return the first of the cheapest
     */
    static Choice FindLeast(const std::vector<OffloadCandidate>& candidates,
                            const std::function<double(const OffloadCandidate&)>& cost);

  private:
    /**
     * @brief Choose.
     * @param task the task
     * @param candidates who could do it, each with the memory for it
     * @return the choice
     */
    virtual Choice DoChoose(const ComputeTask& task,
                            const std::vector<OffloadCandidate>& candidates) const = 0;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_POLICY_H */
