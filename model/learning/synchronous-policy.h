/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SYNCHRONOUS_POLICY_H
#define EDGE_LEARNING_SYNCHRONOUS_POLICY_H

#include "round-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Waits for every selected worker until the deadline, then closes the round if a quorum
 * arrived.
 *
 * A round ends at its deadline, or once selection is over and every selected worker has arrived
 * or dropped, or the demand has arrived. It is void when fewer arrived than `Quorum` of the
 * selected workers or of the demand, whichever is less, or none did.
 *
 * With `OverSelection` f the owner selects ceil(f x demand) workers and takes the updates that
 * come first, after K. Bonawitz et al., "Towards federated learning at scale: system design",
 * MLSys 2019.
 */
class SynchronousPolicy : public RoundPolicy
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    RoundDecision Decide(const RoundState& state) const override;
    uint32_t GetSelectionSize(uint32_t demand) const override;
    /// @return whether there is over-selection: only the owner sees when its demand has arrived
    bool NeedsEachUpdate() const override;

  private:
    double m_quorum;        //!< share of the selected workers
    double m_overSelection; //!< selected workers a demanded one
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SYNCHRONOUS_POLICY_H */
