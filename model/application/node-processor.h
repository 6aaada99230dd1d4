/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NODE_PROCESSOR_H
#define EDGE_LEARNING_NODE_PROCESSOR_H

#include "ns3/compute-resource.h"
#include "ns3/node.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The ComputeResource of an application's node, from the application's start to its stop, in which
 * the application hears when the node's energy runs out and when it is back.
 */
class NodeProcessor
{
  public:
    NodeProcessor();
    ~NodeProcessor();

    NodeProcessor(const NodeProcessor&) = delete;
    NodeProcessor& operator=(const NodeProcessor&) = delete;

    /**
     * @brief Take the node's processor; aborts when it has none.
     * @param node the application's
     * @param depleted hears that all work is lost, or null
     * @param recharged hears that there is energy again, or null
     */
    void Start(Ptr<Node> node, std::function<void()> depleted, std::function<void()> recharged);

    /// Let go of it. Does nothing before the start and after the first time.
    void Stop();

    /// @return whether it was started and not stopped
    explicit operator bool() const;

    /// @return the processor, which must have been started
    ComputeResource* operator->() const;

    /// @return the processor, or null
    Ptr<ComputeResource> Get() const;

  private:
    void Depleted();
    void Recharged();

    Ptr<ComputeResource> m_compute;    //!< the node's, or null
    std::function<void()> m_depleted;  //!< see Start()
    std::function<void()> m_recharged; //!< see Start()
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NODE_PROCESSOR_H */
