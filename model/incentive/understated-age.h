/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_UNDERSTATED_AGE_H
#define EDGE_LEARNING_UNDERSTATED_AGE_H

#include "age-report.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Lies: says that the data are fresher than they are, and keeps the lie fresh by offering
 * again and again.
 */
class UnderstatedAge : public AgeReport
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    Time Claim(Time collected, Time now) const override;
    std::optional<Time> GetPeriod() const override;

  private:
    double m_factor; //!< share of the true age that is admitted
    Time m_period;   //!< between two offers
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_UNDERSTATED_AGE_H */
