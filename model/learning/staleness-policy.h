/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_STALENESS_POLICY_H
#define EDGE_LEARNING_STALENESS_POLICY_H

#include "round-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Base of the owner's policies under which the model moves on within a round, so that an
 * update may have been trained on an older version.
 *
 * The staleness t of an update is the number of versions since the one it was trained on. Its
 * weight s(t), after C. Xie, O. Koyejo, I. Gupta, "Asynchronous federated optimization", 2019, is
 *
 * - `Constant`: 1
 * - `Polynomial`: (1 + t)^-a
 * - `Hinge`: 1 for t <= b, else 1 / (a (t - b) + 1)
 *
 * with a = `Decay` and b = `HingeStart`. An update staler than `MaxStaleness` is refused.
 *
 * A worker's place is free again once its outcome is known, until selection ends. A round ends at
 * its deadline, or once selection is over and every selected worker has arrived or dropped. There
 * is no quorum: what is merged cannot be taken back.
 */
class StalenessPolicy : public RoundPolicy
{
  public:
    /// How the weight falls with staleness.
    enum Weighting
    {
        CONSTANT,   //!< not at all
        POLYNOMIAL, //!< (1 + t)^-a
        HINGE,      //!< 1 up to b, then 1 / (a (t - b) + 1)
    };

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    RoundDecision Decide(const RoundState& state) const override;
    bool RefillsPlaces() const override;
    bool NeedsEachUpdate() const override;
    uint32_t GetMaxStaleness() const override;

    /**
     * @param staleness versions since the one that was trained on
     * @return the weight, above 0 unless it is too small for a double, at most 1
     */
    double GetWeight(uint32_t staleness) const;

  protected:
    /**
     * @param history the versions so far, or null, which ends the program with a clear message
     * @return the same, not null
     */
    const ModelHistory& Require(const ModelHistory* history) const;

  private:
    /// @return workers whose updates are merged together, at least 1
    virtual uint32_t GetBatchSize() const = 0;

    Weighting m_weighting;   //!< which function
    double m_decay;          //!< a
    uint32_t m_hingeStart;   //!< b
    uint32_t m_maxStaleness; //!< greatest that counts
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_STALENESS_POLICY_H */
