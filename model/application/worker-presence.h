/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_WORKER_PRESENCE_H
#define EDGE_LEARNING_WORKER_PRESENCE_H

#include "node-processor.h"

#include "ns3/availability-model.h"
#include "ns3/edge-learning-types.h"
#include "ns3/node.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Whether a device is there at all: it has energy, and its AvailabilityModel, if it has one, does
 * not say that it is away.
 */
class WorkerPresence
{
  public:
    /// Takes that the device has gone, and why.
    using GoneSink = std::function<void(DropReason)>;
    /// Takes that the device may be there again.
    using BackSink = std::function<void()>;

    /**
     * @brief Watch a node from now on.
     * @param node with a ComputeResource
     * @param gone told when it goes
     * @param back told when one of the causes has ended
     */
    void Start(Ptr<Node> node, GoneSink gone, BackSink back);

    /// Watch no more.
    void Stop();

    /// @return true while the device is there
    bool IsThere() const;

    /// @return true while it has no energy
    bool IsDepleted() const;

  private:
    void AvailabilityChanged(bool available);

    NodeProcessor m_compute;               //!< the node's
    Ptr<AvailabilityModel> m_availability; //!< the node's; null: always available
    GoneSink m_gone;                       //!< told when it goes
    BackSink m_back;                       //!< told when it may be back
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_WORKER_PRESENCE_H */
