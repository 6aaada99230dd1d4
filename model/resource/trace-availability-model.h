/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TRACE_AVAILABILITY_MODEL_H
#define EDGE_LEARNING_TRACE_AVAILABILITY_MODEL_H

#include "availability-model.h"
#include "availability-trace.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief A device that comes and goes as an AvailabilityTrace says of its node's id.
 *
 * Aggregating it to a node of which the trace says nothing throws std::invalid_argument, and
 * without a Trace ends the program.
 */
class TraceAvailabilityModel : public AvailabilityModel
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /// Without a trace, which must be set.
    TraceAvailabilityModel();
    ~TraceAvailabilityModel() override;

  private:
    void NotifyNewAggregate() override;
    void DoDispose() override;
    Period GetNext() override;

    Ptr<AvailabilityTrace> m_trace;                                   //!< of all devices
    const std::vector<AvailabilityTrace::Change>* m_changes{nullptr}; //!< of this one, in m_trace
    std::size_t m_next{0}; //!< the change that ends the period
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TRACE_AVAILABILITY_MODEL_H */
