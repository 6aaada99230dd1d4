/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LOCAL_ONLY_POLICY_H
#define EDGE_LEARNING_LOCAL_ONLY_POLICY_H

#include "offload-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The device does everything itself.
 */
class LocalOnlyPolicy : public OffloadPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

  private:
    Choice DoChoose(const ComputeTask& task,
                    const std::vector<OffloadCandidate>& candidates) const override;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LOCAL_ONLY_POLICY_H */
