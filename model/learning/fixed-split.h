/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FIXED_SPLIT_H
#define EDGE_LEARNING_FIXED_SPLIT_H

#include "split-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Cuts every network at the same place.
 */
class FixedSplit : public SplitPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    SplitCost Choose(const SplitJob& job,
                     const SplitDevice& device,
                     double serverRate,
                     const SplitLink& link) const override;
    std::vector<SplitPoint> GetSplits(uint32_t layers) const override;

  private:
    uint32_t m_cut;  //!< first layer that is not the device's
    uint32_t m_tail; //!< U-shaped: first layer that is the device's again; 0: the last one
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FIXED_SPLIT_H */
