/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGE_REPORT_H
#define EDGE_LEARNING_AGE_REPORT_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What a worker says about the age of its data, if not the truth.
 */
class AgeReport : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Choose the collection time that an offer claims.
     * @param collected when the data were collected
     * @param now the time
     * @return what is claimed, no later than @p now
     */
    virtual Time Claim(Time collected, Time now) const = 0;

    /**
     * @brief How long a claim serves before the offer is made anew.
     * @return the time, above 0; nothing: as long as the data are the same
     */
    virtual std::optional<Time> GetPeriod() const;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGE_REPORT_H */
